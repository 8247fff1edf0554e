/* C parts of the standard library: one function per function of stdlib/native.py. */
#ifndef PG_LIB_H
#define PG_LIB_H

pg_obj *pg_native_call_method(pg_obj *o, pg_str *name, pg_obj *args, pg_obj *named);
pg_obj *pg_native_re_compile(pg_obj *pattern, int64_t flags);
pg_obj *pg_native_re_find(pg_bytes *program, pg_obj *string, int64_t pos, int64_t endpos, int64_t mode);
pg_list *pg_native_re_scan(pg_bytes *program, pg_obj *string, int64_t cursor, int64_t stop, int64_t limit);
pg_list *pg_native_re_findall(pg_bytes *program, pg_obj *string, int64_t pos, int64_t endpos);
pg_list *pg_native_re_split(pg_bytes *program, pg_obj *string, int64_t maxsplit);
pg_list *pg_native_re_fill(pg_bytes *program, pg_obj *string, pg_list *texts, pg_list *groups, int64_t count);
int64_t pg_native_re_offset(pg_obj *string, int64_t pos);
PG_NOTHROW int64_t pg_native_re_position(pg_obj *string, int64_t offset);
pg_obj *pg_native_re_slice(pg_obj *string, int64_t from, int64_t to);
pg_obj *pg_native_re_join(pg_obj *string, pg_list *parts);
pg_str *pg_native_re_text(pg_obj *string);
pg_obj *pg_native_re_like(pg_obj *string, pg_str *text);
int64_t pg_native_re_groups(pg_bytes *program);
pg_str *pg_native_re_show_pattern(pg_bytes *program, pg_str *shown);
pg_str *pg_native_re_show_match(pg_obj *string, int64_t start, int64_t end);
int64_t pg_native_re_flags(pg_bytes *program);
int64_t pg_native_re_group_index(pg_bytes *program, pg_str *name);
pg_list *pg_native_re_group_names(pg_bytes *program);

pg_obj *pg_native_json_loads(pg_str *text);
pg_str *pg_native_json_dumps(pg_obj *value, bool sort_keys, bool ensure_ascii, pg_obj *indent, pg_str *item_separator, pg_str *key_separator);
pg_str *pg_native_json_quote(pg_str *text, bool ensure_ascii);

pg_bytearray *pg_native_md5_init(void);
void pg_native_md5_update(pg_bytearray *state, pg_bytes *data);
pg_bytes *pg_native_md5_digest(pg_bytearray *state);
pg_bytearray *pg_native_sha1_init(void);
void pg_native_sha1_update(pg_bytearray *state, pg_bytes *data);
pg_bytes *pg_native_sha1_digest(pg_bytearray *state);
pg_bytearray *pg_native_sha256_init(int64_t size);
void pg_native_sha256_update(pg_bytearray *state, pg_bytes *data);
pg_bytes *pg_native_sha256_digest(pg_bytearray *state);
pg_bytearray *pg_native_sha512_init(int64_t size);
void pg_native_sha512_update(pg_bytearray *state, pg_bytes *data);
pg_bytes *pg_native_sha512_digest(pg_bytearray *state);
PG_NOTHROW int64_t pg_native_crc32(pg_bytes *data, int64_t value);
PG_NOTHROW int64_t pg_native_adler32(pg_bytes *data, int64_t value);

PG_NOTHROW int64_t pg_native_time_ns(void);
PG_NOTHROW int64_t pg_native_monotonic_ns(void);
pg_bytes *pg_native_random_bytes(int64_t size);
/* In a plugin the start code says pg_log_hook = pg_abi_log; in a program log lines go to stderr. */
extern void (*pg_log_hook)(int64_t level, pg_str *text);
void pg_native_log_write(int64_t level, pg_str *name, pg_str *message);
pg_str *pg_native_handled_traceback(void);

PG_NOTHROW int64_t pg_native_float_bits(double value);
PG_NOTHROW double pg_native_float_from_bits(int64_t bits);
int64_t pg_native_float32_bits(double value);
PG_NOTHROW double pg_native_float32_from_bits(int64_t bits);

#define PG_MATH1(X) X(sqrt) X(exp) X(expm1) X(exp2) X(log) X(log2) X(log10) X(log1p) X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) \
    X(sinh) X(cosh) X(tanh) X(asinh) X(acosh) X(atanh) X(floor) X(ceil) X(trunc) X(cbrt) X(erf) X(erfc) X(gamma) X(lgamma)
#define PG_MATH2(X) X(atan2) X(pow) X(fmod) X(remainder) X(hypot) X(nextafter)
#define PG_X(name) PG_NOTHROW double pg_native_math_##name(double x);
PG_MATH1(PG_X)
#undef PG_X
#define PG_X(name) PG_NOTHROW double pg_native_math_##name(double x, double y);
PG_MATH2(PG_X)
#undef PG_X
PG_NOTHROW double pg_native_math_ldexp(double x, int64_t i);

#endif
