/* What `%` formatting of str and of bytes share. */
#ifndef PG_PERCENT_H
#define PG_PERCENT_H
#include "pg_internal.h"

typedef struct {
    bool left, plus, space, alt, zero;
    int64_t width, precision; /* -1: not given */
    uint32_t type;
} pg_conversion;
typedef struct pg_piece { const uint8_t *data; size_t n; } pg_piece; /* data NULL: raised */
typedef struct pg_percent_kind {
    bool bytes;
    pg_obj *(*key)(const uint8_t *, size_t);                       /* what `%(key)s` looks up */
    pg_piece (*text)(const pg_conversion *, pg_obj *);             /* s, b, r, a, c */
} pg_percent_kind;
bool pg_percent(pg_sb *b, pg_piece format, pg_obj *args, const pg_percent_kind *kind); /* false: raised */
#endif
