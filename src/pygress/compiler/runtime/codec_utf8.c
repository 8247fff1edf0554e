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
pg_str *pg_bytes_decode_utf8(pg_bytes *in) {
    size_t good = utf8_check(in->data, in->len);
    if (good == in->len) return pg_str_share(in->data, in->len);
    const char *why;
    unsigned n = utf8_bad(in->data + good, in->data + in->len, &why);
    return pg_raise_unicode("utf-8", &in->h, (int64_t)good, (int64_t)(good + n), why);
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
        int64_t pos = 0, first = -1;
        for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end; pos++) {
            uint32_t c = utf8_decode(&p);
            bool bad = c >= 0xD800 && c <= 0xDFFF;
            if (bad && first < 0) first = pos;
            if (!bad && first >= 0) break;
        }
        if (first >= 0) return pg_raise_unicode("utf-8", &s->h, first, pos, "surrogates not allowed");
    }
    return pg_bytes_share(s->data, s->nbytes);
}
