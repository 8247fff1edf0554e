/* The tree of a pattern -> a program. */
#include "re_parse.h"

#define MAX_WORDS 200000
#define MAX_SETS 200000

typedef struct emitter {
    re_tree *t;
    uint32_t *code, *sets;
    uint32_t n, cap, nsets, capsets, memos, marks;
    bool has_look, bytes;
} emitter;

static bool room(emitter *e, uint32_t **words, uint32_t n, uint32_t *cap, uint32_t limit) {
    if (n < *cap) return true;
    uint32_t more = *cap ? *cap * 2 : 128;
    uint32_t *p = n >= limit ? NULL : pg_data_grow(*words, *cap * 4, more * 4);
    if (!p) { re_error(e->t, NULL, "the pattern is too large"); return false; }
    *words = p;
    *cap = more;
    return true;
}
static uint32_t put(emitter *e, uint32_t w) {
    if (!room(e, &e->code, e->n, &e->cap, MAX_WORDS)) return e->n = 0;
    e->code[e->n] = w;
    return e->n++;
}
/* Words for the part behind the code, each sequence once; where they begin there. */
static uint32_t put_set(emitter *e, const uint32_t *words, uint32_t n) {
    for (uint32_t at = 0; at + n <= e->nsets && at < 1000; at++) if (memcmp(e->sets + at, words, n * 4) == 0) return at;
    uint32_t at = e->nsets;
    for (uint32_t i = 0; i < n; i++) {
        if (!room(e, &e->sets, e->nsets, &e->capsets, MAX_SETS)) return e->nsets = 0;
        e->sets[e->nsets++] = words[i];
    }
    return at;
}
static uint32_t emit_set(emitter *e, const re_node *x, bool ignore, bool ascii) {
    const uint32_t *pairs = e->t->sets + x->value;
    uint32_t flags = (x->negate ? SET_NEGATE : 0) | (ignore ? SET_IGNORE : 0) | (ascii ? SET_ASCII : 0), map[8] = { 0 };
    bool beyond = ignore && !ascii; /* do the pairs tell characters beyond ASCII apart? */
    for (uint32_t i = 0; i < x->count; i++) beyond |= pairs[2 * i] & RE_CLASS ? !(pairs[2 * i] & CLASS_ASCII) : pairs[2 * i + 1] > 127;
    for (uint32_t c = 0; c < (e->bytes ? 256 : 128); c++) if (re_set_has(pairs, x->count, flags, c)) map[c / 32] |= 1u << (c % 32);
    uint32_t shown = 0;
    if (!e->bytes) {
        if (beyond) { flags |= SET_SLOW; shown = x->count; }
        else if (re_set_has(pairs, x->count, flags, 0x3042)) { flags |= SET_HIGH; map[4] = map[5] = map[6] = map[7] = RE_NONE; }
    }
    if (e->bytes || flags & SET_HIGH) {
        uint32_t absent = 0, last = 0;
        for (uint32_t c = 0; c < 256; c++) if (!re_bit(map, c)) { absent++; last = c; }
        if (absent == 1) flags |= SET_BUT | last << 8;
    }
    uint32_t words[RE_SET_PAIRS + 64], *out = words, size = RE_SET_PAIRS + 2 * shown;
    if (size > sizeof words / 4 && !(out = pg_data_alloc(size * 4))) { e->t->failed = true; return 0; }
    out[0] = flags;
    out[1] = shown;
    memcpy(out + RE_SET_MAP, map, sizeof map);
    for (uint32_t i = 0; i < 2 * shown; i++) out[RE_SET_PAIRS + i] = pairs[i];
    return put_set(e, out, size);
}
static bool is_ascii(uint32_t flags) { return flags & (RE_A | RE_BYTES); }
/* Does ignoring case mean more than this character? */
static bool is_cased(const re_node *x) {
    uint32_t c = x->value;
    if (!(x->flags & RE_I)) return false;
    if (c < 128) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    if (is_ascii(x->flags)) return false;
    return re_fold(c, false) != c || uc_upper1(c) != c || c == 0xDF || c == 0x390 || c == 0x3B0 || c == 0xFB05
        || (c >= 0x1F80 && c <= 0x1FFC);
}
static void emit_single(emitter *e, const re_node *x) {
    bool ignore = x->flags & RE_I, ascii = is_ascii(x->flags);
    switch (x->kind) {
    case N_CHAR:
        if (is_cased(x)) { put(e, OP_CHAR_I); put(e, re_fold(x->value, ascii) | (ascii ? RE_FOLD_ASCII : 0)); }
        else { put(e, OP_CHAR); put(e, x->value); }
        break;
    case N_ANY: put(e, x->flags & RE_S ? OP_ANY_ALL : OP_ANY); put(e, 0); break;
    default: put(e, OP_SET); put(e, emit_set(e, x, ignore, ascii));
    }
}
/* Plain characters in a row from node i on, as bytes; the first node behind them. */
static int32_t emit_text(emitter *e, int32_t i) {
    uint32_t at = 0, n = 0, first = e->t->nodes[i].value;
    int32_t k = i;
    for (; k >= 0 && e->t->nodes[k].kind == N_CHAR && !is_cased(&e->t->nodes[k]) && n < 1000; k = e->t->nodes[k].next) {
        uint8_t u[4];
        uint32_t c = e->t->nodes[k].value, size = 1;
        if (e->bytes) u[0] = (uint8_t)c; else size = utf8_encode(u, c);
        if (n == 0) { at = put(e, OP_TEXT); put(e, 0); }
        for (uint32_t b = 0; b < size; b++, n++) {
            if (n % 4 == 0) put(e, 0);
            if (e->t->failed) return -1;
            e->code[at + 2 + n / 4] |= (uint32_t)u[b] << (n % 4 * 8);
        }
    }
    if (e->t->failed) return -1;
    e->code[at + 1] = n;
    if (n == 1) { e->n = at; put(e, OP_CHAR); put(e, first); }
    return k;
}
static uint32_t length_of(const uint32_t *op) {
    switch (op[0]) {
    case OP_MATCH: case OP_SUB_END: return 1;
    case OP_TEXT: return 2 + (op[1] + 3) / 4;
    case OP_SPLIT: case OP_LOOP: return 6; /* of a loop, its single op follows */
    case OP_LOOK: return 4;
    case OP_CHECK: return 3;
    default: return 2;
    }
}
static bool single(const re_node *x) { return x->kind == N_CHAR || x->kind == N_ANY || x->kind == N_SET; }
/* The one node inside groups of one item. */
static int32_t unwrap(re_tree *t, int32_t i) {
    while (t->nodes[i].kind == N_CAT && t->nodes[i].child >= 0 && t->nodes[t->nodes[i].child].next < 0) i = t->nodes[i].child;
    return i;
}
typedef struct { uint32_t lo, hi; } width;
static width width_of(re_tree *t, int32_t i) {
    const re_node *x = &t->nodes[i];
    width w = { 0, 0 };
    switch (x->kind) {
    case N_CHAR: case N_ANY: case N_SET: w.lo = w.hi = 1; return w;
    case N_CAT: case N_GROUP: case N_ATOMIC:
        for (int32_t k = x->child; k >= 0; k = t->nodes[k].next) {
            width v = width_of(t, k);
            w.lo = w.lo > RE_INF - v.lo ? RE_INF : w.lo + v.lo;
            w.hi = w.hi > RE_INF - v.hi ? RE_INF : w.hi + v.hi;
            if (x->kind != N_CAT) break;
        }
        return w;
    case N_ALT:
        w.lo = RE_INF;
        for (int32_t k = x->child; k >= 0; k = t->nodes[k].next) {
            width v = width_of(t, k);
            if (v.lo < w.lo) w.lo = v.lo;
            if (v.hi > w.hi) w.hi = v.hi;
        }
        return w;
    case N_REPEAT: {
        width v = width_of(t, x->child);
        uint64_t lo = (uint64_t)v.lo * x->min, hi = v.hi == 0 ? 0 : (uint64_t)v.hi * x->max;
        w.lo = lo > RE_INF ? RE_INF : (uint32_t)lo;
        w.hi = hi > RE_INF ? RE_INF : (uint32_t)hi;
        return w;
    }
    default: return w;
    }
}
static bool has_groups(re_tree *t, int32_t i) {
    if (t->nodes[i].kind == N_GROUP) return true;
    for (int32_t k = t->nodes[i].child; k >= 0; k = t->nodes[k].next) if (has_groups(t, k)) return true;
    return false;
}
static void emit(emitter *e, int32_t i);

