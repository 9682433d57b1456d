/* SPDX-License-Identifier: MIT */
#include "binomial.h"

#include <math.h>

/* Terms below this share of the largest do not matter to probabilities above 1e-17. */
static const double NEGLIGIBLE = 1e-36;

double nps_binomial_below(uint64_t k, uint64_t trials, double rate)
{
    const double odds = rate / (1 - rate), n = (double)trials;
    const double mode = fmin(n, floor((n + 1) * rate));
    double below = 0, rest = 0, term = 1;
    uint64_t x;
    /* Down to 0, whose factor is 0. */
    for (x = (uint64_t)mode; term > NEGLIGIBLE; x--) {
        *(x < k ? &below : &rest) += term;
        term *= (double)x / ((double)(trials - x + 1) * odds);
    }
    term = (n - mode) / (mode + 1) * odds;
    for (x = (uint64_t)mode + 1; x <= trials && term > NEGLIGIBLE; x++) {
        *(x < k ? &below : &rest) += term;
        term *= (double)(trials - x) / (double)(x + 1) * odds;
    }
    return below / (below + rest);
}
