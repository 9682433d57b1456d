/* Measuring some work beside the read limit and beside a naive way of doing it.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SPEED_MEASURE_H
#define NPS_SPEED_MEASURE_H

#include "../../lib/column/types.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct speed_options {
    int repetitions;
    size_t large; /* bytes of large columns */
    const char *filter;
    bool ratios_only; /* the table of docs/speed.md */
};

enum { SPEED_REPETITIONS_MAX = 1001 };

/* Something to do again and again. */
struct speed_work {
    void (*run)(void *context);
    void *context;
};

/* What is to be reached, as ratios to the read limit and to the naive way; 0: nothing is. */
struct speed_target {
    double read, naive;
};

/* A row of the table. */
struct speed_row {
    const char *name;
    size_t bytes; /* that one call reads */
    size_t rows;  /* that one call counts */
    int threads;  /* that one call uses */
    struct speed_target target;
    struct speed_work limit, count, naive;
    bool (*is_right)(const void *context); /* asked of the context of `count` after every measurement of it */
};

/* Measures the row and prints it; ends the program when a result is wrong. */
void speed_measure(const struct speed_row *row, const struct speed_options *options);

/* Whether the filter allows the name. */
bool speed_is_chosen(const struct speed_options *options, const char *name);

void speed_print_heading(const struct speed_options *options);

/* The exclusive or of all bytes, as fast as memory can be read. */
uint64_t speed_read(const void *data, size_t bytes);

/* How many bytes a column spans. */
size_t speed_column_bytes(const nps_column *column);

/* Memory as NumPy asks for it; ends the program when there is none. */
void *speed_map(size_t bytes);
void speed_unmap(void *memory, size_t bytes);

/* Pseudo-random numbers that are the same everywhere (xorshift64*, Vigna 2016). */
uint64_t speed_random(uint64_t *state);

#endif
