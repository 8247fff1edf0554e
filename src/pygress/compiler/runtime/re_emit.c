/* The tree of a pattern -> a program. */
#include "re_parse.h"

#define MAX_WORDS 200000

typedef struct emitter {
    re_tree *t;
    uint32_t *code;
    uint32_t n, cap, memos, marks;
    bool has_look;
} emitter;

static uint32_t put(emitter *e, uint32_t w) {
    if (e->n == e->cap) {
        uint32_t cap = e->cap ? e->cap * 2 : 128;
        uint32_t *p = e->n >= MAX_WORDS ? NULL : pg_data_grow(e->code, e->cap * 4, cap * 4);
        if (!p) { re_error(e->t, NULL, "the pattern is too large"); e->n = 0; return 0; }
        e->code = p;
        e->cap = cap;
    }
    e->code[e->n] = w;
    return e->n++;
}
uint32_t re_fold(uint32_t c, bool ascii) {
    if (c < 128) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (ascii) return c;
    if (c == 0x130 || c == 0x131) return 'i'; /* as re: dotted and dotless i meet */
    return uc_lower1(uc_upper1(c));
}
bool re_class(uint32_t c, uint32_t kind) {
    bool ascii = kind & CLASS_ASCII, r;
    switch (kind & 7) {
    case CLASS_D: case CLASS_NOT_D: r = c < 128 ? c >= '0' && c <= '9' : !ascii && uc_isdecimal(c); break;
    case CLASS_S: case CLASS_NOT_S: r = c < 128 ? c == ' ' || (c >= 9 && c <= 13) || (!ascii && c >= 0x1C && c <= 0x1F) : !ascii && uc_isspace(c); break;
    default: r = c < 128 ? (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' : !ascii && uc_isalnum(c);
    }
    return r != ((kind & 1) != 0);
}
static bool set_has(const uint32_t *pairs, uint32_t n, uint32_t c) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t lo = pairs[2 * i];
        if (lo & RE_CLASS ? re_class(c, lo & 15) : c >= lo && c <= pairs[2 * i + 1]) return true;
    }
    return false;
}
static bool set_test(const uint32_t *pairs, uint32_t n, uint32_t flags, uint32_t c) {
    bool in = set_has(pairs, n, c);
    if (!in && flags & SET_IGNORE) {
        bool ascii = flags & SET_ASCII;
        uint32_t low = re_fold(c, ascii), up = c < 128 ? (c >= 'a' && c <= 'z' ? c - 32 : c) : ascii ? c : uc_upper1(c);
        in = (low != c && set_has(pairs, n, low)) || (up != c && set_has(pairs, n, up));
        if (!in && !ascii && low < 128) { /* characters beyond ASCII that fold to ASCII letters */
            if (low == 's') in = set_has(pairs, n, 0x17F) || set_has(pairs, n, 'S');
            else if (low == 'k') in = set_has(pairs, n, 0x212A) || set_has(pairs, n, 'K');
            else if (low == 'i') in = set_has(pairs, n, 0x130) || set_has(pairs, n, 0x131) || set_has(pairs, n, 'I');
            else if (low >= 'a' && low <= 'z') in = set_has(pairs, n, low - 32);
        }
    }
    return in != ((flags & SET_NEGATE) != 0);
}
bool re_set_slow(const uint32_t *op, uint32_t c) { return set_test(op + 7, op[1], op[2], c); }

