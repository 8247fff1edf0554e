/* The matcher: backtracking in Python's order, linear by memory of failures.
 *
 * At first nothing is remembered, and what follows is looked at (the peeks of a program) to try only what can succeed.
 * When a match takes many more steps than the text has characters, every split and loop begins to remember the positions
 * from which it failed (one bit each): a second arrival at one of them fails at once, so each is explored once. That is
 * sound because without backreferences the future depends on (state, position) only. Lookarounds and atomic groups run
 * their body as a match of its own; the states on a successful way through a body did not fail and are forgotten again;
 * for lookarounds without groups they are remembered as successes instead.
 *
 * Positions are byte offsets here; stdlib/re.py asks for characters only where a program does. */
#include "re_match.h"

#define START_MEMO 2000
#define MAX_MEMO_BYTES (256u << 20)
#define MAX_NESTING 150

#define UNSET RE_NONE

static PG_COLD bool more(void **p, size_t *cap, size_t item) {
    size_t c = *cap ? *cap * 2 : 64;
    void *q = pg_data_grow(*p, *cap * item, c * item);
    if (!q) return false;
    *p = q;
    *cap = c;
    return true;
}
static __attribute__((noinline)) bool set_slot(matcher *m, uint32_t slot, uint32_t value) {
    if (m->n || m->nesting > 1) { /* else nobody comes back */
        if (m->nundo == m->capundo && !more((void **)&m->undos, &m->capundo, sizeof(undo))) return false;
        m->undos[m->nundo++] = (undo){ slot, m->slots[slot] };
    }
    m->dirty = true;
    m->slots[slot] = value;
    return true;
}
PG_INLINE void rewind_to(matcher *m, size_t mark) {
    while (m->nundo > mark) { undo *u = &m->undos[--m->nundo]; m->slots[u->slot] = u->value; }
}
static __attribute__((noinline)) bool push(matcher *m, uint32_t pc, uint32_t pos, uint32_t lo) {
    if (m->n == m->cap && !more((void **)&m->stack, &m->cap, sizeof(choice))) return false;
    m->stack[m->n++] = (choice){ pc, pos, (uint32_t)m->nundo, (uint32_t)m->ntrail, lo, pos };
    return true;
}
PG_INLINE uint32_t next_char(const matcher *m, const uint8_t **p) { return m->narrow ? *(*p)++ : utf8_decode(p); }
PG_INLINE const uint8_t *step_back(const matcher *m, const uint8_t *p) { return m->narrow ? p - 1 : utf8_back(p); }
PG_INLINE const uint8_t *step(const matcher *m, const uint8_t *p) {
    p++;
    if (!m->narrow) while (p < m->stop && (*p & 0xC0) == 0x80) p++;
    return p;
}

