/* Memory: 64 KiB pages, bump regions for objects and for data, large blocks of whole pages, and the moving collector.
 *
 * Small objects and small data are bumped out of pages; whatever is larger than PG_LARGE_MIN has its own pages and never
 * moves. The collector runs when no frame of the program is live, or at a place where the frames have written down what
 * they need (safepoints.c): it copies what the roots reach into fresh pages and frees all others. Text may be shared by several strings (slices): small text is copied for each, and when that
 * would cost more than it frees, its page is kept as it is (pinned). */
#include "pg_internal.h"

#define LARGE_MIN 16384u
#define RESERVE_PAGES 64u
#define TAILS 4

enum { FREE, OBJECTS, DATA, BIG, BIG_TAIL, FROM_OBJECTS, FROM_DATA };
typedef struct block { struct block *next; uint8_t *top; } block;              /* head of an OBJECTS or DATA page */
typedef struct big { struct big *work; uint32_t pages; uint32_t marked; size_t used; size_t pad; } big; /* head of a BIG run */

uint8_t *pg_obj_top, *pg_obj_end, *pg_data_top, *pg_data_end;

static uint8_t page_kind[PG_MAX_PAGES];
static uint16_t page_back[PG_MAX_PAGES];  /* BIG_TAIL: pages back to the head */
static uint32_t first_page, end_page;     /* [first, end) has been used at some time */
static uint32_t hint, used_pages, fresh_pages, live_pages;
static uint32_t base_limit = 8192;        /* 512 MiB */
static uint32_t limit_pages = 8192;       /* base_limit, and the reserve on top once MemoryError was raised */
static struct { uint8_t *end, *limit; } tails[TAILS]; /* small text with room behind it */
static uint32_t next_tail;
static block *obj_block;                  /* the page being bumped */
static block *scan_first;                 /* while collecting: pages of copied objects, in order */
static big *work;                         /* while collecting: large objects to scan */
static bool collecting;
static size_t copied_data, copy_budget;
static int32_t callback_depth;
static uint32_t next_identity = 1;
bool pg_gc_due;

#define MAX_ROOT_TABLES 256
static struct { pg_obj **const *roots; uint32_t n; } root_tables[MAX_ROOT_TABLES];
static uint32_t n_root_tables;

static uint8_t *page_address(uint32_t i) {
#ifdef __wasm__
    return (uint8_t *)(uintptr_t)(i * (size_t)PG_PAGE);
#else
    return pg_heap_base() + (size_t)i * PG_PAGE;
#endif
}
static uint32_t page_of(const void *p) {
#ifdef __wasm__
    return (uint32_t)((uintptr_t)p / PG_PAGE);
#else
    uintptr_t d = (uintptr_t)p - (uintptr_t)pg_heap_base();
    return d / PG_PAGE >= PG_MAX_PAGES ? PG_MAX_PAGES : (uint32_t)(d / PG_PAGE);
#endif
}
bool pg_in_heap(const void *p) { uint32_t i = page_of(p); return i < PG_MAX_PAGES && i < end_page && page_kind[i] != FREE; }

/* Called when MemoryError is raised: handlers and messages may use the reserve. */
void pg_memory_reserve(void) {
    if (limit_pages == base_limit) limit_pages = base_limit + RESERVE_PAGES;
}
static void start(void) {
#ifdef __wasm__
    first_page = (uint32_t)(((uintptr_t)pg_heap_base() + PG_PAGE - 1) / PG_PAGE);
#else
    first_page = 1;
#endif
    end_page = hint = first_page;
}

