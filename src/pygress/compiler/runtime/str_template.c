/* "...".format(...): fields, nested specs. The order of checks is that of CPython, whose first error is the one shown. */
#include "pg_internal.h"

typedef struct { uint32_t nargs; pg_obj *const *args; pg_obj *kwargs; int64_t automatic; } fields;
static pg_str *expand(fields *f, const uint8_t *p, const uint8_t *end, int depth);
static void *bad(const char *text) { return pg_raise(&pg_type_ValueError, "%s", text); }

static pg_obj *keyword(fields *f, const uint8_t *p, size_t n) {
    pg_str *name = pg_str_new(p, n);
    if (!name) return NULL;
    if (f->kwargs && PG_IS(f->kwargs, dict)) {
        pg_dict *d = (pg_dict *)f->kwargs;
        pg_entry *e = pg_dict_find(d, PG_W_P(name));
        if (e) return pg_box(e->val.i, d->vkind);
    } else if (f->kwargs) return pg_obj_getitem(f->kwargs, PG_OBJ(name));
    return pg_raise_key(PG_W_P(name), PG_REF);
}
static pg_obj *positional(fields *f, int64_t i) {
    if (i < (int64_t)f->nargs) return f->args[i];
    if (!f->args) return bad("Format string contains positional fields");
    return pg_raise(&pg_type_IndexError, "Replacement index %l out of range for positional args tuple", i);
}
/* A number written in decimal digits of any script: false if it is none; *v = -1 after raising. */
static bool digits(const uint8_t *p, const uint8_t *end, int64_t *v) {
    *v = 0;
    if (p >= end) return false;
    while (p < end) {
        int d = uc_decimal(utf8_decode(&p));
        if (d < 0) return false;
        if (*v > (INT64_MAX - d) / 10) { bad("Too many decimal digits in format string"); *v = -1; return true; }
        *v = *v * 10 + d;
    }
    return true;
}
static pg_obj *lookup(fields *f, const uint8_t *p, const uint8_t *end) {
    const uint8_t *q = p;
    while (q < end && *q != '.' && *q != '[') q++;
    int64_t i;
    bool number = digits(p, q, &i);
    if (i < 0) return NULL;
    if (q == p || number) {
        if (q == p && f->automatic < 0) return bad("cannot switch from manual field specification to automatic field numbering");
        if (q != p && f->automatic > 0) return bad("cannot switch from automatic field numbering to manual field specification");
        if (q == p) i = f->automatic++;
        else f->automatic = -1;
    }
    pg_obj *o = q == p || number ? positional(f, i) : keyword(f, p, (size_t)(q - p));
    while (o && q < end) {
        if (*q == '.') {
            p = ++q;
            while (q < end && *q != '.' && *q != '[') q++;
            if (q == p) return bad("Empty attribute in format string");
            o = pg_obj_getattr(o, pg_str_new(p, (size_t)(q - p)));
        } else if (*q == '[') {
            p = ++q;
            while (q < end && *q != ']') q++;
            if (q >= end) return bad("Missing ']' in format string");
            number = digits(p, q, &i);
            if (i < 0) return NULL;
            if (q == p) return bad("Empty attribute in format string");
            o = pg_obj_getitem(o, number ? pg_box_int(i) : PG_OBJ(pg_str_new(p, (size_t)(q - p))));
            q++;
        } else return bad("Only '.' or '[' may follow ']' in format field specifier");
    }
    return o;
}
static pg_str *convert(pg_obj *o, uint32_t conversion) {
    switch (conversion) {
    case 's': return pg_obj_str(o);
    case 'r': return pg_obj_repr(o);
    case 'a': return pg_obj_ascii(o);
    }
    if (conversion > 32 && conversion < 127) return pg_raise(&pg_type_ValueError, "Unknown conversion specifier %c", (int)conversion);
    char hex[9];
    pg_hex_digits(hex, conversion);
    return pg_raise(&pg_type_ValueError, "Unknown conversion specifier \\x%s", hex);
}
/* One field, from behind its brace; gives the place behind it, or NULL. */
static const uint8_t *field(fields *f, pg_sb *b, const uint8_t *p, const uint8_t *end, int depth) {
    const uint8_t *name = p, *begin = NULL, *stop = NULL;
    uint32_t conversion = 0;
    bool nested = false, closed = false;
    for (;; p++) {
        if (p >= end) return bad("expected '}' before end of string");
        if (*p == '{') return bad("unexpected '{' in field name");
        if (*p == '[') { while (p < end && *p != ']') p++; if (p >= end) return bad("expected '}' before end of string"); continue; }
        if (*p == '}' || *p == ':' || *p == '!') break;
    }
    const uint8_t *name_end = p;
    uint8_t c = *p++;
    if (c == '!') {
        if (p >= end) return bad("end of string while looking for conversion specifier");
        conversion = utf8_decode(&p);
        if (p < end) {
            c = *p++;
            if (c != '}' && c != ':') return bad("expected ':' after conversion specifier");
        } else c = ':';
    }
    closed = c == '}';
    if (!closed) {
        begin = p;
        for (int open = 1; p < end && !closed; p++) {
            if (*p == '{') { open++; nested = true; }
            else if (*p == '}' && --open == 0) { stop = p; closed = true; }
        }
        if (!closed) return bad("unmatched '{' in format spec");
    }
    pg_obj *o = lookup(f, name, name_end);
    if (o && conversion) o = PG_OBJ(convert(o, conversion));
    if (!o || pg_exc) return NULL;
    pg_str *spec = !begin ? &pg_str_empty : nested ? expand(f, begin, stop, depth + 1) : pg_str_new(begin, (size_t)(stop - begin));
    pg_str *text = spec ? pg_obj_format(o, spec) : NULL;
    if (!text) return NULL;
    sb_str(b, text);
    return p;
}
static pg_str *expand(fields *f, const uint8_t *p, const uint8_t *end, int depth) {
    if (depth > 2) return bad("Max string recursion exceeded");
    pg_sb b;
    sb_init(&b);
    while (p < end) {
        const uint8_t *q = p;
        while (q < end && *q != '{' && *q != '}') q++;
        sb_put(&b, p, (size_t)(q - p));
        if (q >= end) break;
        p = q + 1;
        if (p < end && *p == *q) { sb_putc(&b, *p++); continue; }
        if (*q == '}') return bad("Single '}' encountered in format string");
        if (p >= end) return bad("Single '{' encountered in format string");
        p = field(f, &b, p, end, depth);
        if (!p) return NULL;
    }
    return sb_finish(&b);
}
pg_str *pg_str_format_method(pg_str *s, uint32_t nargs, pg_obj *const *args, pg_obj *kwargs) {
    fields f = { nargs, args, kwargs, 0 };
    return expand(&f, s->data, s->data + s->nbytes, 1);
}
