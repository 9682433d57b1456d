/* The cells in which rows count: a group is a line of NPS_BINS cells, one for each slot of an answer.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CODE_GROUPS_CELLS_H
#define NPS_CODE_GROUPS_CELLS_H

#include <nps/accumulator.h>
#include <stddef.h>
#include <stdint.h>

/** How many rows are read at a time: few, so that a processor calculates some cells while it counts in others. */
enum { NPS_CELLS_ROWS = 128 };

/** A function that reads as many rows; where rows are no plain integers there is none. */
typedef uint32_t (*nps_cells_kernel)(const unsigned char *codes, const unsigned char *answers, uint32_t bound,
                                     uint32_t limit, uint32_t *cells);

/** Two columns, checked by nps_column_open() and of one length, and how they are read. */
typedef struct nps_cells_reader {
    const nps_column *codes, *answers;
    uint32_t group_count;
    uint32_t bound; /**< Codes from here on are outside: `group_count`, or where the negative ones begin. */
    nps_cells_kernel plain;
} nps_cells_reader;

/** The cells of rows. */
typedef struct nps_cells {
    size_t count;
    uint32_t largest; /**< At least the largest of `count` cells. */
    uint32_t at[NPS_CELLS_ROWS];
} nps_cells;

/** Prepares the reading of columns, for so many groups that all cells have a number. */
void nps_cells_open(nps_cells_reader *self, const nps_column *codes, const nps_column *answers, uint32_t group_count);

/**
 * The cells of the rows from `from` on; none past the last row.
 *
 * Behind the groups are a line for rows whose code is outside, and one for those without a code.
 */
void nps_cells_read(const nps_cells_reader *self, size_t from, nps_cells *cells);

#endif
