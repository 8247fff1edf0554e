/* str: searching, splitting, replacing, trimming. Works on bytes; positions become code points at the edges. */
#include "pg_internal.h"

int64_t pg_rfind_bytes(const uint8_t *h, size_t nh, const uint8_t *n, size_t nn) {
    if (nn == 0) return (int64_t)nh;
    if (nn > nh) return -1;
    for (size_t i = nh - nn + 1; i-- > 0;)
        if (h[i] == n[0] && memcmp(h + i, n, nn) == 0) return (int64_t)i;
    return -1;
}

/* Clip code point bounds as CPython; false: start lies behind end. */
static bool clip(pg_str *s, int64_t *start, int64_t *end, uint32_t *from, uint32_t *to) {
    int64_t n = s->nchars;
    if (*end > n) *end = n;
    else if (*end < 0) { *end += n; if (*end < 0) *end = 0; }
    if (*start < 0) { *start += n; if (*start < 0) *start = 0; }
    if (*start > *end) return false;
    *from = pg_str_offset(s, (uint32_t)*start);
    *to = *end == n ? s->nbytes : pg_str_offset(s, (uint32_t)*end);
    return true;
}
bool pg_str_contains(pg_str *s, pg_str *sub) { return pg_find_bytes(s->data, s->nbytes, sub->data, sub->nbytes) >= 0; }
int64_t pg_str_find(pg_str *s, pg_str *sub, int64_t start, int64_t end) {
    uint32_t a, b;
    if (!clip(s, &start, &end, &a, &b)) return -1;
    int64_t r = pg_find_bytes(s->data + a, b - a, sub->data, sub->nbytes);
    return r < 0 ? -1 : (int64_t)pg_str_pos(s, a + (uint32_t)r);
}
int64_t pg_str_rfind(pg_str *s, pg_str *sub, int64_t start, int64_t end) {
    uint32_t a, b;
    if (!clip(s, &start, &end, &a, &b)) return -1;
    int64_t r = pg_rfind_bytes(s->data + a, b - a, sub->data, sub->nbytes);
    return r < 0 ? -1 : (int64_t)pg_str_pos(s, a + (uint32_t)r);
}
int64_t pg_str_index(pg_str *s, pg_str *sub, int64_t start, int64_t end) {
    int64_t r = pg_str_find(s, sub, start, end);
    if (r < 0) pg_raise(&pg_type_ValueError, "substring not found");
    return r;
}
int64_t pg_str_rindex(pg_str *s, pg_str *sub, int64_t start, int64_t end) {
    int64_t r = pg_str_rfind(s, sub, start, end);
    if (r < 0) pg_raise(&pg_type_ValueError, "substring not found");
    return r;
}
int64_t pg_str_count(pg_str *s, pg_str *sub, int64_t start, int64_t end) {
    uint32_t a, b;
    if (!clip(s, &start, &end, &a, &b)) return 0;
    if (sub->nbytes == 0) return end - start + 1;
    int64_t n = 0;
    for (;;) {
        int64_t r = pg_find_bytes(s->data + a, b - a, sub->data, sub->nbytes);
        if (r < 0) return n;
        n++;
        a += (uint32_t)r + sub->nbytes;
    }
}
bool pg_str_startswith(pg_str *s, pg_str *p, int64_t start, int64_t end) {
    uint32_t a, b;
    return clip(s, &start, &end, &a, &b) && b - a >= p->nbytes && memcmp(s->data + a, p->data, p->nbytes) == 0;
}
bool pg_str_endswith(pg_str *s, pg_str *p, int64_t start, int64_t end) {
    uint32_t a, b;
    return clip(s, &start, &end, &a, &b) && b - a >= p->nbytes && memcmp(s->data + b - p->nbytes, p->data, p->nbytes) == 0;
}
static bool any_affix(pg_str *s, pg_tuple *t, int64_t start, int64_t end, bool (*test)(pg_str *, pg_str *, int64_t, int64_t), const char *name) {
    for (uint32_t i = 0; i < t->len; i++) {
        pg_obj *o = pg_tuple_get_boxed(t, i);
        if (!pg_isinstance(o, &pg_type_str)) {
            pg_raise(&pg_type_TypeError, "tuple for %s must only contain str, not %T", name, o);
            return false;
        }
        if (test(s, (pg_str *)o, start, end)) return true;
    }
    return false;
}
bool pg_str_startswith_any(pg_str *s, pg_tuple *t, int64_t start, int64_t end) { return any_affix(s, t, start, end, pg_str_startswith, "startswith"); }
bool pg_str_endswith_any(pg_str *s, pg_tuple *t, int64_t start, int64_t end) { return any_affix(s, t, start, end, pg_str_endswith, "endswith"); }
pg_str *pg_str_removeprefix(pg_str *s, pg_str *p) {
    return pg_str_sub(s, p->nbytes && pg_str_startswith(s, p, 0, INT64_MAX) ? p->nbytes : 0, s->nbytes);
}
pg_str *pg_str_removesuffix(pg_str *s, pg_str *p) {
    return pg_str_sub(s, 0, p->nbytes && pg_str_endswith(s, p, 0, INT64_MAX) ? s->nbytes - p->nbytes : s->nbytes);
}

