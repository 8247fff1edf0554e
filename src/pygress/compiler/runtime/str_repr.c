/* repr and ascii of text and bytes. */
#include "pg_internal.h"

static void hex(pg_sb *b, uint32_t c, unsigned digits) {
    while (digits--) sb_putc(b, "0123456789abcdef"[c >> (4 * digits) & 15]);
}
static void escape(pg_sb *b, uint32_t c) {
    if (c < 0x100) { sb_put(b, "\\x", 2); hex(b, c, 2); }
    else if (c < 0x10000) { sb_put(b, "\\u", 2); hex(b, c, 4); }
    else { sb_put(b, "\\U", 2); hex(b, c, 8); }
}
static pg_str *quote(pg_str *s, bool ascii) {
    bool single = false, dbl = false;
    for (uint32_t i = 0; i < s->nbytes; i++) { single |= s->data[i] == '\''; dbl |= s->data[i] == '"'; }
    int q = single && !dbl ? '"' : '\'';
    pg_sb b;
    sb_init(&b);
    sb_room(&b, s->nbytes + 2);
    sb_putc(&b, q);
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        uint32_t c = utf8_decode(&p);
        if (c == (uint32_t)q || c == '\\') { sb_putc(&b, '\\'); sb_putc(&b, (int)c); }
        else if (c == '\n') sb_put(&b, "\\n", 2);
        else if (c == '\r') sb_put(&b, "\\r", 2);
        else if (c == '\t') sb_put(&b, "\\t", 2);
        else if (c < 0x20 || c == 0x7F) escape(&b, c);
        else if (c < 0x7F) sb_putc(&b, (int)c);
        else if (ascii || (c >= 0xD800 && c <= 0xDFFF) || !uc_isprintable(c)) escape(&b, c);
        else sb_code(&b, c);
    }
    sb_putc(&b, q);
    return sb_finish(&b);
}
pg_str *pg_str_repr(pg_str *s) { return quote(s, false); }
pg_str *pg_str_ascii(pg_str *s) { return quote(s, true); }
pg_str *pg_obj_ascii(pg_obj *o) {
    pg_str *r = pg_obj_repr(o);
    if (!r || r->nbytes == r->nchars) return r;
    pg_sb b;
    sb_init(&b);
    for (const uint8_t *p = r->data, *end = p + r->nbytes; p < end;) {
        uint32_t c = utf8_decode(&p);
        if (c < 0x80) sb_putc(&b, (int)c);
        else escape(&b, c);
    }
    return sb_finish(&b);
}
/* CPython 3.11 escapes the single quote of a bytearray in any quotes. */
static void quote_bytes(pg_sb *b, const uint8_t *data, uint32_t len, bool array) {
    bool single = false, dbl = false;
    for (uint32_t i = 0; i < len; i++) { single |= data[i] == '\''; dbl |= data[i] == '"'; }
    int q = single && !dbl ? '"' : '\'';
    sb_putc(b, 'b');
    sb_putc(b, q);
    for (uint32_t i = 0; i < len; i++) {
        uint8_t c = data[i];
        if (c == q || c == '\\' || (array && c == '\'')) { sb_putc(b, '\\'); sb_putc(b, c); }
        else if (c == '\n') sb_put(b, "\\n", 2);
        else if (c == '\r') sb_put(b, "\\r", 2);
        else if (c == '\t') sb_put(b, "\\t", 2);
        else if (c < 0x20 || c >= 0x7F) escape(b, c);
        else sb_putc(b, c);
    }
    sb_putc(b, q);
}
pg_str *pg_bytes_repr(pg_bytes *s) {
    pg_sb b;
    sb_init(&b);
    quote_bytes(&b, s->data, s->len, false);
    return sb_finish(&b);
}
pg_str *pg_bytearray_repr(pg_bytearray *s) {
    pg_sb b;
    sb_init(&b);
    sb_c(&b, "bytearray(");
    quote_bytes(&b, s->data, s->len, true);
    sb_putc(&b, ')');
    return sb_finish(&b);
}
