/* The string-building kernel in C: a growing buffer, and passes over it; argv[1]: rounds. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    long rounds = argc > 1 ? atol(argv[1]) : 10;
    long long total = 0;
    for (long number = 0; number < rounds; number++) {
        size_t cap = 64, len = 0;
        char *text = malloc(cap);
        for (int i = 0; i < 200; i++) {
            char piece[64];
            size_t n = (size_t)snprintf(piece, sizeof piece, "key%d=%ld&", i, number);
            while (len + n + 1 > cap) text = realloc(text, cap *= 2);
            memcpy(text + len, piece, n + 1);
            len += n;
        }
        char *joined = malloc(len + 1);
        size_t at = 0;
        for (char *from = text;;) {
            char *end = strchr(from, '&');
            size_t n = end ? (size_t)(end - from) : strlen(from);
            memcpy(joined + at, from, n);
            at += n;
            if (!end) break;
            joined[at++] = ';';
            from = end + 1;
        }
        joined[at] = 0;
        if (strstr(joined, "key199=")) total += (long long)at;
        total += strstr(joined, "key150=") - joined;
        char *short_ = malloc(at + 1);
        size_t to = 0;
        for (size_t i = 0; i < at;) {
            if (strncmp(joined + i, "key", 3) == 0) { short_[to++] = 'k'; i += 3; }
            else short_[to++] = joined[i++];
        }
        for (size_t i = 0; i < to; i++) short_[i] = (char)toupper((unsigned char)short_[i]);
        total += (long long)to;
        free(text);
        free(joined);
        free(short_);
    }
    printf("%lld\n", total);
    return 0;
}
