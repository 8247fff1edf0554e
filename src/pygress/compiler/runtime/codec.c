/* str.encode and bytes.decode: utf-8, ascii, latin-1, utf-16 / utf-32 with marks; the error handlers of CPython. */
#include "pg_internal.h"

typedef enum { UTF8, ASCII, LATIN1, UTF16LE, UTF16BE, UTF16, UNKNOWN } encoding;
typedef enum { STRICT, IGNORE, REPLACE, SURROGATEESCAPE, SURROGATEPASS, BACKSLASH, XMLCHARREF, BAD_HANDLER } handler;

static bool is(const char *a, const char *b) { return __builtin_strcmp(a, b) == 0; }
static void normal(pg_str *s, char *out, size_t n) {
    size_t k = 0;
    for (uint32_t i = 0; i < s->nbytes && k + 1 < n; i++) {
        uint8_t c = s->data[i];
        out[k++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c == '_' || c == ' ' ? '-' : c);
    }
    out[k] = 0;
}
static encoding encoding_of(pg_str *s) {
    if (!s) return UTF8;
    char t[24];
    normal(s, t, sizeof t);
    if (is(t, "utf-8") || is(t, "utf8") || is(t, "u8")) return UTF8;
    if (is(t, "ascii") || is(t, "us-ascii")) return ASCII;
    if (is(t, "latin-1") || is(t, "latin1") || is(t, "iso-8859-1") || is(t, "iso8859-1") || is(t, "l1")) return LATIN1;
    if (is(t, "utf-16-le") || is(t, "utf-16le")) return UTF16LE;
    if (is(t, "utf-16-be") || is(t, "utf-16be")) return UTF16BE;
    if (is(t, "utf-16") || is(t, "utf16")) return UTF16;
    pg_raise(&pg_type_LookupError, "unknown encoding: %S", s);
    return UNKNOWN;
}
static handler handler_of(pg_str *s) {
    if (!s) return STRICT;
    char t[24];
    normal(s, t, sizeof t);
    if (is(t, "strict")) return STRICT;
    if (is(t, "ignore")) return IGNORE;
    if (is(t, "replace")) return REPLACE;
    if (is(t, "surrogateescape")) return SURROGATEESCAPE;
    if (is(t, "surrogatepass")) return SURROGATEPASS;
    if (is(t, "backslashreplace")) return BACKSLASH;
    if (is(t, "xmlcharrefreplace")) return XMLCHARREF;
    return BAD_HANDLER;
}
static const char *const names[] = { "utf-8", "ascii", "latin-1", "utf-16-le", "utf-16-be", "utf-16" };
static void hex(pg_sb *b, uint32_t c, int digits) { while (digits--) sb_putc(b, "0123456789abcdef"[c >> (4 * digits) & 15]); }
static void *bad_handler(pg_str *errors) { return pg_raise(&pg_type_LookupError, "unknown error handler name '%S'", errors); }

