/* Python's regular expression syntax, with the messages of re.error. */
#include "re_parse.h"

extern pg_str *pg_vformat(const char *fmt, va_list ap);

static bool lone_backslash(const re_tree *t) {
    uint32_t n = 0;
    for (const uint8_t *p = t->end; p > t->begin && p[-1] == '\\'; p--) n++;
    return n & 1;
}
void re_error(re_tree *t, const uint8_t *at, const char *fmt, ...) {
    if (t->failed || pg_exc) { t->failed = true; return; }
    /* re splits the pattern into tokens one ahead: a backslash at the very end is found before what stands in front of it. */
    if (at && t->p < t->end + 1 && lone_backslash(t) && t->p >= t->end - 1 && at != t->end - 1) {
        at = t->end - 1;
        fmt = "bad escape (end of pattern)";
    }
    t->failed = true;
    va_list ap;
    va_start(ap, fmt);
    t->message = pg_vformat(fmt, ap);
    va_end(ap);
    t->at = !at ? -1 : t->bytes ? at - t->begin : (int64_t)utf8_count(t->begin, (size_t)(at - t->begin));
}
/* The next character. */
static uint32_t take(const re_tree *t, const uint8_t **p) { return t->bytes ? *(*p)++ : utf8_decode(p); }
/* A part of the pattern for a message. */
static pg_str *part(const re_tree *t, const uint8_t *from, const uint8_t *to) {
    if (!t->bytes) return pg_str_new(from, (size_t)(to - from));
    pg_sb b;
    sb_init(&b);
    for (; from < to; from++) { /* as re shows them, in ASCII */
        if (*from < 128) { sb_putc(&b, *from); continue; }
        sb_c(&b, "\\x");
        sb_putc(&b, "0123456789abcdef"[*from >> 4]);
        sb_putc(&b, "0123456789abcdef"[*from & 15]);
    }
    return sb_finish(&b);
}
static int32_t node(re_tree *t, uint8_t kind, uint32_t flags) {
    if (t->n == t->cap) {
        uint32_t cap = t->cap ? t->cap * 2 : 64;
        re_node *p = cap > 1000000 ? NULL : pg_data_grow(t->nodes, t->cap * sizeof(re_node), cap * sizeof(re_node));
        if (!p) { re_error(t, NULL, "the pattern is too large"); return 0; }
        t->nodes = p;
        t->cap = cap;
    }
    t->nodes[t->n] = (re_node){ .kind = kind, .flags = (uint16_t)flags, .child = -1, .next = -1 };
    return (int32_t)t->n++;
}
static void set_word(re_tree *t, uint32_t w) {
    if (t->nsets == t->capsets) {
        uint32_t cap = t->capsets ? t->capsets * 2 : 64;
        uint32_t *p = pg_data_grow(t->sets, t->capsets * 4, cap * 4);
        if (!p) { t->failed = true; return; }
        t->sets = p;
        t->capsets = cap;
    }
    t->sets[t->nsets++] = w;
}
static int32_t class_node(re_tree *t, uint32_t kind, uint32_t flags) {
    int32_t i = node(t, N_SET, flags);
    t->nodes[i].value = t->nsets;
    t->nodes[i].count = 1;
    set_word(t, RE_CLASS | kind | (flags & (RE_A | RE_BYTES) ? CLASS_ASCII : 0));
    set_word(t, 0);
    return i;
}
static int digit_value(uint8_t c, int base) {
    int l = c | 0x20, d = c >= '0' && c <= '9' ? c - '0' : l >= 'a' && l <= 'f' ? l - 'a' + 10 : 99;
    return d < base ? d : -1;
}
static int class_of(uint8_t c) {
    switch (c) {
    case 'd': return CLASS_D;
    case 'D': return CLASS_NOT_D;
    case 's': return CLASS_S;
    case 'S': return CLASS_NOT_S;
    case 'w': return CLASS_W;
    case 'W': return CLASS_NOT_W;
    default: return -1;
    }
}
/* After a backslash at `at`; p is on the next character. A character code, or -1 (not a plain character). */
static int64_t escape(re_tree *t, const uint8_t *at, bool in_set) {
    if (t->p >= t->end) { re_error(t, at, "bad escape (end of pattern)"); return -1; }
    uint8_t c = *t->p;
    switch (c) {
    case 'a': t->p++; return 7;
    case 'f': t->p++; return 12;
    case 'n': t->p++; return 10;
    case 'r': t->p++; return 13;
    case 't': t->p++; return 9;
    case 'v': t->p++; return 11;
    case 'x': case 'u': case 'U': {
        if (c != 'x' && t->bytes) break;
        int want = c == 'x' ? 2 : c == 'u' ? 4 : 8, got = 0;
        uint32_t v = 0;
        const uint8_t *q = t->p + 1;
        for (; got < want && q < t->end && digit_value(*q, 16) >= 0; q++, got++) v = v * 16 + (uint32_t)digit_value(*q, 16);
        if (got < want) {
            re_error(t, at, "incomplete escape %S", part(t, at, q));
            return -1;
        }
        if (v > 0x10FFFF) { re_error(t, at, "bad escape %S", part(t, at, q)); return -1; }
        t->p = q;
        return v;
    }
    case '0': {
        uint32_t v = 0;
        int n = 0;
        for (; n < 3 && t->p < t->end && digit_value(*t->p, 8) >= 0; n++) v = v * 8 + (uint32_t)digit_value(*t->p++, 8);
        return v;
    }
    case 'b': if (in_set) { t->p++; return 8; } break;
    default: break;
    }
    if (c >= '1' && c <= '9') {
        const uint8_t *q = t->p;
        if (in_set || (t->end - q >= 3 && digit_value(q[0], 8) >= 0 && digit_value(q[1], 8) >= 0 && digit_value(q[2], 8) >= 0)) {
            uint32_t v = 0;
            int n = 0;
            for (; n < 3 && q < t->end && digit_value(*q, 8) >= 0; n++) v = v * 8 + (uint32_t)digit_value(*q++, 8);
            if (n == 0) { t->p++; re_error(t, at, "bad escape \\%c", c); return -1; }
            if (v > 0377) { re_error(t, at, "octal escape value %S outside of range 0-0o377", part(t, at, q)); return -1; }
            t->p = q;
            return v;
        }
        uint32_t v = 0;
        for (int n = 0; n < 2 && q < t->end && *q >= '0' && *q <= '9'; n++) v = v * 10 + (uint32_t)(*q++ - '0');
        if (v > t->groups) re_error(t, t->p, "invalid group reference %l", (int64_t)v);
        else if (!t->closed[v]) re_error(t, at, "cannot refer to an open group");
        else re_error(t, at, "backreferences are not supported (they take more than linear time)");
        return -1;
    }
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') { t->p++; re_error(t, at, "bad escape \\%c", c); return -1; }
    return take(t, &t->p);
}
/* The token at p of re's own reading: a backslash takes its character along, and no more. */
static pg_str *token(const re_tree *t, const uint8_t *p) {
    const uint8_t *q = p;
    if (take(t, &q) == '\\' && q < t->end) take(t, &q);
    return part(t, p, q);
}
static pg_str *next_token(re_tree *t) {
    const uint8_t *p = t->p;
    if (take(t, &t->p) == '\\' && t->p < t->end) take(t, &t->p);
    return part(t, p, t->p);
}
/* One character of a set, or a class. */
static uint32_t set_item(re_tree *t, int *kind) {
    const uint8_t *at = t->p;
    *kind = -1;
    if (*at != '\\') return take(t, &t->p);
    t->p++;
    if (t->p < t->end) *kind = class_of(*t->p);
    if (*kind < 0) return (uint32_t)escape(t, at, true);
    t->p++;
    return 0;
}
static int32_t parse_set(re_tree *t, uint32_t flags, const uint8_t *open) {
    int32_t i = node(t, N_SET, flags);
    uint32_t first = t->nsets;
    bool negate = t->p < t->end && *t->p == '^';
    if (negate) t->p++;
    const uint8_t *begin = t->p;
    for (;;) {
        if (t->p >= t->end) { re_error(t, open, "unterminated character set"); return i; }
        const uint8_t *at = t->p;
        if (*at == ']' && at != begin) { t->p++; break; }
        int kind;
        uint32_t lo = set_item(t, &kind), hi;
        if (t->failed) return i;
        if (t->end - t->p >= 1 && *t->p == '-') {
            if (t->end - t->p == 1) { re_error(t, open, "unterminated character set"); return i; }
            if (t->p[1] != ']') {
                t->p++;
                const uint8_t *at2 = t->p;
                int kind2;
                hi = set_item(t, &kind2);
                if (t->failed) return i;
                if (kind >= 0 || kind2 >= 0 || hi < lo) {
                    const uint8_t *q = t->p; /* re counts back by the tokens, however long the escapes are */
                    for (uint32_t n = 3 + (*at == '\\') + (*at2 == '\\'); n; n--) q = t->bytes ? q - 1 : utf8_back(q);
                    re_error(t, q, "bad character range %S-%S", token(t, at), token(t, at2));
                    return i;
                }
                set_word(t, lo);
                set_word(t, hi);
                continue;
            }
        }
        set_word(t, kind >= 0 ? RE_CLASS | (uint32_t)kind | (flags & (RE_A | RE_BYTES) ? CLASS_ASCII : 0) : (uint32_t)lo);
        set_word(t, kind >= 0 ? 0 : (uint32_t)lo);
    }
    t->nodes[i].value = first;
    t->nodes[i].count = (t->nsets - first) / 2;
    t->nodes[i].negate = negate;
    return i;
}
static int32_t parse_alternatives(re_tree *t, uint32_t flags, bool nested, bool first);

