/* JSON in: one scanner below the parser of dynamic values and document.c. Messages are CPython's. */
#include "pg_internal.h"

#define MAX_DYNAMIC_DEPTH 500

static PG_COLD void *bad(pg_json_reader *r, const char *msg, const uint8_t *at) {
    if (PG_FAILED) return NULL;
    int64_t line = 1, chars = (int64_t)utf8_count(r->begin, (size_t)(at - r->begin));
    const uint8_t *start = r->begin;
    for (const uint8_t *p = r->begin; p < at; p++) if (*p == '\n') { line++; start = p + 1; }
    int64_t column = (int64_t)utf8_count(start, (size_t)(at - start)) + 1;
    return pg_raise(&pg_type_JSONDecodeError, "%s: line %l column %l (char %l)", msg, line, column, chars);
}
PG_INLINE void space(pg_json_reader *r) {
    while (r->p < r->end && (*r->p == ' ' || *r->p == '\n' || *r->p == '\r' || *r->p == '\t')) r->p++;
}
static PG_COLD void *no_value(pg_json_reader *r) { return bad(r, "Expecting value", r->p); }
static bool word(pg_json_reader *r, const char *w, size_t n) {
    if ((size_t)(r->end - r->p) < n || memcmp(r->p, w, n) != 0) return false;
    r->p += n;
    return true;
}
static int hex4(const uint8_t *p, const uint8_t *end) {
    if (end - p < 4) return -1;
    int v = 0;
    for (int i = 0; i < 4; i++) {
        int c = p[i], l = c | 0x20;
        int d = c >= '0' && c <= '9' ? c - '0' : l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
        if (d < 0) return -1;
        v = v * 16 + d;
    }
    return v;
}
/* After the opening quote. Text without escapes is shared with the document. */
static pg_str *string(pg_json_reader *r) {
    const uint8_t *begin = r->p, *p = begin, *end = r->end;
    while (p < end && *p != '"' && *p != '\\' && *p >= 0x20) p++;
    if (p < end && *p == '"') {
        r->p = p + 1;
        size_t n = (size_t)(p - begin);
        if (n == 1 && *begin < 0x80) return pg_str_char(*begin);
        return pg_str_share(begin, n);
    }
    pg_sb b;
    sb_init(&b);
    for (;;) {
        sb_put(&b, begin, (size_t)(p - begin));
        if (p >= end) return bad(r, "Unterminated string starting at", r->p - 1);
        if (*p == '"') { r->p = p + 1; return sb_finish(&b); }
        if (*p < 0x20) return bad(r, "Invalid control character at", p);
        const uint8_t *esc = p++;
        if (p >= end) return bad(r, "Unterminated string starting at", r->p - 1);
        uint32_t c;
        switch (*p++) {
        case '"': c = '"'; break;
        case '\\': c = '\\'; break;
        case '/': c = '/'; break;
        case 'b': c = 8; break;
        case 'f': c = 12; break;
        case 'n': c = 10; break;
        case 'r': c = 13; break;
        case 't': c = 9; break;
        case 'u': {
            int v = hex4(p, end);
            if (v < 0) return bad(r, "Invalid \\uXXXX escape", esc + 1);
            p += 4;
            c = (uint32_t)v;
            if (c >= 0xD800 && c < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
                int w = hex4(p + 2, end);
                if (w >= 0xDC00 && w < 0xE000) { c = 0x10000 + ((c - 0xD800) << 10) + ((uint32_t)w - 0xDC00); p += 6; }
            }
            break;
        }
        default: return bad(r, "Invalid \\escape", esc);
        }
        sb_code(&b, c);
        begin = p;
        while (p < end && *p != '"' && *p != '\\' && *p >= 0x20) p++;
    }
}
/* Keys repeat: the same text gives the same string, whose hash is known already. */
#define MEMO 64
static pg_str *key(pg_json_reader *r, pg_str **memo) {
    const uint8_t *begin = r->p, *p = begin;
    while (p < r->end && *p != '"' && *p != '\\' && *p >= 0x20) p++;
    size_t n = (size_t)(p - begin);
    if (n < 2 || n > 64 || p >= r->end || *p != '"') return string(r);
    pg_str **at = &memo[(n * 31 + begin[0] * 7 + begin[n - 1] + begin[n / 2] * 3) % MEMO];
    if (*at && (*at)->nbytes == n && memcmp((*at)->data, begin, n) == 0) { r->p = p + 1; return *at; }
    return *at = string(r);
}
typedef pg_json_number number;
/* false: no number here (nothing consumed). */
static bool scan_number(pg_json_reader *r, number *out) {
    const uint8_t *p = r->p, *end = r->end;
    bool neg = p < end && *p == '-';
    if (neg) p++;
    if (p >= end || *p < '0' || *p > '9') return false;
    uint64_t v = 0, limit = (uint64_t)INT64_MAX + neg;
    out->over = out->real = false;
    out->begin = r->p;
    if (*p == '0') p++;
    else for (; p < end && *p >= '0' && *p <= '9'; p++) {
        unsigned d = (unsigned)(*p - '0');
        if (v > (limit - d) / 10) out->over = true;
        else v = v * 10 + d;
    }
    if (end - p >= 2 && *p == '.' && p[1] >= '0' && p[1] <= '9') {
        out->real = true;
        for (p++; p < end && *p >= '0' && *p <= '9'; p++) {}
    }
    if (p < end && (*p | 0x20) == 'e') {
        const uint8_t *q = p + 1;
        if (q < end && (*q == '+' || *q == '-')) q++;
        if (q < end && *q >= '0' && *q <= '9') {
            out->real = true;
            while (q < end && *q >= '0' && *q <= '9') q++;
            p = q;
        }
    }
    out->end = r->p = p;
    out->value = neg ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}
