/* Reads counts and the table of transitions by the number of a group: 0, 1, 2 for promoters, passives, detractors.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PAIRED_TABLE_H
#define NPS_PAIRED_TABLE_H

#include <nps/counts.h>
#include <nps/paired.h>
#include <stdint.h>

enum { NPS_GROUPS = 3 };

static inline uint64_t nps_counts_of(const nps_counts *counts, int group)
{
    return group == 0 ? counts->promoters : group == 1 ? counts->passives : counts->detractors;
}

/** The people who were in a group in the first wave, by their group in the second. */
static inline const nps_counts *nps_paired_row(const nps_paired *waves, int group)
{
    return group == 0 ? &waves->promoters : group == 1 ? &waves->passives : &waves->detractors;
}

#endif
