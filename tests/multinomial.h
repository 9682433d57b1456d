/* The probability of a table of few answers, multiplied out: an oracle of enumerations.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_MULTINOMIAL_H
#define NPS_TESTS_MULTINOMIAL_H

#include <nps/counts.h>
#include <stdint.h>

static inline double multinomial(const nps_counts *counts, const double *shares)
{
    const uint64_t numbers[] = {counts->promoters, counts->passives, counts->detractors};
    double probability = 1;
    uint64_t drawn = 0, k;
    int i;
    for (i = 0; i < 3; i++)
        for (k = 1; k <= numbers[i]; k++)
            probability *= (double)++drawn / (double)k * shares[i];
    return probability;
}

#endif
