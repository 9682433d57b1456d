/* Searches for truths under which the exact comparison of two samples misses more often than allowed, and compares its
 * mean width with that of the default method.
 *
 * usage: test_exact_compare_coverage N_A N_B [STARTS [STEPS]]
 *
 *
 * SPDX-License-Identifier: MIT */
#include "exact_pairs.h"

#include <stdio.h>
#include <stdlib.h>

static const double levels[] = {0.95, 0.8};

int main(int count, char **arguments)
{
    const int n_a = count > 1 ? atoi(arguments[1]) : 4, n_b = count > 2 ? atoi(arguments[2]) : 4;
    const int starts = count > 3 ? atoi(arguments[3]) : 100, steps = count > 4 ? atoi(arguments[4]) : 300;
    int failed = 0;
    size_t i;
    for (i = 0; i < sizeof levels / sizeof *levels; i++) {
        double missed, alarms;
        pairs_set(n_a, n_b, levels[i]);
        missed = pairs_worst_miss(starts, steps);
        alarms = pairs_worst_false_alarm(starts, steps, 1 - levels[i]);
        printf("%d + %d at %.2f: lowest coverage %.5f, most false alarms %.5f, mean width %.2f, by default %.2f\n", n_a,
               n_b, levels[i], 1 - missed, alarms, pairs_mean_width(), pairs_mean_default_width());
        failed |= missed > 1 - levels[i] + 1e-9 || alarms > 1 - levels[i] + 1e-9;
        failed |= n_a > 1 && n_b > 1 && pairs_mean_width() > pairs_mean_default_width();
    }
    return failed;
}
