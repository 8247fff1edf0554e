/* Seeded hashing of bytes (hash flooding), CPython's hashes of numbers and tuples. */
#include "pg_internal.h"

static uint32_t seed_a, seed_b;

static PG_COLD void seed(void) {
    uint32_t s[2];
    if (!pg_sys_random(s, sizeof s)) { s[0] = 0x2545F491; s[1] = 0x9E3779B9; }
    seed_a = s[0] | 1;
    seed_b = s[1] ^ 0x85EBCA6B;
}
/* Folded 32 x 32 -> 64 bit products with both factors keyed. */
uint32_t pg_hash_bytes(const uint8_t *p, size_t n) {
    if (PG_UNLIKELY(!seed_a)) seed();
    uint32_t a = seed_a ^ (uint32_t)n, b = seed_b;
    uint64_t m;
    for (; n >= 8; n -= 8, p += 8) {
        uint32_t x, y;
        memcpy(&x, p, 4);
        memcpy(&y, p + 4, 4);
        m = (uint64_t)(x ^ a) * (y ^ b);
        a = (uint32_t)m ^ seed_b;
        b = (uint32_t)(m >> 32) + seed_a;
    }
    uint32_t x = 0, y = 0;
    if (n >= 4) { memcpy(&x, p, 4); memcpy(&y, p + n - 4, 4); }
    else if (n) x = p[0] | (uint32_t)p[n / 2] << 8 | (uint32_t)p[n - 1] << 16;
    m = (uint64_t)(x ^ a) * (y ^ b ^ 0x53C5CA59u);
    m = (uint64_t)((uint32_t)m ^ seed_a) * ((uint32_t)(m >> 32) ^ seed_b ^ 0x74743C1Bu);
    return (uint32_t)m ^ (uint32_t)(m >> 32);
}
int64_t pg_int_hash(int64_t a) {
    uint64_t u = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
    u = (u & 0x1FFFFFFFFFFFFFFFu) + (u >> 61);
    if (u >= 0x1FFFFFFFFFFFFFFFu) u -= 0x1FFFFFFFFFFFFFFFu;
    int64_t h = a < 0 ? -(int64_t)u : (int64_t)u;
    return h == -1 ? -2 : h;
}
int64_t pg_hash_combine(int64_t n, const int64_t *h) {
    const uint64_t p1 = 11400714785074694791u, p2 = 14029467366897019727u, p5 = 2870177450012600261u;
    uint64_t acc = p5;
    for (int64_t i = 0; i < n; i++) {
        acc += (uint64_t)h[i] * p2;
        acc = acc << 31 | acc >> 33;
        acc *= p1;
    }
    acc += (uint64_t)n ^ (p5 ^ 3527539u);
    return acc == (uint64_t)-1 ? 1546275796 : (int64_t)acc;
}
uint64_t pg_random_seed(void) {
    uint64_t s;
    if (!pg_sys_random(&s, sizeof s)) s = 0x9E3779B97F4A7C15u;
    return s;
}
