/* The sums that the vector kernels collect, and the counts that follow from them.
 *
 * A kernel reads each value as a byte: an answer of 0 to 10, or NPS_INGEST_OTHER. Counting all twelve bytes would be
 * too slow. It is enough to count 0 to 9, because the number and the sum of the remaining bytes give the counts of 10
 * and NPS_INGEST_OTHER.
 *
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INGEST_SUMS_H
#define NPS_INGEST_SUMS_H

#include <nps/accumulator.h>

/** The byte of every value that is not an answer; the smallest, so that a minimum maps all such bytes to it. */
enum { NPS_INGEST_OTHER = NPS_ANSWERS };

_Static_assert(NPS_ANSWERS == 11, "the kernels count 0 to 9 and find 10 by the sum");

typedef struct nps_ingest_sums {
    uint64_t bins[NPS_ANSWERS - 1]; /**< The counts of the bytes 0..9. */
    uint64_t sum;                   /**< The sum of all bytes. */
    uint64_t missing;               /**< The number of missing values; their bytes are NPS_INGEST_OTHER. */
} nps_ingest_sums;

static inline void nps_ingest_add_sums(const nps_ingest_sums *sums, size_t length, nps_accumulator *counted)
{
    uint64_t known = 0, weighted = 0;
    unsigned answer;
    /* Summing the running sum adds each count as many times as its answer is large. */
    for (answer = NPS_ANSWERS - 2; answer > 0; answer--) {
        counted->answers[answer] += sums->bins[answer];
        known += sums->bins[answer];
        weighted += known;
    }
    counted->answers[0] += sums->bins[0];
    known += sums->bins[0];
    /* The remaining bytes are 10 or NPS_INGEST_OTHER. Each 10 makes the sum 1 smaller than if all were
     * NPS_INGEST_OTHER. Intermediate results are modulo 2^64; the difference is not larger than `length`. */
    weighted += NPS_INGEST_OTHER * (length - known) - sums->sum;
    counted->answers[NPS_ANSWERS - 1] += weighted;
    counted->missing += sums->missing;
    counted->invalid += length - known - weighted - sums->missing;
}

#endif
