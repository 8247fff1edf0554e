/* UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError: encoding (not the last class), object, start, end, reason.
 *
 * `value` is the tuple (text, these as a tuple), see pg_exc_set_shown: `args` may be assigned. */
#include "pg_internal.h"

static void hex(pg_sb *b, uint32_t c, int digits) { while (digits--) sb_putc(b, "0123456789abcdef"[c >> (4 * digits) & 15]); }
static void set_text(pg_exception *e) {
    pg_slot *args = e->args->items + e->args->len - 4;
    pg_obj *o = args[0].p;
    int64_t start = ((pg_int *)args[1].p)->v, end = ((pg_int *)args[2].p)->v;
    bool named = e->args->len == 5, bytes = o->type->layout == PG_L_BYTES;
    bool one = start >= 0 && end == start + 1 && start < (bytes ? ((pg_bytes *)o)->len : ((pg_str *)o)->nchars);
    pg_sb b;
    sb_init(&b);
    if (named) { sb_putc(&b, '\''); sb_str(&b, args[-1].p); sb_c(&b, "' codec "); }
    sb_c(&b, bytes ? "can't decode byte" : named ? "can't encode character" : "can't translate character");
    if (one && bytes) { sb_c(&b, " 0x"); hex(&b, ((pg_bytes *)o)->data[start], 2); }
    else if (one) {
        const uint8_t *p = ((pg_str *)o)->data;
        uint32_t c = 0;
        for (int64_t i = 0; i <= start; i++) c = utf8_decode(&p);
        sb_c(&b, c < 0x100 ? " '\\x" : c < 0x10000 ? " '\\u" : " '\\U");
        hex(&b, c, c < 0x100 ? 2 : c < 0x10000 ? 4 : 8);
        sb_putc(&b, '\'');
    }
    sb_c(&b, one ? " in position " : "s in position ");
    sb_int(&b, start);
    if (!one) { sb_putc(&b, '-'); sb_int(&b, end - 1); }
    sb_c(&b, ": ");
    sb_str(&b, args[3].p);
    pg_str *text = sb_finish(&b);
    pg_obj *parts[] = { &text->h, &e->args->h };
    if (text) pg_exc_set_shown(e, pg_tuple_of(2, parts));
}
void pg_unicode_error_init(pg_exception *e, pg_tuple *args) {
    bool decode = pg_isinstance(&e->h, &pg_type_UnicodeDecodeError), named = decode || pg_isinstance(&e->h, &pg_type_UnicodeEncodeError);
    e->args = args;
    if ((int)args->len != 4 + named) {
        pg_raise(&pg_type_TypeError, "function takes exactly %d arguments (%d given)", 4 + named, (int)args->len);
        return;
    }
    for (int i = 0; i < 4 + named; i++) {
        int meaning = i + !named;
        const pg_type *want = meaning == 1 && decode ? &pg_type_bytes : meaning == 2 || meaning == 3 ? &pg_type_int : &pg_type_str;
        if (pg_isinstance(args->items[i].p, want)) continue;
        pg_raise(&pg_type_TypeError, "argument %d must be %s, not %T", i + 1, want->name, args->items[i].p);
        return;
    }
    set_text(e);
}
pg_obj *pg_unicode_part(pg_exception *e, int64_t i) {
    pg_tuple *args = e->value ? ((pg_tuple *)e->value)->items[1].p : NULL;
    return args ? args->items[args->len - i].p : i == 2 || i == 3 ? pg_box_int(0) : &pg_str_empty.h;
}
void *pg_raise_unicode(const char *encoding, pg_obj *o, int64_t start, int64_t end, const char *why) {
    const pg_type *type = o->type->layout == PG_L_BYTES ? &pg_type_UnicodeDecodeError : &pg_type_UnicodeEncodeError;
    pg_obj *args[] = { &pg_str_c(encoding)->h, o, pg_box_int(start), pg_box_int(end), &pg_str_c(why)->h };
    pg_exception *e = pg_exc_new_str(type, NULL);
    e->args = pg_tuple_of(5, args);
    set_text(e);
    if (!pg_exc) pg_exc_raise(e);
    return NULL;
}
