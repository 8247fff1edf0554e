/* SyntaxError: a message, and a tuple that tells the place.
 *
 * `value` is the tuple (text, filename, lineno, offset, line, end_lineno, end_offset), see pg_exc_set_shown. */
#include "pg_internal.h"

void pg_syntax_error_init(pg_exception *e, pg_tuple *args) {
    pg_exc_set_tuple(e, args);
    if (args->len != 2 || !PG_IS(args->items[1].p, tuple)) return;
    pg_tuple *place = args->items[1].p;
    pg_obj *parts[7];
    for (uint32_t i = 0; i < 6; i++) parts[i + 1] = i < place->len ? pg_tuple_get_boxed(place, i) : pg_none;
    pg_sb b;
    sb_init(&b);
    sb_str(&b, pg_obj_str(args->items[0].p));
    bool file = pg_isinstance(parts[1], &pg_type_str), line = pg_isinstance(parts[2], &pg_type_int);
    if (file || line) sb_c(&b, " (");
    if (file) {
        pg_str *name = (pg_str *)parts[1];
        uint32_t from = name->nbytes;
        while (from && name->data[from - 1] != '/') from--;
        sb_put(&b, name->data + from, name->nbytes - from);
    }
    if (line) {
        sb_c(&b, file ? ", line " : "line ");
        sb_int(&b, ((pg_int *)parts[2])->v);
    }
    if (file || line) sb_putc(&b, ')');
    pg_str *text = sb_finish(&b);
    if (!text) return;
    parts[0] = &text->h;
    pg_exc_set_shown(e, pg_tuple_of(7, parts));
}
