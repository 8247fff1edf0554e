/* Which characters a class, a set or a folded character stands for. */
#include "re_program.h"

uint32_t re_fold(uint32_t c, bool ascii) {
    if (c < 128) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (ascii) return c;
    switch (c) { /* where re goes beyond the simple mappings */
    case 0x130: case 0x131: return 'i';
    case 0x17F: return 's';
    case 0x1FD3: return 0x390;
    case 0x1FE3: return 0x3B0;
    case 0xFB06: return 0xFB05;
    }
    return uc_lower1(uc_upper1(c));
}
/* Words of two bytes (Latin, Greek, Cyrillic, Hebrew, Arabic) are looked up once: 1 known, 2 in \w. */
static uint8_t words[0x800 - 0x80];

static bool is_word(uint32_t c) {
    if (c >= 0x800) return uc_isalnum(c);
    uint8_t *known = &words[c - 0x80];
    if (!*known) *known = uc_isalnum(c) ? 3 : 1;
    return *known & 2;
}
bool re_class(uint32_t c, uint32_t kind) {
    bool ascii = kind & CLASS_ASCII, r;
    switch (kind & 7) {
    case CLASS_D: case CLASS_NOT_D: r = c < 128 ? c >= '0' && c <= '9' : !ascii && uc_isdecimal(c); break;
    case CLASS_S: case CLASS_NOT_S: r = c < 128 ? c == ' ' || (c >= 9 && c <= 13) || (!ascii && c >= 0x1C && c <= 0x1F) : !ascii && uc_isspace(c); break;
    default: r = c < 128 ? (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' : !ascii && is_word(c);
    }
    return r != (kind & 1);
}
static bool has(const uint32_t *pairs, uint32_t n, uint32_t c) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t lo = pairs[2 * i];
        if (lo & RE_CLASS ? re_class(c, lo & 15) : c >= lo && c <= pairs[2 * i + 1]) return true;
    }
    return false;
}
bool re_set_has(const uint32_t *pairs, uint32_t n, uint32_t flags, uint32_t c) {
    bool in = has(pairs, n, c);
    if (!in && flags & SET_IGNORE) {
        bool ascii = flags & SET_ASCII;
        uint32_t low = re_fold(c, ascii), up = c < 128 ? (c >= 'a' && c <= 'z' ? c - 32 : c) : ascii ? c : uc_upper1(c);
        in = (low != c && has(pairs, n, low)) || (up != c && has(pairs, n, up));
        if (!in && !ascii && low < 128) { /* characters beyond ASCII that fold to ASCII letters */
            if (low == 's') in = has(pairs, n, 0x17F) || has(pairs, n, 'S');
            else if (low == 'k') in = has(pairs, n, 0x212A) || has(pairs, n, 'K');
            else if (low == 'i') in = has(pairs, n, 0x130) || has(pairs, n, 0x131) || has(pairs, n, 'I');
            else if (low >= 'a' && low <= 'z') in = has(pairs, n, low - 32);
        }
    }
    return in != ((flags & SET_NEGATE) != 0);
}
