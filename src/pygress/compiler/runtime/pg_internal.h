/* What the runtime's own files share; generated code does not see it. */
#ifndef PG_INTERNAL_H
#define PG_INTERNAL_H

#include "pg.h"

/* The bulk instruction of wasm is a call into the engine: short copies are cheaper by hand. */
void pg_copy(void *to, const void *from, size_t n);
#define memcpy(to, from, n) (__builtin_constant_p(n) ? (void)__builtin_memcpy(to, from, n) : pg_copy(to, from, n))
#define memset __builtin_memset
#define memmove __builtin_memmove
int pg_memcmp(const void *a, const void *b, size_t n);
#define memcmp pg_memcmp
PG_INLINE size_t pg_cstrlen(const char *s) { return __builtin_strlen(s); }

#define PG_PAGE 65536u
#define PG_MAX_PAGES 65535u      /* 4 GiB less one page; the limit in force is lower (pg_set_memory_limit) */

/* ---- collections in the middle of a call (safepoints.c, linked where generated code has such places) */
#define PG_NURSERY 16u /* pages: what is used again and again should stay in the cache */
bool pg_gc_pays(void);
__attribute__((weak)) void pg_kept_visit(void);
__attribute__((weak)) void pg_kept_begin(int32_t depth);
__attribute__((weak)) void pg_kept_end(int32_t depth);

/* ---- data region */
extern uint8_t *pg_data_top, *pg_data_end;
/* True if n more bytes directly after end (the end of some string) were unused and now belong to the caller. */
bool pg_data_extend(const uint8_t *end, size_t n);
/* As pg_data_alloc, with unused room kept behind large blocks for pg_data_extend. */
/* As pg_text_alloc, with room behind that the next pg_data_extend of this text finds although others allocate meanwhile:
 * for text that grows by appending. */
uint8_t *pg_text_alloc_growing(size_t n);
uint8_t *pg_data_alloc_room(size_t n, size_t room);
/* Unaligned bytes for string contents. */
uint8_t *pg_text_alloc(size_t n);
bool pg_in_heap(const void *p);
void pg_memory_error(void);

/* ---- text builder: grows in place while it ends at the bump pointer */
typedef struct pg_sb { uint8_t *data; size_t len, cap; bool failed; } pg_sb;
void sb_init(pg_sb *b);
bool sb_room(pg_sb *b, size_t n);
void sb_put(pg_sb *b, const void *data, size_t n);
void sb_putc(pg_sb *b, int byte);
void sb_code(pg_sb *b, uint32_t code);
void sb_c(pg_sb *b, const char *text);
void sb_str(pg_sb *b, const pg_str *s);
void sb_int(pg_sb *b, int64_t v);
void sb_fill(pg_sb *b, const uint8_t *unit, size_t nunit, int64_t times);
pg_str *sb_finish(pg_sb *b);            /* NULL if an allocation failed */
pg_bytes *sb_finish_bytes(pg_sb *b);

/* ---- UTF-8 */
uint32_t utf8_decode_long(const uint8_t **p);
PG_INLINE uint32_t utf8_decode(const uint8_t **p) {
    const uint8_t *s = *p;
    uint32_t c = s[0];
    if (c < 0x80) { *p = s + 1; return c; }
    return utf8_decode_long(p);
}
PG_INLINE const uint8_t *utf8_back(const uint8_t *p) { do p--; while ((*p & 0xC0) == 0x80); return p; }
unsigned utf8_encode(uint8_t out[4], uint32_t code);
size_t utf8_count(const uint8_t *p, size_t n);          /* code points */
/* Length of the valid sequence at p (surrogates refused), 0: invalid. */
unsigned utf8_valid(const uint8_t *p, const uint8_t *end);
/* How many bytes at p form one decoding error, with CPython's reason. */
unsigned utf8_bad(const uint8_t *p, const uint8_t *end, const char **why);
/* Where decoding fails: first bad byte; n if none. */
size_t utf8_check(const uint8_t *p, size_t n);
uint32_t pg_str_offset(pg_str *s, uint32_t i);         /* byte offset of code point i <= nchars */
PG_INLINE uint32_t pg_str_pos(const pg_str *s, uint32_t off) { return s->nbytes == s->nchars ? off : (uint32_t)utf8_count(s->data, off); }
pg_str *pg_str_sub(pg_str *s, size_t from, size_t to); /* shares bytes [from, to) */
/* Short texts are compared in words, without a call. */
PG_INLINE bool pg_same_text(const pg_str *a, const pg_str *b) {
    size_t n = a->nbytes;
    if (n != b->nbytes) return false;
    const uint8_t *p = a->data, *q = b->data;
    if (n < 8) {
        if (n >= 4) {
            uint32_t x, y, u, v;
            memcpy(&x, p, 4); memcpy(&y, q, 4); memcpy(&u, p + n - 4, 4); memcpy(&v, q + n - 4, 4);
            return ((x ^ y) | (u ^ v)) == 0;
        }
        return n == 0 || (p[0] == q[0] && p[n / 2] == q[n / 2] && p[n - 1] == q[n - 1]);
    }
    uint64_t x, y;
    for (size_t i = 0; i + 8 < n; i += 8) {
        memcpy(&x, p + i, 8); memcpy(&y, q + i, 8);
        if (x != y) return false;
    }
    memcpy(&x, p + n - 8, 8); memcpy(&y, q + n - 8, 8);
    return x == y;
}
pg_str *pg_str_make(const uint8_t *data, size_t nbytes, size_t nchars);
/* Byte search; -1. */
int64_t pg_find_bytes(const uint8_t *h, size_t nh, const uint8_t *n, size_t nn);
bool pg_flip_case(uint8_t *to, const uint8_t *from, size_t n, uint8_t first);
int64_t pg_rfind_bytes(const uint8_t *h, size_t nh, const uint8_t *n, size_t nn);

