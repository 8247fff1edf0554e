/* Regular expressions: what the compiler (re_parse.c, re_emit.c) writes and the matcher (re_match.c) reads.
 *
 * A program is a bytes object: re_head, then code words, then the names of the groups (length and bytes each). It holds
 * no pointers, so it can be a constant of the module. */
#ifndef PG_RE_PROGRAM_H
#define PG_RE_PROGRAM_H
#include "pg_internal.h"

enum { RE_I = 2, RE_L = 4, RE_M = 8, RE_S = 16, RE_U = 32, RE_X = 64, RE_A = 256 };

typedef struct re_head {
    uint32_t magic, flags, groups, memos;   /* memos: states that remember failures */
    uint32_t words, marks;                  /* words of code; registers for empty iterations */
    uint32_t prefix;                        /* bytes of literal text every match begins with (in first[]) */
    uint32_t names, has_look;               /* bytes of names */
    uint32_t use_first;                     /* first[] is a bitmap of possible first bytes */
    uint8_t first[32];
} re_head;
#define RE_MAGIC 0x31455270u

enum {
    OP_MATCH, OP_CHAR, /* c */ OP_CHAR_I, /* folded c, ascii */ OP_ANY, OP_ANY_ALL,
    OP_SET,    /* size, flags, bitmap[4], pairs... */
    OP_SPLIT,  /* memo, preferred, other */
    OP_JMP, OP_SAVE, OP_ASSERT, /* kind */
    OP_LOOK,   /* flags (1 behind, 2 negative, 4 atomic, 8 has groups), width, after */
    OP_SUB_END,
    OP_LOOP,   /* memo, min, max, greedy (2: possessive), then one single-character op */
    OP_MARK,   /* register */ OP_CHECK /* register, exit */
};
enum { AT_BEGIN, AT_BEGIN_LINE, AT_END, AT_END_LINE, AT_START, AT_STOP, AT_WORD, AT_NOT_WORD, AT_WORD_A, AT_NOT_WORD_A };
enum { CLASS_D, CLASS_NOT_D, CLASS_S, CLASS_NOT_S, CLASS_W, CLASS_NOT_W, CLASS_ASCII = 8 };
enum { SET_NEGATE = 1, SET_IGNORE = 2, SET_ASCII = 4 };
#define RE_CLASS 0x80000000u

/* Words of the single-character op at code (its own length). */
PG_INLINE uint32_t re_single_length(const uint32_t *code) {
    switch (code[0]) {
    case OP_CHAR: return 2;
    case OP_CHAR_I: return 3;
    case OP_SET: return 7 + 2 * code[1];
    default: return 1;
    }
}
uint32_t re_fold(uint32_t c, bool ascii);
bool re_class(uint32_t c, uint32_t kind);
bool re_set_slow(const uint32_t *set, uint32_t c);
#endif
