/* The spectral norm kernel in C; argv[1]: the size of the matrix. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static double cell(int64_t i, int64_t j) { return 1.0 / (double)((i + j) * (i + j + 1) / 2 + i + 1); }

static void times(int64_t n, const double *vector, double *result, int transposed) {
    for (int64_t i = 0; i < n; i++) {
        double total = 0;
        for (int64_t j = 0; j < n; j++) total += (transposed ? cell(j, i) : cell(i, j)) * vector[j];
        result[i] = total;
    }
}

int main(int argc, char **argv) {
    int64_t n = argc > 1 ? atol(argv[1]) : 100;
    double *u = malloc(n * 8), *v = malloc(n * 8), *t = malloc(n * 8);
    for (int64_t i = 0; i < n; i++) u[i] = 1;
    for (int k = 0; k < 10; k++) {
        times(n, u, t, 0);
        times(n, t, v, 1);
        times(n, v, t, 0);
        times(n, t, u, 1);
    }
    double top = 0, bottom = 0;
    for (int64_t i = 0; i < n; i++) {
        top += u[i] * v[i];
        bottom += v[i] * v[i];
    }
    printf("%.9f\n", sqrt(top / bottom));
    return 0;
}
