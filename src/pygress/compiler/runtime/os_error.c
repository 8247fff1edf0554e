/* OSError and the classes below it: the class by error number, and what `errno`, `strerror`, `filename` say.
 *
 * `value` is the tuple (text, errno, strerror, filename, filename2), see pg_exc_set_shown; there is none where the
 * arguments have no such meaning. */
#include "pg_internal.h"

/* Linux's numbers. A switch, not a table: only the classes that are named somewhere would be linked otherwise. */
const pg_type *pg_os_error_type(const pg_type *type, pg_tuple *args) {
    if (type != &pg_type_OSError || args->len < 2 || args->len > 5 || !pg_isinstance(args->items[0].p, &pg_type_int)) return type;
    switch (((pg_int *)args->items[0].p)->v) {
    case 1: case 13: return &pg_type_PermissionError;
    case 2: return &pg_type_FileNotFoundError;
    case 3: return &pg_type_ProcessLookupError;
    case 4: return &pg_type_InterruptedError;
    case 10: return &pg_type_ChildProcessError;
    case 11: case 114: case 115: return &pg_type_BlockingIOError;
    case 17: return &pg_type_FileExistsError;
    case 20: return &pg_type_NotADirectoryError;
    case 21: return &pg_type_IsADirectoryError;
    case 32: case 108: return &pg_type_BrokenPipeError;
    case 103: return &pg_type_ConnectionAbortedError;
    case 104: return &pg_type_ConnectionResetError;
    case 110: return &pg_type_TimeoutError;
    case 111: return &pg_type_ConnectionRefusedError;
    default: return type;
    }
}
void pg_os_error_init(pg_exception *e, pg_tuple *args) {
    pg_exc_set_tuple(e, args);
    if (args->len < 2 || args->len > 5) return;
    pg_obj *number = args->items[0].p, *reason = args->items[1].p;
    pg_obj *file = args->len > 2 ? args->items[2].p : pg_none, *other = args->len > 4 && file != pg_none ? args->items[4].p : pg_none;
    pg_sb b;
    sb_init(&b);
    sb_c(&b, "[Errno ");
    sb_str(&b, pg_obj_str(number));
    sb_c(&b, "] ");
    sb_str(&b, pg_obj_str(reason));
    if (file != pg_none) {
        sb_c(&b, ": ");
        sb_str(&b, pg_obj_repr(file));
        if (args->len > 2) e->args = pg_tuple_slice(args, 0, 2, 1);
    }
    if (other != pg_none) {
        sb_c(&b, " -> ");
        sb_str(&b, pg_obj_repr(other));
    }
    pg_str *text = sb_finish(&b);
    if (PG_FAILED) return;
    pg_obj *parts[] = { &text->h, number, reason, file, other };
    pg_exc_set_shown(e, pg_tuple_of(5, parts));
}