extern double pg_strtod(const uint8_t *p, const uint8_t *end);
/* Not pg_box_float, which is a weak reference here: a program that parses JSON needs floats. */
static pg_obj *box(double v) {
    pg_float *f = pg_new(&pg_type_float, sizeof(pg_float));
    f->v = v;
    return &f->h;
}
static pg_obj *dynamic(pg_json_reader *r, int depth, pg_str **memo);
static pg_obj *dynamic_number(pg_json_reader *r) {
    number n;
    if (!scan_number(r, &n)) {
        if (word(r, "NaN", 3)) return box(__builtin_nan(""));
        if (word(r, "Infinity", 8)) return box(__builtin_inf());
        if (word(r, "-Infinity", 9)) return box(-__builtin_inf());
        return no_value(r);
    }
    if (n.real) return box(pg_strtod(n.begin, n.end));
    if (n.over) return pg_raise_overflow();
    return pg_box_int(n.value);
}
static pg_obj *dynamic(pg_json_reader *r, int depth, pg_str **memo) {
    if (depth > MAX_DYNAMIC_DEPTH) return pg_raise(&pg_type_RecursionError, "maximum recursion depth exceeded while decoding a JSON document");
    if (r->p >= r->end) return no_value(r);
    switch (*r->p) {
    case '"': r->p++; return PG_OBJ(string(r));
    case '{': {
        pg_dict *d = pg_dict_new(PG_REF, PG_REF, 0);
        r->p++;
        space(r);
        if (r->p < r->end && *r->p == '}') { r->p++; return PG_OBJ(d); }
        for (;;) {
            if (r->p >= r->end || *r->p != '"') return bad(r, "Expecting property name enclosed in double quotes", r->p);
            r->p++;
            pg_str *name = key(r, memo);
            if (!name) return NULL;
            space(r);
            if (r->p >= r->end || *r->p != ':') return bad(r, "Expecting ':' delimiter", r->p);
            r->p++;
            space(r);
            pg_obj *v = dynamic(r, depth + 1, memo);
            if (!v) return NULL;
            pg_dict_setitem(d, PG_W_P(name), PG_W_P(v));
            if (PG_FAILED) return NULL;
            space(r);
            if (r->p < r->end && *r->p == '}') { r->p++; return PG_OBJ(d); }
            if (r->p >= r->end || *r->p != ',') return bad(r, "Expecting ',' delimiter", r->p);
            r->p++;
            space(r);
        }
    }
    case '[': {
        pg_list *l = pg_list_new(PG_REF, 0);
        r->p++;
        space(r);
        if (r->p < r->end && *r->p == ']') { r->p++; return PG_OBJ(l); }
        for (;;) {
            pg_obj *v = dynamic(r, depth + 1, memo);
            if (!v) return NULL;
            pg_list_append(l, PG_W_P(v));
            if (PG_FAILED) return NULL;
            space(r);
            if (r->p < r->end && *r->p == ']') { r->p++; return PG_OBJ(l); }
            if (r->p >= r->end || *r->p != ',') return bad(r, "Expecting ',' delimiter", r->p);
            r->p++;
            space(r);
        }
    }
    case 't': return word(r, "true", 4) ? pg_box_bool(true) : no_value(r);
    case 'f': return word(r, "false", 5) ? pg_box_bool(false) : no_value(r);
    case 'n': return word(r, "null", 4) ? pg_none : no_value(r);
    default: return dynamic_number(r);
    }
}
void pg_json_init(pg_json_reader *r, pg_str *text) {
    r->p = r->begin = text->data;
    r->end = text->data + text->nbytes;
}
pg_obj *pg_json_loads(pg_str *text) {
    pg_json_reader r;
    pg_json_init(&r, text);
    if (r.end - r.p >= 3 && memcmp(r.p, "\xef\xbb\xbf", 3) == 0) return bad(&r, "Unexpected UTF-8 BOM (decode using utf-8-sig)", r.p);
    space(&r);
    pg_str *memo[MEMO] = { 0 };
    pg_obj *o = dynamic(&r, 1, memo);
    if (!o) return NULL;
    space(&r);
    return r.p == r.end ? o : bad(&r, "Extra data", r.p);
}
pg_obj *pg_json_loads_bytes(pg_bytes *b) {
    pg_str *s = pg_bytes_decode(b, NULL, NULL);
    return s ? pg_json_loads(s) : NULL;
}

/* ---- for document.c, which reads in place */

void *pg_json_bad(pg_json_reader *r, const char *msg) { return bad(r, msg, r->p); }
void pg_json_space(pg_json_reader *r) { space(r); }
pg_str *pg_json_string(pg_json_reader *r) { return string(r); }
bool pg_json_scan_number(pg_json_reader *r, pg_json_number *out) { return scan_number(r, out); }
/* true, false, null, NaN, Infinity and -Infinity. */
bool pg_json_scan_word(pg_json_reader *r) {
    return word(r, "true", 4) || word(r, "false", 5) || word(r, "null", 4) || word(r, "NaN", 3) || word(r, "Infinity", 8) || word(r, "-Infinity", 9);
}
double pg_json_float(pg_json_reader *r) {
    number n;
    if (scan_number(r, &n)) return n.real || n.over ? pg_strtod(n.begin, n.end) : (double)n.value;
    return *r->p == 'N' ? __builtin_nan("") : *r->p == 'I' ? __builtin_inf() : -__builtin_inf();
}
