/* "..." % args and "...".format(...). */
#include "pg_internal.h"

/* ---- % */

typedef struct { pg_obj *all; pg_tuple *tuple; uint32_t at; } arguments;
static pg_obj *next_argument(arguments *a) {
    if (a->tuple) {
        if (a->at < a->tuple->len) return pg_tuple_get_boxed(a->tuple, a->at++);
    } else if (a->at == 0) { a->at = 1; return a->all; }
    return pg_raise(&pg_type_TypeError, "not enough arguments for format string");
}
static bool want_number(pg_obj *o, char c) {
    if (pg_isinstance(o, &pg_type_int) || o->type->id == PG_ID_FLOAT) return true;
    pg_raise(&pg_type_TypeError, "%%%c format: a real number is required, not %T", c, o);
    return false;
}
pg_str *pg_str_percent(pg_str *s, pg_obj *args) {
    arguments a = { args, pg_isinstance(args, &pg_type_tuple) ? (pg_tuple *)args : NULL, 0 };
    bool mapping = args->type->layout == PG_L_DICT, used_mapping = false;
    pg_sb b;
    sb_init(&b);
    const uint8_t *p = s->data, *end = p + s->nbytes;
    while (p < end) {
        const uint8_t *q = p;
        while (q < end && *q != '%') q++;
        sb_put(&b, p, (size_t)(q - p));
        if (q >= end) break;
        p = q + 1;
        pg_obj *value = NULL;
        if (p < end && *p == '%') { sb_putc(&b, '%'); p++; continue; }
        if (p < end && *p == '(') {
            const uint8_t *k = ++p;
            int depth = 1;
            while (p < end && depth) { depth += *p == '(' ? 1 : *p == ')' ? -1 : 0; p++; }
            if (depth) return pg_raise(&pg_type_ValueError, "incomplete format key");
            if (!mapping) return pg_raise(&pg_type_TypeError, "format requires a mapping");
            value = pg_obj_getitem(args, PG_OBJ(pg_str_new(k, (size_t)(p - 1 - k))));
            if (!value) return NULL;
            used_mapping = true;
        }
        bool left = false, plus = false, space = false, alt = false, zero = false;
        for (; p < end; p++) {
            if (*p == '-') left = true;
            else if (*p == '+') plus = true;
            else if (*p == ' ') space = true;
            else if (*p == '#') alt = true;
            else if (*p == '0') zero = true;
            else break;
        }
        int64_t width = -1, precision = -1;
        for (int part = 0; part < 2; part++) {
            if (part == 1) {
                if (p >= end || *p != '.') break;
                p++;
                precision = 0;
            }
            int64_t v = 0;
            if (p < end && *p == '*') {
                pg_obj *o = next_argument(&a);
                if (!o) return NULL;
                if (!pg_isinstance(o, &pg_type_int)) return pg_raise(&pg_type_TypeError, "* wants int");
                v = ((pg_int *)o)->v;
                if (part == 0 && v < 0) { left = true; v = -v; }
                if (part == 1 && v < 0) v = 0;
                p++;
            } else while (p < end && *p >= '0' && *p <= '9' && v < 100000000) v = v * 10 + (*p++ - '0');
            if (part == 0) width = v;
            else precision = v;
        }
        while (p < end && (*p == 'h' || *p == 'l' || *p == 'L')) p++;
        if (p >= end) return pg_raise(&pg_type_ValueError, "incomplete format");
        char c = (char)*p++;
        if (!value) value = next_argument(&a);
        if (!value) return NULL;
        pg_sb spec;
        sb_init(&spec);
        pg_str *text = NULL;
        switch (c) {
        case 's': case 'r': case 'a':
            text = c == 's' ? pg_obj_str(value) : c == 'r' ? pg_obj_repr(value) : pg_obj_ascii(value);
            if (!text) return NULL;
            if (precision >= 0) text = pg_str_slice(text, 0, precision);
            break;
        case 'c':
            if (pg_isinstance(value, &pg_type_int)) {
                int64_t code = ((pg_int *)value)->v;
                if (code < 0 || code > 0x10FFFF) return pg_raise(&pg_type_OverflowError, "%%c arg not in range(0x110000)");
                text = pg_str_char((uint32_t)code);
            } else if (pg_isinstance(value, &pg_type_str) && ((pg_str *)value)->nchars == 1) text = (pg_str *)value;
            else return pg_raise(&pg_type_TypeError, "%%c requires int or char");
            break;
        case 'd': case 'i': case 'u': case 'x': case 'X': case 'o': {
            int64_t v;
            if (pg_isinstance(value, &pg_type_int)) v = ((pg_int *)value)->v;
            else if (c == 'x' || c == 'X' || c == 'o') return pg_raise(&pg_type_TypeError, "%%%c format: an integer is required, not %T", c, value);
            else { if (!want_number(value, c)) return NULL; v = pg_int_from_obj(value); if (PG_FAILED) return NULL; }
            if (left) sb_putc(&spec, '<');
            else if (!(zero && precision < 0)) sb_putc(&spec, '>');
            if (plus) sb_putc(&spec, '+');
            else if (space) sb_putc(&spec, ' ');
            if (alt && c != 'd' && c != 'i' && c != 'u') sb_putc(&spec, '#');
            if (zero && !left && precision < 0) sb_putc(&spec, '0');
            if (precision < 0) { if (width > 0) sb_int(&spec, width); width = -1; }
            sb_putc(&spec, c == 'i' || c == 'u' ? 'd' : c);
            text = pg_int_format(v, sb_finish(&spec));
            if (text && precision >= 0) { /* at least so many digits */
                size_t sign = text->nbytes && (text->data[0] == '-' || text->data[0] == '+' || text->data[0] == ' ');
                if (alt && (c == 'x' || c == 'X' || c == 'o')) sign += 2;
                pg_sb t;
                sb_init(&t);
                sb_put(&t, text->data, sign);
                sb_fill(&t, (const uint8_t *)"0", 1, precision - (int64_t)(text->nbytes - sign));
                sb_put(&t, text->data + sign, text->nbytes - sign);
                text = sb_finish(&t);
                if (zero && !left && text) {
                    pg_sb u;
                    sb_init(&u);
                    sb_put(&u, text->data, sign);
                    sb_fill(&u, (const uint8_t *)"0", 1, width - text->nchars);
                    sb_put(&u, text->data + sign, text->nbytes - sign);
                    text = sb_finish(&u);
                }
            }
            break;
        }
        case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': {
            if (!want_number(value, 'f')) return NULL;
            if (left) sb_putc(&spec, '<');
            else if (!zero) sb_putc(&spec, '>');
            if (plus) sb_putc(&spec, '+');
            else if (space) sb_putc(&spec, ' ');
            if (alt) sb_putc(&spec, '#');
            if (zero && !left) sb_putc(&spec, '0');
            if (width > 0) sb_int(&spec, width);
            width = -1;
            sb_putc(&spec, '.');
            sb_int(&spec, precision < 0 ? 6 : precision);
            sb_putc(&spec, c);
            text = pg_obj_format(value, sb_finish(&spec));
            break;
        }
        default: {
            int64_t at = (int64_t)utf8_count(s->data, (size_t)(p - 1 - s->data));
            const uint8_t *u = p - 1;
            uint32_t code = utf8_decode(&u);
            static const char h[] = "0123456789abcdef";
            char hex[9] = { 0 };
            int n = 0;
            for (int i = 28; i >= 0; i -= 4) if (code >> i || n) hex[n++] = h[code >> i & 15];
            return pg_raise(&pg_type_ValueError, "unsupported format character '%S' (0x%s) at index %l", pg_str_char(code < 32 || code > 126 ? '?' : code), hex, at);
        }
        }
        if (!text) return NULL;
        int64_t fill = width - text->nchars;
        if (!left) sb_fill(&b, (const uint8_t *)" ", 1, fill);
        sb_str(&b, text);
        if (left) sb_fill(&b, (const uint8_t *)" ", 1, fill);
    }
    if (!used_mapping && !mapping && (a.tuple ? a.at < a.tuple->len : a.at == 0)) {
        if (a.tuple || !(args->type->layout == PG_L_LIST)) return pg_raise(&pg_type_TypeError, "not all arguments converted during string formatting");
    }
    return sb_finish(&b);
}

