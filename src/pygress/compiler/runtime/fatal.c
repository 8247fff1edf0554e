/* The end of a module that cannot go on: only a bug of ours or no memory at all. */
#include "pg_internal.h"

void pg_fatal(const char *msg) {
    pg_sys_write(2, "pygress runtime: ", 17);
    pg_sys_write(2, msg, pg_cstrlen(msg));
    pg_sys_write(2, "\n", 1);
    __builtin_trap();
}
