/* Text builder and UTF-8. */
#include "pg_internal.h"

void sb_init(pg_sb *b) { b->data = NULL; b->len = b->cap = 0; b->failed = false; }
bool sb_room(pg_sb *b, size_t n) {
    if (b->failed) return false;
    if (b->cap - b->len >= n) return true;
    size_t want = b->len + n;
    size_t room = want < 64 ? 64 : want + want / 2;
    if (b->cap && pg_data_extend(b->data + b->cap, room - b->cap)) { b->cap = room; return true; }
    uint8_t *p;
    if (!b->cap && (size_t)(pg_data_end - pg_data_top) >= want && want <= 16384) {
        room = (size_t)(pg_data_end - pg_data_top) < room ? want : room;
        p = pg_data_top;
        pg_data_top += room;
    } else {
        p = pg_text_alloc(room);
        if (!p) { b->failed = true; return false; }
        if (b->len) memcpy(p, b->data, b->len);
        if (b->cap > 16384) pg_data_free(b->data, b->cap);
    }
    b->data = p;
    b->cap = room;
    return true;
}
void sb_put(pg_sb *b, const void *data, size_t n) {
    if (n == 0 || (PG_UNLIKELY(b->cap - b->len < n) && !sb_room(b, n))) return;
    memcpy(b->data + b->len, data, n);
    b->len += n;
}
void sb_putc(pg_sb *b, int byte) {
    if (b->len == b->cap && !sb_room(b, 1)) return;
    b->data[b->len++] = (uint8_t)byte;
}
void sb_code(pg_sb *b, uint32_t code) {
    if (code < 0x80) { sb_putc(b, (int)code); return; }
    uint8_t u[4];
    sb_put(b, u, utf8_encode(u, code));
}
void sb_c(pg_sb *b, const char *text) { sb_put(b, text, pg_cstrlen(text)); }
void sb_str(pg_sb *b, const pg_str *s) { if (s) sb_put(b, s->data, s->nbytes); else b->failed = true; }
void sb_int(pg_sb *b, int64_t v) {
    uint8_t t[20], *p = t + 20;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do { *--p = (uint8_t)('0' + u % 10); u /= 10; } while (u);
    if (v < 0) *--p = '-';
    sb_put(b, p, (size_t)(t + 20 - p));
}
void pg_hex_digits(char out[9], uint32_t code) {
    int n = 0;
    for (int i = 28; i >= 0; i -= 4)
        if (code >> i || i == 0) out[n++] = "0123456789abcdef"[code >> i & 15];
    out[n] = 0;
}
void sb_fill(pg_sb *b, const uint8_t *unit, size_t nunit, int64_t times) {
    if (times <= 0 || nunit == 0) return;
    if ((uint64_t)times > 0x7FFFFFFF / nunit) { pg_memory_error(); b->failed = true; return; }
    if (!sb_room(b, (size_t)times * nunit)) return;
    if (nunit == 1) { memset(b->data + b->len, unit[0], (size_t)times); b->len += (size_t)times; }
    else for (; times > 0; times--) { memcpy(b->data + b->len, unit, nunit); b->len += nunit; }
}
static void trim(pg_sb *b) {
    if (b->data && b->data + b->cap == pg_data_top) pg_data_top = b->data + b->len;
}
pg_str *sb_finish(pg_sb *b) {
    if (b->failed) return NULL;
    trim(b);
    return pg_str_make(b->data, b->len, utf8_count(b->data, b->len));
}
pg_bytes *sb_finish_bytes(pg_sb *b) {
    if (b->failed) return NULL;
    trim(b);
    return pg_bytes_share(b->data, b->len);
}

unsigned utf8_encode(uint8_t o[4], uint32_t c) {
    if (c < 0x80) { o[0] = (uint8_t)c; return 1; }
    if (c < 0x800) { o[0] = (uint8_t)(0xC0 | c >> 6); o[1] = 0x80 | (c & 0x3F); return 2; }
    if (c < 0x10000) { o[0] = (uint8_t)(0xE0 | c >> 12); o[1] = 0x80 | (c >> 6 & 0x3F); o[2] = 0x80 | (c & 0x3F); return 3; }
    o[0] = (uint8_t)(0xF0 | c >> 18); o[1] = 0x80 | (c >> 12 & 0x3F); o[2] = 0x80 | (c >> 6 & 0x3F); o[3] = 0x80 | (c & 0x3F);
    return 4;
}
uint32_t utf8_decode_long(const uint8_t **p) {
    const uint8_t *s = *p;
    uint32_t c = s[0];
    if (c < 0xE0) { *p = s + 2; return (c & 0x1F) << 6 | (s[1] & 0x3F); }
    if (c < 0xF0) { *p = s + 3; return (c & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F); }
    *p = s + 4;
    return (c & 7) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}
unsigned utf8_valid(const uint8_t *p, const uint8_t *end) {
    size_t n = (size_t)(end - p);
    uint8_t c = p[0];
    if (c < 0x80) return 1;
    if (c < 0xC2) return 0;
    if (c < 0xE0) return n >= 2 && (p[1] & 0xC0) == 0x80 ? 2 : 0;
    if (c < 0xF0) {
        if (n < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80) return 0;
        if (c == 0xE0 && p[1] < 0xA0) return 0;
        if (c == 0xED && p[1] >= 0xA0) return 0; /* surrogates */
        return 3;
    }
    if (c > 0xF4 || n < 4 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80) return 0;
    if (c == 0xF0 && p[1] < 0x90) return 0;
    if (c == 0xF4 && p[1] >= 0x90) return 0;
    return 4;
}