static void emit_single(emitter *e, const re_node *x) {
    bool ignore = x->flags & RE_I, ascii = x->flags & RE_A;
    switch (x->kind) {
    case N_CHAR: {
        uint32_t f = re_fold(x->value, ascii);
        bool cased = ignore && (f != x->value || (x->value < 128 ? x->value >= 'a' && x->value <= 'z' : !ascii && uc_upper1(x->value) != x->value));
        if (cased) { put(e, OP_CHAR_I); put(e, f); put(e, ascii); }
        else { put(e, OP_CHAR); put(e, x->value); }
        break;
    }
    case N_ANY: put(e, x->flags & RE_S ? OP_ANY_ALL : OP_ANY); break;
    default: {
        uint32_t flags = (x->negate ? SET_NEGATE : 0) | (ignore ? SET_IGNORE : 0) | (ascii ? SET_ASCII : 0);
        put(e, OP_SET);
        put(e, x->count);
        put(e, flags);
        for (uint32_t w = 0; w < 4; w++) {
            uint32_t bits = 0;
            for (uint32_t b = 0; b < 32; b++) if (set_test(e->t->sets + x->value, x->count, flags, w * 32 + b)) bits |= 1u << b;
            put(e, bits);
        }
        for (uint32_t i = 0; i < 2 * x->count; i++) put(e, e->t->sets[x->value + i]);
    }
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
    put(e, 0);
    put(e, 0);
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
        put(e, x.greedy);
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
        uint32_t n = x.max - x.min, first = e->n;
        for (uint32_t k = 0; k < n && !e->t->failed; k++) {
            uint32_t at = split(e);
            uint32_t inside = e->n;
            emit(e, x.child);
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
            switch (e->code[at]) {
            case OP_SPLIT: case OP_LOOK: at += 4; break;
            case OP_JMP: case OP_SAVE: case OP_ASSERT: case OP_MARK: at += 2; break;
            case OP_CHECK: at += 3; break;
            case OP_LOOP: at += 5; break; /* its single op follows */
            case OP_MATCH: case OP_SUB_END: at += 1; break;
            default: at += re_single_length(e->code + at);
            }
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
    case N_CHAR: case N_ANY: case N_SET: emit_single(e, &x); return;
    case N_CAT:
        for (int32_t k = x.child; k >= 0; k = e->t->nodes[k].next) emit(e, k);
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

/* ---- what every match begins with */

static void first_add(uint8_t *map, uint32_t b) { map[b / 8] |= (uint8_t)(1 << (b % 8)); }
/* Possible first bytes from pc on; false: unknown (a match may be empty). Programs are small: each pc once. */
static bool first_bytes(const uint32_t *code, uint32_t pc, uint8_t *map, uint8_t *seen) {
    for (;;) {
        if (seen[pc]) return true;
        seen[pc] = 1;
        const uint32_t *op = code + pc;
        switch (op[0]) {
        case OP_MATCH: case OP_SUB_END: return false;
        case OP_CHAR: {
            uint8_t u[4];
            utf8_encode(u, op[1]);
            first_add(map, u[0]);
            return true;
        }
        case OP_CHAR_I: case OP_SET: case OP_ANY: case OP_ANY_ALL:
            for (uint32_t c = 0; c < 128; c++) {
                bool in = op[0] == OP_CHAR_I ? re_fold(c, op[2]) == op[1] : op[0] == OP_SET ? op[3 + c / 32] >> (c % 32) & 1 : op[0] == OP_ANY ? c != '\n' : true;
                if (in) first_add(map, c);
            }
            for (uint32_t c = 0xC2; c < 0xF5; c++) first_add(map, c);
            return true;
        case OP_LOOP:
            if (op[2] > 0) { pc += 5; seen[pc] = 0; continue; }
            if (op[3] > 0) { seen[pc + 5] = 0; if (!first_bytes(code, pc + 5, map, seen)) return false; }
            pc += 5 + re_single_length(op + 5);
            continue;
        case OP_SPLIT:
            if (!first_bytes(code, op[2], map, seen)) return false;
            pc = op[3];
            continue;
        case OP_JMP: pc = op[1]; continue;
        case OP_LOOK:
            if (op[1] & 4) { /* atomic: its body comes first, or it is passed without a byte */
                if (!first_bytes(code, pc + 4, map, seen)) return false;
                return true;
            }
            pc = op[3];
            continue;
        case OP_CHECK: pc += 3; continue;
        default: pc += 2; continue;
        }
    }
}
pg_bytes *pg_native_re_compile(pg_str *pattern, int64_t flags) {
    re_tree t;
    int32_t root = re_parse(&t, pattern, (uint32_t)flags);
    if (root < 0) return NULL;
    emitter e = { .t = &t };
    emit(&e, root);
    put(&e, OP_MATCH);
    if (t.failed || pg_exc) return NULL;
    re_head h;
    memset(&h, 0, sizeof h);
    h.magic = RE_MAGIC;
    h.flags = t.flags | (t.flags & RE_A ? 0 : RE_U);
    h.groups = t.groups;
    h.memos = e.memos;
    h.words = e.n;
    h.marks = e.marks;
    h.has_look = e.has_look;
    for (uint32_t pc = 0; e.code[pc] == OP_CHAR; pc += 2) {
        uint8_t u[4];
        unsigned n = utf8_encode(u, e.code[pc + 1]);
        if (h.prefix + n > sizeof h.first) break;
        memcpy(h.first + h.prefix, u, n);
        h.prefix += n;
    }
    if (!h.prefix && e.n < 20000) {
        uint8_t *seen = pg_data_alloc(e.n);
        if (!seen) return NULL;
        memset(seen, 0, e.n);
        h.use_first = first_bytes(e.code, 0, h.first, seen);
    }
    size_t size = sizeof h + (size_t)e.n * 4;
    for (uint32_t i = 0; i < t.names->len; i++) size += 4 + ((pg_str *)t.names->items[i].p)->nbytes;
    uint8_t *data = pg_data_alloc(size), *p = data + sizeof h; /* aligned: the matcher reads words in place */
    if (!data) return NULL;
    memcpy(data, &h, sizeof h);
    memcpy(p, e.code, (size_t)e.n * 4);
    p += (size_t)e.n * 4;
    for (uint32_t i = 0; i < t.names->len; i++) {
        pg_str *s = t.names->items[i].p;
        memcpy(p, &s->nbytes, 4);
        if (s->nbytes) memcpy(p + 4, s->data, s->nbytes);
        p += 4 + s->nbytes;
    }
    return pg_bytes_share(data, size);
}
static bool head_of(pg_bytes *program, re_head *h) {
    if (program->len >= sizeof *h) memcpy(h, program->data, sizeof *h);
    if (program->len >= sizeof *h && h->magic == RE_MAGIC) return true;
    pg_raise(&pg_type_ValueError, "not a compiled pattern");
    return false;
}
int64_t pg_native_re_flags(pg_bytes *program) {
    re_head h;
    return head_of(program, &h) ? h.flags : 0;
}
pg_list *pg_native_re_group_names(pg_bytes *program) {
    re_head h;
    if (!head_of(program, &h)) return NULL;
    pg_list *l = pg_list_new(PG_REF, h.groups);
    const uint8_t *p = program->data + sizeof h + (size_t)h.words * 4;
    for (uint32_t i = 0; i < h.groups && !pg_exc; i++) {
        uint32_t n;
        memcpy(&n, p, 4);
        pg_list_append(l, PG_W_P(pg_str_new(p + 4, n)));
        p += 4 + n;
    }
    return l;
}