/* ---- format */

typedef struct { uint32_t nargs; pg_obj *const *args; pg_dict *kwargs; int64_t automatic; } fields;
static pg_str *expand(fields *f, const uint8_t *p, const uint8_t *end, int depth);

static pg_obj *keyword(fields *f, const uint8_t *p, size_t n) {
    pg_str *name = pg_str_new(p, n);
    if (!name) return NULL;
    if (f->kwargs) {
        pg_entry *e = pg_dict_find(f->kwargs, PG_W_P(name));
        if (e) return pg_box(e->val.i, f->kwargs->vkind);
    }
    return pg_raise_key(PG_W_P(name), PG_REF);
}
static pg_obj *positional(fields *f, int64_t i) {
    if (i < (int64_t)f->nargs) return f->args[i];
    return pg_raise(&pg_type_IndexError, "Replacement index %l out of range for positional args tuple", i);
}
static bool digits(const uint8_t *p, const uint8_t *end, int64_t *v) {
    if (p >= end) return false;
    *v = 0;
    for (; p < end; p++) {
        if (*p < '0' || *p > '9') return false;
        if (*v < 100000000) *v = *v * 10 + (*p - '0');
    }
    return true;
}
static pg_obj *lookup(fields *f, const uint8_t *p, const uint8_t *end) {
    const uint8_t *q = p;
    while (q < end && *q != '.' && *q != '[') q++;
    int64_t i;
    pg_obj *o;
    if (q == p) {
        if (f->automatic < 0) return pg_raise(&pg_type_ValueError, "cannot switch from manual field specification to automatic field numbering");
        o = positional(f, f->automatic++);
    } else if (digits(p, q, &i)) {
        if (f->automatic > 0) return pg_raise(&pg_type_ValueError, "cannot switch from automatic field numbering to manual field specification");
        f->automatic = -1;
        o = positional(f, i);
    } else o = keyword(f, p, (size_t)(q - p));
    while (o && q < end) {
        if (*q == '.') {
            p = ++q;
            while (q < end && *q != '.' && *q != '[') q++;
            if (q == p) return pg_raise(&pg_type_ValueError, "Empty attribute in format string");
            o = pg_obj_getattr(o, pg_str_new(p, (size_t)(q - p)));
        } else if (*q == '[') {
            p = ++q;
            while (q < end && *q != ']') q++;
            if (q >= end) return pg_raise(&pg_type_ValueError, "Missing ']' in format string");
            if (q == p) return pg_raise(&pg_type_ValueError, "Empty attribute in format string");
            o = pg_obj_getitem(o, digits(p, q, &i) ? pg_box_int(i) : PG_OBJ(pg_str_new(p, (size_t)(q - p))));
            q++;
            if (q < end && *q != '.' && *q != '[') return pg_raise(&pg_type_ValueError, "Only '.' or '[' may follow ']' in format field specifier");
        } else break;
    }
    return o;
}
static pg_str *expand(fields *f, const uint8_t *p, const uint8_t *end, int depth) {
    if (depth > 2) return pg_raise(&pg_type_ValueError, "Max string recursion exceeded");
    pg_sb b;
    sb_init(&b);
    while (p < end) {
        if (*p == '}') {
            if (p + 1 < end && p[1] == '}') { sb_putc(&b, '}'); p += 2; continue; }
            return pg_raise(&pg_type_ValueError, "Single '}' encountered in format string");
        }
        if (*p != '{') {
            const uint8_t *q = p;
            while (q < end && *q != '{' && *q != '}') q++;
            sb_put(&b, p, (size_t)(q - p));
            p = q;
            continue;
        }
        if (++p >= end) return pg_raise(&pg_type_ValueError, "Single '{' encountered in format string");
        if (*p == '{') { sb_putc(&b, '{'); p++; continue; }
        const uint8_t *name = p;
        int nest = 0;
        while (p < end && *p != ':' && *p != '!' && *p != '}') {
            if (*p == '{') return pg_raise(&pg_type_ValueError, "unexpected '{' in field name");
            if (*p == '[') while (p < end && *p != ']') p++;
            if (p < end) p++;
        }
        if (p >= end) return pg_raise(&pg_type_ValueError, "expected '}' before end of string");
        const uint8_t *name_end = p;
        int conversion = 0;
        if (*p == '!') {
            if (p + 1 >= end) return pg_raise(&pg_type_ValueError, "end of string while looking for conversion specifier");
            conversion = p[1];
            p += 2;
            if (p >= end) return pg_raise(&pg_type_ValueError, "unmatched '{' in format spec");
            if (*p != ':' && *p != '}') return pg_raise(&pg_type_ValueError, "expected ':' after conversion specifier");
        }
        pg_obj *o = lookup(f, name, name_end);
        if (!o) return NULL;
        pg_str *spec = &pg_str_empty;
        if (*p == ':') {
            const uint8_t *begin = ++p;
            bool nested = false;
            while (p < end && (*p != '}' || nest)) {
                if (*p == '{') { nest++; nested = true; }
                else if (*p == '}') nest--;
                p++;
            }
            if (p >= end) return pg_raise(&pg_type_ValueError, nested ? "unmatched '{' in format spec" : "expected '}' before end of string");
            spec = nested ? expand(f, begin, p, depth + 1) : pg_str_new(begin, (size_t)(p - begin));
            if (!spec) return NULL;
        }
        p++;
        pg_str *text;
        if (conversion) {
            if (conversion != 's' && conversion != 'r' && conversion != 'a')
                return pg_raise(&pg_type_ValueError, "Unknown conversion specifier %c", conversion);
            text = conversion == 's' ? pg_obj_str(o) : conversion == 'r' ? pg_obj_repr(o) : pg_obj_ascii(o);
            if (text) text = pg_str_format(text, spec);
        } else text = pg_obj_format(o, spec);
        if (!text) return NULL;
        sb_str(&b, text);
    }
    return sb_finish(&b);
}
pg_str *pg_str_format_method(pg_str *s, uint32_t nargs, pg_obj *const *args, pg_dict *kwargs) {
    fields f = { nargs, args, kwargs, 0 };
    return expand(&f, s->data, s->data + s->nbytes, 1);
}
