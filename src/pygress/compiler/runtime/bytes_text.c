/* bytes: case, classes, padding, hex. */
#include "pg_internal.h"

static uint8_t lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
static uint8_t upper(uint8_t c) { return c >= 'a' && c <= 'z' ? c - 32 : c; }
static pg_bytes *map(pg_bytes *b, uint8_t (*f)(uint8_t)) {
    pg_bytes *r = pg_bytes_new(NULL, b->len);
    if (r) for (uint32_t i = 0; i < b->len; i++) ((uint8_t *)r->data)[i] = f(b->data[i]);
    return r;
}
pg_bytes *pg_bytes_lower(pg_bytes *b) { return map(b, lower); }
pg_bytes *pg_bytes_upper(pg_bytes *b) { return map(b, upper); }
static uint8_t swapped(uint8_t c) { return lower(c) != c ? lower(c) : upper(c); }
pg_bytes *pg_bytes_swapcase(pg_bytes *b) { return map(b, swapped); }
static bool digit(uint8_t c) { return c >= '0' && c <= '9'; }
static bool alpha(uint8_t c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
static bool alnum(uint8_t c) { return digit(c) || alpha(c); }
static bool space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13); }
static bool all(pg_bytes *b, bool (*f)(uint8_t)) {
    for (uint32_t i = 0; i < b->len; i++) if (!f(b->data[i])) return false;
    return b->len > 0;
}
bool pg_bytes_isdigit(pg_bytes *b) { return all(b, digit); }
bool pg_bytes_isalpha(pg_bytes *b) { return all(b, alpha); }
bool pg_bytes_isalnum(pg_bytes *b) { return all(b, alnum); }
bool pg_bytes_isspace(pg_bytes *b) { return all(b, space); }
static bool cased(pg_bytes *b, uint8_t (*same)(uint8_t)) {
    bool any = false;
    for (uint32_t i = 0; i < b->len; i++) {
        if (!alpha(b->data[i])) continue;
        if (same(b->data[i]) != b->data[i]) return false;
        any = true;
    }
    return any;
}
bool pg_bytes_isupper(pg_bytes *b) { return cased(b, upper); }
bool pg_bytes_islower(pg_bytes *b) { return cased(b, lower); }

