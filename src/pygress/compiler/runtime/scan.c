/* Loops over bytes, eight at a time: copying, comparing, searching, UTF-8, case. Compiled for speed (runtime/build.py). */
#include "pg_internal.h"

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u
PG_INLINE uint64_t load(const uint8_t *p) { uint64_t w; __builtin_memcpy(&w, p, 8); return w; }

void pg_copy(void *to, const void *from, size_t n) {
    uint8_t *d = to;
    const uint8_t *s = from;
    uint64_t x, y;
    if (n > 64) { __builtin_memcpy(d, s, n); return; }
    if (n >= 8) { /* words, the last one overlapping */
        __builtin_memcpy(&y, s + n - 8, 8);
        for (size_t i = 0; i + 8 <= n; i += 8) { __builtin_memcpy(&x, s + i, 8); __builtin_memcpy(d + i, &x, 8); }
        __builtin_memcpy(d + n - 8, &y, 8);
        return;
    }
    if (n >= 4) {
        uint32_t a, b;
        __builtin_memcpy(&a, s, 4);
        __builtin_memcpy(&b, s + n - 4, 4);
        __builtin_memcpy(d, &a, 4);
        __builtin_memcpy(d + n - 4, &b, 4);
        return;
    }
    for (size_t i = 0; i < n; i++) d[i] = s[i];
}
int pg_memcmp(const void *a, const void *b, size_t n) {
    const uint8_t *p = a, *q = b;
    while (n >= 8) {
        uint64_t x, y;
        memcpy(&x, p, 8);
        memcpy(&y, q, 8);
        if (x != y) {
            x = __builtin_bswap64(x);
            y = __builtin_bswap64(y);
            return x < y ? -1 : 1;
        }
        p += 8;
        q += 8;
        n -= 8;
    }
    for (; n > 0; n--, p++, q++)
        if (*p != *q) return *p < *q ? -1 : 1;
    return 0;
}

/* The failure table of Knuth, Morris and Pratt: linear whatever the texts are. */
static PG_COLD int64_t find_linear(const uint8_t *h, size_t nh, const uint8_t *n, size_t nn, size_t from) {
    uint32_t *fail = pg_data_alloc(nn * sizeof(uint32_t));
    if (!fail) return -1;
    fail[0] = 0;
    for (size_t q = 1, k = 0; q < nn; q++) {
        while (k && n[k] != n[q]) k = fail[k - 1];
        if (n[k] == n[q]) k++;
        fail[q] = (uint32_t)k;
    }
    int64_t found = -1;
    for (size_t q = from, k = 0; q < nh; q++) {
        while (k && n[k] != h[q]) k = fail[k - 1];
        if (n[k] == h[q]) k++;
        if (k == nn) { found = (int64_t)(q - nn + 1); break; }
    }
    pg_data_free(fail, nn * sizeof(uint32_t));
    return found;
}
/* Eight places at a time by the first and the last byte; what passes is compared. Too much comparing in vain: the other way. */
int64_t pg_find_bytes(const uint8_t *h, size_t nh, const uint8_t *n, size_t nn) {
    if (nn == 0) return 0;
    if (nn > nh) return -1;
    const uint8_t *tail = h + nn - 1;
    uint8_t first = n[0], last = n[nn - 1];
    uint64_t firsts = first * ONES, lasts = last * ONES;
    size_t places = nh - nn + 1, in_vain = 0, i = 0;
    while (i < places) {
        uint64_t found = 1; /* at the end, place by place */
        size_t step = 1;
        if (places - i >= 8) {
            uint64_t x = (load(h + i) ^ firsts) | (load(tail + i) ^ lasts);
            found = (x - ONES) & ~x & HIGHS;
            step = 8;
        }
        for (; found; found &= found - 1) {
            size_t at = i + (unsigned)__builtin_ctzll(found) / 8;
            if (h[at] != first || tail[at] != last) continue; /* a borrow makes false ones behind a true one */
            size_t k = 1;
            while (k < nn && h[at + k] == n[k]) k++;
            if (k >= nn) return (int64_t)at;
            in_vain += k;
        }
        i += step;
        if (PG_UNLIKELY(in_vain > 8 * nh)) return find_linear(h, nh, n, nn, i);
    }
    return -1;
}

size_t utf8_count(const uint8_t *p, size_t n) {
    size_t c = 0, i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w = load(p + i);
        c += 8 - (unsigned)__builtin_popcountll(w & ~(w << 1) & HIGHS); /* less those that go on: 10xxxxxx */
    }
    for (; i < n; i++) c += (p[i] & 0xC0) != 0x80;
    return c;
}
size_t utf8_check(const uint8_t *p, size_t n) {
    size_t i = 0;
    while (i < n) {
        if (i + 8 <= n) {
            uint64_t w;
            memcpy(&w, p + i, 8);
            if ((w & 0x8080808080808080u) == 0) { i += 8; continue; }
        }
        unsigned k = utf8_valid(p + i, p + n);
        if (k == 0) return i;
        i += k;
    }
    return n;
}
/* Turns the ASCII letters first .. first + 25 into those of the other case; tells whether there was one. `to` may be NULL. */
bool pg_flip_case(uint8_t *to, const uint8_t *from, size_t n, uint8_t first) {
    uint64_t any = 0;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t w = load(from + i), low = w & ~HIGHS;
        uint64_t letters = (low + (0x80u - first) * ONES) & ~(low + (0x80u - first - 26) * ONES) & ~w & HIGHS;
        any |= letters;
        w ^= letters >> 2;
        if (to) __builtin_memcpy(to + i, &w, 8);
    }
    for (; i < n; i++) {
        bool letter = (uint8_t)(from[i] - first) < 26;
        any |= letter;
        if (to) to[i] = from[i] ^ (uint8_t)(letter << 5);
    }
    return any != 0;
}

bool pg_str_eq_slow(const pg_str *a, const pg_str *b) { return pg_same_text(a, b); }
int pg_str_cmp(const pg_str *a, const pg_str *b) {
    uint32_t n = a->nbytes < b->nbytes ? a->nbytes : b->nbytes;
    int c = pg_memcmp(a->data, b->data, n); /* UTF-8 keeps the order of code points */
    return c ? c : a->nbytes < b->nbytes ? -1 : a->nbytes > b->nbytes;
}