/* n pages in a row, or PG_MAX_PAGES. */
static uint32_t find_pages(uint32_t n) {
    if (first_page == 0) start();
    uint32_t run = 0, first_free = end_page;
    for (uint32_t i = hint; i < end_page; i++) {
        run = page_kind[i] == FREE ? run + 1 : 0;
        if (run == 1 && i < first_free) first_free = i;
        if (run == n) { hint = first_free; return i - n + 1; }
    }
    hint = first_free;
    uint32_t from = end_page - run;
    if (from + n > PG_MAX_PAGES || !pg_memory_ensure(from + n)) return PG_MAX_PAGES;
    end_page = from + n;
    return from;
}
static uint32_t take_pages(uint32_t n, bool may_fail) {
    if (!collecting && used_pages + n > limit_pages) {
        if (may_fail) { pg_memory_error(); return PG_MAX_PAGES; }
        if (!pg_exc) pg_memory_error(); /* small: out of the reserve */
    }
    uint32_t i = find_pages(n);
    if (i == PG_MAX_PAGES) {
        if (!may_fail) pg_fatal("out of memory");
        pg_memory_error();
        return i;
    }
    if (i == hint) hint = i + n;
    used_pages += n;
    fresh_pages += n;
    if (fresh_pages >= PG_NURSERY) pg_gc_due = true;
    return i;
}
static void free_pages(uint32_t i, uint32_t n) {
    memset(page_kind + i, FREE, n);
    used_pages -= n;
    if (i < hint) hint = i;
}

static big *big_new(size_t n, bool may_fail) {
    if (n > (size_t)PG_MAX_PAGES * PG_PAGE - PG_PAGE) { pg_memory_error(); return NULL; }
    uint32_t pages = (uint32_t)((n + sizeof(big) + PG_PAGE - 1) / PG_PAGE);
    uint32_t i = take_pages(pages, may_fail);
    if (i == PG_MAX_PAGES) return NULL;
    page_kind[i] = BIG;
    for (uint32_t k = 1; k < pages; k++) { page_kind[i + k] = BIG_TAIL; page_back[i + k] = (uint16_t)k; }
    big *b = (big *)page_address(i);
    b->work = NULL;
    b->pages = pages;
    b->marked = 0;
    b->used = n;
    return b;
}
static big *big_of(const void *p) {
    uint32_t i = page_of(p);
    if (i >= end_page) return NULL;
    if (page_kind[i] == BIG) return (big *)page_address(i);
    if (page_kind[i] == BIG_TAIL) return (big *)page_address(i - page_back[i]);
    return NULL;
}
static size_t big_room(const big *b) { return (size_t)b->pages * PG_PAGE - sizeof(big); }

void *pg_alloc_slow(size_t size) {
    if (size > LARGE_MIN) {
        big *b = big_new(size, true);
        if (!b) { /* an object must exist: the caller looks at pg_exc only later */
            b = big_new(size, false);
        }
        memset(b + 1, 0, sizeof(pg_obj));
        return b + 1;
    }
    uint32_t i = take_pages(1, false);
    page_kind[i] = OBJECTS;
    block *k = (block *)page_address(i);
    if (obj_block) { obj_block->top = pg_obj_top; obj_block->next = k; }
    else scan_first = k;
    k->next = NULL;
    obj_block = k;
    uint8_t *p = (uint8_t *)(k + 1);
    pg_obj_top = p + size;
    pg_obj_end = (uint8_t *)k + PG_PAGE;
    return p;
}

