/* str: concatenation, repetition, joining. Compiled for speed. */
#include "pg_internal.h"

pg_str *pg_str_concat(pg_str *a, pg_str *b) {
    if (a->nbytes == 0 && PG_IS(b, str)) return b;
    if (b->nbytes == 0 && PG_IS(a, str)) return a;
    size_t n = (size_t)a->nbytes + b->nbytes;
    if (PG_UNLIKELY(n > 0x7FFFFFFF)) { pg_memory_error(); return NULL; }
    if (a->nbytes && pg_data_extend(a->data + a->nbytes, b->nbytes)) {
        memcpy((uint8_t *)a->data + a->nbytes, b->data, b->nbytes);
        return pg_str_make(a->data, n, (size_t)a->nchars + b->nchars);
    }
    uint8_t *p = a->nbytes >= 48 && !(a->h.bits & PG_STATIC) ? pg_text_alloc_growing(n) : pg_text_alloc(n);
    if (!p) return NULL;
    memcpy(p, a->data, a->nbytes);
    memcpy(p + a->nbytes, b->data, b->nbytes);
    return pg_str_make(p, n, (size_t)a->nchars + b->nchars);
}
/* Mostly a few bytes: a call of memcpy costs more than it copies. */
PG_INLINE uint8_t *put_text(uint8_t *q, const pg_str *s) {
    size_t n = s->nbytes;
    const uint8_t *p = s->data;
    if (n > 16) memcpy(q, p, n);
    else if (n >= 8) { uint64_t x, y; memcpy(&x, p, 8); memcpy(&y, p + n - 8, 8); memcpy(q, &x, 8); memcpy(q + n - 8, &y, 8); }
    else for (size_t i = 0; i < n; i++) q[i] = p[i];
    return q + n;
}
pg_str *pg_str_concat_n(uint32_t k, pg_str *const *parts) {
    size_t n = 0, c = 0;
    for (uint32_t i = 0; i < k; i++) {
        if (PG_UNLIKELY(!parts[i])) return NULL;
        n += parts[i]->nbytes;
        c += parts[i]->nchars;
        if (PG_UNLIKELY(n > 0x7FFFFFFF)) { pg_memory_error(); return NULL; }
    }
    if (n == 0) return &pg_str_empty;
    pg_str *first = parts[0];
    uint8_t *p, *q;
    if (first->nbytes >= 16 && pg_data_extend(first->data + first->nbytes, n - first->nbytes)) {
        p = (uint8_t *)first->data;
        q = p + first->nbytes;
    } else {
        q = p = first->nbytes >= 48 && !(first->h.bits & PG_STATIC) ? pg_text_alloc_growing(n) : pg_text_alloc(n);
        if (!p) return NULL;
        q = put_text(q, first);
    }
    for (uint32_t i = 1; i < k; i++) q = put_text(q, parts[i]);
    return pg_str_make(p, n, c);
}
pg_str *pg_str_repeat(pg_str *s, int64_t n) {
    if (n <= 0 || s->nbytes == 0) return &pg_str_empty;
    if (n == 1 && PG_IS(s, str)) return s;
    if (n > 0x7FFFFFFF / (int64_t)s->nbytes) { pg_memory_error(); return NULL; }
    pg_sb b;
    sb_init(&b);
    sb_fill(&b, s->data, s->nbytes, n);
    if (b.failed) return NULL;
    if (b.data + b.cap == pg_data_top) pg_data_top = b.data + b.len;
    return pg_str_make(b.data, b.len, (size_t)s->nchars * (size_t)n);
}
static pg_str *join_raise(uint32_t i, pg_obj *o) {
    return pg_raise(&pg_type_TypeError, "sequence item %d: expected str instance, %T found", (int)i, o);
}
pg_str *pg_str_join(pg_str *sep, pg_list *l) {
    if (l->len == 0) return &pg_str_empty;
    if (PG_REP(l->kind) != PG_REF) return join_raise(0, pg_box(l->items[0].i, l->kind));
    size_t n = 0, c = 0;
    for (uint32_t i = 0; i < l->len; i++) {
        pg_str *s = l->items[i].p;
        if (!pg_isinstance(&s->h, &pg_type_str)) return join_raise(i, &s->h);
        n += s->nbytes;
        c += s->nchars;
        if (PG_UNLIKELY(n > 0x7FFFFFFF)) { pg_memory_error(); return NULL; }
    }
    if (l->len == 1 && PG_IS(l->items[0].p, str)) return l->items[0].p;
    if ((uint64_t)sep->nbytes * (l->len - 1) > 0x7FFFFFFF) { pg_memory_error(); return NULL; }
    n += (size_t)sep->nbytes * (l->len - 1);
    c += (size_t)sep->nchars * (l->len - 1);
    if (n == 0) return &pg_str_empty;
    uint8_t *p = pg_text_alloc(n), *q = p;
    if (!p) return NULL;
    for (uint32_t i = 0; i < l->len; i++) {
        if (i && sep->nbytes) {
            if (sep->nbytes == 1) *q++ = sep->data[0];
            else { memcpy(q, sep->data, sep->nbytes); q += sep->nbytes; }
        }
        pg_str *s = l->items[i].p;
        q = put_text(q, s);
    }
    return pg_str_make(p, n, c);
}
pg_str *pg_str_join_obj(pg_str *sep, pg_obj *o) {
    if (PG_IS(o, list)) return pg_str_join(sep, (pg_list *)o);
    if (!o->type->hooks->iter) return pg_raise(&pg_type_TypeError, "can only join an iterable");
    pg_list *l = pg_list_from_obj(o, PG_REF);
    return l ? pg_str_join(sep, l) : NULL;
}
