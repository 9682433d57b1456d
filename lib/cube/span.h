/* What linear combinations of published sums reveal.
 *
 * A set of columns stands for a sum over them: a row with ones there. The rows that are known are kept in echelon form:
 * each begins at a column where no later one has a number. What is left of another row when they are used is found in
 * one pass over the columns, and does not depend on which of them are used. Guarded rows, of which that is kept, must
 * stay out of what the known ones combine to.
 *
 * The arithmetic is modulo the prime 2^31 - 1. A row that is a combination only with fractions whose denominator is a
 * multiple of this prime would be overlooked.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CUBE_SPAN_H
#define NPS_CUBE_SPAN_H

#include <nps/allocator.h>
#include <nps/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A number of a row that is not zero. */
typedef struct nps_span_term {
    uint32_t column, value;
} nps_span_term;

/** A row: its terms by column, the first of which is 1. */
typedef struct nps_span_row {
    nps_span_term *terms;
    size_t count;
} nps_span_row;

/** Rows. */
typedef struct nps_span_rows {
    nps_span_row *rows;
    size_t count, capacity;
} nps_span_rows;

/** Known and guarded rows. The members are private. */
typedef struct nps_span {
    const nps_allocator *allocator;
    size_t columns;
    nps_span_rows known, guarded;
    size_t wide;        /* guarded rows of several terms come before those of one; their number */
    uint32_t *place_of; /* by column: the place plus one of the known row that begins there; 0: none does */
    uint32_t *guards;   /* by column: the number of guarded rows of that column alone */
    uint8_t *is_known;  /* by column: whether it is known on its own; then its terms in known rows have no meaning */
    uint32_t *dense;    /* a row that is made */
} nps_span;

/** Begins without rows. The caller gives it to nps_span_release(), whatever is returned: NPS_OK or NPS_ERROR_MEMORY. */
nps_status nps_span_init(nps_span *self, const nps_allocator *allocator, size_t columns);

/** Releases all memory. */
void nps_span_release(nps_span *self);

/** Guards the row of a set of at least one column, in ascending order, before any row is known. NPS_OK or
 * NPS_ERROR_MEMORY. */
nps_status nps_span_guard(nps_span *self, const uint32_t *columns, size_t count);

/** Makes the row of a set known, unless that would make a guarded one known; `is_known` receives whether it is.
 * NPS_OK, or NPS_ERROR_MEMORY, after which the object is of no use. */
nps_status nps_span_offer(nps_span *self, const uint32_t *columns, size_t count, bool *is_known);

#endif
