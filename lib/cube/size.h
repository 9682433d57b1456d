/* The size of a segment, which decides whether it is withheld.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CUBE_SIZE_H
#define NPS_CUBE_SIZE_H

#include "../support/checked.h"

#include <nps/accumulator.h>

/** The number of answers; UINT64_MAX stands for every larger number too. */
static inline uint64_t nps_answers_in(const nps_accumulator *counts)
{
    uint64_t size = 0;
    int answer;
    for (answer = 0; answer < NPS_ANSWERS; answer++)
        size = saturated_add(size, counts->answers[answer]);
    return size;
}

#endif
