/* The matcher's state, which re_find.c sets up for re_match.c. */
#ifndef PG_RE_MATCH_H
#define PG_RE_MATCH_H
#include "re_program.h"

/* lo, hi: LOOP only; positions lo..pos of lo..hi are still to be tried (lazy: lo counts). */
typedef struct choice { uint32_t pc, pos, undo, trail, lo, hi; } choice;
typedef struct undo { uint32_t slot, value; } undo;
typedef struct matcher {
    const uint8_t *text, *stop;  /* stop: end of what may match */
    const uint32_t *code;
    const re_head *head;
    const uint8_t *prefix;
    bool narrow;                 /* a character is a byte: in bytes, and in text of ASCII alone */
    bool must_end, not_empty, dirty;
    uint32_t *slots;             /* captures, then marks, then lastindex */
    uint32_t nslots, start;
    choice *stack;
    size_t n, cap;
    undo *undos;
    size_t nundo, capundo;
    uint64_t *trail;             /* remembered states on the present way */
    size_t ntrail, captrail;
    uint8_t *failed, *succeeded; /* bitmaps or NULL */
    size_t bits;
    uint64_t steps, limit;
    uint32_t nesting;
} matcher;
/* Where the match begins that m->start tells and *end ends, from `from` on (search) or at it. */
bool pg_re_run(matcher *m, const uint8_t *from, bool search, const uint8_t **end);
#endif
