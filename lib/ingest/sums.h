/* The sums that the vector kernels collect, and how the counts follow from them.
 *
 * They see a value as a byte, anything but 0..10 as 11. Counting each of the twelve costs too much; it is enough to
 * count ten of them, as how many there were and what they add up to gives the other two.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INGEST_SUMS_H
#define NPS_INGEST_SUMS_H

#include <nps/accumulator.h>

typedef struct nps_ingest_sums {
    uint64_t bins[NPS_ANSWERS - 1]; /**< Counts of 0..9. */
    uint64_t sum;                   /**< Of the bytes, 11 for anything else. */
    uint64_t missing;               /**< Values; they are 11. */
} nps_ingest_sums;

static inline void nps_ingest_add_sums(const nps_ingest_sums *sums, size_t length, nps_accumulator *counted)
{
    uint64_t known = 0, weighted = 0;
    unsigned answer;
    /* Each answer is added as often as it is worth. */
    for (answer = NPS_ANSWERS - 2; answer > 0; answer--) {
        counted->answers[answer] += sums->bins[answer];
        known += sums->bins[answer];
        weighted += known;
    }
    counted->answers[0] += sums->bins[0];
    known += sums->bins[0];
    /* The rest are 10 or 11; had all been 11, the sum would be this. Modulo 2^64, which the result is far below. */
    weighted += 11 * (length - known) - sums->sum;
    counted->answers[10] += weighted;
    counted->missing += sums->missing;
    counted->invalid += length - known - weighted - sums->missing;
}

#endif
