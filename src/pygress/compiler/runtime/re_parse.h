/* The tree between parsing and emitting a pattern. */
#ifndef PG_RE_PARSE_H
#define PG_RE_PARSE_H
#include "re_program.h"

enum { N_EMPTY, N_CHAR, N_ANY, N_SET, N_CAT, N_ALT, N_REPEAT, N_GROUP, N_LOOK, N_ATOMIC, N_ASSERT, N_FAIL };
#define RE_INF 0xFFFFFFFFu
typedef struct re_node {
    uint8_t kind, greedy; /* greedy: 1, lazy 0, possessive 2 */
    uint16_t flags;       /* in force here; for N_LOOK: bits 1 behind, 2 negative */
    uint32_t value;       /* character, group, assertion, first word of a set */
    uint32_t count;       /* pairs of a set */
    uint32_t min, max;
    int32_t child, next;  /* -1: none */
    bool negate;
} re_node;
typedef struct re_tree {
    const uint8_t *begin, *p, *end;
    bool bytes;           /* a pattern of bytes, read as Latin-1 */
    uint32_t flags;
    re_node *nodes;
    uint32_t n, cap;
    uint32_t *sets;
    uint32_t nsets, capsets;
    uint32_t groups, depth;
    pg_list *names;       /* str per group from 1 on, "" without a name */
    uint8_t *closed;      /* per group */
    bool failed;          /* message says why, unless something was raised */
    pg_str *message;
    int64_t at;           /* the character that message is about, -1: none */
} re_tree;
/* The root, or -1: see failed. Wrong flags raise ValueError. */
int32_t re_parse(re_tree *t, pg_obj *pattern, uint32_t flags);
PG_COLD void re_error(re_tree *t, const uint8_t *at, const char *fmt, ...);
#endif
