/* The matcher: backtracking in Python's order, linear by memory of failures.
 *
 * At first nothing is remembered. When a match takes many more steps than the text has characters, every split and loop
 * begins to remember the positions from which it failed (one bit each): a second arrival at one of them fails at once, so
 * each is explored once. That is sound because without backreferences the future depends on (state, position) only.
 * Lookarounds and atomic groups run their body as a match of its own; the states on a successful way through a body did
 * not fail and are forgotten again; for lookarounds without groups they are remembered as successes instead. */
#include "re_program.h"

#define START_MEMO 2000
#define MAX_MEMO_BYTES (256u << 20)
#define MAX_NESTING 150

/* lo, hi: LOOP only; positions lo..pos of lo..hi are still to be tried (lazy: lo counts). */
typedef struct choice { uint32_t pc, pos, undo, trail, lo, hi; } choice;
typedef struct undo { uint32_t slot, value; } undo;
typedef struct matcher {
    const uint8_t *text, *stop;  /* stop: end of what may match */
    uint32_t begin;              /* where ^ and lookbehind may look back to: 0 */
    const uint32_t *code;
    const re_head *head;
    bool bytes, must_end, not_empty;
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
#define UNSET 0xFFFFFFFFu

static bool more(void **p, size_t *cap, size_t item) {
    size_t c = *cap ? *cap * 2 : 128;
    void *q = pg_data_grow(*p, *cap * item, c * item);
    if (!q) return false;
    *p = q;
    *cap = c;
    return true;
}
PG_INLINE bool set_slot(matcher *m, uint32_t slot, uint32_t value) {
    if (m->nundo == m->capundo && !more((void **)&m->undos, &m->capundo, sizeof(undo))) return false;
    m->undos[m->nundo++] = (undo){ slot, m->slots[slot] };
    m->slots[slot] = value;
    return true;
}
static void rewind_to(matcher *m, size_t mark) {
    while (m->nundo > mark) { undo *u = &m->undos[--m->nundo]; m->slots[u->slot] = u->value; }
}
static bool push(matcher *m, uint32_t pc, uint32_t pos, uint32_t lo) {
    if (m->n == m->cap && !more((void **)&m->stack, &m->cap, sizeof(choice))) return false;
    m->stack[m->n++] = (choice){ pc, pos, (uint32_t)m->nundo, (uint32_t)m->ntrail, lo, pos };
    return true;
}
PG_INLINE uint32_t next_char(const matcher *m, const uint8_t **p) { return m->bytes ? *(*p)++ : utf8_decode(p); }
PG_INLINE const uint8_t *step_back(const matcher *m, const uint8_t *p) { return m->bytes ? p - 1 : utf8_back(p); }

PG_INLINE bool one(const matcher *m, const uint32_t *op, const uint8_t **p) {
    if (*p >= m->stop) return false;
    uint32_t c = next_char(m, p);
    switch (op[0]) {
    case OP_CHAR: return c == op[1];
    case OP_CHAR_I: return c == op[1] || re_fold(c, op[2]) == op[1];
    case OP_ANY: return c != '\n';
    case OP_ANY_ALL: return true;
    default: return c < 128 ? op[3 + c / 32] >> (c % 32) & 1 : re_set_slow(op, c);
    }
}
static bool is_word(const matcher *m, const uint8_t *p, bool ascii) {
    (void)m;
    return re_class(next_char(m, &p), CLASS_W | (ascii ? CLASS_ASCII : 0));
}
static bool assertion(const matcher *m, uint32_t kind, const uint8_t *p) {
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
static bool remember(matcher *m) {
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
/* true: state was entered here before and failed (or, kept in *won, succeeded). */
PG_INLINE bool known(matcher *m, uint32_t memo, uint32_t pos, bool in_look, bool *won) {
    uint64_t bit = (uint64_t)memo * m->bits + pos;
    uint8_t mask = (uint8_t)(1 << (bit & 7)), *at = &m->failed[bit >> 3];
    if (in_look && m->succeeded && m->succeeded[bit >> 3] & mask) { *won = true; return true; }
    if (*at & mask) return true;
    *at |= mask;
    if (m->head->has_look) {
        if (m->ntrail == m->captrail && !more((void **)&m->trail, &m->captrail, sizeof *m->trail)) return true;
        m->trail[m->ntrail++] = bit;
    }
    return false;
}
/* From pc at pos to OP_MATCH or OP_SUB_END; *end is where. in_look: only whether matters, not where. */
static bool run(matcher *m, uint32_t pc, uint32_t pos, bool in_look, uint32_t *end) {
    size_t base = m->n;
    const uint32_t *code = m->code;
    const uint8_t *text = m->text, *p = text + pos;
    if (++m->nesting > MAX_NESTING) { pg_raise(&pg_type_RecursionError, "lookarounds are nested too deeply"); return false; }
    for (;;) {
        const uint32_t *op = code + pc;
        switch (op[0]) {
        case OP_MATCH:
            if ((m->must_end && p != m->stop) || (m->not_empty && (uint32_t)(p - text) == m->start)) goto fail;
            *end = (uint32_t)(p - text);
            m->nesting--;
            return true;
        case OP_SUB_END:
            *end = (uint32_t)(p - text);
            m->nesting--;
            return true;
        case OP_CHAR: case OP_CHAR_I: case OP_ANY: case OP_ANY_ALL: case OP_SET:
            if (!one(m, op, &p)) goto fail;
            pc += re_single_length(op);
            continue;
        case OP_JMP: pc = op[1]; continue;
        case OP_SAVE:
            if (!set_slot(m, op[1], (uint32_t)(p - text))) goto stop;
            if (op[1] & 1 && !set_slot(m, m->nslots - 1, op[1] / 2)) goto stop;
            pc += 2;
            continue;
        case OP_ASSERT:
            if (!assertion(m, op[1], p)) goto fail;
            pc += 2;
            continue;
        case OP_MARK:
            if (!set_slot(m, 2 * (m->head->groups + 1) + op[1], (uint32_t)(p - text))) goto stop;
            pc += 2;
            continue;
        case OP_CHECK:
            pc = m->slots[2 * (m->head->groups + 1) + op[1]] == (uint32_t)(p - text) ? op[2] : pc + 3;
            continue;
        case OP_SPLIT:
            if (++m->steps > m->limit && !m->failed && !remember(m)) goto stop;
            if (m->failed) {
                bool won = false;
                if (known(m, op[1], (uint32_t)(p - text), in_look, &won)) {
                    if (won) { *end = (uint32_t)(p - text); m->nesting--; return true; }
                    if (PG_FAILED) goto stop;
                    goto fail;
                }
            }
            if (!push(m, op[3], (uint32_t)(p - text), UNSET)) goto stop;
            pc = op[2];
            continue;
        case OP_LOOP: {
            const uint32_t *inner = op + 5;
            uint32_t after = pc + 5 + re_single_length(inner), count = 0;
            bool won = false, unbounded = op[3] == UNSET;
            const uint8_t *from = p, *lowest = p;
            if (m->failed && known(m, op[1], (uint32_t)(p - text), in_look, &won)) {
                if (won) { *end = (uint32_t)(p - text); m->nesting--; return true; }
                if (PG_FAILED) goto stop;
                goto fail;
            }
            for (; count < op[2]; count++) if (!one(m, inner, &p)) goto fail;
            lowest = p;
            if (op[4] == 0) { /* lazy: try behind the least, one more at each failure */
                if (++m->steps > m->limit && !m->failed && !remember(m)) goto stop;
                if (count < op[3] && !push(m, pc, (uint32_t)(p - text), count)) goto stop;
                pc = after;
                continue;
            }
            bool ascii_set = inner[0] == OP_SET;
            while (count < op[3]) {
                const uint8_t *q = p;
                if (ascii_set && q < m->stop && *q < 128) { if (!(inner[3 + *q / 32] >> (*q % 32) & 1)) break; q++; }
                else if (!one(m, inner, &q)) break;
                p = q;
                count++;
                m->steps++;
                /* Behind a position where this very loop (without bounds) began and failed, all is known to fail. */
                if (m->failed && unbounded && op[2] <= 1) {
                    uint64_t bit = (uint64_t)op[1] * m->bits + (uint32_t)(p - text);
                    if (m->failed[bit >> 3] & (1 << (bit & 7)) && !(m->succeeded && m->succeeded[bit >> 3] & (1 << (bit & 7)))) {
                        if (op[2] == 0 && p > from) { p = m->bytes ? p - 1 : utf8_back(p); }
                        break;
                    }
                }
            }
            if (m->steps > m->limit && !m->failed && !remember(m)) goto stop;
            if (op[4] == 1 && p > lowest && !push(m, pc, (uint32_t)(p - text), (uint32_t)(lowest - text))) goto stop;
            pc = after;
            continue;
        }
        case OP_LOOK: {
            uint32_t flags = op[1], inner_end = 0;
            const uint8_t *q = p;
            bool can = true;
            for (uint32_t k = 0; k < op[2] && can; k++) {
                can = q > text;
                if (can) q = step_back(m, q);
            }
            if (!can) { if (flags & 2) { pc = op[3]; continue; } goto fail; }
            size_t undo_mark = m->nundo, trail_mark = m->ntrail, stack_mark = m->n;
            bool found = run(m, pc + 4, (uint32_t)(q - text), !(flags & 12), &inner_end);
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
            if (flags & 4) p = text + inner_end;
            pc = op[3];
            continue;
        }
        default: goto stop;
        }
    fail:
        if (PG_FAILED || m->n == base) goto stop;
        choice *c = &m->stack[m->n - 1];
        rewind_to(m, c->undo);
        m->ntrail = c->trail;
        pc = c->pc;
        p = text + c->pos;
        m->steps++;
        if (code[pc] != OP_LOOP || c->lo == UNSET) { m->n--; continue; }
        op = code + pc;
        uint32_t after = pc + 5 + re_single_length(op + 5);
        if (op[4] == 0) { /* lazy: lo counts */
            if (!one(m, op + 5, &p)) { m->n--; goto fail; }
            if (m->failed && op[2] == 0 && op[3] == UNSET) { /* the same loop entered here would do the same */
                bool won = false;
                uint32_t memo = op[1];
                if (known(m, memo, (uint32_t)(p - text), in_look, &won)) {
                    if (won) { *end = (uint32_t)(p - text); m->nesting--; return true; }
                    m->n--;
                    goto fail;
                }
                c = &m->stack[m->n - 1];
                c->trail = (uint32_t)m->ntrail;
            }
            c->pos = (uint32_t)(p - text);
            if (++c->lo >= op[3]) m->n--;
            pc = after;
            continue;
        }
        if (c->pos <= c->lo) {
            /* All was tried: this loop fails from wherever it may begin between lo and hi. */
            if (m->failed && op[2] <= 1 && op[3] == UNSET) {
                uint64_t bit = (uint64_t)op[1] * m->bits;
                for (uint64_t k = bit + c->lo; k <= bit + c->hi; k++) m->failed[k >> 3] |= (uint8_t)(1 << (k & 7));
            }
            m->n--;
            goto fail;
        }
        p = step_back(m, p);
        c->pos = (uint32_t)(p - text);
        pc = after;
    }
stop:
    m->nesting--;
    m->n = base;
    return false;
}
static bool may_begin(const matcher *m, const uint8_t *p) {
    const re_head *h = m->head;
    if (!h->use_first) return true;
    if (p >= m->stop) return false;
    return (m->bytes && *p >= 128) || h->first[*p / 8] >> (*p % 8) & 1;
}
static bool exec(matcher *m, uint32_t pos, int mode, uint32_t *end) {
    bool search = mode == 0;
    const uint8_t *p = m->text + pos;
    for (;;) {
        if (search && m->head->prefix && !m->bytes) {
            int64_t r = pg_find_bytes(p, (size_t)(m->stop - p), m->head->first, m->head->prefix);
            if (r < 0) return false;
            p += r;
        } else if (search && m->head->use_first) {
            while (p < m->stop && !may_begin(m, p)) p++;
            if (p >= m->stop) return false;
        }
        m->start = (uint32_t)(p - m->text);
        if (m->start != pos) m->not_empty = false;
        for (uint32_t i = 0; i < m->nslots; i++) m->slots[i] = UNSET;
        m->slots[m->nslots - 1] = 0;
        m->n = m->nundo = m->ntrail = 0;
        if (run(m, 0, m->start, false, end)) return true;
        if (PG_FAILED || !search || p >= m->stop) return false;
        next_char(m, &p);
        m->steps++;
        if (m->not_empty && m->failed) { /* what failed only for being empty may match from elsewhere */
            size_t bytes = (m->bits * m->head->memos + 7) / 8;
            memset(m->failed, 0, bytes);
        }
    }
}
static uint32_t chars_at(pg_str *s, uint32_t off, uint32_t *last_off, uint32_t *last_char) {
    if (s->nbytes == s->nchars) return off;
    if (off < *last_off) {
        if (off < 4096 || !s->index) { *last_off = *last_char = 0; }
        else {
            uint32_t a = 0, b = s->nchars / 64 + 1;
            while (a + 1 < b) { uint32_t mid = (a + b) / 2; if (mid * 64 < s->nchars && s->index[mid] <= off) a = mid; else b = mid; }
            *last_off = s->index[a];
            *last_char = a * 64;
        }
    }
    *last_char += (uint32_t)utf8_count(s->data + *last_off, off - *last_off);
    *last_off = off;
    return *last_char;
}
static pg_list *execute(pg_bytes *program, const uint8_t *text, uint32_t len, uint32_t from, pg_str *s, int64_t mode) {
    re_head h;
    if (program->len < sizeof h) return pg_raise(&pg_type_ValueError, "not a compiled pattern");
    memcpy(&h, program->data, sizeof h);
    if (h.magic != RE_MAGIC || program->len < sizeof h + (size_t)h.words * 4) return pg_raise(&pg_type_ValueError, "not a compiled pattern");
    const uint32_t *code = (const uint32_t *)(const void *)(program->data + sizeof h);
    uint8_t *top = pg_data_top, *page = pg_data_end;
    if ((uintptr_t)code & 3) { /* constants of a module may lie anywhere */
        uint32_t *copy = pg_data_alloc((size_t)h.words * 4);
        if (!copy) return NULL;
        memcpy(copy, code, (size_t)h.words * 4);
        code = copy;
    }
    uint32_t nslots = 2 * (h.groups + 1) + h.marks + 1, few[64];
    matcher m = { .text = text, .stop = text + len, .code = code, .head = &h, .bytes = s == NULL, .slots = few, .nslots = nslots };
    if (nslots > 64) { m.slots = pg_data_alloc(nslots * 4); if (!m.slots) return NULL; }
    m.must_end = (mode & 3) == 2;
    m.not_empty = mode & 4;
    m.limit = START_MEMO + 16 * (uint64_t)len;
    uint32_t end = 0;
    bool found = from <= len && exec(&m, from, (int)(mode & 3), &end);
    pg_data_free(m.failed, m.failed ? (m.bits * h.memos + 7) / 8 + 1 : 0);
    if (pg_data_end == page && !pg_exc) pg_data_top = top; /* nothing of the match's own memory is needed any more */
    pg_list *l = pg_list_new(PG_I64, found ? 2 * ((int64_t)h.groups + 1) + 1 : 0);
    if (PG_FAILED) return NULL;
    if (!found) return l;
    m.slots[0] = m.start;
    m.slots[1] = end;
    uint32_t last_off = 0, last_char = 0;
    if (s && s->nbytes != s->nchars && m.start >= 4096) { last_off = UNSET; pg_str_offset(s, s->nchars - 1); }
    for (uint32_t i = 0; i < 2 * (h.groups + 1); i++) {
        bool set = m.slots[i & ~1u] != UNSET && m.slots[i | 1] != UNSET;
        l->items[i].i = !set ? -1 : s ? (int64_t)chars_at(s, m.slots[i], &last_off, &last_char) : (int64_t)m.slots[i];
    }
    l->items[2 * (h.groups + 1)].i = m.slots[nslots - 1];
    l->len = 2 * (h.groups + 1) + 1;
    return l;
}
pg_list *pg_native_re_exec(pg_bytes *program, pg_str *s, int64_t pos, int64_t endpos, int64_t mode) {
    int64_t n = s->nchars;
    if (pos < 0) pos = 0;
    if (endpos > n) endpos = n;
    if (endpos < 0) endpos = 0;
    if (pos > n) pos = n;
    if (pos > endpos) return pg_list_new(PG_I64, 0);
    uint32_t to = endpos == n ? s->nbytes : pg_str_offset(s, (uint32_t)endpos);
    return execute(program, s->data, to, pg_str_offset(s, (uint32_t)pos), s, mode);
}
pg_list *pg_native_re_exec_bytes(pg_bytes *program, pg_bytes *data, int64_t pos, int64_t endpos, int64_t mode) {
    if (pos < 0) pos = 0;
    if (endpos > data->len) endpos = data->len;
    if (endpos < 0) endpos = 0;
    if (pos > endpos) return pg_list_new(PG_I64, 0);
    return execute(program, data->data, (uint32_t)endpos, (uint32_t)pos, NULL, mode);
}
