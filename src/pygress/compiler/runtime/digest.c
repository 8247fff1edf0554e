/* MD5, SHA-1, SHA-2. A state is a bytearray: { words of the chain, length, size of the digest, block }. */
#include "pg_internal.h"

typedef struct { uint32_t h[8]; uint64_t length; uint32_t size, fill; uint8_t block[64]; } state32;
typedef struct { uint64_t h[8]; uint64_t length; uint32_t size, fill; uint8_t block[128]; } state64;
typedef void block32(uint32_t *h, const uint8_t *p);

static uint32_t rol(uint32_t x, int n) { return x << n | x >> (32 - n); }
static uint32_t ror(uint32_t x, int n) { return x >> n | x << (32 - n); }
static uint64_t ror64(uint64_t x, int n) { return x >> n | x << (64 - n); }
static uint32_t be32(const uint8_t *p) { return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]; }

/* floor(2^32 |sin(i + 1)|) */
static const uint32_t md5_k[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1,
    0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453,
    0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942,
    0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05,
    0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d,
    0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391 };
static const uint8_t md5_r[16] = { 7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21 };
static void md5_block(uint32_t *h, const uint8_t *p) {
    uint32_t w[16], a = h[0], b = h[1], c = h[2], d = h[3];
    memcpy(w, p, 64);
    for (int i = 0; i < 64; i++) {
        uint32_t f;
        int g;
        switch (i / 16) {
        case 0: f = (b & c) | (~b & d); g = i; break;
        case 1: f = (d & b) | (~d & c); g = (5 * i + 1) & 15; break;
        case 2: f = b ^ c ^ d; g = (3 * i + 5) & 15; break;
        default: f = c ^ (b | ~d); g = (7 * i) & 15;
        }
        uint32_t t = a + f + md5_k[i] + w[g];
        a = d;
        d = c;
        c = b;
        b += rol(t, md5_r[i / 16 * 4 + i % 4]);
    }
    h[0] += a; h[1] += b; h[2] += c; h[3] += d;
}
static void sha1_block(uint32_t *h, const uint8_t *p) {
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int i = 0; i < 16; i++) w[i] = be32(p + 4 * i);
    for (int i = 16; i < 80; i++) w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        uint32_t f, k;
        if (i < 20) { f = (b & c) | (~b & d); k = 0x5A827999; }
        else if (i < 40) { f = b ^ c ^ d; k = 0x6ED9EBA1; }
        else if (i < 60) { f = (b & c) | (b & d) | (c & d); k = 0x8F1BBCDC; }
        else { f = b ^ c ^ d; k = 0xCA62C1D6; }
        uint32_t t = rol(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = rol(b, 30);
        b = a;
        a = t;
    }
    h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e;
}
/* The fractional parts of the cube roots of the first 80 primes; SHA-256 takes the upper halves of the first 64. */
static const uint64_t k512[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538, 0x59f111f1b605d019,
    0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3,
    0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65, 0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b, 0xa2bfe8a14cf10364, 0xa81a664bbc423001,
    0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb,
    0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c, 0xd186b8c721c0c207,
    0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a,
    0x5fcb6fab3ad6faec, 0x6c44198c4a475817 };
