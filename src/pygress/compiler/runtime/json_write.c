/* JSON out: the text of json.dumps. */
#include "pg_internal.h"

static void escape(pg_sb *b, uint32_t c) {
    sb_put(b, "\\u", 2);
    for (int i = 12; i >= 0; i -= 4) sb_putc(b, "0123456789abcdef"[c >> i & 15]);
}
/* Not zero if one of eight characters is not plain ASCII, or to be escaped. */
PG_INLINE uint64_t special(uint64_t word) {
    uint64_t ones = 0x0101010101010101u, quote = word ^ ones * '"', slash = word ^ ones * '\\';
    return ((word - ones * 0x20) | (quote - ones) | (slash - ones) | word | (word + ones)) & 0x8080808080808080u;
}
void pg_json_quote_to(pg_sb *b, pg_str *s, bool ascii) {
    if (!sb_room(b, (size_t)s->nbytes + 2)) return;
    uint8_t *d = b->data + b->len;
    *d++ = '"';
    const uint8_t *p = s->data, *end = p + s->nbytes, *run;
    for (uint64_t word; end - p >= 8; p += 8, d += 8) { /* most text is all plain: eight characters at once */
        memcpy(&word, p, 8);
        if (special(word)) break;
        memcpy(d, &word, 8);
    }
    while (p < end && *p >= 0x20 && *p < 0x7F && *p != '"' && *p != '\\') *d++ = *p++;
    b->len = (size_t)(d - b->data);
    run = p;
    while (p < end) {
        if (end - p >= 8) {
            uint64_t word;
            memcpy(&word, p, 8);
            if (!special(word)) { p += 8; continue; }
        }
        if (*p >= 0x20 && *p < 0x7F && *p != '"' && *p != '\\') { p++; continue; }
        if (*p >= 0x7F && !ascii) { p++; continue; }
        sb_put(b, run, (size_t)(p - run));
        uint32_t c = utf8_decode(&p);
        run = p;
        switch (c) {
        case '"': sb_put(b, "\\\"", 2); break;
        case '\\': sb_put(b, "\\\\", 2); break;
        case 8: sb_put(b, "\\b", 2); break;
        case 12: sb_put(b, "\\f", 2); break;
        case '\n': sb_put(b, "\\n", 2); break;
        case '\r': sb_put(b, "\\r", 2); break;
        case '\t': sb_put(b, "\\t", 2); break;
        default:
            if (c > 0xFFFF) { escape(b, 0xD7C0 + (c >> 10)); escape(b, 0xDC00 + (c & 0x3FF)); }
            else escape(b, c);
        }
    }
    sb_put(b, run, (size_t)(end - run));
    sb_putc(b, '"');
}
typedef struct writer {
    pg_sb b;
    bool sort, ascii;
    pg_str *indent, *item, *key;
    int depth;
    pg_obj *open[500];
} writer;
static void break_line(writer *w) {
    sb_putc(&w->b, '\n');
    sb_fill(&w->b, w->indent->data, w->indent->nbytes, w->depth);
}
PG_INLINE void newline(writer *w) { if (PG_UNLIKELY(w->indent != NULL)) break_line(w); }
static void value(writer *w, pg_obj *o);
static bool enter(writer *w, pg_obj *o) {
    for (int i = 0; i < w->depth; i++)
        if (w->open[i] == o) { pg_raise(&pg_type_ValueError, "Circular reference detected"); return false; }
    if (w->depth == 500) { pg_raise(&pg_type_RecursionError, "maximum recursion depth exceeded while encoding a JSON object"); return false; }
    w->open[w->depth++] = o;
    return true;
}
static void number(writer *w, double d) {
    if (d != d) sb_c(&w->b, "NaN");
    else if (d == __builtin_inf()) sb_c(&w->b, "Infinity");
    else if (d == -__builtin_inf()) sb_c(&w->b, "-Infinity");
    else if (pg_float_repr) sb_str(&w->b, pg_float_repr(d));
}
static void word(writer *w, pg_word x, pg_kind k) {
    if (k == PG_I64) sb_int(&w->b, x);
    else if (k == PG_BOOL) sb_c(&w->b, x ? "true" : "false");
    else if (k == PG_F64) number(w, PG_F_W(x));
    else value(w, PG_P_W(x));
}
static void key_text(writer *w, pg_word k, pg_kind kind) {
    pg_obj *o = pg_box(k, kind);
    if (pg_isinstance(o, &pg_type_str)) { pg_json_quote_to(&w->b, (pg_str *)o, w->ascii); return; }
    if (o == pg_none || o->type->id == PG_ID_BOOL || pg_isinstance(o, &pg_type_int) || o->type->id == PG_ID_FLOAT) {
        sb_putc(&w->b, '"');
        value(w, o);
        sb_putc(&w->b, '"');
        return;
    }
    pg_raise(&pg_type_TypeError, "keys must be str, int, float, bool or None, not %T", o);
}
static void value(writer *w, pg_obj *o) {
    if (PG_FAILED) return;
    if (o->type->layout == PG_L_STR) pg_json_quote_to(&w->b, (pg_str *)o, w->ascii);
    else if (o == pg_none) sb_c(&w->b, "null");
    else if (o->type->id == PG_ID_BOOL) sb_c(&w->b, ((pg_int *)o)->v ? "true" : "false");
    else if (PG_IS(o, int)) sb_int(&w->b, ((pg_int *)o)->v);
    else if (o->type->id == PG_ID_FLOAT) number(w, ((pg_float *)o)->v);
    else if (o->type->layout == PG_L_LIST || o->type->layout == PG_L_TUPLE) {
        pg_list *l = o->type->layout == PG_L_LIST ? (pg_list *)o : NULL;
        pg_tuple *t = (pg_tuple *)o;
        uint32_t n = l ? l->len : t->len;
        if (n == 0) { sb_c(&w->b, "[]"); return; }
        if (!enter(w, o)) return;
        sb_putc(&w->b, '[');
        newline(w);
        for (uint32_t i = 0; i < n && !pg_exc; i++) {
            if (i) { sb_str(&w->b, w->item); newline(w); }
            if (l) word(w, l->items[i].i, l->kind);
            else word(w, t->items[i].i, pg_tuple_kind(t, i));
        }
        w->depth--;
        newline(w);
        sb_putc(&w->b, ']');
    } else if (o->type->layout == PG_L_DICT) {
        pg_dict *d = (pg_dict *)o;
        if (d->len == 0) { sb_c(&w->b, "{}"); return; }
        if (!enter(w, o)) return;
        sb_putc(&w->b, '{');
        newline(w);
        pg_list *keys = NULL;
        if (w->sort) { keys = pg_dict_key_list(d); if (!pg_exc) pg_list_sort(keys, false); }
        bool first = true;
        for (uint32_t i = 0, n = keys ? keys->len : d->used; i < n && !pg_exc; i++) {
            pg_entry *e = keys ? pg_dict_find(d, keys->items[i].i) : &d->entries[i];
            if (!e || !e->live) continue;
            if (!first) { sb_str(&w->b, w->item); newline(w); }
            first = false;
            key_text(w, e->key.i, d->kkind);
            sb_str(&w->b, w->key);
            word(w, e->val.i, d->vkind);
        }
        w->depth--;
        newline(w);
        sb_putc(&w->b, '}');
    } else if (pg_isinstance(o, &pg_type_int)) sb_int(&w->b, ((pg_int *)o)->v);
    else pg_raise(&pg_type_TypeError, "Object of type %T is not JSON serializable", o);
}
pg_str *pg_json_dumps(pg_obj *o, bool sort, bool ascii, pg_str *indent, pg_str *item, pg_str *key) {
    static writer only; /* nothing that it calls writes JSON */
    writer *w = &only;
    w->sort = sort;
    w->ascii = ascii;
    w->indent = indent;
    w->depth = 0;
    w->item = item ? item : pg_str_lit(indent ? "," : ", ");
    w->key = key ? key : pg_str_lit(": ");
    sb_init(&w->b);
    value(w, o);
    return pg_exc ? NULL : sb_finish(&w->b);
}
pg_str *pg_json_quote(pg_str *s, bool ascii) {
    pg_sb b;
    sb_init(&b);
    pg_json_quote_to(&b, s, ascii);
    return sb_finish(&b);
}
