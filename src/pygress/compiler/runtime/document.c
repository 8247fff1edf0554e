/* A JSON text that is read in place, one function per function of sdk/document.py. All but `load` are given a text that
 * `load` has checked, so they find their way by brackets and quotes alone. */
#include "pg_internal.h"

#define DEEPEST 100

static bool check(pg_json_reader *r, int depth) {
    if (r->p >= r->end) goto no_value;
    uint8_t c = *r->p, close = c + 2; /* of { and [ */
    if (c == '"') { r->p++; return pg_json_string(r) != NULL; }
    if (c != '{' && c != '[') {
        pg_json_number n;
        if (pg_json_scan_number(r, &n)) {
            if (n.over && !n.real) { pg_raise_overflow(); return false; }
            return true;
        }
        if (pg_json_scan_word(r)) return true;
        goto no_value;
    }
    if (depth == DEEPEST) { pg_raise(&pg_type_ValueError, "nested too deeply"); return false; }
    for (bool more = false;; more = true) {
        r->p++;
        pg_json_space(r);
        if (!more && r->p < r->end && *r->p == close) break;
        if (c == '{') {
            if (r->p >= r->end || *r->p != '"') { pg_json_bad(r, "Expecting property name enclosed in double quotes"); return false; }
            r->p++;
            if (!pg_json_string(r)) return false;
            pg_json_space(r);
            if (r->p >= r->end || *r->p != ':') { pg_json_bad(r, "Expecting ':' delimiter"); return false; }
            r->p++;
            pg_json_space(r);
        }
        if (!check(r, depth + 1)) return false;
        pg_json_space(r);
        if (r->p < r->end && *r->p == close) break;
        if (r->p >= r->end || *r->p != ',') { pg_json_bad(r, "Expecting ',' delimiter"); return false; }
    }
    r->p++;
    return true;
no_value:
    pg_json_bad(r, "Expecting value");
    return false;
}
pg_str *pg_document_load(pg_str *text) {
    static pg_str nothing = PG_STR_INIT(2, 2, "{}");
    pg_json_reader r;
    pg_json_init(&r, text);
    if (r.end - r.p >= 3 && memcmp(r.p, "\xef\xbb\xbf", 3) == 0) return pg_json_bad(&r, "Unexpected UTF-8 BOM (decode using utf-8-sig)");
    pg_json_space(&r);
    if (r.p == r.end) return &nothing;
    const uint8_t *begin = r.p;
    if (!check(&r, 0)) return NULL;
    const uint8_t *end = r.p;
    pg_json_space(&r);
    if (r.p != r.end) return pg_json_bad(&r, "Extra data");
    return pg_str_share(begin, (size_t)(end - begin));
}

static const uint8_t *space(const uint8_t *p) {
    while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t') p++;
    return p;
}
static const uint8_t *after(const pg_str *text, const uint8_t *p) {
    const uint8_t *end = text->data + text->nbytes;
    for (int depth = 0;;) {
        uint8_t c = *p++;
        if (c == '"') {
            while (*p != '"') p += *p == '\\' ? 2 : 1;
            p++;
        } else if ((c | 32) == '{') depth++;
        else if ((c | 32) == '}') depth--;
        else if (depth == 0)
            while (p < end && *p > ' ' && *p != ',' && (*p | 32) != '}') p++;
        if (depth == 0) return p;
    }
}
#define AT (text->data + at)
static int64_t place(const pg_str *text, const uint8_t *p) { return p - text->data; }
static pg_json_reader reader(pg_str *text, int64_t at) {
    pg_json_reader r;
    pg_json_init(&r, text);
    r.p = AT;
    return r;
}

int64_t pg_document_kind(pg_str *text, int64_t at) {
    uint8_t c = *AT;
    if (c != '-' && c != 'N' && c != 'I' && (c < '0' || c > '9')) return c;
    for (const uint8_t *p = AT, *end = after(text, p); p < end; p++)
        if (*p != '-' && (*p < '0' || *p > '9')) return '.';
    return 'i';
}
int64_t pg_document_first(pg_str *text, int64_t at) {
    const uint8_t *p = space(AT + 1);
    return (*p | 32) == '}' ? -1 : place(text, p);
}
int64_t pg_document_value(pg_str *text, int64_t at) { return place(text, space(space(after(text, AT)) + 1)); }
int64_t pg_document_following(pg_str *text, int64_t at) {
    const uint8_t *p = space(after(text, AT));
    if (*p == ':') p = space(after(text, space(p + 1)));
    return *p == ',' ? place(text, space(p + 1)) : -1;
}
pg_str *pg_document_string(pg_str *text, int64_t at) {
    pg_json_reader r = reader(text, at + 1);
    return pg_json_string(&r);
}
int64_t pg_document_latest(pg_str *text, int64_t at, int64_t name) {
    pg_str *wanted = pg_document_string(text, name);
    int64_t found = -1;
    for (int64_t one = pg_document_first(text, at); one >= 0 && !pg_exc; one = pg_document_following(text, one)) {
        if (!pg_str_eq(pg_document_string(text, one), wanted)) continue;
        if (one < name) return -1;
        found = one;
    }
    return pg_document_value(text, found);
}
int64_t pg_document_member(pg_str *text, int64_t name, pg_str *names) {
    pg_str *wanted = pg_document_string(text, name);
    if (!wanted) return -1;
    const uint8_t *p = names->data, *end = p + names->nbytes;
    for (int64_t i = 0; p < end; i++) {
        const uint8_t *begin = ++p;
        while (*p != '`') p++;
        if ((size_t)(p - begin) == wanted->nbytes && memcmp(begin, wanted->data, wanted->nbytes) == 0) return i;
        p += 3; /* the quote, a comma and a space */
    }
    return -1;
}
int64_t pg_document_integer(pg_str *text, int64_t at) {
    pg_json_reader r = reader(text, at);
    pg_json_number n;
    pg_json_scan_number(&r, &n);
    return n.value;
}
double pg_document_number(pg_str *text, int64_t at) {
    pg_json_reader r = reader(text, at);
    return pg_json_float(&r);
}
pg_obj *pg_document_dynamic(pg_str *text, int64_t at) { return pg_json_loads(pg_str_share(AT, (size_t)(after(text, AT) - AT))); }
pg_str *pg_document_shown(pg_str *text, int64_t at) {
    const uint8_t *p = AT, *end = after(text, p);
    if (*p == '{') return pg_str_lit("an object");
    if (*p == '[') return pg_str_lit("a list");
    pg_str *s = pg_str_share(p, (size_t)(end - p));
    if (!s || s->nchars <= 40) return s;
    pg_sb b;
    sb_init(&b);
    for (int i = 0; i < 40; i++) utf8_decode(&p);
    sb_put(&b, AT, (size_t)(p - AT));
    sb_c(&b, "...");
    return sb_finish(&b);
}
