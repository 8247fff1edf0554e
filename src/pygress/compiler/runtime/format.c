/* format(): the mini language for str and int; dynamic format. Float is in float_format.c. */
#include "format_spec.h"

pg_str *pg_obj_format(pg_obj *o, pg_str *spec) {
    if (o->type->hooks->format) return o->type->hooks->format(o, spec);
    if (spec->nbytes) return pg_raise(&pg_type_TypeError, "unsupported format string passed to %T.__format__", o);
    return pg_obj_str(o);
}
static bool is_align(uint32_t c) { return c == '<' || c == '>' || c == '=' || c == '^'; }
/* Decimal digits of any script; *v stays if there are none. */
static bool number(const uint8_t **p, const uint8_t *end, int64_t *v) {
    for (int64_t n = 0; *p < end;) {
        const uint8_t *q = *p;
        uint32_t c = utf8_decode(&q);
        int d = c >= 0x80 ? uc_decimal(c) : c - '0' < 10 ? (int)(c - '0') : -1;
        if (d < 0) break;
        n = n * 10 + d;
        if (n > 0x7FFFFFFF) { pg_raise(&pg_type_ValueError, "Too many decimal digits in format string"); return false; }
        *v = n;
        *p = q;
    }
    return true;
}
bool pg_spec_parse(pg_spec *f, pg_str *spec, uint32_t type, const char *type_name) {
    *f = (pg_spec){ .fill = ' ', .sign = '-', .width = -1, .precision = -1, .type = type };
    const uint8_t *p = spec->data, *end = p + spec->nbytes;
    bool fill_given = false;
    if (p < end) {
        const uint8_t *q = p;
        uint32_t c = utf8_decode(&q);
        if (q < end && is_align(*q)) { f->fill = c; f->align = (char)*q; p = q + 1; fill_given = f->align_given = true; }
        else if (is_align(c)) { f->align = (char)c; p = q; f->align_given = true; }
    }
    if (p < end && (*p == '+' || *p == '-' || *p == ' ')) { f->sign = (char)*p++; f->sign_given = true; }
    if (p < end && *p == 'z') { f->no_neg_zero = true; p++; }
    if (p < end && *p == '#') { f->alternate = true; p++; }
    if (p < end && *p == '0' && !fill_given) {
        f->fill = '0';
        f->zero = true;
        if (!f->align) f->align = '=';
        p++;
    }
    if (!number(&p, end, &f->width)) return false;
    if (p < end && *p == ',') { f->thousands = ','; p++; }
    if (p < end && *p == '_') {
        if (f->thousands) { pg_raise(&pg_type_ValueError, "Cannot specify both ',' and '_'."); return false; }
        f->thousands = '_';
        p++;
    }
    if (p < end && *p == ',') {
        if (f->thousands == '_') { pg_raise(&pg_type_ValueError, "Cannot specify both ',' and '_'."); return false; }
    }
    if (p < end && *p == '.') {
        p++;
        if (!number(&p, end, &f->precision)) return false;
        if (f->precision < 0) { pg_raise(&pg_type_ValueError, "Format specifier missing precision"); return false; }
    }
    if (p < end) {
        const uint8_t *q = p;
        uint32_t c = utf8_decode(&q);
        if (q < end) { pg_raise(&pg_type_ValueError, "Invalid format specifier '%S' for object of type '%s'", spec, type_name); return false; }
        f->type = c;
    }
    if (f->thousands) {
        bool ok = f->type == 0 || f->type == 'd' || f->type == 'e' || f->type == 'f' || f->type == 'g' || f->type == 'E' || f->type == 'G' || f->type == '%' || f->type == 'F' ||
                  (f->thousands == '_' && (f->type == 'b' || f->type == 'o' || f->type == 'x' || f->type == 'X'));
        if (!ok && f->type > 32 && f->type < 128) pg_raise(&pg_type_ValueError, "Cannot specify '%c' with '%c'.", f->thousands, (int)f->type);
        else if (!ok) {
            char hex[9];
            pg_hex_digits(hex, f->type);
            pg_raise(&pg_type_ValueError, "Cannot specify '%c' with '\\x%s'.", f->thousands, hex);
        }
        return ok;
    }
    return true;
}
void *pg_spec_bad_type(const pg_spec *f, const char *type_name) {
    if (f->type > 32 && f->type < 128) return pg_raise(&pg_type_ValueError, "Unknown format code '%c' for object of type '%s'", (int)f->type, type_name);
    char hex[9];
    pg_hex_digits(hex, f->type);
    return pg_raise(&pg_type_ValueError, "Unknown format code '\\x%s' for object of type '%s'", hex, type_name);
}
pg_str *pg_spec_pad(const pg_spec *f, const uint8_t *prefix, size_t np, const uint8_t *body, size_t nb, char def) {
    int64_t len = (int64_t)(utf8_count(prefix, np) + utf8_count(body, nb)), n = f->width - len;
    char align = f->align ? f->align : def;
    int64_t left = n <= 0 ? 0 : align == '>' ? n : align == '^' ? n / 2 : 0, mid = n > 0 && align == '=' ? n : 0;
    int64_t right = n <= 0 ? 0 : n - left - mid;
    uint8_t u[4];
    unsigned k = utf8_encode(u, f->fill);
    pg_sb b;
    sb_init(&b);
    sb_fill(&b, u, k, left);
    sb_put(&b, prefix, np);
    sb_fill(&b, u, k, mid);
    sb_put(&b, body, nb);
    sb_fill(&b, u, k, right);
    return sb_finish(&b);
}
pg_str *pg_spec_number(const pg_spec *f, const char *prefix, size_t np, const uint8_t *digits, size_t n, const uint8_t *tail, size_t nt, int group) {
    if (!f->thousands) {
        pg_sb b;
        sb_init(&b);
        sb_put(&b, digits, n);
        sb_put(&b, tail, nt);
        if (b.failed) return NULL;
        return pg_spec_pad(f, (const uint8_t *)prefix, np, b.data, b.len, '>');
    }
    /* With zero filling the separators run through the zeros too, and never come first. */
    int64_t want = f->fill == '0' && f->align == '=' ? f->width - (int64_t)np - (int64_t)nt : 0;
    int64_t total = (int64_t)n;
    while (total + (total - 1) / group < want) total++;
    pg_sb b;
    sb_init(&b);
    for (int64_t i = 0; i < total; i++) {
        if (i && (total - i) % group == 0) sb_putc(&b, f->thousands);
        int64_t at = i - (total - (int64_t)n);
        sb_putc(&b, at < 0 ? '0' : digits[at]);
    }
    sb_put(&b, tail, nt);
    if (b.failed) return NULL;
    return pg_spec_pad(f, (const uint8_t *)prefix, np, b.data, b.len, '>');
}
pg_str *pg_str_format(pg_str *s, pg_str *spec) {
    if (spec->nbytes == 0) return pg_str_sub(s, 0, s->nbytes);
    pg_spec f;
    if (!pg_spec_parse(&f, spec, 's', "str")) return NULL;
    if (f.type != 's') return pg_spec_bad_type(&f, "str");
    if (f.sign_given) return pg_raise(&pg_type_ValueError, f.sign == ' ' ? "Space not allowed in string format specifier" : "Sign not allowed in string format specifier");
    if (f.no_neg_zero) return pg_raise(&pg_type_ValueError, "Negative zero coercion (z) not allowed in string format specifier");
    if (f.alternate) return pg_raise(&pg_type_ValueError, "Alternate form (#) not allowed in string format specifier");
    if (f.align == '=' ) {
        if (f.align_given) return pg_raise(&pg_type_ValueError, "'=' alignment not allowed in string format specifier");
        f.align = '<';
    }
    uint32_t nbytes = s->nbytes;
    if (f.precision >= 0 && f.precision < s->nchars) nbytes = pg_str_offset(s, (uint32_t)f.precision);
    return pg_spec_pad(&f, NULL, 0, s->data, nbytes, '<');
}
typedef pg_str *float_formatter(double d, pg_str *spec);
static pg_str *formatted(int64_t a, pg_str *spec, const char *type_name, float_formatter *as_float) {
    pg_spec f;
    if (!pg_spec_parse(&f, spec, 'd', type_name)) return NULL;
    if (f.type == 'e' || f.type == 'E' || f.type == 'f' || f.type == 'F' || f.type == 'g' || f.type == 'G' || f.type == '%')
        return as_float ? as_float((double)a, spec) : pg_spec_bad_type(&f, type_name);
    unsigned base = f.type == 'd' || f.type == 'n' ? 10 : f.type == 'b' ? 2 : f.type == 'o' ? 8 : f.type == 'x' || f.type == 'X' ? 16 : 0;
    if (!base && f.type != 'c') return pg_spec_bad_type(&f, type_name);
    if (f.precision >= 0) return pg_raise(&pg_type_ValueError, "Precision not allowed in integer format specifier");
    if (f.no_neg_zero) return pg_raise(&pg_type_ValueError, "Negative zero coercion (z) not allowed in integer format specifier");
    if (f.type == 'c') {
        if (f.sign_given) return pg_raise(&pg_type_ValueError, "Sign not allowed with integer format specifier 'c'");
        if (f.alternate) return pg_raise(&pg_type_ValueError, "Alternate form (#) not allowed with integer format specifier 'c'");
        if (a < 0 || a > 0x10FFFF) return pg_raise(&pg_type_OverflowError, "%%c arg not in range(0x110000)");
        uint8_t u[4];
        unsigned n = utf8_encode(u, (uint32_t)a);
        return pg_spec_pad(&f, NULL, 0, u, n, f.align ? f.align : '<');
    }
    uint8_t t[64], *p = t + 64;
    uint64_t u = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    const char *set = f.type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    do { *--p = (uint8_t)set[u % base]; u /= base; } while (u);
    char prefix[4];
    size_t np = 0;
    if (a < 0) prefix[np++] = '-';
    else if (f.sign != '-') prefix[np++] = f.sign;
    if (f.alternate && base != 10) { prefix[np++] = '0'; prefix[np++] = (char)f.type; }
    return pg_spec_number(&f, prefix, np, p, (size_t)(t + 64 - p), NULL, 0, base == 10 ? 3 : 4);
}
pg_str *pg_int_format(int64_t a, pg_str *spec) { return spec->nbytes ? formatted(a, spec, "int", pg_float_format) : pg_int_str(a); }
pg_str *pg_int_format_plain(int64_t a, pg_str *spec) { return spec->nbytes ? formatted(a, spec, "int", NULL) : pg_int_str(a); }
pg_str *pg_bool_format(bool b, pg_str *spec) {
    if (spec->nbytes) return formatted(b, spec, "bool", pg_float_format);
    return pg_str_lit(b ? "True" : "False");
}
