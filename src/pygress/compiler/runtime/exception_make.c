/* Exceptions of a class that is held in a variable: `kind("text")`. */
#include "pg_internal.h"

pg_exception *pg_exc_make(const pg_type *type, pg_tuple *args) {
    if (pg_issubclass(type, &pg_type_BaseExceptionGroup)) return pg_group_new(type, type->size, args);
    pg_exception *e = pg_exc_new_text(pg_os_error_type(type, args), type->size, NULL);
    if (pg_issubclass(type, &pg_type_OSError)) pg_os_error_init(e, args);
    else if (pg_issubclass(type, &pg_type_SyntaxError)) pg_syntax_error_init(e, args);
    else if (pg_issubclass(type, &pg_type_UnicodeDecodeError) || pg_issubclass(type, &pg_type_UnicodeEncodeError) || pg_issubclass(type, &pg_type_UnicodeTranslateError))
        pg_unicode_error_init(e, args);
    else pg_exc_set_tuple(e, args);
    return e;
}
