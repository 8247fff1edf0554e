/* "..." % args, as CPython reads it: flags, width, precision, one argument, then sign, prefix and padding. */
#include "percent.h"

typedef struct {
    pg_obj *values;        /* a tuple, or one value */
    int64_t count, next;   /* as in CPython: -1 and -2 for one value, which one step uses up */
} arguments;
/* By number, as a mention of the type would link float.c. */
static bool is_float(pg_obj *o) {
    for (uint32_t i = 0; i < o->type->nmro; i++)
        if (o->type->mro[i]->id == PG_ID_FLOAT) return true;
    return false;
}
static pg_obj *next_argument(arguments *a) {
    if (a->next >= a->count) return pg_raise(&pg_type_TypeError, "not enough arguments for format string");
    int64_t at = a->next++;
    return a->count < 0 ? a->values : pg_tuple_get_boxed((pg_tuple *)a->values, (uint32_t)at);
}
static bool star(arguments *a, int64_t *v) {
    pg_obj *o = next_argument(a);
    if (!o) return false;
    if (!pg_isinstance(o, &pg_type_int)) { pg_raise(&pg_type_TypeError, "* wants int"); return false; }
    *v = ((pg_int *)o)->v;
    return true;
}
static bool number(const uint8_t **p, const uint8_t *end, int64_t *v, const char *what) {
    for (*v = 0; *p < end && **p >= '0' && **p <= '9'; (*p)++) {
        if (*v > 0x7FFFFFFF) { pg_raise(&pg_type_ValueError, "%s too big", what); return false; }
        *v = *v * 10 + (**p - '0');
    }
    return true;
}
/* From behind the percent sign, and the key if there is one; NULL: raised. */
static const uint8_t *parse(pg_conversion *c, const uint8_t *p, const uint8_t *end, arguments *a, bool bytes) {
    *c = (pg_conversion){ .width = -1, .precision = -1 };
    for (; p < end; p++) {
        if (*p == '-') c->left = true;
        else if (*p == '+') c->plus = true;
        else if (*p == ' ') c->space = true;
        else if (*p == '#') c->alt = true;
        else if (*p == '0') c->zero = true;
        else break;
    }
    if (p < end && *p == '*') {
        p++;
        if (!star(a, &c->width)) return NULL;
        if (c->width < 0) { c->left = true; c->width = -c->width; }
    } else if (p < end && *p >= '1' && *p <= '9' && !number(&p, end, &c->width, "width")) return NULL;
    if (p < end && *p == '.') {
        p++;
        c->precision = 0;
        if (p < end && *p == '*') {
            p++;
            if (!star(a, &c->precision)) return NULL;
            if (c->precision != (int32_t)c->precision) return pg_raise(&pg_type_OverflowError, "Python int too large to convert to C int");
            if (c->precision < 0) c->precision = 0;
        } else if (!number(&p, end, &c->precision, "precision")) return NULL;
    }
    if (p < end && (*p == 'h' || *p == 'l' || *p == 'L')) p++;
    if (p >= end) return pg_raise(&pg_type_ValueError, "incomplete format");
    c->type = bytes ? *p++ : utf8_decode(&p);
    return p;
}
static pg_str *integer(const pg_conversion *c, pg_obj *o) {
    bool index = c->type == 'x' || c->type == 'X' || c->type == 'o', real = is_float(o);
    if (!pg_isinstance(o, &pg_type_int) && (index || !real))
        return pg_raise(&pg_type_TypeError, index ? "%%%c format: an integer is required, not %T" : "%%%c format: a real number is required, not %T", (int)c->type, o);
    int64_t v = pg_int_from_obj(o);
    if (PG_FAILED) return NULL;
    unsigned base = c->type == 'o' ? 8 : index ? 16 : 10;
    const char *set = c->type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    uint8_t t[64], *p = t + 64;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do { *--p = (uint8_t)set[u % base]; u /= base; } while (u);
    pg_sb b;
    sb_init(&b);
    if (v < 0) sb_putc(&b, '-');
    if (c->alt && index) { sb_putc(&b, '0'); sb_putc(&b, (int)c->type); }
    sb_fill(&b, (const uint8_t *)"0", 1, c->precision - (t + 64 - p));
    sb_put(&b, p, (size_t)(t + 64 - p));
    return sb_finish(&b);
}
static pg_str *real(const pg_conversion *c, pg_obj *o, bool bytes) {
    if (!pg_isinstance(o, &pg_type_int) && !is_float(o))
        return pg_raise(&pg_type_TypeError, bytes ? "float argument required, not %T" : "must be real number, not %T", o);
    pg_sb spec;
    sb_init(&spec);
    if (c->alt) sb_putc(&spec, '#');
    sb_putc(&spec, '.');
    sb_int(&spec, c->precision < 0 ? 6 : c->precision);
    sb_putc(&spec, (int)c->type);
    return pg_obj_format(o, sb_finish(&spec));
}
/* Sign, prefix and padding around the text of one argument. */
static void put(pg_sb *b, const pg_conversion *c, pg_piece text, bool is_number, bool bytes) {
    const uint8_t *p = text.data, zero = '0', space = ' ';
    size_t n = text.n, prefix = 0;
    int sign = 0;
    if (is_number && (*p == '-' || *p == '+')) { sign = *p++; n--; }
    else if (is_number) sign = c->plus ? '+' : c->space ? ' ' : 0;
    if (is_number && c->alt && (c->type == 'x' || c->type == 'X' || c->type == 'o')) prefix = 2;
    int64_t fill = c->width - (int64_t)(bytes ? n : utf8_count(p, n)) - (sign != 0);
    bool zeros = is_number && c->zero;
    if (!zeros && !c->left) sb_fill(b, &space, 1, fill);
    if (sign) sb_putc(b, sign);
    sb_put(b, p, prefix);
    if (zeros && !c->left) sb_fill(b, &zero, 1, fill);
    sb_put(b, p + prefix, n - prefix);
    if (c->left) sb_fill(b, &space, 1, fill);
}
static void unknown(uint32_t type, int64_t at) {
    char hex[9];
    pg_hex_digits(hex, type);
    pg_raise(&pg_type_ValueError, "unsupported format character '%c' (0x%s) at index %l", type < 31 || type > 126 ? '?' : (int)type, hex, at);
}
bool pg_percent(pg_sb *b, pg_piece format, pg_obj *args, const pg_percent_kind *kind) {
    bool tuple = pg_isinstance(args, &pg_type_tuple);
    arguments a = { args, tuple ? (int64_t)((pg_tuple *)args)->len : -1, tuple ? 0 : -2 };
    /* CPython takes whatever has subscripts for a mapping, a list too; of a class of the program the key will tell. */
    uint8_t layout = args->type->layout;
    bool mapping = layout == PG_L_DICT || layout == PG_L_LIST || (layout == PG_L_BYTES && !kind->bytes), keyed = mapping || (!tuple && layout != PG_L_STR && args->type->flags & PG_TF_USER);
    const uint8_t *p = format.data, *end = p + format.n;
    while (p < end) {
        const uint8_t *q = p;
        while (q < end && *q != '%') q++;
        sb_put(b, p, (size_t)(q - p));
        if (q >= end) break;
        p = q + 1;
        if (p < end && *p == '%') { sb_putc(b, *p++); continue; }
        if (p < end && *p == '(') {
            if (!keyed) { pg_raise(&pg_type_TypeError, "format requires a mapping"); return false; }
            const uint8_t *k = ++p;
            int depth = 1;
            for (; p < end && depth; p++) depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
            if (depth) { pg_raise(&pg_type_ValueError, "incomplete format key"); return false; }
            pg_obj *value = pg_obj_getitem(args, kind->key(k, (size_t)(p - 1 - k)));
            if (!value) return false;
            a = (arguments){ value, -1, -2 };
        }
        pg_conversion c;
        p = parse(&c, p, end, &a, kind->bytes);
        if (!p) return false;
        pg_obj *value = next_argument(&a);
        if (!value) return false;
        pg_str *digits = NULL;
        pg_piece text = { 0, 0 };
        switch (c.type) {
        case 'd': case 'i': case 'u': case 'x': case 'X': case 'o': digits = integer(&c, value); break;
        case 'e': case 'E': case 'f': case 'F': case 'g': case 'G': digits = real(&c, value, kind->bytes); break;
        case 'b': if (!kind->bytes) goto unknown; /* fall through */
        case 's': case 'r': case 'a': case 'c': text = kind->text(&c, value); break;
        default:
        unknown:
            unknown(c.type, (int64_t)(kind->bytes ? (size_t)(p - format.data) : utf8_count(format.data, (size_t)(p - format.data))) - 1);
        }
        if (digits) text = (pg_piece){ digits->data, digits->nbytes };
        if (!text.data || pg_exc) return false;
        put(b, &c, text, digits != NULL, kind->bytes);
    }
    if (a.next < a.count && !mapping) {
        pg_raise(&pg_type_TypeError, "not all arguments converted during %s formatting", kind->bytes ? "bytes" : "string");
        return false;
    }
    return true;
}
