/* The small functions of stdlib/native.py: JSON, clocks, entropy, log lines, float bits, checksums. */
#include "pg_internal.h"

pg_obj *pg_native_json_loads(pg_str *text) { return pg_json_loads(text); }
pg_str *pg_native_json_dumps(pg_obj *v, bool sort, bool ascii, pg_obj *indent, pg_str *item, pg_str *key) {
    return pg_json_dumps(v, sort, ascii, indent == pg_none ? NULL : (pg_str *)indent, item, key);
}
pg_str *pg_native_json_quote(pg_str *text, bool ascii) { return pg_json_quote(text, ascii); }

#ifdef __wasm__
__attribute__((import_module("wasi_snapshot_preview1"), import_name("clock_time_get")))
int32_t wasi_clock_time(int32_t id, int64_t precision, uint64_t *time);
#else
static int32_t wasi_clock_time(int32_t id, int64_t p, uint64_t *t) { (void)id; (void)p; *t = 0; return 0; }
#endif
static int64_t clock(int32_t id) { uint64_t t = 0; wasi_clock_time(id, 1, &t); return (int64_t)t; }
int64_t pg_native_time_ns(void) { return clock(0); }
int64_t pg_native_monotonic_ns(void) { return clock(1); }
pg_bytes *pg_native_random_bytes(int64_t n) {
    if (n < 0) return pg_raise(&pg_type_ValueError, "negative argument not allowed");
    if (n > 0x7FFFFFFF) { pg_memory_error(); return NULL; }
    pg_bytes *b = pg_bytes_new(NULL, (size_t)n);
    if (b && n && !pg_sys_random((uint8_t *)b->data, (size_t)n)) return pg_raise(&pg_type_OSError, "the host gives no random bytes");
    return b;
}
static pg_str *log_text(pg_str *name, pg_str *message, const char *level, int64_t number) {
    pg_sb b;
    sb_init(&b);
    if (level) sb_c(&b, level);
    else { sb_c(&b, "Level "); sb_int(&b, number); }
    sb_putc(&b, ':');
    sb_str(&b, name);
    sb_putc(&b, ':');
    sb_str(&b, message);
    sb_putc(&b, '\n');
    return sb_finish(&b);
}
/* In a plugin the start code puts pg_abi_log here. */
void (*pg_log_hook)(int64_t level, pg_str *text);
void pg_native_log_write(int64_t level, pg_str *name, pg_str *message) {
    if (pg_log_hook) {
        /* The host names the plugin in front of each line: the logger's name would say it twice. */
        pg_log_hook(level < 10 ? 0 : level < 20 ? 1 : level < 30 ? 2 : level < 40 ? 3 : level < 50 ? 4 : 5, message);
        return;
    }
    static const char *const names[] = { "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL" };
    pg_print(log_text(name, message, level % 10 == 0 && level >= 10 && level <= 50 ? names[level / 10 - 1] : NULL, level), true);
}

pg_str *pg_native_handled_traceback(void) { return pg_handled ? pg_exc_format(pg_handled) : &pg_str_empty; }

int64_t pg_native_float_bits(double v) { return PG_W_F(v); }
double pg_native_float_from_bits(int64_t b) { return PG_F_W(b); }
int64_t pg_native_float32_bits(double v) {
    float f = (float)v;
    if (f - f != 0 && v - v == 0) { pg_raise(&pg_type_OverflowError, "float too large to pack with f format"); return 0; }
    uint32_t u;
    memcpy(&u, &f, 4);
    return u;
}
double pg_native_float32_from_bits(int64_t b) {
    uint32_t u = (uint32_t)b;
    float f;
    memcpy(&f, &u, 4);
    return f;
}

int64_t pg_native_crc32(pg_bytes *data, int64_t value) {
    static uint32_t table[256];
    if (!table[1])
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t c = i;
            for (int k = 0; k < 8; k++) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            table[i] = c;
        }
    uint32_t c = ~(uint32_t)value;
    for (uint32_t i = 0; i < data->len; i++) c = table[(c ^ data->data[i]) & 255] ^ (c >> 8);
    return (uint32_t)~c;
}
int64_t pg_native_adler32(pg_bytes *data, int64_t value) {
    uint32_t a = (uint32_t)value & 0xFFFF, b = (uint32_t)value >> 16;
    for (uint32_t i = 0; i < data->len; i++) { a = (a + data->data[i]) % 65521; b = (b + a) % 65521; }
    return (int64_t)(b << 16 | a);
}
