/* The fannkuch-redux kernel in C, with the 64-bit integers of the Python one; argv[1]: the size. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    int64_t n = argc > 1 ? atol(argv[1]) : 7;
    int64_t *perm1 = malloc(n * sizeof *perm1), *count = calloc(n, sizeof *count), *perm = malloc(n * sizeof *perm);
    int64_t best = 0, checksum = 0, number = 0, r = n;
    for (int64_t i = 0; i < n; i++) perm1[i] = i;
    for (;;) {
        while (r != 1) { count[r - 1] = r; r--; }
        memcpy(perm, perm1, n * sizeof *perm);
        int64_t flips = 0, first = perm[0];
        while (first != 0) {
            int64_t low = 1, high = first - 1;
            while (low < high) {
                int64_t swap = perm[low];
                perm[low++] = perm[high];
                perm[high--] = swap;
            }
            int64_t kept = perm[first];
            perm[first] = first;
            first = kept;
            flips++;
        }
        if (flips > best) best = flips;
        checksum += number % 2 == 0 ? flips : -flips;
        for (;;) {
            if (r == n) {
                printf("%lld\nPfannkuchen(%lld) = %lld\n", (long long)checksum, (long long)n, (long long)best);
                return 0;
            }
            int64_t head = perm1[0];
            for (int64_t i = 0; i < r; i++) perm1[i] = perm1[i + 1];
            perm1[r] = head;
            if (--count[r] > 0) break;
            r++;
        }
        number++;
    }
}