/* ---- strip */

static bool strips(const uint8_t *p, const uint8_t *q, pg_str *chars) {
    if (!chars) {
        if (*p < 0x80) return *p == ' ' || (*p >= 9 && *p <= 13) || (*p >= 0x1C && *p <= 0x1F);
        return uc_isspace(utf8_decode(&p));
    }
    return pg_find_bytes(chars->data, chars->nbytes, p, (size_t)(q - p)) >= 0;
}
static pg_str *strip(pg_str *s, pg_str *chars, bool left, bool right) {
    const uint8_t *a = s->data, *b = s->data + s->nbytes;
    while (left && a < b) {
        const uint8_t *q = a;
        utf8_decode(&q);
        if (!strips(a, q, chars)) break;
        a = q;
    }
    while (right && a < b) {
        const uint8_t *q = utf8_back(b);
        if (!strips(q, b, chars)) break;
        b = q;
    }
    return pg_str_sub(s, (size_t)(a - s->data), (size_t)(b - s->data));
}
pg_str *pg_str_strip(pg_str *s, pg_str *chars) { return strip(s, chars, true, true); }
pg_str *pg_str_lstrip(pg_str *s, pg_str *chars) { return strip(s, chars, true, false); }
pg_str *pg_str_rstrip(pg_str *s, pg_str *chars) { return strip(s, chars, false, true); }

/* ---- split */

PG_INLINE bool space_at(const uint8_t *p) {
    if (*p < 0x80) return *p == ' ' || (*p >= 9 && *p <= 13) || (*p >= 0x1C && *p <= 0x1F);
    return uc_isspace(utf8_decode(&p));
}
PG_INLINE const uint8_t *after(const uint8_t *p) { return p + (*p < 0x80 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4); }
#define ADD(from, to) do { pg_list_append(l, PG_W_P(pg_str_sub(s, (size_t)((from) - s->data), (size_t)((to) - s->data)))); if (PG_FAILED) return l; } while (0)

pg_list *pg_str_split(pg_str *s, pg_str *sep, int64_t max) {
    pg_list *l = pg_list_new(PG_STRS, 0);
    if (max < 0) max = INT64_MAX;
    const uint8_t *p = s->data, *end = p + s->nbytes;
    if (!sep) {
        for (;;) {
            while (p < end && space_at(p)) p = after(p);
            if (p >= end) return l;
            if (max-- <= 0) {
                ADD(p, end);
                return l;
            }
            const uint8_t *q = p;
            while (q < end && !space_at(q)) q = after(q);
            ADD(p, q);
            p = q;
        }
    }
    if (sep->nbytes == 0) return pg_raise(&pg_type_ValueError, "empty separator");
    while (max-- > 0) {
        int64_t r = pg_find_bytes(p, (size_t)(end - p), sep->data, sep->nbytes);
        if (r < 0) break;
        ADD(p, p + r);
        p += r + sep->nbytes;
    }
    ADD(p, end);
    return l;
}
pg_list *pg_str_rsplit(pg_str *s, pg_str *sep, int64_t max) {
    pg_list *l = pg_list_new(PG_STRS, 0);
    if (max < 0) max = INT64_MAX;
    const uint8_t *begin = s->data, *e = begin + s->nbytes;
    if (!sep) {
        for (;;) {
            while (e > begin && space_at(utf8_back(e))) e = utf8_back(e);
            if (e == begin) break;
            if (max-- <= 0) {
                ADD(begin, e);
                break;
            }
            const uint8_t *b = e;
            while (b > begin && !space_at(utf8_back(b))) b = utf8_back(b);
            ADD(b, e);
            e = b;
        }
    } else {
        if (sep->nbytes == 0) return pg_raise(&pg_type_ValueError, "empty separator");
        while (max-- > 0) {
            int64_t r = pg_rfind_bytes(begin, (size_t)(e - begin), sep->data, sep->nbytes);
            if (r < 0) break;
            ADD(begin + r + sep->nbytes, e);
            e = begin + r;
        }
        ADD(begin, e);
    }
    pg_list_reverse(l);
    return l;
}
pg_list *pg_str_splitlines(pg_str *s, bool keepends) {
    pg_list *l = pg_list_new(PG_STRS, 0);
    const uint8_t *p = s->data, *end = p + s->nbytes;
    while (p < end) {
        const uint8_t *q = p, *next;
        uint32_t c = 0;
        while (q < end) {
            next = q;
            c = utf8_decode(&next);
            if (c == '\n' || c == '\r' || c == 11 || c == 12 || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029) break;
            q = next;
        }
        if (q >= end) { ADD(p, end); return l; }
        if (c == '\r' && next < end && *next == '\n') next++;
        ADD(p, keepends ? next : q);
        p = next;
    }
    return l;
}
static pg_tuple *three(pg_str *a, pg_str *b, pg_str *c) {
    pg_tuple *t = pg_tuple_new(3, 0);
    t->items[0].i = PG_W_P(a);
    t->items[1].i = PG_W_P(b);
    t->items[2].i = PG_W_P(c);
    return t;
}
pg_tuple *pg_str_partition(pg_str *s, pg_str *sep) {
    if (sep->nbytes == 0) return pg_raise(&pg_type_ValueError, "empty separator");
    int64_t r = pg_find_bytes(s->data, s->nbytes, sep->data, sep->nbytes);
    if (r < 0) return three(pg_str_sub(s, 0, s->nbytes), &pg_str_empty, &pg_str_empty);
    return three(pg_str_sub(s, 0, (size_t)r), sep, pg_str_sub(s, (size_t)r + sep->nbytes, s->nbytes));
}
pg_tuple *pg_str_rpartition(pg_str *s, pg_str *sep) {
    if (sep->nbytes == 0) return pg_raise(&pg_type_ValueError, "empty separator");
    int64_t r = pg_rfind_bytes(s->data, s->nbytes, sep->data, sep->nbytes);
    if (r < 0) return three(&pg_str_empty, &pg_str_empty, pg_str_sub(s, 0, s->nbytes));
    return three(pg_str_sub(s, 0, (size_t)r), sep, pg_str_sub(s, (size_t)r + sep->nbytes, s->nbytes));
}