/* ---- Unicode properties */
bool uc_isalpha(uint32_t c); bool uc_isdecimal(uint32_t c); bool uc_isdigit(uint32_t c); bool uc_isnumeric(uint32_t c);
bool uc_isspace(uint32_t c); bool uc_isupper(uint32_t c); bool uc_islower(uint32_t c); bool uc_istitle(uint32_t c);
bool uc_isprintable(uint32_t c); bool uc_isidstart(uint32_t c); bool uc_isidcont(uint32_t c);
bool uc_iscased(uint32_t c); bool uc_iscaseignorable(uint32_t c);
PG_INLINE bool uc_isalnum(uint32_t c) { return uc_isalpha(c) || uc_isdecimal(c) || uc_isdigit(c) || uc_isnumeric(c); }
void pg_hex_digits(char out[9], uint32_t code); /* without leading zeros */
int uc_decimal(uint32_t c);                  /* 0..9 or -1 */
/* Full mappings, up to 3 code points; the number of them. */
unsigned uc_lower(uint32_t c, uint32_t out[3]); unsigned uc_upper(uint32_t c, uint32_t out[3]);
unsigned uc_title(uint32_t c, uint32_t out[3]); unsigned uc_fold(uint32_t c, uint32_t out[3]);
uint32_t uc_lower1(uint32_t c);              /* simple mappings */
uint32_t uc_upper1(uint32_t c);

/* ---- hashing */
uint32_t pg_hash_bytes(const uint8_t *p, size_t n);
int64_t pg_hash_pointer(pg_obj *o);
uint64_t pg_random_seed(void);
PG_INLINE uint32_t pg_fold_hash(int64_t h) { uint64_t u = (uint64_t)h * 0x9E3779B97F4A7C15u; return (uint32_t)(u >> 32) | 1; }

extern pg_dict *pg_dict_memo; /* dict.c: whose entry was found last; a collection forgets it */

/* ---- words */
bool pg_word_eq_same(pg_word a, pg_word b, pg_kind k);   /* identity or equality, as containers compare */
pg_word pg_convert(pg_word w, pg_kind from, pg_kind to);
pg_str *pg_str_lit(const char *ascii);                    /* shares static text */
/* Identity and NaN rules of `in`, index, count. */
bool pg_obj_same_or_eq(pg_obj *a, pg_obj *b);

/* dict_keys.c */
__attribute__((weak)) int64_t pg_key_hash(pg_obj *key);
__attribute__((weak)) bool pg_key_eq(pg_obj *a, pg_obj *b);
__attribute__((weak)) void pg_key_shown(void);
/* The whole text of an exception where groups may be among it. */
__attribute__((weak)) void pg_group_format(pg_sb *b, pg_exception *e);
/* Gives the exception that was just raised its `name` and `obj`. */
__attribute__((weak)) void pg_exc_named(const pg_str *name, const pg_obj *o);
/* The traceback and the last line of one exception. */
void pg_exc_own_text(pg_sb *b, pg_exception *e);
/* value: a tuple whose first item is the text of the exception. */
PG_INLINE void pg_exc_set_shown(pg_exception *e, pg_tuple *value) { e->value = &value->h; e->shown = true; }

/* Linked only if the program uses floats (see PG_USES_FLOAT). */
__attribute__((weak)) pg_str *pg_float_repr(double d);
__attribute__((weak)) pg_obj *pg_box_float(double d);
__attribute__((weak)) int64_t pg_float_hash(double d);
__attribute__((weak)) double pg_int_truediv(int64_t a, int64_t b);

/* Linked only if the program has a table of element types (see PG_USES_ELEMENTS). */
__attribute__((weak)) pg_obj *pg_element(pg_obj *o, pg_kind k);

