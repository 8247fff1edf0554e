/* str: case and character classes. */
#include "pg_internal.h"

typedef unsigned mapping(uint32_t c, uint32_t out[3]);

PG_INLINE bool upper_ascii(uint8_t c) { return c >= 'A' && c <= 'Z'; }
PG_INLINE bool lower_ascii(uint8_t c) { return c >= 'a' && c <= 'z'; }

static void put_mapped(pg_sb *b, uint32_t c, mapping *map) {
    uint32_t out[3];
    unsigned n = map(c, out);
    for (unsigned i = 0; i < n; i++) sb_code(b, out[i]);
}
/* A capital sigma is final behind a cased letter and before none, ignorable characters in between left aside. */
static uint32_t lower_sigma(pg_str *s, const uint8_t *at, const uint8_t *after) {
    const uint8_t *p = at;
    uint32_t c = 0;
    bool before = false;
    while (p > s->data) {
        p = utf8_back(p);
        const uint8_t *q = p;
        c = utf8_decode(&q);
        if (!uc_iscaseignorable(c)) { before = uc_iscased(c); break; }
    }
    if (!before) return 0x3C3;
    for (p = after; p < s->data + s->nbytes;) {
        c = utf8_decode(&p);
        if (!uc_iscaseignorable(c)) return uc_iscased(c) ? 0x3C3 : 0x3C2;
    }
    return 0x3C2;
}
static void put_lower(pg_sb *b, pg_str *s, const uint8_t *at, const uint8_t *after, uint32_t c) {
    if (c == 0x3A3) sb_code(b, lower_sigma(s, at, after));
    else if (c < 0x80) sb_putc(b, upper_ascii((uint8_t)c) ? (int)c + 32 : (int)c);
    else put_mapped(b, c, uc_lower);
}
pg_str *pg_str_lower(pg_str *s) {
    if (s->nbytes == s->nchars) {
        if (!pg_flip_case(NULL, s->data, s->nbytes, 'A')) return pg_str_sub(s, 0, s->nbytes);
        uint8_t *p = pg_text_alloc(s->nbytes);
        if (!p) return NULL;
        pg_flip_case(p, s->data, s->nbytes, 'A');
        return pg_str_make(p, s->nbytes, s->nchars);
    }
    pg_sb b;
    sb_init(&b);
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        const uint8_t *at = p;
        uint32_t c = utf8_decode(&p);
        put_lower(&b, s, at, p, c);
    }
    return sb_finish(&b);
}
pg_str *pg_str_upper(pg_str *s) {
    if (s->nbytes == s->nchars) {
        uint8_t *p = pg_text_alloc(s->nbytes);
        if (!p) return NULL;
        pg_flip_case(p, s->data, s->nbytes, 'a');
        return pg_str_make(p, s->nbytes, s->nchars);
    }
    pg_sb b;
    sb_init(&b);
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        uint32_t c = utf8_decode(&p);
        if (c < 0x80) sb_putc(&b, lower_ascii((uint8_t)c) ? (int)c - 32 : (int)c);
        else put_mapped(&b, c, uc_upper);
    }
    return sb_finish(&b);
}
pg_str *pg_str_casefold(pg_str *s) {
    if (s->nbytes == s->nchars) return pg_str_lower(s);
    pg_sb b;
    sb_init(&b);
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        uint32_t c = utf8_decode(&p);
        if (c < 0x80) sb_putc(&b, upper_ascii((uint8_t)c) ? (int)c + 32 : (int)c);
        else put_mapped(&b, c, uc_fold);
    }
    return sb_finish(&b);
}
static void put_title(pg_sb *b, uint32_t c) {
    if (c < 0x80) sb_putc(b, lower_ascii((uint8_t)c) ? (int)c - 32 : (int)c);
    else put_mapped(b, c, uc_title);
}
PG_INLINE bool cased(uint32_t c) { return c < 0x80 ? upper_ascii((uint8_t)c) || lower_ascii((uint8_t)c) : uc_iscased(c); }
pg_str *pg_str_title(pg_str *s) {
    if (s->nbytes == s->nchars) {
        uint8_t *p = pg_text_alloc(s->nbytes);
        if (!p) return NULL;
        bool inside = false;
        for (uint32_t i = 0; i < s->nbytes; i++) {
            uint8_t c = s->data[i], letter = upper_ascii(c) || lower_ascii(c);
            p[i] = !letter ? c : inside ? c | 0x20 : c & 0xDF;
            inside = letter;
        }
        return pg_str_make(p, s->nbytes, s->nchars);
    }
    pg_sb b;
    sb_init(&b);
    bool inside = false;
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        const uint8_t *at = p;
        uint32_t c = utf8_decode(&p);
        if (inside) put_lower(&b, s, at, p, c);
        else put_title(&b, c);
        inside = cased(c);
    }
    return sb_finish(&b);
}
pg_str *pg_str_capitalize(pg_str *s) {
    pg_sb b;
    sb_init(&b);
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        const uint8_t *at = p;
        uint32_t c = utf8_decode(&p);
        if (at == s->data) put_title(&b, c);
        else put_lower(&b, s, at, p, c);
    }
    return sb_finish(&b);
}
pg_str *pg_str_swapcase(pg_str *s) {
    pg_sb b;
    sb_init(&b);
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        const uint8_t *at = p;
        uint32_t c = utf8_decode(&p);
        if (c < 0x80) sb_putc(&b, upper_ascii((uint8_t)c) ? (int)c + 32 : lower_ascii((uint8_t)c) ? (int)c - 32 : (int)c);
        else if (uc_isupper(c)) put_lower(&b, s, at, p, c);
        else if (uc_islower(c)) put_mapped(&b, c, uc_upper);
        else sb_code(&b, c);
    }
    return sb_finish(&b);
}