static bool data_page(void) {
    uint32_t i = take_pages(1, true);
    if (i == PG_MAX_PAGES) {
        i = take_pages(1, false); /* the reserve: the error is pending */
        if (i == PG_MAX_PAGES) return false;
    }
    page_kind[i] = DATA;
    pg_data_top = page_address(i);
    pg_data_end = pg_data_top + PG_PAGE;
    return true;
}
uint8_t *pg_data_alloc_room(size_t n, size_t room) {
    if (n > LARGE_MIN) {
        if (room > SIZE_MAX / 2 || n > SIZE_MAX / 2) { pg_memory_error(); return NULL; }
        big *b = NULL;
        if (room && used_pages + (n + room) / PG_PAGE < limit_pages) b = big_new(n + room, true);
        if (!b) { if (room && pg_exc) pg_exc = NULL; b = big_new(n, true); }
        if (!b) return NULL;
        b->used = n;
        return (uint8_t *)(b + 1);
    }
    if ((size_t)(pg_data_end - pg_data_top) < n && !data_page()) return NULL;
    uint8_t *p = pg_data_top;
    pg_data_top += n;
    return p;
}
uint8_t *pg_text_alloc(size_t n) {
    if (PG_LIKELY((size_t)(pg_data_end - pg_data_top) >= n && n <= LARGE_MIN)) {
        uint8_t *p = pg_data_top;
        pg_data_top += n;
        return p;
    }
    return pg_data_alloc_room(n, 0);
}
void *pg_data_alloc(size_t n) {
    if (n > LARGE_MIN) return pg_data_alloc_room(n, 0);
    n = (n + 7) & ~(size_t)7;
    uint8_t *p = (uint8_t *)(((uintptr_t)pg_data_top + 7) & ~(uintptr_t)7);
    if (PG_UNLIKELY(p > pg_data_end || (size_t)(pg_data_end - p) < n)) {
        if (!data_page()) return NULL;
        p = pg_data_top;
    }
    pg_data_top = p + n;
    return p;
}
uint8_t *pg_text_alloc_growing(size_t n) {
    if (n > LARGE_MIN / 2) {
        uint8_t *large = pg_data_alloc_room(n > LARGE_MIN ? n : LARGE_MIN + 1, n);
        if (large) big_of(large)->used = n;
        return large;
    }
    uint8_t *p = pg_text_alloc(2 * n);
    if (!p) return NULL;
    tails[next_tail].end = p + n;
    tails[next_tail].limit = p + 2 * n;
    next_tail = (next_tail + 1) % TAILS;
    return p;
}
bool pg_data_extend(const uint8_t *end, size_t n) {
    for (int i = 0; i < TAILS; i++) {
        if (tails[i].end != end) continue;
        if ((size_t)(tails[i].limit - tails[i].end) < n) { tails[i].end = NULL; return false; }
        tails[i].end += n;
        return true;
    }
    if (end == pg_data_top) {
        if ((size_t)(pg_data_end - pg_data_top) < n) return false;
        pg_data_top += n;
        return true;
    }
    big *b = big_of(end - 1);
    if (!b || end != (uint8_t *)(b + 1) + b->used || n > big_room(b) - b->used) return false;
    b->used += n;
    return true;
}
void *pg_data_grow(void *p, size_t old, size_t new_) {
    if (new_ <= old) return p;
    if (old) {
        size_t have = old > LARGE_MIN ? old : (old + 7) & ~(size_t)7;
        if (new_ <= have) return p;
        if ((uint8_t *)p + have == pg_data_top && new_ <= LARGE_MIN) {
            size_t more = ((new_ + 7) & ~(size_t)7) - have;
            if ((size_t)(pg_data_end - pg_data_top) >= more) { pg_data_top += more; return p; }
        }
        big *b = big_of(p);
        if (b && new_ <= big_room(b)) { b->used = new_; return p; }
    }
    void *q = pg_data_alloc(new_);
    if (!q) return NULL;
    if (old) { memcpy(q, p, old); pg_data_free(p, old); }
    return q;
}
void pg_data_free(void *p, size_t n) {
    if (!p || n == 0) return;
    if (n <= LARGE_MIN) {
        size_t have = (n + 7) & ~(size_t)7;
        if ((uint8_t *)p + have == pg_data_top) pg_data_top = p;
        return;
    }
    big *b = big_of(p);
    if (b && (uint8_t *)(b + 1) == p) free_pages(page_of(b), b->pages);
}

/* ---------------------------------------------------------------- collector */