static bool fits(encoding e, uint32_t c) { return e == ASCII ? c < 0x80 : e == LATIN1 ? c < 0x100 : c < 0xD800 || c > 0xDFFF; }
/* at: the bytes from the character at index pos on. Those after it that do not fit either belong to the same error. */
static PG_COLD void *cannot_encode(encoding e, pg_str *s, const uint8_t *at, size_t pos) {
    size_t past = pos;
    for (const uint8_t *end = s->data + s->nbytes; at < end && !fits(e, utf8_decode(&at)); past++)
        if (e >= UTF16LE) { past++; break; } /* one at a time */
    return pg_raise_unicode(names[e], &s->h, (int64_t)pos, (int64_t)past,
                            e == ASCII ? "ordinal not in range(128)" : e == LATIN1 ? "ordinal not in range(256)" : "surrogates not allowed");
}
#undef pg_str_encode
#undef pg_bytes_decode
pg_bytes *pg_str_encode(pg_str *s, pg_str *encoding_name, pg_str *errors) {
    encoding e = encoding_of(encoding_name);
    if (e == UNKNOWN) return NULL;
    if (s->nbytes == s->nchars && e <= LATIN1) return pg_bytes_share(s->data, s->nbytes);
    if (e == UTF8) { /* only surrogates need work */
        bool plain = true;
        for (uint32_t i = 0; i + 1 < s->nbytes && plain; i++) plain = !(s->data[i] == 0xED && s->data[i + 1] >= 0xA0);
        if (plain) return pg_bytes_share(s->data, s->nbytes);
    }
    handler h = handler_of(errors);
    pg_sb b;
    sb_init(&b);
    size_t pos = 0;
    bool le = e != UTF16BE;
    if (e == UTF16) sb_put(&b, "\xff\xfe", 2);
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end; pos++) {
        const uint8_t *q = p;
        uint32_t c = utf8_decode(&p);
        bool surrogate = c >= 0xD800 && c < 0xE000;
        if (e >= UTF16LE && (!surrogate || h == SURROGATEPASS)) {
            uint32_t u[2] = { c, 0 };
            int n = 1;
            if (c > 0xFFFF) { u[0] = 0xD7C0 + (c >> 10); u[1] = 0xDC00 + (c & 0x3FF); n = 2; }
            for (int k = 0; k < n; k++) { sb_putc(&b, (int)(le ? u[k] : u[k] >> 8)); sb_putc(&b, (int)(le ? u[k] >> 8 : u[k])); }
            continue;
        }
        if (e == UTF8 && (!surrogate || h == SURROGATEPASS)) { sb_put(&b, q, (size_t)(p - q)); continue; }
        if ((e == ASCII && c < 0x80) || (e == LATIN1 && c < 0x100)) { sb_putc(&b, (int)c); continue; }
        switch (h) {
        case BAD_HANDLER: return bad_handler(errors);
        case IGNORE: break;
        case REPLACE: sb_putc(&b, '?'); break;
        case BACKSLASH:
            if (c < 0x100) { sb_c(&b, "\\x"); hex(&b, c, 2); }
            else if (c < 0x10000) { sb_c(&b, "\\u"); hex(&b, c, 4); }
            else { sb_c(&b, "\\U"); hex(&b, c, 8); }
            break;
        case XMLCHARREF: sb_c(&b, "&#"); sb_int(&b, c); sb_putc(&b, ';'); break;
        case SURROGATEESCAPE:
            if (c >= 0xDC80 && c <= 0xDCFF) { sb_putc(&b, (int)(c - 0xDC00)); break; }
            return cannot_encode(e, s, q, pos);
        default: return cannot_encode(e, s, q, pos);
        }
    }
    return sb_finish_bytes(&b);
}
static PG_COLD void *cannot_decode(encoding e, pg_bytes *in, const uint8_t *p, unsigned n, const char *why) {
    int64_t pos = p - in->data;
    return pg_raise_unicode(names[e], &in->h, pos, pos + n, why);
}
static pg_str *decode_utf16(pg_bytes *in, encoding e, handler h) {
    const uint8_t *p = in->data, *end = p + in->len;
    bool le = e != UTF16BE;
    if (e == UTF16 && in->len >= 2) {
        if (p[0] == 0xFF && p[1] == 0xFE) p += 2;
        else if (p[0] == 0xFE && p[1] == 0xFF) { p += 2; le = false; }
    }
    pg_sb b;
    sb_init(&b);
    while (p < end) {
        const char *why = "truncated data";
        unsigned bad = (unsigned)(end - p);
        if (end - p >= 2) {
            uint32_t c = le ? p[0] | (uint32_t)p[1] << 8 : p[1] | (uint32_t)p[0] << 8;
            if (c < 0xD800 || c > 0xDFFF) { sb_code(&b, c); p += 2; continue; }
            why = "illegal encoding";
            bad = 2;
            if (c < 0xDC00) {
                if (end - p < 4) { why = "unexpected end of data"; bad = (unsigned)(end - p); }
                else {
                    uint32_t d = le ? p[2] | (uint32_t)p[3] << 8 : p[3] | (uint32_t)p[2] << 8;
                    if (d >= 0xDC00 && d <= 0xDFFF) { sb_code(&b, 0x10000 + ((c - 0xD800) << 10) + (d - 0xDC00)); p += 4; continue; }
                    why = "illegal UTF-16 surrogate";
                }
            }
            if (h == SURROGATEPASS) { sb_code(&b, c); p += 2; continue; }
        }
        if (h == REPLACE) sb_code(&b, 0xFFFD);
        else if (h != IGNORE) return cannot_decode(le ? UTF16LE : UTF16BE, in, p, bad, why);
        p += bad;
    }
    return sb_finish(&b);
}
pg_str *pg_bytes_decode(pg_bytes *in, pg_str *encoding_name, pg_str *errors) {
    encoding e = encoding_of(encoding_name);
    if (e == UNKNOWN) return NULL;
    if (e <= ASCII) {
        size_t good = e == UTF8 ? utf8_check(in->data, in->len) : 0;
        if (e == ASCII) while (good < in->len && in->data[good] < 0x80) good++;
        if (good == in->len) return pg_str_share(in->data, in->len);
    }
    handler h = handler_of(errors);
    if (h == BAD_HANDLER) return bad_handler(errors);
    if (e >= UTF16LE) return decode_utf16(in, e, h);
    pg_sb b;
    sb_init(&b);
    const uint8_t *p = in->data, *end = p + in->len;
    while (p < end) {
        if (e == LATIN1) { sb_code(&b, *p++); continue; }
        unsigned k = e == UTF8 ? utf8_valid(p, end) : *p < 0x80;
        if (k) { sb_put(&b, p, k); p += k; continue; }
        if (e == UTF8 && h == SURROGATEPASS && end - p >= 3 && p[0] == 0xED && p[1] >= 0xA0 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
            sb_put(&b, p, 3);
            p += 3;
            continue;
        }
        const char *why = "ordinal not in range(128)";
        unsigned n = e == UTF8 ? utf8_bad(p, end, &why) : 1;
        switch (h) {
        case IGNORE: break;
        case REPLACE: sb_code(&b, 0xFFFD); break;
        case SURROGATEESCAPE: for (unsigned i = 0; i < n; i++) sb_code(&b, 0xDC00u + p[i]); break;
        case BACKSLASH: for (unsigned i = 0; i < n; i++) { sb_c(&b, "\\x"); hex(&b, p[i], 2); } break;
        default: return cannot_decode(e, in, p, n, why);
        }
        p += n;
    }
    return sb_finish(&b);
}