static uint32_t split(emitter *e) {
    uint32_t at = put(e, OP_SPLIT);
    put(e, e->memos++);
    for (uint32_t i = 0; i < 4; i++) put(e, 0);
    return at;
}
static void emit_repeat(emitter *e, int32_t i) {
    re_node x = e->t->nodes[i];
    int32_t body = unwrap(e->t, x.child);
    if (single(&e->t->nodes[body])) {
        put(e, OP_LOOP);
        put(e, e->memos++);
        put(e, x.min);
        put(e, x.max);
        put(e, x.greedy == 0 ? LAZY : x.greedy == 2 ? POSSESSIVE : GREEDY);
        put(e, 0);
        emit_single(e, &e->t->nodes[body]);
        return;
    }
    bool possessive = x.greedy == 2;
    uint32_t after = 0;
    if (possessive) {
        put(e, OP_LOOK);
        put(e, 4 | (has_groups(e->t, body) ? 8 : 0));
        put(e, 0);
        after = put(e, 0);
        e->has_look = true;
    }
    bool lazy = x.greedy == 0, may_be_empty = width_of(e->t, x.child).lo == 0;
    for (uint32_t k = 0; k < x.min && !e->t->failed; k++) {
        if (may_be_empty && k > 0 && x.min > 64) break; /* an empty body matches as often as one likes */
        emit(e, x.child);
    }
    if (x.max == RE_INF) {
        /* head: split body, out; mark; body; check -> out; jmp head */
        uint32_t head = split(e), mark = 0;
        uint32_t inside = e->n;
        if (may_be_empty) { put(e, OP_MARK); put(e, mark = e->marks++); }
        emit(e, x.child);
        uint32_t check = 0;
        if (may_be_empty) { put(e, OP_CHECK); put(e, mark); check = put(e, 0); }
        put(e, OP_JMP);
        put(e, head);
        if (e->t->failed) return;
        e->code[head + 2] = lazy ? e->n : inside;
        e->code[head + 3] = lazy ? inside : e->n;
        if (check) e->code[check] = e->n;
    } else {
        /* optional copies, each nested in the one before it */
        uint32_t n = x.max - x.min, first = e->n, mark = may_be_empty && n > 1 ? e->marks++ : RE_NONE;
        for (uint32_t k = 0; k < n && !e->t->failed; k++) {
            uint32_t at = split(e);
            uint32_t inside = e->n;
            if (mark != RE_NONE) { put(e, OP_MARK); put(e, mark); }
            emit(e, x.child);
            if (mark != RE_NONE) { put(e, OP_CHECK); put(e, mark); put(e, RE_INF); }
            if (e->t->failed) return;
            e->code[at + 2] = inside;
            e->code[at + 3] = RE_INF;
        }
        /* every split of this level leaves to the end */
        for (uint32_t at = first; n && at < e->n;) {
            if (e->code[at] == OP_SPLIT && e->code[at + 3] == RE_INF) {
                uint32_t inside = e->code[at + 2];
                e->code[at + 2] = lazy ? e->n : inside;
                e->code[at + 3] = lazy ? inside : e->n;
            }
            if (e->code[at] == OP_CHECK && e->code[at + 2] == RE_INF) e->code[at + 2] = e->n;
            at += length_of(e->code + at);
        }
    }
    if (possessive) {
        put(e, OP_SUB_END);
        if (!e->t->failed) e->code[after] = e->n;
    }
}
static void emit(emitter *e, int32_t i) {
    if (e->t->failed || pg_exc) return;
    re_node x = e->t->nodes[i];
    switch (x.kind) {
    case N_EMPTY: return;
    case N_CHAR:
        if (is_cased(&x)) emit_single(e, &x);
        else {
            e->t->nodes[i].next = -1;
            emit_text(e, i);
            e->t->nodes[i].next = x.next;
        }
        return;
    case N_ANY: case N_SET: emit_single(e, &x); return;
    case N_CAT:
        for (int32_t k = x.child; k >= 0 && !e->t->failed;) {
            if (e->t->nodes[k].kind == N_CHAR && !is_cased(&e->t->nodes[k])) { k = emit_text(e, k); continue; }
            emit(e, k);
            k = e->t->nodes[k].next;
        }
        return;
    case N_ALT: {
        uint32_t pending = RE_INF; /* chain of jumps to the end */
        for (int32_t k = x.child; k >= 0; k = e->t->nodes[k].next) {
            bool more = e->t->nodes[k].next >= 0;
            uint32_t at = more ? split(e) : 0, inside = e->n;
            emit(e, k);
            if (!more) break;
            put(e, OP_JMP);
            uint32_t jump = put(e, pending);
            pending = jump;
            if (e->t->failed) return;
            e->code[at + 2] = inside;
            e->code[at + 3] = e->n;
        }
        while (pending != RE_INF && !e->t->failed) {
            uint32_t next = e->code[pending];
            e->code[pending] = e->n;
            pending = next;
        }
        return;
    }
    case N_GROUP:
        put(e, OP_SAVE);
        put(e, 2 * x.value);
        emit(e, x.child);
        put(e, OP_SAVE);
        put(e, 2 * x.value + 1);
        return;
    case N_LOOK: case N_ATOMIC: {
        uint32_t flags = x.kind == N_ATOMIC ? 4 : x.flags, back = 0;
        if (has_groups(e->t, x.child)) flags |= 8;
        if (flags & 1) {
            width w = width_of(e->t, x.child);
            if (w.lo != w.hi) { re_error(e->t, NULL, "look-behind requires fixed-width pattern"); return; }
            back = w.lo;
        }
        e->has_look = true;
        put(e, OP_LOOK);
        put(e, flags);
        put(e, back);
        uint32_t after = put(e, 0);
        emit(e, x.child);
        put(e, OP_SUB_END);
        if (!e->t->failed) e->code[after] = e->n;
        return;
    }
    case N_ASSERT: put(e, OP_ASSERT); put(e, x.value); return;
    case N_REPEAT: emit_repeat(e, i); return;
    default: return;
    }
}