static size_t object_size(const pg_obj *o) {
    size_t n = o->type->size;
    if (o->type->layout == PG_L_TUPLE) n += (size_t)((const pg_tuple *)o)->len * sizeof(pg_slot);
    return (n + 7) & ~(size_t)7;
}
void pg_gc_visit(pg_obj **ref) {
    pg_obj *o = *ref;
    if (!o || o->bits & PG_STATIC) return;
    if (o->bits & PG_FORWARDED) { *ref = (pg_obj *)(uintptr_t)o->type; return; }
    uint32_t i = page_of(o);
    if (page_kind[i] == FROM_OBJECTS) {
        size_t n = object_size(o);
        pg_obj *c = pg_alloc(n);
        memcpy(c, o, n);
        o->bits |= PG_FORWARDED;
        o->type = (const pg_type *)(uintptr_t)c;
        *ref = c;
        return;
    }
    big *b = big_of(o);
    if (b && !b->marked) { b->marked = 1; b->work = work; work = b; }
}
void pg_gc_visit_data(void **data, size_t n) {
    uint8_t *p = *data;
    if (!p || n == 0) return;
    uint32_t i = page_of(p);
    if (i >= end_page) return;
    switch (page_kind[i]) {
    case FROM_DATA: {
        if (copied_data + n > copy_budget) { page_kind[i] = DATA; return; } /* pinned */
        copied_data += n;
        void *q = n >= 8 ? pg_data_alloc(n) : pg_text_alloc(n);
        memcpy(q, p, n);
        *data = q;
        return;
    }
    case BIG: case BIG_TAIL: big_of(p)->marked = 1; return;
    default: return;
    }
}
void pg_gc_visit_slots(pg_slot *slots, size_t n, pg_kind kind) {
    if (PG_REP(kind) != PG_REF) return;
    for (size_t i = 0; i < n; i++) {
        pg_obj *o = slots[i].p;
        pg_gc_visit(&o);
        slots[i].i = PG_W_P(o);
    }
}
/* Where there is a dict or a set there are the files of these. */
__attribute__((weak)) void pg_trace_dict(pg_obj *o);
__attribute__((weak)) void pg_trace_set(pg_obj *o);
static void scan(pg_obj *o) {
    const pg_type *t = o->type;
    switch (t->layout) {
    case PG_L_STR: {
        pg_str *s = (pg_str *)o;
        pg_gc_visit_data((void **)&s->data, s->nbytes);
        s->index = NULL;
        break;
    }
    case PG_L_BYTES: { pg_bytes *b = (pg_bytes *)o; pg_gc_visit_data((void **)&b->data, b->len); break; }
    case PG_L_BYTEARRAY: { pg_bytearray *b = (pg_bytearray *)o; pg_gc_visit_data((void **)&b->data, b->cap); break; }
    case PG_L_LIST: {
        pg_list *l = (pg_list *)o;
        pg_gc_visit_data((void **)&l->items, (size_t)l->cap * sizeof(pg_slot));
        pg_gc_visit_slots(l->items, l->len, l->kind);
        break;
    }
    case PG_L_DICT: if (pg_trace_dict) pg_trace_dict(o); break;
    case PG_L_SET: if (pg_trace_set) pg_trace_set(o); break;
    case PG_L_TUPLE: {
        pg_tuple *u = (pg_tuple *)o;
        if (u->kinds == 0) pg_gc_visit_slots(u->items, u->len, PG_REF);
        else for (uint32_t i = 0; i < u->len; i++) pg_gc_visit_slots(&u->items[i], 1, pg_tuple_kind(u, i));
        break;
    }
    case PG_L_EXC: {
        pg_exception *e = (pg_exception *)o;
        pg_gc_visit((pg_obj **)&e->args);
        pg_gc_visit((pg_obj **)&e->cause);
        pg_gc_visit((pg_obj **)&e->context);
        pg_gc_visit(&e->value);
        pg_gc_visit((pg_obj **)&e->notes);
        pg_gc_visit_data((void **)&e->frames, (size_t)e->cap * sizeof(pg_frame));
        break;
    }
    case PG_L_ITER: pg_gc_visit(&((pg_iter *)o)->of); break;
    case PG_L_CUSTOM: t->hooks->trace(o); break;
    default: break;
    }
    for (uint32_t i = 0; i < t->nfields; i++)
        if (PG_REP(t->fields[i].kind) == PG_REF) pg_gc_visit((pg_obj **)((uint8_t *)o + t->fields[i].offset));
}

extern void pg_memory_error_reset(void);
extern void pg_forget_static_indexes(void);

pg_dict *pg_dict_memo;

