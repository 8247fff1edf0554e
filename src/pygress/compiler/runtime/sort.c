/* Stable merge sort of list items, natural runs used. */
#include "pg_internal.h"

typedef bool less_fn(pg_word a, pg_word b);
static bool less_int(pg_word a, pg_word b) { return a < b; }
static bool less_float(pg_word a, pg_word b) { return PG_F_W(a) < PG_F_W(b); }
static bool less_str(pg_word a, pg_word b) { return pg_str_cmp(PG_P_W(a), PG_P_W(b)) < 0; }
static bool less_obj(pg_word a, pg_word b) { return !pg_exc && pg_obj_compare(PG_P_W(a), PG_P_W(b), PG_LT); }

static less_fn *choose(const pg_list *keys) {
    switch (PG_REP(keys->kind)) {
    case PG_I64: case PG_BOOL: return less_int;
    case PG_F64: return less_float;
    default:
        for (uint32_t i = 0; i < keys->len; i++)
            if (!PG_IS(keys->items[i].p, str)) return less_obj;
        return less_str;
    }
}
/* Merges the sorted halves [0, m) and [m, n) of k (and v along with it). */
static void merge(pg_slot *k, pg_slot *v, size_t m, size_t n, pg_slot *tk, pg_slot *tv, less_fn *less) {
    if (!less(k[m].i, k[m - 1].i)) return;
    memcpy(tk, k, m * sizeof *k);
    if (v) memcpy(tv, v, m * sizeof *v);
    size_t i = 0, j = m, o = 0;
    while (i < m && j < n) {
        bool right = less(k[j].i, tk[i].i);
        k[o] = right ? k[j] : tk[i];
        if (v) v[o] = right ? v[j] : tv[i];
        o++;
        if (right) j++;
        else i++;
    }
    if (i < m) {
        memcpy(k + o, tk + i, (m - i) * sizeof *k);
        if (v) memcpy(v + o, tv + i, (m - i) * sizeof *v);
    }
}
static void sort(pg_slot *k, pg_slot *v, size_t n, pg_slot *tk, pg_slot *tv, less_fn *less) {
    if (PG_FAILED) return;
    if (n <= 12) {
        for (size_t i = 1; i < n; i++) {
            pg_slot x = k[i], y = v ? v[i] : x;
            size_t j = i;
            while (j > 0 && less(x.i, k[j - 1].i)) { k[j] = k[j - 1]; if (v) v[j] = v[j - 1]; j--; }
            k[j] = x;
            if (v) v[j] = y;
        }
        return;
    }
    size_t m = n / 2;
    sort(k, v, m, tk, tv, less);
    sort(k + m, v ? v + m : NULL, n - m, tk, tv, less);
    merge(k, v, m, n, tk, tv, less);
}
static void reverse(pg_slot *s, size_t n) {
    for (size_t i = 0, j = n; i + 1 < j; i++) { pg_slot t = s[i]; s[i] = s[--j]; s[j] = t; }
}
void pg_list_sort_keys(pg_list *l, pg_list *keys, bool rev) {
    size_t n = keys->len, half = (n / 2 + 1) * sizeof(pg_slot);
    if (n < 2) return;
    pg_slot *v = l == keys ? NULL : l->items, *k = keys->items;
    pg_slot *tk = pg_data_alloc(half), *tv = v ? pg_data_alloc(half) : NULL;
    if (!tk || (v && !tv)) return;
    uint32_t len = l->len;
    l->len = 0; /* as CPython: the list looks empty to user code meanwhile */
    l->items = NULL;
    uint32_t cap = l->cap;
    l->cap = 0;
    keys->len = (uint32_t)n;
    less_fn *less;
    { pg_list view = *keys; view.items = k; less = choose(&view); }
    if (rev) { reverse(k, n); if (v) reverse(v, n); }
    size_t run = 1;
    while (run < n && !less(k[run].i, k[run - 1].i) && !pg_exc) run++;
    if (run < n && !pg_exc) sort(k, v, n, tk, tv, less);
    if (rev) { reverse(k, n); if (v) reverse(v, n); }
    bool changed = l->items != NULL;
    l->items = v ? v : k;
    l->len = len;
    l->cap = cap;
    if (v) pg_data_free(tv, half);
    pg_data_free(tk, half);
    if (changed && !pg_exc) pg_raise(&pg_type_ValueError, "list modified during sort");
}
void pg_list_sort(pg_list *l, bool rev) { pg_list_sort_keys(l, l, rev); }
