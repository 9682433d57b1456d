/* A row: what a person answered on a day, and which of two rows counts.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_RESPONDENTS_RESPONSE_H
#define NPS_RESPONDENTS_RESPONSE_H

#include "../calendar.h"
#include "../column.h"

#include <nps/respondents.h>
#include <stdbool.h>
#include <stdint.h>

/** A row of a person. */
typedef struct nps_response {
    int32_t day;
    uint32_t bin; /**< 0..10, NPS_ANSWER_MISSING or NPS_ANSWER_INVALID. */
    int64_t sequence;
} nps_response;

/** Bits of a bin in a dated bin. */
enum { NPS_DATED_BITS = 4 };

/** The day and the bin of a row in 32 bits, ordered by day. */
static inline uint32_t nps_dated_of(int32_t day, uint32_t bin)
{
    return (uint32_t)(day - NPS_DAY_MIN) << NPS_DATED_BITS | bin;
}

static inline int32_t nps_dated_day(uint32_t dated)
{
    return (int32_t)(dated >> NPS_DATED_BITS) + NPS_DAY_MIN;
}

static inline uint32_t nps_dated_bin(uint32_t dated)
{
    return dated & ((1U << NPS_DATED_BITS) - 1);
}

static inline bool nps_is_answer(uint32_t bin)
{
    return bin < NPS_ANSWERS;
}

/** How rows of the same day and sequence number are told apart. */
typedef enum nps_ties {
    NPS_TIES_BY_CALL,   /**< The new row was the later call. */
    NPS_TIES_BY_CONTENT /**< Nobody knows: the lower bin counts. */
} nps_ties;

/** Whether a new row of a person counts instead of an old one, when both are in the window. */
static inline bool nps_response_replaces(nps_keep keep, nps_ties ties, const nps_response *old, const nps_response *new)
{
    const bool is_first = keep == NPS_KEEP_FIRST && nps_is_answer(new->bin);
    if (nps_is_answer(old->bin) != nps_is_answer(new->bin))
        return nps_is_answer(new->bin);
    if (old->day != new->day)
        return (new->day < old->day) == is_first;
    if (old->sequence != new->sequence)
        return (new->sequence < old->sequence) == is_first;
    return ties == NPS_TIES_BY_CALL ? !is_first : new->bin < old->bin;
}

#endif
