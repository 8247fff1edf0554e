/* Matches of strings and bytes, for stdlib/re.py. */
#include "re_match.h"

enum { SEARCH, MATCH, FULLMATCH }; /* as in stdlib/native.py */
#define START_MEMO 2000

static bool open_program(pg_bytes *program, re_head *h, const uint32_t **code) {
    if (program->len >= sizeof *h) memcpy(h, program->data, sizeof *h);
    if (program->len < sizeof *h || h->magic != RE_MAGIC || program->len < sizeof *h + (size_t)h->words * 4) {
        pg_raise(&pg_type_ValueError, "not a compiled pattern");
        return false;
    }
    *code = (const uint32_t *)(const void *)(program->data + sizeof *h);
    return true;
}
/* The contents of a string or of bytes. */
typedef struct subject { const uint8_t *data; uint32_t len; pg_str *text; } subject;

static bool open_subject(pg_obj *o, uint32_t flags, subject *s) {
    bool bytes = flags & RE_BYTES;
    if (pg_isinstance(o, &pg_type_str)) {
        s->text = (pg_str *)o;
        s->data = s->text->data;
        s->len = s->text->nbytes;
        if (!bytes) return true;
        pg_raise(&pg_type_TypeError, "cannot use a bytes pattern on a string-like object");
        return false;
    }
    s->text = NULL;
    if (pg_isinstance(o, &pg_type_bytes)) { s->data = ((pg_bytes *)o)->data; s->len = ((pg_bytes *)o)->len; }
    else if (pg_isinstance(o, &pg_type_bytearray)) { s->data = ((pg_bytearray *)o)->data; s->len = ((pg_bytearray *)o)->len; }
    else { pg_raise(&pg_type_TypeError, "expected string or bytes-like object, got '%s'", o->type->name); return false; }
    if (bytes) return true;
    pg_raise(&pg_type_TypeError, "cannot use a string pattern on a bytes-like object");
    return false;
}
/* What a match needs while it runs, at first on the C stack. */
typedef struct scratch { choice choices[16]; undo undos[16]; uint8_t *top, *page; } scratch;

static void borrow(matcher *m, scratch *s) {
    m->stack = s->choices;
    m->undos = s->undos;
    m->cap = m->capundo = 16;
    m->trail = NULL;
    m->captrail = 0;
    m->failed = m->succeeded = NULL;
    s->top = pg_data_top;
    s->page = pg_data_end;
}
static void give_back(matcher *m, scratch *s) {
    size_t memo = (m->bits * m->head->memos + 7) / 8 + 1;
    if (m->failed) pg_data_free(m->failed, memo);
    if (m->succeeded) pg_data_free(m->succeeded, memo);
    if (m->stack != s->choices) pg_data_free(m->stack, m->cap * sizeof(choice));
    if (m->undos != s->undos) pg_data_free(m->undos, m->capundo * sizeof(undo));
    if (m->trail) pg_data_free(m->trail, m->captrail * sizeof *m->trail);
    if (pg_data_end == s->page && !pg_exc) pg_data_top = s->top;
}
/* Edges of all groups and the last group that closed. */
static void report(const matcher *m, const uint8_t *end, pg_slot *out) {
    uint32_t edges = 2 * (m->head->groups + 1);
    out[0].i = m->start;
    out[1].i = end - m->text;
    for (uint32_t i = 2; i < edges; i += 2) {
        bool set = m->slots[i] != RE_NONE && m->slots[i + 1] != RE_NONE;
        out[i].i = set ? (int64_t)m->slots[i] : -1;
        out[i + 1].i = set ? (int64_t)m->slots[i + 1] : -1;
    }
    out[edges].i = m->slots[m->nslots - 1];
}
static uint32_t offset_of(const subject *s, int64_t pos) {
    int64_t n = s->text ? s->text->nchars : s->len;
    if (pos < 0) pos = 0;
    if (pos >= n) return s->len;
    return s->text ? pg_str_offset(s->text, (uint32_t)pos) : (uint32_t)pos;
}
#define FEW_SLOTS 40
typedef struct finder {
    re_head head;
    subject s;
    matcher m;
    const uint8_t *at, *end;   /* where to go on; the end of the match */
    uint32_t edges;            /* of a match, with the group that closed last */
    uint32_t few[FEW_SLOTS];
} finder;