static void sha256_block(uint32_t *h, const uint8_t *p) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++) w[i] = be32(p + 4 * i);
    for (int i = 16; i < 64; i++) {
        uint32_t x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + (ror(x, 7) ^ ror(x, 18) ^ x >> 3) + w[i - 7] + (ror(y, 17) ^ ror(y, 19) ^ y >> 10);
    }
    memcpy(s, h, 32);
    for (int i = 0; i < 64; i++) {
        uint32_t e = s[4], a = s[0];
        uint32_t t1 = s[7] + (ror(e, 6) ^ ror(e, 11) ^ ror(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + (uint32_t)(k512[i] >> 32) + w[i];
        uint32_t t2 = (ror(a, 2) ^ ror(a, 13) ^ ror(a, 22)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
        s[7] = s[6]; s[6] = s[5]; s[5] = e; s[4] = s[3] + t1; s[3] = s[2]; s[2] = s[1]; s[1] = a; s[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) h[i] += s[i];
}
static void sha512_block(uint64_t *h, const uint8_t *p) {
    uint64_t w[80], s[8];
    for (int i = 0; i < 16; i++) w[i] = (uint64_t)be32(p + 8 * i) << 32 | be32(p + 8 * i + 4);
    for (int i = 16; i < 80; i++) {
        uint64_t x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + (ror64(x, 1) ^ ror64(x, 8) ^ x >> 7) + w[i - 7] + (ror64(y, 19) ^ ror64(y, 61) ^ y >> 6);
    }
    memcpy(s, h, 64);
    for (int i = 0; i < 80; i++) {
        uint64_t e = s[4], a = s[0];
        uint64_t t1 = s[7] + (ror64(e, 14) ^ ror64(e, 18) ^ ror64(e, 41)) + ((e & s[5]) ^ (~e & s[6])) + k512[i] + w[i];
        uint64_t t2 = (ror64(a, 28) ^ ror64(a, 34) ^ ror64(a, 39)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
        s[7] = s[6]; s[6] = s[5]; s[5] = e; s[4] = s[3] + t1; s[3] = s[2]; s[2] = s[1]; s[1] = a; s[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) h[i] += s[i];
}

static pg_bytearray *init32(const uint32_t *h, uint32_t size) {
    state32 s;
    memset(&s, 0, sizeof s);
    memcpy(s.h, h, 32);
    s.size = size;
    return pg_bytearray_new(&s, sizeof s);
}
static void feed32(state32 *s, const uint8_t *p, size_t n, block32 *block) {
    s->length += n;
    if (s->fill) {
        size_t k = 64 - s->fill < n ? 64 - s->fill : n;
        memcpy(s->block + s->fill, p, k);
        s->fill += (uint32_t)k;
        p += k;
        n -= k;
        if (s->fill < 64) return;
        block(s->h, s->block);
        s->fill = 0;
    }
    for (; n >= 64; n -= 64, p += 64) block(s->h, p);
    if (n) memcpy(s->block, p, n);
    s->fill = (uint32_t)n;
}
static bool load32(pg_bytearray *state, state32 *s) {
    if (state->len != sizeof *s) { pg_raise(&pg_type_ValueError, "not the state of a digest"); return false; }
    memcpy(s, state->data, sizeof *s);
    return true;
}
static void update32(pg_bytearray *state, pg_bytes *data, block32 *block) {
    state32 s;
    if (!load32(state, &s)) return;
    feed32(&s, data->data, data->len, block);
    memcpy(state->data, &s, sizeof s);
}
static pg_bytes *digest32(pg_bytearray *state, block32 *block, bool little) {
    state32 s;
    if (!load32(state, &s)) return NULL;
    uint64_t bits = s.length * 8;
    uint8_t tail[72] = { 0x80 };
    size_t n = (s.fill < 56 ? 56 : 120) - s.fill;
    for (int i = 0; i < 8; i++) tail[n + (size_t)i] = (uint8_t)(little ? bits >> (8 * i) : bits >> (56 - 8 * i));
    feed32(&s, tail, n + 8, block);
    uint8_t out[32];
    for (int i = 0; i < 32; i++) out[i] = (uint8_t)(little ? s.h[i / 4] >> (8 * (i % 4)) : s.h[i / 4] >> (24 - 8 * (i % 4)));
    return pg_bytes_new(out, s.size);
}
pg_bytearray *pg_native_md5_init(void) {
    static const uint32_t h[8] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 };
    return init32(h, 16);
}
void pg_native_md5_update(pg_bytearray *s, pg_bytes *d) { update32(s, d, md5_block); }
pg_bytes *pg_native_md5_digest(pg_bytearray *s) { return digest32(s, md5_block, true); }
pg_bytearray *pg_native_sha1_init(void) {
    static const uint32_t h[8] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };
    return init32(h, 20);
}
void pg_native_sha1_update(pg_bytearray *s, pg_bytes *d) { update32(s, d, sha1_block); }
pg_bytes *pg_native_sha1_digest(pg_bytearray *s) { return digest32(s, sha1_block, false); }
pg_bytearray *pg_native_sha256_init(int64_t size) {
    static const uint32_t h256[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    static const uint32_t h224[8] = { 0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4 };
    return init32(size == 28 ? h224 : h256, size == 28 ? 28 : 32);
}
void pg_native_sha256_update(pg_bytearray *s, pg_bytes *d) { update32(s, d, sha256_block); }
pg_bytes *pg_native_sha256_digest(pg_bytearray *s) { return digest32(s, sha256_block, false); }

pg_bytearray *pg_native_sha512_init(int64_t size) {
    static const uint64_t h512[8] = { 0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                      0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179 };
    static const uint64_t h384[8] = { 0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
                                      0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4 };
    state64 s;
    memset(&s, 0, sizeof s);
    memcpy(s.h, size == 48 ? h384 : h512, 64);
    s.size = size == 48 ? 48 : 64;
    return pg_bytearray_new(&s, sizeof s);
}
static void feed64(state64 *s, const uint8_t *p, size_t n) {
    s->length += n;
    if (s->fill) {
        size_t k = 128 - s->fill < n ? 128 - s->fill : n;
        memcpy(s->block + s->fill, p, k);
        s->fill += (uint32_t)k;
        p += k;
        n -= k;
        if (s->fill < 128) return;
        sha512_block(s->h, s->block);
        s->fill = 0;
    }
    for (; n >= 128; n -= 128, p += 128) sha512_block(s->h, p);
    if (n) memcpy(s->block, p, n);
    s->fill = (uint32_t)n;
}
static bool load64(pg_bytearray *state, state64 *s) {
    if (state->len != sizeof *s) { pg_raise(&pg_type_ValueError, "not the state of a digest"); return false; }
    memcpy(s, state->data, sizeof *s);
    return true;
}
void pg_native_sha512_update(pg_bytearray *state, pg_bytes *data) {
    state64 s;
    if (!load64(state, &s)) return;
    feed64(&s, data->data, data->len);
    memcpy(state->data, &s, sizeof s);
}
pg_bytes *pg_native_sha512_digest(pg_bytearray *state) {
    state64 s;
    if (!load64(state, &s)) return NULL;
    uint64_t bits = s.length * 8;
    uint8_t tail[144] = { 0x80 };
    size_t n = (s.fill < 112 ? 112 : 240) - s.fill + 8; /* the upper 64 bits of the length are zero */
    for (int i = 0; i < 8; i++) tail[n + (size_t)i] = (uint8_t)(bits >> (56 - 8 * i));
    feed64(&s, tail, n + 8);
    uint8_t out[64];
    for (int i = 0; i < 64; i++) out[i] = (uint8_t)(s.h[i / 8] >> (56 - 8 * (i % 8)));
    return pg_bytes_new(out, s.size);
}
