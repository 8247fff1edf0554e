/* "..." % args of str. */
#include "percent.h"

static pg_str *character(pg_obj *o) {
    if (pg_isinstance(o, &pg_type_str) && ((pg_str *)o)->nchars == 1) return (pg_str *)o;
    if (!pg_isinstance(o, &pg_type_int)) return pg_raise(&pg_type_TypeError, "%%c requires int or char");
    int64_t code = ((pg_int *)o)->v;
    if (code < 0 || code > 0x10FFFF) return pg_raise(&pg_type_OverflowError, "%%c arg not in range(0x110000)");
    return pg_str_char((uint32_t)code);
}
static pg_piece text(const pg_conversion *c, pg_obj *o) {
    pg_str *s;
    switch (c->type) {
    case 's': s = pg_obj_str(o); break;
    case 'r': s = pg_obj_repr(o); break;
    case 'a': s = pg_obj_ascii(o); break;
    default: s = character(o);
    }
    if (s && c->type != 'c' && c->precision >= 0) s = pg_str_slice(s, 0, c->precision);
    return s ? (pg_piece){ s->data, s->nbytes } : (pg_piece){ 0, 0 };
}
static pg_obj *key(const uint8_t *p, size_t n) { return PG_OBJ(pg_str_new(p, n)); }
pg_str *pg_str_percent(pg_str *s, pg_obj *args) {
    static const pg_percent_kind kind = { false, key, text };
    pg_sb b;
    sb_init(&b);
    return pg_percent(&b, (pg_piece){ s->data, s->nbytes }, args, &kind) ? sb_finish(&b) : NULL;
}
