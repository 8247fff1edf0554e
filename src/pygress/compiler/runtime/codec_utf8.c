/* The usual str.encode() and bytes.decode(): UTF-8, strict. */
#include "pg_internal.h"

/* How many bytes at p form one decoding error, with CPython's reason. */
unsigned utf8_bad(const uint8_t *p, const uint8_t *end, const char **why) {
    size_t n = (size_t)(end - p);
    uint8_t c = p[0];
    *why = "invalid start byte";
    if (c < 0xC2 || c > 0xF4) return 1;
    unsigned need = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    *why = "invalid continuation byte";
    for (unsigned i = 1; i <= need; i++) {
        if (i >= n) { *why = "unexpected end of data"; return i; }
        uint8_t lo = 0x80, hi = 0xBF;
        if (i == 1) {
            if (c == 0xE0) lo = 0xA0;
            if (c == 0xED) hi = 0x9F;
            if (c == 0xF0) lo = 0x90;
            if (c == 0xF4) hi = 0x8F;
        }
        if (p[i] < lo || p[i] > hi) return i;
    }
    return 1;
}
static void hex(pg_sb *b, uint32_t c, int digits) { while (digits--) sb_putc(b, "0123456789abcdef"[c >> (4 * digits) & 15]); }
pg_str *pg_bytes_decode_utf8(pg_bytes *in) {
    size_t good = utf8_check(in->data, in->len);
    if (good == in->len) return pg_str_share(in->data, in->len);
    const char *why;
    const uint8_t *p = in->data + good;
    unsigned n = utf8_bad(p, in->data + in->len, &why);
    pg_sb b;
    sb_init(&b);
    if (n == 1) { sb_c(&b, "byte 0x"); hex(&b, *p, 2); sb_c(&b, " in position "); sb_int(&b, (int64_t)good); }
    else { sb_c(&b, "bytes in position "); sb_int(&b, (int64_t)good); sb_putc(&b, '-'); sb_int(&b, (int64_t)(good + n - 1)); }
    return pg_raise(&pg_type_UnicodeDecodeError, "'utf-8' codec can't decode %S: %s", sb_finish(&b), why);
}
pg_str *pg_bytes_decode_replace(pg_bytes *in) {
    const uint8_t *p = in->data, *end = p + in->len;
    size_t good = utf8_check(p, in->len);
    if (good == in->len) return pg_str_share(p, good);
    pg_sb b;
    sb_init(&b);
    while (p < end) {
        sb_put(&b, p, good);
        p += good;
        if (p == end) break;
        const char *why;
        p += utf8_bad(p, end, &why);
        sb_code(&b, 0xFFFD);
        good = utf8_check(p, (size_t)(end - p));
    }
    return sb_finish(&b);
}
pg_bytes *pg_str_encode_utf8(pg_str *s) {
    if (s->nbytes != s->nchars) { /* only surrogates cannot be encoded */
        int64_t pos = 0;
        for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end; pos++) {
            uint32_t c = utf8_decode(&p);
            if (c < 0xD800 || c > 0xDFFF) continue;
            pg_sb b;
            sb_init(&b);
            sb_c(&b, "\\u");
            hex(&b, c, 4);
            return pg_raise(&pg_type_UnicodeEncodeError, "'utf-8' codec can't encode character '%S' in position %l: surrogates not allowed", sb_finish(&b), pos);
        }
    }
    return pg_bytes_share(s->data, s->nbytes);
}
