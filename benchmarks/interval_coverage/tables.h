/* All samples of n answers, their intervals, and their probabilities.
 * SPDX-License-Identifier: MIT */
#ifndef INTERVAL_COVERAGE_TABLES_H
#define INTERVAL_COVERAGE_TABLES_H

#include <nps/nps.h>
#include <stddef.h>

/** Shares of the three groups, which sum to 1. */
struct truth {
    double promoters, passives, detractors;
};

/** Allocates memory; ends the program when there is none. */
void *obtain(size_t count, size_t size);

/** The number of samples of n answers. */
size_t count_of_tables(unsigned n);

/** The counts of all samples of n answers, always in the same order. Release with free(). */
nps_counts *make_tables(unsigned n);

/** The index of the sample with promoters and detractors exchanged. */
size_t place_of_mirror(const nps_counts *counts);

/** The intervals of all samples. Release with free(). */
nps_bounds *make_bounds(const nps_counts *tables, size_t count, nps_method method, double level);

/** The logarithms of n! / (promoters! passives! detractors!) of all samples. Release with free(). */
double *make_log_ways(const nps_counts *tables, size_t count);

/** A sample and its probability under a truth. */
struct likely {
    size_t place;
    double probability;
};

/** The samples whose probability is not negligible; returns their number. The probabilities left out sum to less
 * than 1e-9. */
size_t find_likely(const nps_counts *tables, const double *log_ways, size_t count, const struct truth *truth,
                   struct likely *out);

/** One of two samples: all samples of its size. */
struct side {
    unsigned n;
    size_t count;
    nps_counts *tables;
    double *log_ways;
    struct likely *likely; /* set by find_likely_on() */
};

/** Ends the program when there is no memory. */
struct side make_side(unsigned n);

/** Releases the memory of a side. */
void free_side(struct side *side);

/** find_likely() for a side. */
size_t find_likely_on(const struct side *side, const struct truth *truth);

#endif