/* ---- what code can begin with */

enum { HIGH_DIGIT = 1, HIGH_LETTER = 2, HIGH_SPACE = 4, HIGH_OTHER = 8, HIGH_ALL = 15 };
typedef struct first {
    uint32_t map[8];
    uint32_t end;  /* the end of the text will do */
    uint8_t high;  /* kinds of characters beyond ASCII */
    bool any;      /* it may also go on without a character */
} first;
#define BUDGET 64
typedef struct walk {
    const emitter *e;
    uint32_t budget, nseen, seen[BUDGET];
    bool after_loop; /* what can help a greedy loop that gives back, and so stands before a character of its own? */
} walk;

static uint8_t high_kind(uint32_t c) {
    return uc_isdecimal(c) ? HIGH_DIGIT : uc_isalnum(c) ? HIGH_LETTER : uc_isspace(c) ? HIGH_SPACE : HIGH_OTHER;
}
static void add_character(const emitter *e, first *f, uint32_t c) {
    if (c < 128 || e->bytes) f->map[c / 32] |= 1u << (c % 32);
    else f->high |= high_kind(c);
}
static void add_single(const emitter *e, const uint32_t *op, first *f) {
    switch (op[0]) {
    case OP_CHAR: add_character(e, f, op[1]); return;
    case OP_CHAR_I: {
        bool ascii = op[1] & RE_FOLD_ASCII;
        for (uint32_t c = 0; c < 128; c++) if (re_fold(c, ascii) == (op[1] & ~RE_FOLD_ASCII)) add_character(e, f, c);
        if (!ascii) f->high = HIGH_ALL;
        return;
    }
    case OP_SET: {
        const uint32_t *set = e->sets + op[1];
        for (uint32_t i = 0; i < 8; i++) f->map[i] |= set[RE_SET_MAP + i];
        if (set[0] & SET_HIGH) f->high = HIGH_ALL;
        if (!(set[0] & SET_SLOW)) return;
        uint8_t kinds = 0;
        for (uint32_t i = 0; i < set[1]; i++) {
            uint32_t lo = set[RE_SET_PAIRS + 2 * i];
            static const uint8_t of[] = { HIGH_DIGIT, 14, HIGH_SPACE, 11, HIGH_DIGIT | HIGH_LETTER, 12 };
            if (!(lo & RE_CLASS)) { if (set[RE_SET_PAIRS + 2 * i + 1] > 127) { f->high = HIGH_ALL; return; } }
            else if (lo & CLASS_ASCII) { f->high = HIGH_ALL; return; }
            else kinds |= of[lo & 7];
        }
        if (set[0] & SET_IGNORE && set[1] > 1) kinds = HIGH_ALL;
        else if (set[0] & SET_NEGATE) kinds ^= HIGH_ALL;
        if (set[0] & SET_IGNORE && !(set[RE_SET_PAIRS] & RE_CLASS)) kinds = HIGH_ALL;
        f->high |= kinds;
        return;
    }
    default: {
        bool newline = re_bit(f->map, '\n');
        for (uint32_t i = 0; i < (e->bytes ? 8 : 4); i++) f->map[i] = RE_NONE;
        if (op[0] == OP_ANY && !newline) f->map[0] &= ~(1u << '\n');
        f->high = HIGH_ALL;
    }
    }
}
static void look_ahead(walk *w, uint32_t pc, first *f) {
    while (!f->any) {
        if (w->budget-- == 0) { w->budget = 0; f->any = true; return; }
        const uint32_t *op = w->e->code + pc;
        switch (op[0]) {
        case OP_MATCH: case OP_SUB_END:
            if (!w->after_loop) f->any = true; /* behind a loop: an end that is good for more is good for less only if it fails for both */
            return;
        case OP_CHAR: case OP_CHAR_I: case OP_SET: case OP_ANY: case OP_ANY_ALL: add_single(w->e, op, f); return;
        case OP_TEXT: {
            const uint8_t *u = (const uint8_t *)(op + 2);
            add_character(w->e, f, w->e->bytes ? *u : utf8_decode(&u));
            return;
        }
        case OP_LOOP:
            if (op[3] > 0) add_single(w->e, op + RE_LOOP, f);
            if (op[2] > 0) return;
            pc += RE_LOOP + RE_SINGLE;
            continue;
        case OP_SPLIT:
            for (uint32_t i = 0; i < w->nseen; i++) if (w->seen[i] == pc) return;
            w->seen[w->nseen++] = pc; /* no more than the budget */
            look_ahead(w, op[2], f);
            pc = op[3];
            continue;
        case OP_JMP: pc = op[1]; continue;
        case OP_ASSERT:
            if (op[1] == AT_END || op[1] == AT_END_LINE || op[1] == AT_STOP) {
                f->end = 1;
                if (op[1] != AT_STOP) add_character(w->e, f, '\n');
                return;
            }
            if (w->after_loop) { f->any = true; return; }
            pc += 2;
            continue;
        case OP_LOOK:
            if (w->after_loop) { f->any = true; return; }
            if (op[1] & 4) { look_ahead(w, pc + 4, f); return; } /* atomic: its body comes first */
            pc = op[3];
            continue;
        case OP_CHECK:
            if (w->after_loop) { f->any = true; return; }
            look_ahead(w, op[2], f);
            pc += 3;
            continue;
        default: pc += 2;
        }
    }
}
static first first_at(const emitter *e, uint32_t pc, bool after_loop) {
    first f = { 0 };
    walk w = { .e = e, .budget = BUDGET, .after_loop = after_loop };
    look_ahead(&w, pc, &f);
    return f;
}
/* A bitmap, counted from the beginning of the code; 0: it would say nothing. */
static uint32_t put_first(emitter *e, first *f) {
    bool full = true;
    if (f->high && !e->bytes) for (uint32_t i = 4; i < 8; i++) f->map[i] = RE_NONE;
    for (uint32_t i = 0; i < 8; i++) full &= f->map[i] == RE_NONE;
    return f->any || full || e->nsets > MAX_SETS / 8 ? 0 : e->n + put_set(e, f->map, 9); /* with end */
}
static uint32_t peek(emitter *e, uint32_t pc, bool begin) {
    first f = first_at(e, pc, false);
    f.any |= begin && f.end;
    return put_first(e, &f);
}
/* The characters behind the first, where their number is fixed. */
static void put_next(emitter *e, uint32_t next[2]) {
    uint32_t pc = 0, n = 0;
    while (n < 3) {
        const uint32_t *op = e->code + pc;
        uint32_t times = 1, length = length_of(op);
        if (op[0] == OP_SAVE) { pc += length; continue; }
        if (op[0] == OP_LOOP) { times = op[2]; op += RE_LOOP; length += RE_SINGLE; }
        if (op[0] < OP_CHAR || op[0] > OP_TEXT) return;
        for (uint32_t i = 0; n < 3 && i < (op[0] == OP_TEXT ? op[1] : times); i++, n++) {
            first f = { 0 };
            if (op[0] != OP_TEXT) add_single(e, op, &f);
            else if (((const uint8_t *)(op + 2))[i] > 127 && !e->bytes) return;
            else add_character(e, &f, ((const uint8_t *)(op + 2))[i]);
            if (n) next[n - 1] = put_first(e, &f);
        }
        if (e->code[pc] == OP_LOOP && e->code[pc + 3] != times) return;
        pc += length;
    }
}
static void optimise(emitter *e, re_head *h) {
    for (uint32_t pc = 0; pc < e->n && !e->t->failed; pc += length_of(e->code + pc)) {
        uint32_t *op = e->code + pc, after = pc + RE_LOOP + RE_SINGLE;
        if (op[0] == OP_SPLIT) {
            op[4] = peek(e, op[2], false);
            op[5] = peek(e, op[3], false);
        } else if (op[0] == OP_LOOP) {
            if (op[4] == GREEDY) {
                first inner = { 0 }, next = first_at(e, after, true);
                add_single(e, op + RE_LOOP, &inner);
                bool meet = next.any || inner.high & next.high;
                for (uint32_t i = 0; i < 8; i++) meet |= (inner.map[i] & next.map[i]) != 0;
                if (!meet) op[4] = RIGID;
            }
            if (op[4] == GREEDY || op[4] == LAZY) op[5] = peek(e, after, false);
        }
    }
    h->first = peek(e, 0, true);
    put_next(e, h->next);
    uint32_t pc = 0;
    while (e->code[pc] == OP_SAVE) pc += 2;
    const uint32_t *op = e->code + pc;
    h->lead = op[0] == OP_LOOP && op[3] == RE_INF && op[2] <= 1 ? pc : RE_NONE;
    if (op[0] == OP_ASSERT) h->anchor = op[1] == AT_BEGIN || op[1] == AT_START ? 1 : op[1] == AT_BEGIN_LINE ? 2 : 0;
}
/* The text that every match begins with. */
static uint32_t prefix_of(const emitter *e, uint8_t *out, uint32_t room) {
    uint32_t n = 0;
    for (uint32_t pc = 0;; pc += length_of(e->code + pc)) {
        const uint32_t *op = e->code + pc;
        if (op[0] == OP_SAVE) continue;
        if (op[0] == OP_CHAR && n < room) out[n++] = (uint8_t)op[1];
        else if (op[0] == OP_TEXT && op[1] <= room - n) { memcpy(out + n, op + 2, op[1]); n += op[1]; }
        else return n;
    }
}
/* The answer for a wrong pattern: where, and what. */
static pg_obj *mistake(const re_tree *t) {
    if (!t->message || pg_exc) return NULL;
    pg_sb b;
    sb_init(&b);
    sb_int(&b, t->at);
    sb_putc(&b, ' ');
    sb_str(&b, t->message);
    return PG_OBJ(sb_finish(&b));
}
pg_obj *pg_native_re_compile(pg_obj *pattern, int64_t flags) {
    re_tree t;
    int32_t root = re_parse(&t, pattern, (uint32_t)flags);
    if (root < 0) return mistake(&t);
    emitter e = { .t = &t, .bytes = t.flags & RE_BYTES };
    emit(&e, root);
    put(&e, OP_MATCH);
    if (t.failed || pg_exc) return mistake(&t);
    re_head h;
    memset(&h, 0, sizeof h);
    h.magic = RE_MAGIC;
    h.flags = t.flags | (t.flags & (RE_A | RE_BYTES) ? 0 : RE_U);
    h.groups = t.groups;
    h.width = width_of(&t, root).lo;
    h.has_look = e.has_look;
    optimise(&e, &h);
    uint8_t prefix[64];
    h.prefix = prefix_of(&e, prefix, sizeof prefix);
    h.memos = e.memos;
    h.marks = e.marks;
    h.words = e.n + e.nsets;
    for (uint32_t pc = 0; pc < e.n; pc += length_of(e.code + pc)) if (e.code[pc] == OP_SET) e.code[pc + 1] += e.n;
    if (t.failed || pg_exc) return mistake(&t);
    size_t size = sizeof h + (size_t)h.words * 4 + h.prefix;
    for (uint32_t i = 0; i < t.names->len; i++) size += 4 + ((pg_str *)t.names->items[i].p)->nbytes;
    uint8_t *data = pg_data_alloc(size), *p = data; /* aligned: the matcher reads words in place */
    if (!data) return NULL;
#define PUT(from, n) do { size_t n_ = (n); if (n_) memcpy(p, from, n_); p += n_; } while (0)
    PUT(&h, sizeof h);
    PUT(e.code, (size_t)e.n * 4);
    PUT(e.sets, (size_t)e.nsets * 4);
    PUT(prefix, h.prefix);
    for (uint32_t i = 0; i < t.names->len; i++) {
        pg_str *s = t.names->items[i].p;
        PUT(&s->nbytes, 4);
        PUT(s->data, s->nbytes);
    }
    return PG_OBJ(pg_bytes_share(data, size));
}
