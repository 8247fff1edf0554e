/* The dict-counting kernel in C: open addressing over (pointer, length) words with FNV-1a; argv[1]: rounds. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { const char *text; size_t len; int64_t count; } entry;
static entry *table;
static size_t cap = 1024, used;

static uint64_t hash(const char *text, size_t len) {
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < len; i++) h = (h ^ (uint8_t)text[i]) * 1099511628211u;
    return h ^ (h >> 32);
}

static entry *find(const char *text, size_t len) {
    size_t at = hash(text, len) & (cap - 1);
    while (table[at].text && (table[at].len != len || memcmp(table[at].text, text, len))) at = (at + 1) & (cap - 1);
    return &table[at];
}

static void grow(void) {
    entry *old = table;
    size_t n = cap;
    cap *= 2;
    table = calloc(cap, sizeof *table);
    for (size_t i = 0; i < n; i++)
        if (old[i].text) *find(old[i].text, old[i].len) = old[i];
    free(old);
}

int main(int argc, char **argv) {
    long rounds = argc > 1 ? atol(argv[1]) : 1;
    enum { WORDS = 50000 };
    static char *text[WORDS];
    static size_t len[WORDS];
    int64_t seed = 42;
    for (int i = 0; i < WORDS; i++) {
        char word[32];
        seed = (seed * 1103515245 + 12345) % 2147483648;
        len[i] = (size_t)snprintf(word, sizeof word, "word%d", (int)(seed / 65536 % 5000));
        text[i] = strdup(word);
    }
    table = calloc(cap, sizeof *table);
    for (long r = 0; r < rounds; r++)
        for (int i = 0; i < WORDS; i++) {
            entry *e = find(text[i], len[i]);
            if (!e->text) {
                if (2 * ++used > cap) { grow(); e = find(text[i], len[i]); }
                e->text = text[i];
                e->len = len[i];
            }
            e->count++;
        }
    entry *best = NULL;
    for (size_t i = 0; i < cap; i++)
        if (table[i].text && (!best || table[i].count > best->count ||
                              (table[i].count == best->count && strcmp(table[i].text, best->text) < 0)))
            best = &table[i];
    printf("%zu %s %lld\n", used, best->text, (long long)best->count);
    return 0;
}
