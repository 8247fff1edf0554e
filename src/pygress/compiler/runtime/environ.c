/* The environment: WASI. Not in stdio.c, which a plugin that prints nothing does without. */
#include "pg_internal.h"

#ifdef __wasm__
#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))
WASI(environ_sizes_get) int32_t wasi_environ_sizes_get(size_t *n, size_t *bytes);
WASI(environ_get) int32_t wasi_environ_get(uint8_t **env, uint8_t *buf);
#else
static int32_t wasi_environ_sizes_get(size_t *n, size_t *bytes) { *n = *bytes = 0; return 0; }
static int32_t wasi_environ_get(uint8_t **env, uint8_t *buf) { (void)env; (void)buf; return 0; }
#endif

pg_obj *pg_environ_get(pg_str *name) {
    static uint8_t **env;
    static size_t n;
    static _Alignas(8) uint8_t small[4096];
    if (!env) { /* kept outside the heap: the collector would move it */
        size_t bytes = 0;
        if (wasi_environ_sizes_get(&n, &bytes) != 0) return pg_none;
        if (n * sizeof(uint8_t *) + bytes > sizeof small) return pg_none;
        env = (uint8_t **)(void *)small;
        if (wasi_environ_get(env, small + n * sizeof(uint8_t *)) != 0) n = 0;
    }
    for (size_t i = 0; i < n; i++) {
        const uint8_t *p = env[i];
        size_t len = pg_cstrlen((const char *)p);
        if (len > name->nbytes && p[name->nbytes] == '=' && memcmp(p, name->data, name->nbytes) == 0)
            return PG_OBJ(pg_str_decode(p + name->nbytes + 1, len - name->nbytes - 1, true));
    }
    return pg_none;
}