static bool open_finder(finder *f, pg_bytes *program, pg_obj *string, uint32_t from, uint32_t to) {
    const uint32_t *code;
    if (!open_program(program, &f->head, &code) || !open_subject(string, f->head.flags, &f->s)) return false;
    f->edges = 2 * (f->head.groups + 1) + 1;
    f->m = (matcher){
        .text = f->s.data, .stop = f->s.data + (to < f->s.len ? to : f->s.len), .code = code, .head = &f->head,
        .prefix = (const uint8_t *)(code + f->head.words), .narrow = !f->s.text || f->s.text->nbytes == f->s.text->nchars,
        .slots = f->few, .nslots = f->edges + f->head.marks, .dirty = true,
    };
    f->at = f->s.data + from;
    return f->m.nslots <= FEW_SLOTS || (f->m.slots = pg_data_alloc(f->m.nslots * 4));
}
/* The next match; nothing of what it takes meanwhile stays taken. */
static bool find(finder *f, bool search) {
    scratch space;
    matcher *m = &f->m;
    if (f->at > m->stop) return false;
    borrow(m, &space);
    m->steps = 0;
    m->limit = START_MEMO + 16 * (uint64_t)(m->stop - f->at);
    bool found = pg_re_run(m, f->at, search, &f->end);
    give_back(m, &space);
    if (PG_FAILED || !found) return false;
    m->not_empty = f->end - m->text == m->start;
    f->at = f->end;
    return true;
}
pg_obj *pg_native_re_find(pg_bytes *program, pg_obj *string, int64_t pos, int64_t endpos, int64_t mode) {
    finder f;
    if (!open_finder(&f, program, string, 0, RE_NONE)) return NULL;
    uint32_t to = offset_of(&f.s, endpos);
    f.at += offset_of(&f.s, pos);
    f.m.stop = f.s.data + to;
    f.m.must_end = mode == FULLMATCH;
    if (!find(&f, mode == SEARCH)) return PG_FAILED ? NULL : pg_none;
    pg_list *l = pg_list_new(PG_I64, f.edges);
    if (PG_FAILED) return NULL;
    report(&f.m, f.end, l->items);
    l->len = f.edges;
    return PG_OBJ(l);
}
pg_list *pg_native_re_scan(pg_bytes *program, pg_obj *string, int64_t cursor, int64_t stop, int64_t limit) {
    finder f;
    if (!open_finder(&f, program, string, (uint32_t)(cursor / 2), stop < RE_NONE ? (uint32_t)stop : RE_NONE)) return NULL;
    if (limit > 4096 / f.edges) limit = 4096 / f.edges;
    if (limit < 1) limit = 1;
    pg_list *l = pg_list_new(PG_I64, limit * f.edges + 1);
    if (PG_FAILED) return NULL;
    f.m.not_empty = cursor & 1;
    bool found = false;
    for (; limit > 0 && (found = find(&f, true)); limit--) {
        report(&f.m, f.end, l->items + l->len);
        l->len += f.edges;
    }
    if (PG_FAILED) return NULL;
    l->items[l->len++].i = found ? 2 * (f.at - f.m.text) + f.m.not_empty : -1;
    return l;
}
/* The part of the string between two offsets. */
static pg_obj *part(const subject *s, pg_obj *string, uint32_t from, uint32_t to) {
    if (s->text) return PG_OBJ(pg_str_sub(s->text, from, to));
    if (to > s->len) to = s->len;
    if (from > to) from = to;
    return PG_OBJ(string->type == &pg_type_bytes ? pg_bytes_share(s->data + from, to - from) : pg_bytes_new(s->data + from, to - from));
}
static pg_obj *group(const finder *f, pg_obj *string, uint32_t i) {
    uint32_t from = f->m.slots[2 * i], to = f->m.slots[2 * i + 1];
    if (from == RE_NONE || to == RE_NONE) from = to = 0;
    return part(&f->s, string, from, to);
}
pg_list *pg_native_re_findall(pg_bytes *program, pg_obj *string, int64_t pos, int64_t endpos) {
    finder f;
    if (!open_finder(&f, program, string, 0, RE_NONE)) return NULL;
    f.m.stop = f.s.data + offset_of(&f.s, endpos);
    f.at += offset_of(&f.s, pos);
    pg_list *out = pg_list_new(PG_REF, 0);
    while (find(&f, true)) {
        pg_obj *item;
        if (f.head.groups == 0) item = part(&f.s, string, f.m.start, (uint32_t)(f.end - f.m.text));
        else if (f.head.groups == 1) item = group(&f, string, 1);
        else {
            pg_tuple *groups = pg_tuple_new(f.head.groups, 0);
            for (uint32_t i = 1; i <= f.head.groups; i++) {
                groups->items[i - 1].p = pg_none;
                if (!pg_exc) groups->items[i - 1].p = group(&f, string, i);
            }
            item = PG_OBJ(groups);
        }
        if (PG_FAILED) return NULL;
        pg_list_append(out, PG_W_P(item));
    }
    return PG_FAILED ? NULL : out;
}
pg_list *pg_native_re_split(pg_bytes *program, pg_obj *string, int64_t maxsplit) {
    finder f;
    if (!open_finder(&f, program, string, 0, RE_NONE)) return NULL;
    pg_list *out = pg_list_new(PG_REF, 0);
    uint32_t begin = 0;
    for (int64_t n = 0; (maxsplit == 0 || n < maxsplit) && find(&f, true); n++) {
        pg_list_append(out, PG_W_P(part(&f.s, string, begin, f.m.start)));
        for (uint32_t i = 1; i <= f.head.groups && !pg_exc; i++)
            pg_list_append(out, PG_W_P(f.m.slots[2 * i] == RE_NONE || f.m.slots[2 * i + 1] == RE_NONE ? pg_none : group(&f, string, i)));
        if (PG_FAILED) return NULL;
        begin = (uint32_t)(f.end - f.m.text);
    }
    if (!pg_exc) pg_list_append(out, PG_W_P(part(&f.s, string, begin, f.s.len)));
    return PG_FAILED ? NULL : out;
}
pg_list *pg_native_re_fill(pg_bytes *program, pg_obj *string, pg_list *texts, pg_list *groups, int64_t count) {
    finder f;
    if (!open_finder(&f, program, string, 0, RE_NONE)) return NULL;
    pg_sb b;
    sb_init(&b);
    const uint8_t *begin = f.s.data;
    int64_t n = 0;
    for (; (count == 0 || n < count) && find(&f, true); n++) {
        sb_put(&b, begin, (size_t)(f.m.text + f.m.start - begin));
        for (uint32_t i = 0; i < texts->len; i++) {
            int64_t g = groups->items[i].i;
            subject text;
            if (g < 0) {
                if (!open_subject(texts->items[i].p, f.head.flags, &text)) return NULL;
                sb_put(&b, text.data, text.len);
            } else {
                uint32_t from = g ? f.m.slots[2 * g] : f.m.start, to = g ? f.m.slots[2 * g + 1] : (uint32_t)(f.end - f.m.text);
                if (from != RE_NONE && to != RE_NONE) sb_put(&b, f.m.text + from, to - from);
            }
        }
        begin = f.end;
    }
    if (PG_FAILED) return NULL;
    pg_obj *made = string;
    if (n || !(f.s.text || string->type == &pg_type_bytes)) {
        sb_put(&b, begin, (size_t)(f.s.data + f.s.len - begin));
        made = f.s.text ? PG_OBJ(sb_finish(&b)) : PG_OBJ(sb_finish_bytes(&b));
    }
    pg_list *out = pg_list_new(PG_REF, 2);
    if (PG_FAILED || !made) return NULL;
    pg_list_append(out, PG_W_P(made));
    pg_list_append(out, PG_W_P(pg_box_int(n)));
    return out;
}
int64_t pg_native_re_offset(pg_obj *string, int64_t pos) {
    subject s;
    return open_subject(string, pg_isinstance(string, &pg_type_str) ? 0 : RE_BYTES, &s) ? offset_of(&s, pos) : 0;
}
int64_t pg_native_re_position(pg_obj *string, int64_t offset) {
    if (offset <= 0 || !pg_isinstance(string, &pg_type_str)) return offset;
    pg_str *s = (pg_str *)string;
    if (s->nbytes == s->nchars || offset < 64) return pg_str_pos(s, (uint32_t)offset);
    if (offset >= s->nbytes) return s->nchars;
    if (!s->index) pg_str_offset(s, s->nchars - 1); /* builds the index: where every 64th character begins */
    if (!s->index) return pg_str_pos(s, (uint32_t)offset);
    uint32_t a = 0, b = (s->nchars - 1) / 64 + 1;
    while (a + 1 < b) { uint32_t mid = (a + b) / 2; if (s->index[mid] <= offset) a = mid; else b = mid; }
    return a * 64 + (int64_t)utf8_count(s->data + s->index[a], (size_t)(offset - s->index[a]));
}
pg_obj *pg_native_re_slice(pg_obj *string, int64_t from, int64_t to) {
    subject s;
    if (string->type == &pg_type_str && from >= 0) return PG_OBJ(pg_str_sub((pg_str *)string, (size_t)from, (size_t)to));
    if (!open_subject(string, pg_isinstance(string, &pg_type_str) ? 0 : RE_BYTES, &s)) return NULL;
    return from < 0 ? part(&s, string, 0, 0) : part(&s, string, (uint32_t)from, (uint32_t)to);
}
pg_obj *pg_native_re_join(pg_obj *string, pg_list *parts) {
    if (pg_isinstance(string, &pg_type_str)) return PG_OBJ(pg_str_join(&pg_str_empty, parts));
    return PG_OBJ(pg_bytes_join(&pg_bytes_empty, parts));
}
pg_str *pg_native_re_text(pg_obj *string) {
    subject s;
    if (pg_isinstance(string, &pg_type_str)) return (pg_str *)string;
    if (!open_subject(string, RE_BYTES, &s)) return NULL;
    pg_sb b;
    sb_init(&b);
    for (uint32_t i = 0; i < s.len; i++) sb_code(&b, s.data[i]);
    return sb_finish(&b);
}
pg_obj *pg_native_re_like(pg_obj *string, pg_str *text) {
    if (pg_isinstance(string, &pg_type_str)) return PG_OBJ(text);
    pg_sb b;
    sb_init(&b);
    for (const uint8_t *p = text->data; p < text->data + text->nbytes;) sb_putc(&b, (int)utf8_decode(&p));
    return PG_OBJ(sb_finish_bytes(&b));
}
int64_t pg_native_re_groups(pg_bytes *program) {
    re_head h;
    const uint32_t *code;
    return open_program(program, &h, &code) ? h.groups : 0;
}
int64_t pg_native_re_flags(pg_bytes *program) {
    re_head h;
    const uint32_t *code;
    return open_program(program, &h, &code) ? h.flags & ~(uint32_t)RE_BYTES : 0;
}
int64_t pg_native_re_group_index(pg_bytes *program, pg_str *name) {
    re_head h;
    const uint32_t *code;
    if (!open_program(program, &h, &code)) return -1;
    const uint8_t *p = (const uint8_t *)(code + h.words) + h.prefix;
    for (uint32_t i = 1; i <= h.groups; i++) {
        uint32_t n;
        memcpy(&n, p, 4);
        if (n && n == name->nbytes && memcmp(p + 4, name->data, n) == 0) return i;
        p += 4 + n;
    }
    return -1;
}
pg_list *pg_native_re_group_names(pg_bytes *program) {
    re_head h;
    const uint32_t *code;
    if (!open_program(program, &h, &code)) return NULL;
    pg_list *l = pg_list_new(PG_STRS, h.groups);
    const uint8_t *p = (const uint8_t *)(code + h.words) + h.prefix;
    for (uint32_t i = 0; i < h.groups && !pg_exc; i++) {
        uint32_t n;
        memcpy(&n, p, 4);
        pg_list_append(l, PG_W_P(pg_str_new(p + 4, n)));
        p += 4 + n;
    }
    return l;
}
pg_str *pg_native_re_show_pattern(pg_bytes *program, pg_str *shown) {
    re_head h;
    const uint32_t *code;
    if (!open_program(program, &h, &code)) return NULL;
    pg_sb b;
    sb_init(&b);
    sb_c(&b, "re.compile(");
    sb_put(&b, shown->data, shown->nchars > 200 ? pg_str_offset(shown, 200) : shown->nbytes);
    static const struct { uint16_t flag; char name[11]; } names[] = {
        { RE_I, "IGNORECASE" }, { RE_L, "LOCALE" }, { RE_M, "MULTILINE" }, { RE_S, "DOTALL" }, { RE_X, "VERBOSE" }, { RE_A, "ASCII" },
    };
    const char *before = ", re.";
    for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(h.flags & names[i].flag)) continue;
        sb_c(&b, before);
        sb_c(&b, names[i].name);
        before = "|re.";
    }
    sb_putc(&b, ')');
    return sb_finish(&b);
}
pg_str *pg_native_re_show_match(pg_obj *string, int64_t from, int64_t to) {
    pg_obj *found = pg_native_re_slice(string, from, to);
    pg_str *shown = found ? pg_obj_repr(found) : NULL;
    if (!shown) return NULL;
    pg_sb b;
    sb_init(&b);
    sb_c(&b, "<re.Match object; span=(");
    sb_int(&b, pg_native_re_position(string, from));
    sb_c(&b, ", ");
    sb_int(&b, pg_native_re_position(string, to));
    sb_c(&b, "), match=");
    sb_str(&b, shown);
    sb_putc(&b, '>');
    return sb_finish(&b);
}