void pg_gc_collect(void) {
    pg_dict_memo = NULL;
    if (first_page == 0) return;
    uint32_t data_pages = 0;
    for (uint32_t i = first_page; i < end_page; i++) {
        if (page_kind[i] == OBJECTS) page_kind[i] = FROM_OBJECTS;
        else if (page_kind[i] == DATA) { page_kind[i] = FROM_DATA; data_pages++; }
    }
    pg_memory_error_reset();
    pg_forget_static_indexes();
    collecting = true;
    obj_block = scan_first = NULL;
    work = NULL;
    pg_obj_top = pg_obj_end = pg_data_top = pg_data_end = NULL;
    for (int i = 0; i < TAILS; i++) tails[i].end = NULL;
    copied_data = 0;
    copy_budget = (size_t)data_pages * PG_PAGE;

    for (uint32_t t = 0; t < n_root_tables; t++)
        for (uint32_t i = 0; i < root_tables[t].n; i++) pg_gc_visit(root_tables[t].roots[i]);
    if (pg_kept_visit) pg_kept_visit();
    pg_gc_visit((pg_obj **)&pg_exc);
    pg_gc_visit((pg_obj **)&pg_handled);

    block *k = NULL;
    uint8_t *at = NULL;
    for (;;) {
        if (!k && scan_first) { k = scan_first; at = (uint8_t *)(k + 1); }
        if (k) {
            uint8_t *top = k == obj_block ? pg_obj_top : k->top;
            if (at < top) {
                pg_obj *o = (pg_obj *)at;
                at += object_size(o);
                scan(o);
                continue;
            }
            if (k->next) { k = k->next; at = (uint8_t *)(k + 1); continue; }
        }
        if (!work) break;
        big *b = work;
        work = b->work;
        scan((pg_obj *)(b + 1));
    }
    for (uint32_t i = first_page; i < end_page;) {
        uint8_t kind = page_kind[i];
        if (kind == FROM_OBJECTS || kind == FROM_DATA) { free_pages(i, 1); i++; }
        else if (kind == BIG) {
            big *b = (big *)page_address(i);
            uint32_t n = b->pages;
            if (b->marked) b->marked = 0;
            else free_pages(i, n);
            i += n;
        } else i++;
    }
    while (end_page > first_page && page_kind[end_page - 1] == FREE) end_page--;
    if (hint > end_page) hint = end_page;
    collecting = false;
    limit_pages = base_limit;
    live_pages = used_pages;
    fresh_pages = 0;
}
/* Twice what lives, less where that would come near the limit. */
bool pg_gc_pays(void) {
    uint32_t most = base_limit - base_limit / 4, room = most > live_pages ? most - live_pages : 0;
    uint32_t want = 2 * live_pages < room ? 2 * live_pages : room > live_pages / 4 ? room : live_pages / 4;
    return fresh_pages >= PG_NURSERY && fresh_pages >= want;
}

void pg_register_roots(pg_obj **const *roots, uint32_t n) {
    if (n_root_tables == MAX_ROOT_TABLES) pg_fatal("too many root tables");
    root_tables[n_root_tables].roots = roots;
    root_tables[n_root_tables++].n = n;
}
void pg_callback_begin(void) {
    callback_depth++;
    if (pg_kept_begin) pg_kept_begin(callback_depth);
}
__attribute__((weak)) void pg_stdout_flush(void); /* only where something prints */
void pg_callback_end(void) {
    if (pg_kept_end) pg_kept_end(callback_depth);
    if (--callback_depth > 0) return;
    if (pg_stdout_flush) pg_stdout_flush();
    callback_depth = 0;
    pg_depth = 0;
    uint32_t step = live_pages > 8 ? live_pages : 8;
    if (fresh_pages >= step || used_pages > base_limit - base_limit / 4) pg_gc_collect();
}
void pg_set_memory_limit(size_t bytes) {
    base_limit = (uint32_t)(bytes / PG_PAGE);
    if (base_limit > PG_MAX_PAGES - 2 * RESERVE_PAGES) base_limit = PG_MAX_PAGES - 2 * RESERVE_PAGES;
    limit_pages = base_limit;
}
size_t pg_memory_used(void) { return (size_t)used_pages * PG_PAGE; }

static uint32_t identity(pg_obj *o) {
    if (o->bits >> 8 == 0) {
        o->bits |= next_identity << 8;
        if (++next_identity >> 24) next_identity = 1;
    }
    return o->bits >> 8;
}
int64_t pg_id(pg_obj *o) { return 0x100000 + (int64_t)identity(o) * 16; }
int64_t pg_hash_pointer(pg_obj *o) { return identity(o); }
