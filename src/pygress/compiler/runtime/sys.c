/* The system below: wasm imports and linear memory, or libc when the runtime is built for the host's tests. */
#include "pg_internal.h"

#ifdef __wasm__

typedef struct { const void *p; size_t n; } ciovec;
__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write")))
int32_t wasi_fd_write(int32_t fd, const ciovec *v, size_t n, size_t *written);
__attribute__((import_module("wasi_snapshot_preview1"), import_name("random_get")))
int32_t wasi_random_get(void *p, size_t n);
extern uint8_t __heap_base;

void pg_sys_write(int fd, const void *data, size_t n) {
    const uint8_t *p = data;
    while (n > 0) {
        ciovec v = { p, n };
        size_t done = 0;
        if (wasi_fd_write(fd, &v, 1, &done) != 0 || done == 0) return;
        p += done;
        n -= done;
    }
}
bool pg_sys_random(void *out, size_t n) {
    uint8_t *p = out;
    while (n > 0) { /* the gateway refuses more than 64 KiB a call */
        size_t k = n < 32768 ? n : 32768;
        if (wasi_random_get(p, k) != 0) return false;
        p += k;
        n -= k;
    }
    return true;
}
bool pg_memory_ensure(uint32_t pages) {
    uint32_t have = (uint32_t)__builtin_wasm_memory_size(0);
    if (pages <= have) return true;
    uint32_t want = have + have / 8 + 2;
    if (want < pages) want = pages;
    if (want > PG_MAX_PAGES) want = pages;
    if (__builtin_wasm_memory_grow(0, want - have) != (size_t)-1) return true;
    return __builtin_wasm_memory_grow(0, pages - have) != (size_t)-1;
}
uint8_t *pg_heap_base(void) { return &__heap_base; }

#else

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void pg_sys_write(int fd, const void *data, size_t n) { if (write(fd, data, n) < 0) return; }
bool pg_sys_random(void *out, size_t n) { memset(out, 0x5A, n); return true; }
bool pg_memory_ensure(uint32_t pages) { return pages <= PG_MAX_PAGES; }
uint8_t *pg_heap_base(void) {
    static uint8_t *base;
    if (!base) {
        uint8_t *p = mmap(0, (size_t)PG_MAX_PAGES * PG_PAGE + PG_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        base = (uint8_t *)(((uintptr_t)p + PG_PAGE - 1) & ~(uintptr_t)(PG_PAGE - 1));
    }
    return base;
}

#endif