#define TYPE_FLAGS (uint32_t)(RE_A | RE_U | RE_L)
static uint32_t flag_of(uint8_t c) {
    switch (c) {
    case 'i': return RE_I;
    case 'L': return RE_L;
    case 'm': return RE_M;
    case 's': return RE_S;
    case 'x': return RE_X;
    case 'a': return RE_A;
    case 'u': return RE_U;
    default: return 0;
    }
}
/* Neither a flag nor what may follow them. */
static int no_flag(re_tree *t, const char *missing) {
    bool letter = t->p < t->end && (*t->p | 0x20) >= 'a' && (*t->p | 0x20) <= 'z';
    re_error(t, t->p, letter ? "unknown flag" : missing);
    return 0;
}
/* Behind "(?", on the first flag or "-". 0: an error, 1: global flags and ")", 2: scoped and ":". */
static int parse_flags(re_tree *t, uint32_t *flags, bool at_start, const uint8_t *open) {
    uint32_t add = 0, del = 0;
    while (t->p < t->end && flag_of(*t->p)) {
        uint32_t f = flag_of(*t->p);
        if (f == (t->bytes ? RE_U : RE_L)) {
            re_error(t, t->p + 1, t->bytes ? "bad inline flags: cannot use 'u' flag with a bytes pattern" : "bad inline flags: cannot use 'L' flag with a str pattern");
            return 0;
        }
        add |= f;
        if (f & TYPE_FLAGS && (add & TYPE_FLAGS) != f) { re_error(t, t->p + 1, "bad inline flags: flags 'a', 'u' and 'L' are incompatible"); return 0; }
        t->p++;
    }
    if (t->p < t->end && *t->p == ')') {
        t->p++;
        if (!at_start) { re_error(t, open, "global flags not at the start of the expression"); return 0; }
        t->flags |= add;
        return 1;
    }
    if (t->p < t->end && *t->p == '-') {
        t->p++;
        if (t->p >= t->end || !flag_of(*t->p)) return no_flag(t, "missing flag");
        while (t->p < t->end && flag_of(*t->p)) {
            uint32_t f = flag_of(*t->p);
            if (f & TYPE_FLAGS) { re_error(t, t->p + 1, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'"); return 0; }
            del |= f;
            t->p++;
        }
        if (t->p >= t->end || *t->p != ':') return no_flag(t, "missing :");
    } else if (t->p >= t->end || *t->p != ':') return no_flag(t, "missing -, : or )");
    if (add & del) { re_error(t, t->p + 1, "bad inline flags: flag turned on and off"); return 0; }
    t->p++;
    if (add & TYPE_FLAGS) *flags &= ~TYPE_FLAGS;
    *flags = (*flags | add) & ~del;
    return 2;
}
static pg_str *parse_name(re_tree *t, char close, const char *what) {
    const uint8_t *begin = t->p;
    while (t->p < t->end && *t->p != (uint8_t)close) t->p++;
    if (t->p >= t->end) {
        re_error(t, begin, t->p == begin ? "missing %s" : "missing %c, unterminated name", t->p == begin ? (intptr_t)what : (intptr_t)close);
        return NULL;
    }
    pg_str *name = part(t, begin, t->p);
    t->p++;
    if (!name) return NULL;
    if (name->nbytes == 0) { re_error(t, begin, "missing %s", what); return NULL; }
    if (!pg_str_isidentifier(name)) { re_error(t, begin, "bad character in %s %S", what, pg_str_repr(name)); return NULL; }
    return name;
}
static int32_t parse_group(re_tree *t, uint32_t flags, bool at_start, const uint8_t *open, bool *nothing) {
    *nothing = false;
    if (++t->depth > 100) { re_error(t, open, "groups are nested too deeply"); return 0; }
    uint8_t kind = N_CAT;
    uint32_t look = 0;
    pg_str *name = NULL;
    bool capture = true;
    if (t->p < t->end && *t->p == '?') {
        t->p++;
        capture = false;
        if (t->p >= t->end) { re_error(t, t->p, "unexpected end of pattern"); return 0; }
        const uint8_t *at = t->p;
        switch (*t->p++) {
        case ':': break;
        case '>': kind = N_ATOMIC; break;
        case '=': kind = N_LOOK; break;
        case '!': kind = N_LOOK; look = 2; break;
        case '#':
            while (t->p < t->end && *t->p != ')') t->p += *t->p == '\\' && t->p + 1 < t->end ? 2 : 1;
            if (t->p >= t->end) { re_error(t, open, "missing ), unterminated comment"); return 0; }
            t->p++;
            t->depth--;
            *nothing = true;
            return node(t, N_EMPTY, flags);
        case '<':
            if (t->p >= t->end) { re_error(t, t->p, "unexpected end of pattern"); return 0; }
            if (*t->p != '=' && *t->p != '!') { re_error(t, at - 1, "unknown extension ?<%S", next_token(t)); return 0; }
            kind = N_LOOK;
            look = *t->p++ == '!' ? 3 : 1;
            break;
        case 'P':
            if (t->p >= t->end) { re_error(t, t->p, "unexpected end of pattern"); return 0; }
            if (*t->p == '<') {
                t->p++;
                const uint8_t *name_at = t->p;
                name = parse_name(t, '>', "group name");
                if (!name) return 0;
                for (uint32_t i = 0; i < t->names->len; i++)
                    if (pg_str_eq(t->names->items[i].p, name)) {
                        re_error(t, name_at, "redefinition of group name %S as group %l; was group %l", pg_str_repr(name), (int64_t)t->groups + 1, (int64_t)i + 1);
                        return 0;
                    }
                capture = true;
                break;
            }
            if (*t->p == '=') {
                t->p++;
                const uint8_t *name_at = t->p;
                name = parse_name(t, ')', "group name");
                if (!name) return 0;
                bool known = false;
                for (uint32_t i = 0; i < t->names->len; i++) known |= pg_str_eq(t->names->items[i].p, name);
                if (!known) re_error(t, name_at, "unknown group name %S", pg_str_repr(name));
                else re_error(t, open, "backreferences are not supported (they take more than linear time)");
                return 0;
            }
            re_error(t, at - 1, "unknown extension ?P%S", next_token(t));
            return 0;
        case '(':
            re_error(t, open, "conditional groups are not supported (they take more than linear time)");
            return 0;
        default:
            t->p--;
            if (flag_of(*t->p) || *t->p == '-') {
                int r = parse_flags(t, &flags, at_start, open);
                if (r == 0) return 0;
                if (r == 1) { t->depth--; *nothing = true; return node(t, N_EMPTY, flags); }
                break;
            }
            re_error(t, at - 1, "unknown extension ?%S", next_token(t));
            return 0;
        }
    }
    uint32_t group = 0;
    if (capture) {
        if (t->groups == 200) { re_error(t, open, "more than 200 groups"); return 0; }
        group = ++t->groups;
        t->closed[group] = 0;
        pg_list_append(t->names, PG_W_P(name ? name : &pg_str_empty));
        kind = N_GROUP;
    }
    int32_t body = parse_alternatives(t, flags, true, false);
    if (t->failed) return 0;
    if (t->p >= t->end) { re_error(t, open, "missing ), unterminated subpattern"); return 0; }
    t->p++;
    t->depth--;
    if (capture) t->closed[group] = 1;
    if (kind == N_LOOK || kind == N_ATOMIC || kind == N_GROUP) {
        int32_t g = node(t, kind, flags);
        if (kind == N_LOOK) t->nodes[g].flags = (uint16_t)look;
        t->nodes[g].value = group;
        t->nodes[g].child = body;
        return g;
    }
    int32_t g = node(t, N_CAT, flags); /* keeps (?:...) one item for quantifiers */
    t->nodes[g].child = body;
    return g;
}
static int32_t assertion(re_tree *t, uint32_t kind, uint32_t flags) {
    int32_t i = node(t, N_ASSERT, flags);
    t->nodes[i].value = kind;
    return i;
}
static bool at_digits(re_tree *t, uint32_t *v, bool *big) {
    bool any = false;
    *v = 0;
    while (t->p < t->end && *t->p >= '0' && *t->p <= '9') {
        if (*v >= 400000000) *big = true;
        else *v = *v * 10 + (uint32_t)(*t->p - '0');
        t->p++;
        any = true;
    }
    return any;
}
/* One alternative: items with their quantifiers. */
static int32_t parse_sequence(re_tree *t, uint32_t *flags_in, bool nested, bool *first_in_pattern) {
    uint32_t flags = *flags_in;
    int32_t cat = node(t, N_CAT, flags), last = -1, before = -1;
    for (;;) {
        if (t->failed || t->p >= t->end) return cat;
        const uint8_t *at = t->p;
        uint8_t c = *at;
        if (c == '|' || (c == ')' && nested)) return cat;
        if (c == ')') { re_error(t, at, "unbalanced parenthesis"); return cat; }
        if (flags & RE_X) {
            if (c == ' ' || (c >= 9 && c <= 13)) { t->p++; continue; }
            if (c == '#') { while (t->p < t->end && *t->p != '\n') t->p += *t->p == '\\' && t->p + 1 < t->end ? 2 : 1; continue; }
        }
        int32_t item = -1;
        bool repeat = false;
        uint32_t lo = 0, hi = RE_INF;
        t->p++;
        switch (c) {
        case '.': item = node(t, N_ANY, flags); break;
        case '^': item = assertion(t, flags & RE_M ? AT_BEGIN_LINE : AT_BEGIN, flags); break;
        case '$': item = assertion(t, flags & RE_M ? AT_END_LINE : AT_END, flags); break;
        case '[': item = parse_set(t, flags, at); break;
        case '(': {
            bool nothing, start = *first_in_pattern && last < 0;
            item = parse_group(t, flags, start, at, &nothing);
            if (t->failed) return cat;
            if (nothing) {
                if (t->flags != *flags_in && start) { flags = t->flags; *flags_in = flags; }
                continue;
            }
            break;
        }
        case '\\': {
            uint8_t e = t->p < t->end ? *t->p : 0;
            int kind = class_of(e);
            bool ascii = flags & (RE_A | RE_BYTES);
            if (kind >= 0) { t->p++; item = class_node(t, (uint32_t)kind, flags); }
            else if (e == 'A') { t->p++; item = assertion(t, AT_START, flags); }
            else if (e == 'Z') { t->p++; item = assertion(t, AT_STOP, flags); }
            else if (e == 'b') { t->p++; item = assertion(t, ascii ? AT_WORD_A : AT_WORD, flags); }
            else if (e == 'B') { t->p++; item = assertion(t, ascii ? AT_NOT_WORD_A : AT_NOT_WORD, flags); }
            else {
                int64_t code = escape(t, at, false);
                if (t->failed) return cat;
                item = node(t, N_CHAR, flags);
                t->nodes[item].value = (uint32_t)code;
            }
            break;
        }
        case '*': case '+': case '?':
            repeat = true;
            lo = c == '+';
            hi = c == '?' ? 1 : RE_INF;
            break;
        case '{': {
            /* {m}, {m,}, {,n}, {m,n}; anything else is plain text */
            const uint8_t *save = t->p;
            bool big = false;
            if (t->p < t->end && *t->p != '}') {
                bool any = at_digits(t, &lo, &big);
                if (t->p < t->end && *t->p == ',') {
                    t->p++;
                    uint32_t v;
                    if (at_digits(t, &v, &big)) hi = v;
                    any = true;
                } else if (any) hi = lo;
                if (any && t->p < t->end && *t->p == '}') { repeat = true; t->p++; }
                else t->p = save;
            }
            if (repeat && big) {
                t->failed = true;
                pg_raise(&pg_type_OverflowError, "the repetition number is too large");
                return cat;
            }
            if (repeat && hi < lo) { re_error(t, save, "min repeat greater than max repeat"); return cat; }
            if (!repeat) {
                item = node(t, N_CHAR, flags);
                t->nodes[item].value = '{';
            }
            break;
        }
        default:
            t->p = at;
            item = node(t, N_CHAR, flags);
            t->nodes[item].value = take(t, &t->p);
        }
        if (t->failed) return cat;
        if (repeat) {
            if (last < 0 || t->nodes[last].kind == N_ASSERT) { re_error(t, at, "nothing to repeat"); return cat; }
            if (t->nodes[last].kind == N_REPEAT) { re_error(t, at, "multiple repeat"); return cat; }
            item = node(t, N_REPEAT, flags);
            t->nodes[item].min = lo;
            t->nodes[item].max = hi;
            t->nodes[item].greedy = 1;
            if (t->p < t->end && *t->p == '?') { t->nodes[item].greedy = 0; t->p++; }
            else if (t->p < t->end && *t->p == '+') { t->nodes[item].greedy = 2; t->p++; }
            t->nodes[item].child = last;
            if (before < 0) t->nodes[cat].child = item;
            else t->nodes[before].next = item;
            last = item;
            continue;
        }
        before = last;
        if (last < 0) t->nodes[cat].child = item;
        else t->nodes[last].next = item;
        last = item;
    }
}
static int32_t parse_alternatives(re_tree *t, uint32_t flags, bool nested, bool first) {
    int32_t one = parse_sequence(t, &flags, nested, &first);
    if (t->failed || t->p >= t->end || *t->p != '|') return one;
    int32_t alt = node(t, N_ALT, flags), last = one;
    t->nodes[alt].child = one;
    first = false;
    while (!t->failed && t->p < t->end && *t->p == '|') {
        t->p++;
        int32_t more = parse_sequence(t, &flags, nested, &first);
        t->nodes[last].next = more;
        last = more;
    }
    return alt;
}
static const char *wrong_flags(const re_tree *t, uint32_t flags) {
    if (flags & RE_DEBUG) return "the DEBUG flag is not supported";
    if (t->bytes) {
        if (flags & RE_U) return "cannot use UNICODE flag with a bytes pattern";
        return flags & RE_A && flags & RE_L ? "ASCII and LOCALE flags are incompatible" : NULL;
    }
    if (flags & RE_L) return "cannot use LOCALE flag with a str pattern";
    return flags & RE_A && flags & RE_U ? "ASCII and UNICODE flags are incompatible" : NULL;
}
int32_t re_parse(re_tree *t, pg_obj *pattern, uint32_t flags) {
    memset(t, 0, sizeof *t);
    pg_bytes contents;
    if (pg_isinstance(pattern, &pg_type_str)) {
        t->begin = ((pg_str *)pattern)->data;
        t->end = t->begin + ((pg_str *)pattern)->nbytes;
    } else if (pg_bytes_contents(pattern, &contents)) {
        t->begin = contents.data;
        t->end = t->begin + contents.len;
        t->bytes = true;
    } else {
        pg_raise(&pg_type_TypeError, "first argument must be string or compiled pattern");
        return -1;
    }
    t->p = t->begin;
    t->flags = flags | (t->bytes ? RE_BYTES : 0);
    t->names = pg_list_new(PG_REF, 0);
    t->closed = pg_data_alloc(256);
    if (!t->closed) return -1;
    const char *wrong = wrong_flags(t, flags);
    int32_t root = wrong ? -1 : parse_alternatives(t, t->flags, false, true);
    if (!wrong && !t->failed && lone_backslash(t)) re_error(t, t->end - 1, "bad escape (end of pattern)");
    if (!wrong && !t->failed && t->p < t->end) re_error(t, t->p, "unbalanced parenthesis");
    if (!wrong && !t->failed) wrong = wrong_flags(t, t->flags);
    if (wrong) pg_raise(&pg_type_ValueError, "%s", wrong);
    return t->failed || pg_exc ? -1 : root;
}
