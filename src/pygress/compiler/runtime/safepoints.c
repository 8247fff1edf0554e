/* Collections in the middle of a call, at the ends of loops of generated code (passes/safepoints.py).
 *
 * The frames of the program write what they still need into slots before they poll or call what polls. A callback that
 * the host starts in the middle of another one (a local reply runs the response callbacks) may run the same functions:
 * the slots of the outer one are put aside, and nothing is collected before it goes on. */
#include "pg_internal.h"

static void **kept;
static uint32_t n_kept;
static void **outer;
static int32_t running;

void pg_gc_keep(void **slots, uint32_t n) {
    kept = slots;
    n_kept = n;
    running = 1; /* called by the start code, within the first callback */
}
void pg_gc_poll(void) {
    pg_gc_due = false;
    if (running == 1 && pg_gc_pays()) pg_gc_collect();
}
void pg_kept_visit(void) {
    for (uint32_t i = 0; i < n_kept; i++) pg_gc_visit((pg_obj **)&kept[i]);
}
void pg_kept_begin(int32_t depth) {
    running = depth;
    if (depth != 2 || !n_kept) return;
    outer = pg_data_alloc(n_kept * sizeof(void *));
    if (!outer) pg_fatal("out of memory");
    memcpy(outer, kept, n_kept * sizeof(void *));
}
void pg_kept_end(int32_t depth) {
    running = depth - 1;
    if (!n_kept) return;
    if (depth == 2) memcpy(kept, outer, n_kept * sizeof(void *));
    if (depth == 1) memset(kept, 0, n_kept * sizeof(void *));
}
