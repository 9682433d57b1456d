/* The rolling series of columns, and the two ways to it: rows in one word each, and rows of any ids and sequence
 * numbers. Either distributes the rows to buckets by the hash of their ids, so that the people of a bucket fit into the
 * cache. SPDX-License-Identifier: MIT */
#ifndef NPS_RESPONDENTS_ROLL_H
#define NPS_RESPONDENTS_ROLL_H

#include "../allocator.h"
#include "activity.h"
#include "columns.h"

/** What is rolled. */
typedef struct nps_roll {
    nps_response_columns columns;
    nps_activity activity; /**< With steps for one day more than the series has. */
    size_t day_count;      /**< Of the series. */
    int32_t earliest;      /**< Rows before this day cannot change the series. */
    uint64_t secret[2];
    nps_budget budget;
    nps_allocator allocator; /**< Within the budget. */
    nps_interrupt interrupt;
    nps_accumulator rest;
} nps_roll;

/**
 * Adds the steps of all rows and counts the rest, by rows of one word.
 *
 * @param fits Receives whether the rows fit: they have no sequence numbers, and their ids are near enough to each
 * other. If not, nothing was added or counted, and NPS_OK is returned.
 * @return NPS_OK or an error of nps_respondents_roll().
 */
nps_status nps_roll_packed(nps_roll *roll, bool *fits);

/** The same by rows of two words, whatever the ids are, and with sequence numbers. */
nps_status nps_roll_wide(nps_roll *roll);

#endif
