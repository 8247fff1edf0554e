/* C parts of the standard library: one function per function of stdlib/native.py. */
#ifndef PG_LIB_H
#define PG_LIB_H

pg_bytes *pg_native_re_compile(pg_str *pattern, int64_t flags);
int64_t pg_native_re_flags(pg_bytes *program);
pg_list *pg_native_re_group_names(pg_bytes *program);
pg_list *pg_native_re_exec(pg_bytes *program, pg_str *text, int64_t pos, int64_t endpos, int64_t mode);
pg_list *pg_native_re_exec_bytes(pg_bytes *program, pg_bytes *data, int64_t pos, int64_t endpos, int64_t mode);

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