/* One character at *p by a single-character op; the end is tested here too. */
static __attribute__((noinline)) bool one(const matcher *m, const uint32_t *op, const uint8_t **p) {
    const uint8_t *q = *p;
    if (q >= m->stop) return false;
    uint32_t c = *q;
    if (op[0] == OP_SET) {
        const uint32_t *set = m->code + op[1];
        if (c < 128 || m->narrow) {
            if (!re_bit(set + RE_SET_MAP, c)) return false;
            *p = q + 1;
            return true;
        }
        c = utf8_decode(p);
        return set[0] & SET_SLOW ? re_set_has(set + RE_SET_PAIRS, set[1], set[0], c) : set[0] & SET_HIGH;
    }
    c = next_char(m, p);
    switch (op[0]) {
    case OP_CHAR: return c == op[1];
    case OP_CHAR_I: return re_fold(c, op[1] & RE_FOLD_ASCII) == (op[1] & ~RE_FOLD_ASCII);
    case OP_ANY: return c != '\n';
    default: return true;
    }
}
static __attribute__((noinline)) const uint8_t *up_to(const uint8_t *p, const uint8_t *stop, uint32_t byte) {
    const uint64_t each = 0x0101010101010101u, pattern = byte * each;
    for (; stop - p >= 8; p += 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        w ^= pattern;
        w = (w - each) & ~w & 0x8080808080808080u;
        if (w) return p + (unsigned)__builtin_ctzll(w) / 8;
    }
    while (p < stop && *p != byte) p++;
    return p;
}
/* Behind as many characters as a loop takes without bounds, or as far as max in narrow text. */
static __attribute__((noinline)) const uint8_t *run_of(const matcher *m, const uint32_t *op, const uint8_t *p, const uint8_t *stop) {
    switch (op[0]) {
    case OP_SET: {
        const uint32_t *set = m->code + op[1], *map = set + RE_SET_MAP;
        if (set[0] & SET_BUT) return up_to(p, stop, set[0] >> 8);
        for (;;) {
            while (p < stop && re_bit(map, *p)) p++;
            if (p >= stop || *p < 128 || !(set[0] & SET_SLOW)) return p;
            const uint8_t *q = p;
            if (!re_set_has(set + RE_SET_PAIRS, set[1], set[0], utf8_decode(&q))) return p;
            p = q;
        }
    }
    case OP_ANY: return up_to(p, stop, '\n');
    case OP_ANY_ALL: return stop;
    default:
        for (const uint8_t *q = p; p < stop && one(m, op, &q);) p = q;
        return p;
    }
}
static bool is_word(const matcher *m, const uint8_t *p, bool ascii) {
    return re_class(next_char(m, &p), CLASS_W | (ascii ? CLASS_ASCII : 0));
}
static __attribute__((noinline)) bool assertion(const matcher *m, uint32_t kind, const uint8_t *p) {
    const uint8_t *begin = m->text;
    switch (kind) {
    case AT_BEGIN: case AT_START: return p == begin;
    case AT_BEGIN_LINE: return p == begin || p[-1] == '\n';
    case AT_END: return p == m->stop || (p + 1 == m->stop && *p == '\n');
    case AT_END_LINE: return p == m->stop || *p == '\n';
    case AT_STOP: return p == m->stop;
    default: {
        bool ascii = kind == AT_WORD_A || kind == AT_NOT_WORD_A;
        if (m->stop == begin) return false; /* as re 3.11: no word boundary, and none absent, in empty text */
        bool before = p > begin && is_word(m, step_back(m, p), ascii), after = p < m->stop && is_word(m, p, ascii);
        return (before != after) == (kind == AT_WORD || kind == AT_WORD_A);
    }
    }
}
static PG_COLD bool remember(matcher *m) {
    size_t n = (size_t)(m->stop - m->text) + 1;
    if (m->head->memos && n > (size_t)MAX_MEMO_BYTES / m->head->memos * 8) { pg_memory_error(); return false; }
    m->bits = n;
    size_t bytes = (n * m->head->memos + 7) / 8;
    m->failed = pg_data_alloc(bytes + 1);
    if (!m->failed) return false;
    memset(m->failed, 0, bytes + 1);
    if (m->head->has_look) {
        m->succeeded = pg_data_alloc(bytes + 1);
        if (!m->succeeded) return false;
        memset(m->succeeded, 0, bytes + 1);
    }
    return true;
}
enum { NEW, FAILED, WON };
/* Was the state entered here before, and failed (or, inside a lookaround, succeeded)? */
static int known(matcher *m, uint32_t memo, uint32_t pos, bool in_look) {
    uint64_t bit = (uint64_t)memo * m->bits + pos;
    uint8_t mask = (uint8_t)(1 << (bit & 7)), *at = &m->failed[bit >> 3];
    if (in_look && m->succeeded && m->succeeded[bit >> 3] & mask) return WON;
    if (*at & mask) return FAILED;
    *at |= mask;
    if (m->head->has_look) {
        if (m->ntrail == m->captrail && !more((void **)&m->trail, &m->captrail, sizeof *m->trail)) return FAILED;
        m->trail[m->ntrail++] = bit;
    }
    return NEW;
}
/* From code at pc and text at p to OP_MATCH or OP_SUB_END; *end is where. in_look: only whether matters, not where. */
static bool run(matcher *m, uint32_t pc, const uint8_t *p, bool in_look, const uint8_t **end) {
    const size_t base = m->n;
    const uint32_t *const code = m->code, *op = code + pc;
    const uint8_t *const text = m->text, *const stop = m->stop;
    const bool outer = m->nesting == 0;
    if (++m->nesting > MAX_NESTING) { pg_raise(&pg_type_RecursionError, "lookarounds are nested too deeply"); return false; }
#define HERE ((uint32_t)(p - text))
#define PEEK(peek) (!(peek) || (p < stop ? re_bit(code + (peek), *p) : code[(peek) + 8]))
#define COUNT(n) if ((m->steps += (n)) > m->limit && !m->failed && !remember(m)) goto stop
    for (;;) {
        switch (op[0]) {
        case OP_MATCH:
            if ((m->must_end && p != stop) || (m->not_empty && HERE == m->start)) goto fail;
            /* fall through */
        case OP_SUB_END:
        won:
            *end = p;
            m->nesting--;
            return true;
        case OP_CHAR:
            if (p == stop || *p != op[1]) goto fail;
            p++;
            op += 2;
            continue;
        case OP_TEXT: {
            uint32_t n = op[1];
            if ((size_t)(stop - p) < n) goto fail;
            for (op += 2; n >= 4; n -= 4, p += 4) {
                uint32_t word;
                memcpy(&word, p, 4);
                if (word != *op++) goto fail;
            }
            if (!n) continue;
            for (uint32_t word = *op++; n; n--, word >>= 8) if (*p++ != (uint8_t)word) goto fail;
            continue;
        }
        case OP_SET:
            if (m->narrow) {
                if (p == stop || !re_bit(code + op[1] + RE_SET_MAP, *p)) goto fail;
                p++;
                op += 2;
                continue;
            }
            /* fall through */
        case OP_CHAR_I: case OP_ANY: case OP_ANY_ALL:
            if (!one(m, op, &p)) goto fail;
            op += 2;
            continue;
        case OP_JMP: op = code + op[1]; continue;
        case OP_SAVE:
            if (m->n == 0 && outer) { /* nobody comes back */
                m->dirty = true;
                m->slots[op[1]] = HERE;
                if (op[1] & 1) m->slots[m->nslots - 1] = op[1] / 2;
            } else {
                if (!set_slot(m, op[1], HERE)) goto stop;
                if (op[1] & 1 && !set_slot(m, m->nslots - 1, op[1] / 2)) goto stop;
            }
            op += 2;
            continue;
        case OP_ASSERT:
            if (!assertion(m, op[1], p)) goto fail;
            op += 2;
            continue;
        case OP_MARK:
            if (!set_slot(m, 2 * (m->head->groups + 1) + op[1], HERE)) goto stop;
            op += 2;
            continue;
        case OP_CHECK:
            op = m->slots[2 * (m->head->groups + 1) + op[1]] == HERE ? code + op[2] : op + 3;
            continue;
        case OP_SPLIT: {
            COUNT(1);
            if (m->failed) switch (known(m, op[1], HERE, in_look)) {
            case WON: goto won;
            case FAILED: goto fail;
            }
            bool other = PEEK(op[5]);
            if (!PEEK(op[4])) {
                if (!other) goto fail;
                op = code + op[3];
                continue;
            }
            if (other && !push(m, op[3], HERE, UNSET)) goto stop;
            op = code + op[2];
            continue;
        }
        case OP_LOOP: {
            const uint32_t *inner = op + RE_LOOP;
            uint32_t least = op[2], most = op[3], greed = op[4];
            bool unbounded = most == UNSET;
            if (m->failed) switch (known(m, op[1], HERE, in_look)) {
            case WON: goto won;
            case FAILED: goto fail;
            }
            const uint8_t *lowest;
            if (greed != LAZY && !m->failed && (m->narrow || (unbounded && least <= 1))) { /* all at once */
                const uint8_t *from = p, *to = !unbounded && (size_t)(stop - p) > most ? p + most : stop;
                if (inner[0] == OP_SET && m->narrow) {
                    const uint32_t *set = code + inner[1], *map = set + RE_SET_MAP;
                    if (set[0] & SET_BUT) p = up_to(p, to, set[0] >> 8);
                    else while (p < to && re_bit(map, *p)) p++;
                } else p = run_of(m, inner, p, to);
                if ((size_t)(p - from) < least) goto fail;
                lowest = least == 0 ? from : m->narrow ? from + least : step(m, from);
                COUNT((size_t)(p - from));
                goto took;
            }
            for (uint32_t k = 0; k < least; k++) if (!one(m, inner, &p)) goto fail;
            lowest = p;
            if (greed == LAZY) { /* try behind the least, one more at each failure */
                COUNT(1);
                if (least < most && !push(m, (uint32_t)(op - code), HERE, least)) goto stop;
                if (!PEEK(op[5])) goto fail;
                op = inner + RE_SINGLE;
                continue;
            }
            if (!m->failed) {
                if (unbounded) p = run_of(m, inner, p, stop);
                else for (uint32_t k = least; k < most; k++) { const uint8_t *q = p; if (!one(m, inner, &q)) break; p = q; }
                COUNT((size_t)(p - lowest));
            } else for (uint32_t count = least; count < most; count++) {
                const uint8_t *q = p;
                if (!one(m, inner, &q)) break;
                p = q;
                /* Where this very loop (without bounds) began before and failed, it fails with all that is behind. */
                if (unbounded && least <= 1) {
                    uint64_t bit = (uint64_t)op[1] * m->bits + HERE;
                    if (m->failed[bit >> 3] & (1 << (bit & 7)) && !(m->succeeded && m->succeeded[bit >> 3] & (1 << (bit & 7)))) {
                        if (greed == POSSESSIVE) goto fail;
                        if (least == 0) p = step_back(m, p);
                        break;
                    }
                }
            }
        took:
            if (greed != POSSESSIVE && (greed == GREEDY || m->failed) && p > lowest) {
                if (!push(m, (uint32_t)(op - code), HERE, (uint32_t)(lowest - text))) goto stop;
                if (!PEEK(op[5])) goto fail;
            }
            op = inner + RE_SINGLE;
            continue;
        }
        case OP_LOOK: {
            uint32_t flags = op[1];
            const uint8_t *q = p, *inner_end = p;
            bool can = true;
            for (uint32_t k = 0; k < op[2] && can; k++) {
                can = q > text;
                if (can) q = step_back(m, q);
            }
            if (!can) { if (flags & 2) { op = code + op[3]; continue; } goto fail; }
            if (op[4] >= OP_CHAR && op[4] <= OP_SET && op[4 + RE_SINGLE] == OP_SUB_END && !(flags & 4)) { /* one character */
                const uint8_t *next = q;
                bool is = one(m, op + 4, &next);
                if (is == ((flags & 2) != 0)) goto fail;
                op = code + op[3];
                continue;
            }
            size_t undo_mark = m->nundo, trail_mark = m->ntrail, stack_mark = m->n;
            bool found = run(m, (uint32_t)(op + 4 - code), q, !(flags & 12), &inner_end);
            if (PG_FAILED) goto stop;
            m->n = stack_mark;
            if (found) {
                while (m->ntrail > trail_mark) { /* what led to success did not fail */
                    uint64_t bit = m->trail[--m->ntrail];
                    m->failed[bit >> 3] &= (uint8_t)~(1 << (bit & 7));
                    if (!(flags & 12)) m->succeeded[bit >> 3] |= (uint8_t)(1 << (bit & 7));
                }
            } else m->ntrail = trail_mark;
            if (found == ((flags & 2) != 0)) { rewind_to(m, undo_mark); goto fail; }
            if (flags & 2) rewind_to(m, undo_mark);
            if (flags & 4) p = inner_end;
            op = code + op[3];
            continue;
        }
        default: goto stop;
        }
    fail:
        if (PG_FAILED || m->n == base) goto stop;
        choice *c = &m->stack[m->n - 1];
        rewind_to(m, c->undo);
        m->ntrail = c->trail;
        op = code + c->pc;
        p = text + c->pos;
        m->steps++;
        if (c->lo == UNSET) { m->n--; continue; }
        const uint32_t *inner = op + RE_LOOP;
        if (op[4] == LAZY) { /* lo counts */
            const uint32_t *peek = code + op[5];
            if (!m->failed && op[5] && op[3] == UNSET && inner[0] >= OP_ANY && (m->narrow || !(peek[4] | (inner[0] == OP_SET && code[inner[1]] & SET_SLOW)))) {
                /* byte by byte: none of those that are skipped can begin what follows */
                const uint32_t *map = inner[0] == OP_SET ? code + inner[1] + RE_SET_MAP : NULL;
                const uint8_t *from = p;
                do {
                    if (p == stop || (map ? !re_bit(map, *p) : inner[0] == OP_ANY && *p == '\n')) { m->n--; goto fail; }
                    p++;
                } while (!PEEK(op[5]));
                m->steps += (size_t)(p - from);
                c->pos = HERE;
                op = inner + RE_SINGLE;
                continue;
            }
            for (;;) {
                if (!one(m, inner, &p)) { m->n--; goto fail; }
                c->lo++;
                if (m->failed && op[2] == 0 && op[3] == UNSET) { /* the same loop entered here would do the same */
                    int before = known(m, op[1], HERE, in_look);
                    if (before == WON) goto won;
                    if (before == FAILED) { m->n--; goto fail; }
                    c = &m->stack[m->n - 1];
                    c->trail = (uint32_t)m->ntrail;
                }
                if (m->failed || PEEK(op[5])) break;
                if (c->lo >= op[3]) { m->n--; goto fail; }
                m->steps++;
            }
            c->pos = HERE;
            if (c->lo >= op[3]) m->n--;
            op = inner + RE_SINGLE;
            continue;
        }
        do {
            if (p <= text + c->lo) {
                /* All was tried: this loop fails from wherever it may begin between lo and hi. */
                if (m->failed && op[2] <= 1 && op[3] == UNSET) {
                    uint64_t bit = (uint64_t)op[1] * m->bits;
                    for (uint64_t k = bit + c->lo; k <= bit + c->hi; k++) m->failed[k >> 3] |= (uint8_t)(1 << (k & 7));
                }
                m->n--;
                goto fail;
            }
            p = step_back(m, p);
            m->steps++;
        } while (!PEEK(op[5]));
        c->pos = HERE;
        op = inner + RE_SINGLE;
    }
stop:
    m->nesting--;
    m->n = base;
    return false;
}
bool pg_re_run(matcher *m, const uint8_t *from, bool search, const uint8_t **end) {
    const re_head *h = m->head;
    if ((size_t)(m->stop - from) < h->width) return false;
    const uint8_t *p = from, *last = m->stop - h->width, *behind = last < m->stop ? last + 1 : m->stop;
    if (h->anchor == 1) {
        if (from != m->text) return false;
        search = false;
    }
    /* Patterns that need no machine: a text, or a row of characters of one kind. */
    const uint32_t *code = m->code, *row = NULL;
    bool plain = code[0] == OP_TEXT && code[2 + (code[1] + 3) / 4] == OP_MATCH && h->prefix;
    if (code[0] == OP_LOOP && code[2] == 1 && code[3] == UNSET && code[4] != LAZY && code[RE_LOOP + RE_SINGLE] == OP_MATCH) row = code + RE_LOOP;
    for (;;) {
        if (m->dirty) {
            for (uint32_t i = 0; i < m->nslots; i++) m->slots[i] = UNSET;
            m->slots[m->nslots - 1] = 0;
            m->dirty = false;
        }
        if (search) {
            if (h->prefix) {
                int64_t r = pg_find_bytes(p, (size_t)(m->stop - p), m->prefix, h->prefix);
                if (r < 0) return false;
                p += r;
            } else if (h->first) {
                const uint32_t *map = m->code + h->first;
                while (p < behind && !re_bit(map, *p)) p++;
            }
            if (h->anchor == 2 && p > m->text && p[-1] != '\n') {
                uint8_t line = '\n';
                int64_t r = pg_find_bytes(p, (size_t)(m->stop - p), &line, 1);
                if (r < 0) return false;
                p += r + 1;
                continue;
            }
            if (p > last) return false;
            if (m->narrow && ((h->next[0] && !re_bit(code + h->next[0], p[1])) || (h->next[1] && !re_bit(code + h->next[1], p[2])))) {
                p++; /* the width says that there are so many */
                m->steps++;
                continue;
            }
            if (plain || row) {
                m->start = (uint32_t)(p - m->text);
                *end = plain ? p + h->prefix : run_of(m, row, p, m->stop);
                if (*end > p) return true;
                p = step(m, p);
                continue;
            }
        }
        m->start = (uint32_t)(p - m->text);
        if (p != from) m->not_empty = false;
        m->n = m->nundo = m->ntrail = 0;
        if (run(m, 0, p, false, end)) return true;
        if (PG_FAILED || !search || p >= last) return false;
        if (m->not_empty) { /* what failed only for being empty may match from elsewhere */
            if (m->failed) memset(m->failed, 0, (m->bits * h->memos + 7) / 8);
        } else if (h->lead != RE_NONE) { /* all that this loop could hand on from here was tried */
            const uint8_t *q = run_of(m, m->code + h->lead + RE_LOOP, p, m->stop);
            if (q > p) { m->steps += (size_t)(q - p); p = q; continue; }
        }
        p = step(m, p);
        m->steps++;
    }
}

