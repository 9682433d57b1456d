/* Linear equations, solved modulo a prime: what somebody knows who knows some sums.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_EQUATIONS_H
#define NPS_TESTS_EQUATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { PRIME = 1000003, MOST_UNKNOWNS = 27 };

/* Rows in echelon form, over the first `unknowns` unknowns. */
struct equations {
    size_t unknowns, count;
    int64_t rows[MOST_UNKNOWNS][MOST_UNKNOWNS];
    size_t pivots[MOST_UNKNOWNS];
};

static inline int64_t inverse(int64_t of)
{
    int64_t power = PRIME - 2, result = 1;
    for (; power > 0; power /= 2, of = of * of % PRIME)
        if (power % 2 != 0)
            result = result * of % PRIME;
    return result;
}

/* What is left of a row after the equations are used; returns whether nothing is. */
static inline bool is_solved(const struct equations *known, int64_t row[MOST_UNKNOWNS])
{
    size_t i, j;
    for (i = 0; i < known->count; i++) {
        const int64_t factor = row[known->pivots[i]];
        for (j = 0; factor != 0 && j < known->unknowns; j++)
            row[j] = ((row[j] - factor * known->rows[i][j]) % PRIME + PRIME) % PRIME;
    }
    for (j = 0; j < known->unknowns; j++)
        if (row[j] != 0)
            return false;
    return true;
}

static inline void learn(struct equations *known, const int64_t of[MOST_UNKNOWNS])
{
    int64_t row[MOST_UNKNOWNS], scale;
    size_t pivot = 0, j;
    memcpy(row, of, known->unknowns * sizeof *row);
    if (is_solved(known, row))
        return;
    while (row[pivot] == 0)
        pivot++;
    scale = inverse(row[pivot]);
    for (j = 0; j < known->unknowns; j++)
        known->rows[known->count][j] = row[j] * scale % PRIME;
    known->pivots[known->count++] = pivot;
}

#endif