/* Hooks that only dynamic operations call: in the files of these. */
pg_obj *pg_dyn_str_binary(pg_obj *a, pg_obj *b, int op, bool reflected);
pg_obj *pg_dyn_str_getitem(pg_obj *o, pg_obj *key);
pg_obj *pg_dyn_str_iter(pg_obj *o);
int pg_dyn_str_contains(pg_obj *o, pg_obj *x);
int pg_dyn_str_compare(pg_obj *a, pg_obj *b, int op);
pg_obj *pg_dyn_list_binary(pg_obj *a, pg_obj *b, int op, bool reflected);
pg_obj *pg_dyn_list_getitem(pg_obj *o, pg_obj *key);
void pg_dyn_list_setitem(pg_obj *o, pg_obj *key, pg_obj *v);
void pg_dyn_list_delitem(pg_obj *o, pg_obj *key);
pg_obj *pg_dyn_list_iter(pg_obj *o);
int pg_dyn_list_contains(pg_obj *o, pg_obj *x);
int pg_dyn_list_compare(pg_obj *a, pg_obj *b, int op);
pg_obj *pg_dyn_tuple_binary(pg_obj *a, pg_obj *b, int op, bool reflected);
pg_obj *pg_dyn_tuple_getitem(pg_obj *o, pg_obj *key);
pg_obj *pg_dyn_tuple_iter(pg_obj *o);
int pg_dyn_tuple_contains(pg_obj *o, pg_obj *x);
int pg_dyn_tuple_compare(pg_obj *a, pg_obj *b, int op);
pg_obj *pg_dyn_dict_binary(pg_obj *a, pg_obj *b, int op, bool reflected);
pg_obj *pg_dyn_dict_getitem(pg_obj *o, pg_obj *key);
void pg_dyn_dict_setitem(pg_obj *o, pg_obj *key, pg_obj *v);
void pg_dyn_dict_delitem(pg_obj *o, pg_obj *key);
pg_obj *pg_dyn_dict_iter(pg_obj *o);
int pg_dyn_dict_contains(pg_obj *o, pg_obj *x);
pg_obj *pg_dyn_set_binary(pg_obj *a, pg_obj *b, int op, bool reflected);
pg_obj *pg_dyn_set_iter(pg_obj *o);
int pg_dyn_set_contains(pg_obj *o, pg_obj *x);
int pg_dyn_set_compare(pg_obj *a, pg_obj *b, int op);
pg_obj *pg_dyn_bytes_binary(pg_obj *a, pg_obj *b, int op, bool reflected);
pg_obj *pg_dyn_bytes_getitem(pg_obj *o, pg_obj *key);
pg_obj *pg_dyn_bytes_iter(pg_obj *o);
int pg_dyn_bytes_contains(pg_obj *o, pg_obj *x);
int pg_dyn_bytes_compare(pg_obj *a, pg_obj *b, int op);
pg_obj *pg_dyn_bytearray_getitem(pg_obj *o, pg_obj *key);
pg_obj *pg_dyn_bytearray_iter(pg_obj *o);
int pg_dyn_bytearray_contains(pg_obj *o, pg_obj *x);
pg_obj *pg_dyn_range_getitem(pg_obj *o, pg_obj *key);
pg_obj *pg_dyn_range_iter(pg_obj *o);
int pg_dyn_range_contains(pg_obj *o, pg_obj *x);
pg_obj *pg_dyn_int_binary(pg_obj *a, pg_obj *b, int op, bool reflected);
pg_obj *pg_dyn_int_unary(pg_obj *o, int op);
int pg_dyn_int_compare(pg_obj *a, pg_obj *b, int op);
pg_obj *pg_dyn_float_binary(pg_obj *a, pg_obj *b, int op, bool reflected);
pg_obj *pg_dyn_float_unary(pg_obj *o, int op);
pg_obj *pg_dyn_dictview_binary(pg_obj *a, pg_obj *b, int op, bool reflected);
bool pg_slice_bounds(pg_obj *o, int64_t *a, int64_t *b, int64_t *c);
bool pg_bytes_contents(pg_obj *o, pg_bytes *out);
pg_entry *pg_dict_find_boxed(pg_dict *d, pg_obj *key);
void pg_dict_remove_entry(pg_dict *d, pg_entry *e);
pg_obj *pg_dict_pair(pg_dict *d, pg_entry *e);
void pg_set_take(pg_set *to, const pg_set *from); /* elements and kind; the storage is shared */
pg_obj *pg_dict_iterator(pg_dict *d, uint8_t what); /* 0 keys, 1 values, 2 items */

/* repr of recursive containers: enter gives false when o is being printed already. */
bool pg_repr_enter(const pg_obj *o);
void pg_repr_leave(void);

/* ---- system: wasm imports or the host's libc in tests */
void pg_sys_write(int fd, const void *data, size_t n);
bool pg_sys_random(void *out, size_t n);
bool pg_memory_ensure(uint32_t pages);                    /* grow linear memory to so many pages */
uint8_t *pg_heap_base(void);

/* Every builtin type: mro arrays and so on. */
#define PG_DEF_TYPE_(cname, pyname, tid, struct_, lay, flg, hk) \
    static const pg_type *const cname##_mro[] = { &cname, &pg_type_object }; \
    const pg_type cname = { PG_TYPE_HEAD, tid, sizeof(struct_), lay, flg, 2, 0, pyname, "builtins", cname##_mro, 0, hk }
#define PG_DEF_TYPE(name, tid, struct_, lay, flg, hk) PG_DEF_TYPE_(pg_type_##name, #name, tid, struct_, lay, flg, hk)

#endif