/* ---- replace */

pg_str *pg_str_replace(pg_str *s, pg_str *old, pg_str *with, int64_t count) {
    if (count < 0) count = INT64_MAX;
    const uint8_t *p = s->data, *end = p + s->nbytes;
    if (count == 0) return pg_str_sub(s, 0, s->nbytes);
    pg_sb b;
    sb_init(&b);
    if (old->nbytes == 0) {
        sb_str(&b, with);
        while (--count > 0 && p < end) {
            const uint8_t *q = after(p);
            sb_put(&b, p, (size_t)(q - p));
            sb_str(&b, with);
            p = q;
        }
        sb_put(&b, p, (size_t)(end - p));
        return sb_finish(&b);
    }
    bool any = false;
    while (count-- > 0) {
        int64_t r = pg_find_bytes(p, (size_t)(end - p), old->data, old->nbytes);
        if (r < 0) break;
        if (!any) { any = true; sb_room(&b, s->nbytes); }
        sb_put(&b, p, (size_t)r);
        sb_str(&b, with);
        p += r + old->nbytes;
    }
    if (!any) return pg_str_sub(s, 0, s->nbytes);
    sb_put(&b, p, (size_t)(end - p));
    return sb_finish(&b);
}
pg_str *pg_str_expandtabs(pg_str *s, int64_t tab) {
    pg_sb b;
    sb_init(&b);
    int64_t column = 0;
    const uint8_t *p = s->data, *end = p + s->nbytes;
    while (p < end) {
        if (*p == '\t') {
            if (tab > 0) {
                int64_t n = tab - column % tab;
                column += n;
                sb_fill(&b, (const uint8_t *)" ", 1, n);
            }
            p++;
            continue;
        }
        const uint8_t *q = after(p);
        column = *p == '\n' || *p == '\r' ? 0 : column + 1;
        sb_put(&b, p, (size_t)(q - p));
        p = q;
    }
    return sb_finish(&b);
}

/* ---- padding */

static pg_str *pad(pg_str *s, int64_t left, int64_t right, pg_str *fill) {
    if (fill && fill->nchars != 1) return pg_raise(&pg_type_TypeError, "The fill character must be exactly one character long");
    if (left <= 0 && right <= 0) return pg_str_sub(s, 0, s->nbytes);
    const uint8_t *u = fill ? fill->data : (const uint8_t *)" ";
    size_t n = fill ? fill->nbytes : 1;
    pg_sb b;
    sb_init(&b);
    sb_fill(&b, u, n, left);
    sb_str(&b, s);
    sb_fill(&b, u, n, right);
    return sb_finish(&b);
}
pg_str *pg_str_center(pg_str *s, int64_t width, pg_str *fill) {
    int64_t n = width - s->nchars, left = n > 0 ? n / 2 + (n & width & 1) : 0;
    return pad(s, left, n > 0 ? n - left : 0, fill);
}
pg_str *pg_str_ljust(pg_str *s, int64_t width, pg_str *fill) { return pad(s, 0, width - s->nchars, fill); }
pg_str *pg_str_rjust(pg_str *s, int64_t width, pg_str *fill) { return pad(s, width - s->nchars, 0, fill); }
pg_str *pg_str_zfill(pg_str *s, int64_t width) {
    int64_t n = width - s->nchars;
    if (n <= 0) return pg_str_sub(s, 0, s->nbytes);
    pg_sb b;
    sb_init(&b);
    size_t sign = s->nbytes && (s->data[0] == '+' || s->data[0] == '-');
    sb_put(&b, s->data, sign);
    sb_fill(&b, (const uint8_t *)"0", 1, n);
    sb_put(&b, s->data + sign, s->nbytes - sign);
    return sb_finish(&b);
}