/* ---- classes: of every character, and not empty */

static bool all(pg_str *s, uint8_t (*ascii)(uint8_t), bool (*test)(uint32_t)) {
    if (s->nbytes == 0) return false;
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        if (*p < 0x80) { if (!ascii(*p)) return false; p++; }
        else if (!test(utf8_decode(&p))) return false;
    }
    return true;
}
static uint8_t ascii_alpha(uint8_t c) { return upper_ascii(c) || lower_ascii(c); }
static uint8_t ascii_digit(uint8_t c) { return c >= '0' && c <= '9'; }
static uint8_t ascii_alnum(uint8_t c) { return ascii_alpha(c) || ascii_digit(c); }
static uint8_t ascii_space(uint8_t c) { return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F); }
static bool alnum(uint32_t c) { return uc_isalnum(c); }
bool pg_str_isalpha(pg_str *s) { return all(s, ascii_alpha, uc_isalpha); }
bool pg_str_isdigit(pg_str *s) { return all(s, ascii_digit, uc_isdigit); }
bool pg_str_isdecimal(pg_str *s) { return all(s, ascii_digit, uc_isdecimal); }
bool pg_str_isnumeric(pg_str *s) { return all(s, ascii_digit, uc_isnumeric); }
bool pg_str_isalnum(pg_str *s) { return all(s, ascii_alnum, alnum); }
bool pg_str_isspace(pg_str *s) { return all(s, ascii_space, uc_isspace); }
bool pg_str_isprintable(pg_str *s) {
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        uint32_t c = utf8_decode(&p);
        if (c < 0x80 ? c < 0x20 || c == 0x7F : !uc_isprintable(c)) return false;
    }
    return true;
}
static bool in_case(pg_str *s, bool (*want)(uint32_t), bool (*other)(uint32_t)) {
    bool any = false;
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        uint32_t c = utf8_decode(&p);
        if (other(c) || uc_istitle(c)) return false;
        any |= want(c);
    }
    return any;
}
bool pg_str_isupper(pg_str *s) { return in_case(s, uc_isupper, uc_islower); }
bool pg_str_islower(pg_str *s) { return in_case(s, uc_islower, uc_isupper); }
bool pg_str_istitle(pg_str *s) {
    bool any = false, inside = false;
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        uint32_t c = utf8_decode(&p);
        if (uc_isupper(c) || uc_istitle(c)) {
            if (inside) return false;
            inside = any = true;
        } else if (uc_islower(c)) {
            if (!inside) return false;
            any = true;
        } else inside = false;
    }
    return any;
}
bool pg_str_isidentifier(pg_str *s) {
    const uint8_t *p = s->data, *end = p + s->nbytes;
    if (p == end || !uc_isidstart(utf8_decode(&p))) return false;
    while (p < end) if (!uc_isidcont(utf8_decode(&p))) return false;
    return true;
}

/* ---- translate */

static void put_value(pg_sb *b, pg_obj *v) {
    if (v == pg_none) return;
    if (pg_isinstance(v, &pg_type_int)) {
        int64_t c = ((pg_int *)v)->v;
        if (c < 0 || c > 0x10FFFF) { pg_raise(&pg_type_ValueError, "character mapping must be in range(0x110000)"); return; }
        sb_code(b, (uint32_t)c);
    } else if (pg_isinstance(v, &pg_type_str)) sb_str(b, (pg_str *)v);
    else pg_raise(&pg_type_TypeError, "character mapping must return integer, None or str");
}
pg_str *pg_str_translate(pg_str *s, pg_dict *table) {
    if (table->h.type->layout != PG_L_DICT) return pg_raise(&pg_type_TypeError, "'%T' object is not a translation table", &table->h);
    pg_dict_any_keys();
    pg_sb b;
    sb_init(&b);
    for (const uint8_t *p = s->data, *end = p + s->nbytes; p < end;) {
        uint32_t c = utf8_decode(&p);
        pg_entry *e = PG_REP(table->kkind) == PG_REF ? pg_dict_find(table, PG_W_P(pg_box_int(c))) : pg_dict_find_int(table, c);
        if (PG_FAILED) return NULL;
        if (e) put_value(&b, pg_box(e->val.i, table->vkind));
        else sb_code(&b, c);
        if (PG_FAILED) return NULL;
    }
    return sb_finish(&b);
}
pg_dict *pg_str_maketrans(pg_str *x, pg_str *y, pg_str *del) {
    pg_dict *d = pg_dict_new(PG_I64, PG_REF, 0);
    if (x->nchars != y->nchars) return pg_raise(&pg_type_ValueError, "the first two maketrans arguments must have equal length");
    uint32_t i = 0, j = 0, n = 0;
    int32_t c;
    while ((c = pg_str_next_code(x, &i)) >= 0 && !pg_exc) pg_dict_setitem(d, c, PG_W_P(pg_box_int(pg_str_next_code(y, &j))));
    while (del && (c = pg_str_next_code(del, &n)) >= 0 && !pg_exc) pg_dict_setitem(d, c, PG_W_P(pg_none));
    return d;
}
