/* Measures the speed of some work, compared with the read limit and with a naive loop.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPEED_MEASURE_H
#define NPS_SPEED_MEASURE_H

#include "../../lib/column/types.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct speed_options {
    int repetitions;
    size_t large; /* size of the large columns in bytes */
    const char *filter;
    bool ratios_only; /* print the table of docs/speed.md */
};

enum { SPEED_REPETITIONS_MAX = 1001 };

/* Work that is repeated and timed. */
struct speed_work {
    void (*run)(void *context);
    void *context;
};

/* Targets, as ratios to the read limit and to the naive loop; 0: no target. */
struct speed_target {
    double read, naive;
};

/* A row of the table. */
struct speed_row {
    const char *name;
    size_t bytes; /* read by one call */
    size_t rows;  /* counted by one call */
    int threads;  /* used by one call */
    struct speed_target target;
    struct speed_work limit, count, naive;
    bool (*is_right)(const void *context); /* checks the context of `count` after every measurement */
};

/* Measures the row and prints it; ends the program when a result is wrong. */
void speed_measure(const struct speed_row *row, const struct speed_options *options);

/* Whether the name contains the filter. */
bool speed_is_chosen(const struct speed_options *options, const char *name);

void speed_print_heading(const struct speed_options *options);

/* The exclusive or of all bytes, computed at the speed of memory. */
uint64_t speed_read(const void *data, size_t bytes);

/* The number of bytes that a column spans. */
size_t speed_column_bytes(const nps_column *column);

/* Allocates memory the way NumPy does; ends the program when there is none. */
void *speed_map(size_t bytes);
void speed_unmap(void *memory, size_t bytes);

/* Pseudo-random numbers that are the same on every machine (xorshift64*, Vigna 2016). */
uint64_t speed_random(uint64_t *state);

#endif
