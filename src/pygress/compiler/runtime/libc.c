/* What a C compiler may call by itself; the host build has a libc. */
#ifdef __wasm__
#include <stddef.h>
#include <stdint.h>

size_t strlen(const char *s) {
    const char *p = s;
    while (*p) p++;
    return (size_t)(p - s);
}
int strcmp(const char *a, const char *b) {
    while (*a && *a == *b) { a++; b++; }
    return (int)(uint8_t)*a - (int)(uint8_t)*b;
}
int memcmp(const void *a, const void *b, size_t n) {
    extern int pg_memcmp(const void *, const void *, size_t);
    return pg_memcmp(a, b, n);
}
void *memcpy(void *d, const void *s, size_t n) {
    uint8_t *p = d;
    const uint8_t *q = s;
    while (n--) *p++ = *q++;
    return d;
}
void *memmove(void *d, const void *s, size_t n) {
    uint8_t *p = d;
    const uint8_t *q = s;
    if (p <= q) while (n--) *p++ = *q++;
    else while (n--) p[n] = q[n];
    return d;
}
void *memset(void *d, int c, size_t n) {
    uint8_t *p = d;
    while (n--) *p++ = (uint8_t)c;
    return d;
}
#else
typedef int pg_no_libc_needed;
#endif
