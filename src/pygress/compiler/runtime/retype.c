/* Containers that came as Any and are declared: they take the kinds of elements that compiled code reads, in place, so that
 * whoever else holds them sees the same object. A wrong element raises, and nothing has changed. */
#include "pg_internal.h"

static bool converts(pg_word w, pg_kind from, pg_kind to) {
    pg_convert(w, from, to);
    return pg_exc == NULL;
}
void pg_list_retype(pg_list *l, int64_t kind) {
    pg_kind from = (pg_kind)l->kind, to = (pg_kind)kind;
    if (from == to) return;
    for (uint32_t i = 0; i < l->len; i++) if (!converts(l->items[i].i, from, to)) return;
    for (uint32_t i = 0; i < l->len; i++) l->items[i].i = pg_convert(l->items[i].i, from, to);
    l->kind = (uint8_t)to;
}
void pg_dict_retype(pg_dict *d, int64_t key, int64_t value) {
    pg_kind kf = (pg_kind)d->kkind, vf = (pg_kind)d->vkind, kt = (pg_kind)key, vt = (pg_kind)value;
    if (kf == kt && vf == vt) return;
    for (uint32_t i = 0; i < d->used; i++) {
        pg_entry *e = &d->entries[i];
        if (e->live && !(converts(e->key.i, kf, kt) && converts(e->val.i, vf, vt))) return;
    }
    for (uint32_t i = 0; i < d->used; i++) {
        pg_entry *e = &d->entries[i];
        if (!e->live) continue;
        e->key.i = pg_convert(e->key.i, kf, kt);
        e->val.i = pg_convert(e->val.i, vf, vt);
    }
    d->kkind = (uint8_t)kt;
    d->vkind = (uint8_t)vt;
}
void pg_set_retype(pg_set *s, int64_t kind) {
    if (s->kind == kind) return;
    pg_list *items = pg_list_from_obj(&s->h, (pg_kind)s->kind);
    pg_set *n = pg_set_new((pg_kind)kind);
    for (uint32_t i = 0; items && i < items->len && !pg_exc; i++) {
        pg_word w = pg_convert(items->items[i].i, (pg_kind)s->kind, (pg_kind)kind);
        if (!pg_exc) pg_set_add(n, w);
    }
    if (!pg_exc) pg_set_take(s, n);
}
