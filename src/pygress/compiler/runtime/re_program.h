/* Regular expressions: what the compiler (re_parse.c, re_emit.c) writes and the matcher (re_match.c) reads.
 *
 * A program is a bytes object of 32-bit words: re_head, code, sets, then bytes: the literal text that every match begins
 * with, and the names of the groups (length and bytes each). It holds no pointers, so it can be a constant of a module. */
#ifndef PG_RE_PROGRAM_H
#define PG_RE_PROGRAM_H
#include "pg_internal.h"

enum { RE_I = 2, RE_L = 4, RE_M = 8, RE_S = 16, RE_U = 32, RE_X = 64, RE_DEBUG = 128, RE_A = 256, RE_BYTES = 512 /* ours: a bytes pattern */ };

typedef struct re_head {
    uint32_t magic, flags, groups, memos;   /* memos: states that remember failures */
    uint32_t words, marks;                  /* words of code and sets; registers for empty iterations */
    uint32_t prefix;                        /* bytes of literal text that every match begins with */
    uint32_t first;                         /* the set of first bytes (from the first word of code on), 0: any */
    uint32_t next[2];                       /* sets of the two characters behind the first, 0: any */
    uint32_t width;                         /* characters that a match has at least */
    uint32_t lead;                          /* the unbounded loop that every match begins with, or RE_NONE */
    uint8_t anchor, has_look, spare[2];     /* anchor: 1 at the beginning only, 2 at the beginnings of lines only */
} re_head;
#define RE_MAGIC 0x34455270u
#define RE_NONE 0xFFFFFFFFu

/* Where other code is meant, an operand is its distance in words from the first word of code. A peek is a bitmap of the
 * bytes that what follows can begin with and a word that says if it may stand at the end; 0: it may go on anywhere. */
enum {
    OP_MATCH,
    OP_CHAR,   /* character */
    OP_CHAR_I, /* folded character, with RE_FOLD_ASCII if only ASCII letters fold */
    OP_ANY,    /* 0 */
    OP_ANY_ALL, /* 0 */
    OP_SET,    /* set */
    OP_TEXT,   /* bytes, then these in words: two or more characters, or one beyond ASCII */
    OP_SPLIT,  /* memo, preferred, other, peek of the preferred, peek of the other */
    OP_JMP, OP_SAVE,
    OP_ASSERT, /* kind */
    OP_LOOK,   /* flags (1 behind, 2 negative, 4 atomic, 8 has groups), width, after */
    OP_SUB_END,
    OP_LOOP,   /* memo, min, max, greed, peek of what follows, then one single-character op */
    OP_MARK,   /* register */
    OP_CHECK,  /* register, exit */
};
#define RE_SINGLE 2      /* words of a single-character op */
#define RE_LOOP 6        /* words of OP_LOOP before its single-character op */
#define RE_FOLD_ASCII 0x80000000u
/* POSSESSIVE by the pattern; RIGID: giving back could not help, because what follows begins otherwise. */
enum { LAZY, GREEDY, POSSESSIVE, RIGID };
enum { AT_BEGIN, AT_BEGIN_LINE, AT_END, AT_END_LINE, AT_START, AT_STOP, AT_WORD, AT_NOT_WORD, AT_WORD_A, AT_NOT_WORD_A };
enum { CLASS_D, CLASS_NOT_D, CLASS_S, CLASS_NOT_S, CLASS_W, CLASS_NOT_W, CLASS_ASCII = 8 };

/* A set: flags, pairs, bitmap[8], then the pairs (first and last character, or RE_CLASS and a class). The bitmap holds
 * ASCII; of text the upper half is full for SET_HIGH (all beyond ASCII) and empty otherwise, and SET_SLOW means that the
 * pairs decide there. Of bytes it holds all. SET_BUT: everything but the ASCII character in bits 8 to 15 of the flags. */
enum { SET_NEGATE = 1, SET_IGNORE = 2, SET_ASCII = 4, SET_HIGH = 8, SET_SLOW = 16, SET_BUT = 32 };
#define RE_CLASS 0x80000000u
#define RE_SET_MAP 2
#define RE_SET_PAIRS 10

PG_INLINE bool re_bit(const uint32_t *map, uint32_t byte) { return map[byte / 32] >> (byte % 32) & 1; }
uint32_t re_fold(uint32_t c, bool ascii);
bool re_class(uint32_t c, uint32_t kind);
bool re_set_has(const uint32_t *pairs, uint32_t n, uint32_t flags, uint32_t c);
#endif