static pg_bytes *titled(pg_bytes *b, bool words) {
    pg_bytes *r = pg_bytes_new(NULL, b->len);
    bool inside = false;
    for (uint32_t i = 0; r && i < b->len; i++) {
        uint8_t c = b->data[i];
        ((uint8_t *)r->data)[i] = inside ? lower(c) : upper(c);
        inside = words ? alpha(c) : true;
    }
    return r;
}
pg_bytes *pg_bytes_title(pg_bytes *b) { return titled(b, true); }
pg_bytes *pg_bytes_capitalize(pg_bytes *b) { return titled(b, false); }
bool pg_bytes_istitle(pg_bytes *b) {
    bool inside = false, any = false;
    for (uint32_t i = 0; i < b->len; i++) {
        uint8_t c = b->data[i];
        if (!alpha(c)) { inside = false; continue; }
        if ((inside ? lower(c) : upper(c)) != c) return false;
        inside = any = true;
    }
    return any;
}
pg_bytes *pg_bytes_expandtabs(pg_bytes *b, int64_t size) {
    pg_sb s;
    sb_init(&s);
    int64_t column = 0;
    for (uint32_t i = 0; i < b->len; i++) {
        uint8_t c = b->data[i];
        if (c == '\t') {
            int64_t n = size > 0 ? size - column % size : 0;
            sb_fill(&s, (const uint8_t *)" ", 1, n);
            column += n;
            continue;
        }
        sb_putc(&s, c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
    }
    return sb_finish_bytes(&s);
}
pg_bytes *pg_bytes_maketrans(pg_bytes *from, pg_bytes *to) {
    if (from->len != to->len) return pg_raise(&pg_type_ValueError, "maketrans arguments must have same length");
    pg_bytes *r = pg_bytes_new(NULL, 256);
    if (!r) return NULL;
    uint8_t *table = (uint8_t *)r->data;
    for (int i = 0; i < 256; i++) table[i] = (uint8_t)i;
    for (uint32_t i = 0; i < from->len; i++) table[from->data[i]] = to->data[i];
    return r;
}
static pg_bytes *pad(pg_bytes *b, int64_t left, int64_t right, pg_bytes *fill, const char *name) {
    if (fill && fill->len != 1) return pg_raise(&pg_type_TypeError, "%s() argument 2 must be a byte string of length 1, not %T", name, PG_OBJ(fill));
    uint8_t c = fill ? fill->data[0] : ' ';
    pg_sb s;
    sb_init(&s);
    sb_fill(&s, &c, 1, left);
    sb_put(&s, b->data, b->len);
    sb_fill(&s, &c, 1, right);
    return sb_finish_bytes(&s);
}
pg_bytes *pg_bytes_ljust(pg_bytes *b, int64_t width, pg_bytes *fill) { return pad(b, 0, width - b->len, fill, "ljust"); }
pg_bytes *pg_bytes_rjust(pg_bytes *b, int64_t width, pg_bytes *fill) { return pad(b, width - b->len, 0, fill, "rjust"); }
pg_bytes *pg_bytes_center(pg_bytes *b, int64_t width, pg_bytes *fill) {
    int64_t n = width - b->len, left = n > 0 ? n / 2 + (n & width & 1) : 0;
    return pad(b, left, n > 0 ? n - left : 0, fill, "center");
}
pg_bytes *pg_bytes_zfill(pg_bytes *b, int64_t width) {
    size_t sign = b->len && (b->data[0] == '+' || b->data[0] == '-');
    pg_sb s;
    sb_init(&s);
    sb_put(&s, b->data, sign);
    sb_fill(&s, (const uint8_t *)"0", 1, width - b->len);
    sb_put(&s, b->data + sign, b->len - sign);
    return sb_finish_bytes(&s);
}
pg_bytes *pg_bytes_translate(pg_bytes *b, pg_bytes *table, pg_bytes *del) {
    if (table && table->len != 256) return pg_raise(&pg_type_ValueError, "translation table must be 256 characters long");
    pg_sb s;
    sb_init(&s);
    for (uint32_t i = 0; i < b->len; i++) {
        uint8_t c = b->data[i];
        if (del && pg_find_bytes(del->data, del->len, &c, 1) >= 0) continue;
        sb_putc(&s, table ? table->data[c] : c);
    }
    return sb_finish_bytes(&s);
}
pg_str *pg_bytes_hex(pg_bytes *b) {
    if (b->len == 0) return &pg_str_empty;
    size_t n = (size_t)b->len * 2;
    uint8_t *p = pg_text_alloc(n);
    if (!p) return NULL;
    for (uint32_t i = 0; i < b->len; i++) {
        p[2 * i] = (uint8_t)"0123456789abcdef"[b->data[i] >> 4];
        p[2 * i + 1] = (uint8_t)"0123456789abcdef"[b->data[i] & 15];
    }
    return pg_str_make(p, n, n);
}
/* Groups count from the end, or from the beginning if negative. */
pg_str *pg_bytes_hex_sep(pg_bytes *b, pg_str *sep, int64_t group) {
    if (sep->nchars != 1) return pg_raise(&pg_type_ValueError, "sep must be length 1.");
    if (sep->nbytes != 1) return pg_raise(&pg_type_ValueError, "sep must be ASCII.");
    int64_t n = b->len, every = group < 0 ? -group : group;
    if (every == 0 || n <= every) return pg_bytes_hex(b);
    pg_sb s;
    sb_init(&s);
    for (int64_t i = 0; i < n; i++) {
        if (i && (group < 0 ? i : n - i) % every == 0) sb_putc(&s, sep->data[0]);
        sb_putc(&s, "0123456789abcdef"[b->data[i] >> 4]);
        sb_putc(&s, "0123456789abcdef"[b->data[i] & 15]);
    }
    return sb_finish(&s);
}
static int nibble(uint8_t c) {
    uint8_t l = c | 0x20;
    return digit(c) ? c - '0' : l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}
pg_bytes *pg_bytes_fromhex(pg_str *s) {
    pg_sb b;
    sb_init(&b);
    uint32_t i = 0;
    if (s->nbytes != s->nchars) { /* the first character beyond ASCII is what is wrong */
        while (s->data[i] < 0x80) i++;
        goto bad;
    }
    for (;;) {
        while (i < s->nbytes && space(s->data[i])) i++;
        if (i >= s->nbytes) return sb_finish_bytes(&b);
        int high = nibble(s->data[i]);
        if (high < 0) goto bad;
        i++;
        int low = i < s->nbytes ? nibble(s->data[i]) : -1;
        if (low < 0) goto bad;
        i++;
        sb_putc(&b, high << 4 | low);
    }
bad:
    return pg_raise(&pg_type_ValueError, "non-hexadecimal number found in fromhex() arg at position %l", (int64_t)i);
}
