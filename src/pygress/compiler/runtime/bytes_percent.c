/* b"..." % args. */
#include "percent.h"

static pg_piece cut(const pg_conversion *c, const uint8_t *p, size_t n) {
    return (pg_piece){ p ? p : (const uint8_t *)"", c->precision >= 0 && (size_t)c->precision < n ? (size_t)c->precision : n };
}
static pg_piece text(const pg_conversion *c, pg_obj *o) {
    static uint8_t one[1];
    const pg_piece raised = { 0, 0 };
    pg_bytes content;
    bool like = pg_bytes_contents(o, &content);
    if (c->type == 'r' || c->type == 'a') {
        pg_str *s = pg_obj_ascii(o);
        return s ? cut(c, s->data, s->nbytes) : raised;
    }
    if (c->type != 'c') {
        if (like) return cut(c, content.data, content.len);
        pg_raise(&pg_type_TypeError, "%%b requires a bytes-like object, or an object that implements __bytes__, not '%T'", o);
        return raised;
    }
    if (like && content.len == 1) return (pg_piece){ content.data, 1 };
    if (!pg_isinstance(o, &pg_type_int)) {
        pg_raise(&pg_type_TypeError, "%%c requires an integer in range(256) or a single byte");
        return raised;
    }
    int64_t code = ((pg_int *)o)->v;
    if (code < 0 || code > 255) {
        pg_raise(&pg_type_OverflowError, "%%c arg not in range(256)");
        return raised;
    }
    one[0] = (uint8_t)code;
    return (pg_piece){ one, 1 };
}
static pg_obj *key(const uint8_t *p, size_t n) { return PG_OBJ(pg_bytes_new(p, n)); }
pg_bytes *pg_bytes_percent(pg_bytes *s, pg_obj *args) {
    static const pg_percent_kind kind = { true, key, text };
    pg_sb b;
    sb_init(&b);
    return pg_percent(&b, (pg_piece){ s->data, s->len }, args, &kind) ? sb_finish_bytes(&b) : NULL;
}
