/* What an accumulator should have: its 13 counters, kept in the plainest way.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_FUZZ_BINS_H
#define NPS_TESTS_FUZZ_BINS_H

#include "fuzz.h"

enum { BINS = NPS_ANSWERS + 2, BIN_MISSING = NPS_ANSWER_MISSING, BIN_INVALID = NPS_ANSWER_INVALID };

__extension__ typedef unsigned __int128 wide_count;

/** The counters of 0..10, the missing and the invalid. */
typedef struct bins {
    uint64_t of[BINS];
} bins;

static inline int bin_of(int64_t answer)
{
    return answer >= 0 && answer < NPS_ANSWERS ? (int)answer : BIN_INVALID;
}

static inline bool bins_are(const bins *expected, const nps_accumulator *actual)
{
    return memcmp(expected->of, actual->answers, sizeof actual->answers) == 0 &&
           expected->of[BIN_MISSING] == actual->missing && expected->of[BIN_INVALID] == actual->invalid;
}

static inline bins bins_from(const nps_accumulator *accumulator)
{
    bins self;
    memcpy(self.of, accumulator->answers, sizeof accumulator->answers);
    self.of[BIN_MISSING] = accumulator->missing;
    self.of[BIN_INVALID] = accumulator->invalid;
    return self;
}

/** Adds to one counter, or says that it would not hold it and changes nothing. */
static inline nps_status bins_add(bins *self, int bin, uint64_t times)
{
    if (times > UINT64_MAX - self->of[bin])
        return NPS_ERROR_OVERFLOW;
    self->of[bin] += times;
    return NPS_OK;
}

static inline nps_status bins_remove(bins *self, int bin, uint64_t times)
{
    if (times > self->of[bin])
        return NPS_ERROR_UNDERFLOW;
    self->of[bin] -= times;
    return NPS_OK;
}

static inline nps_status bins_merge(bins *self, const bins *from)
{
    bins sum = *self;
    int bin;
    for (bin = 0; bin < BINS; bin++)
        if (bins_add(&sum, bin, from->of[bin]) != NPS_OK)
            return NPS_ERROR_OVERFLOW;
    *self = sum;
    return NPS_OK;
}

static inline nps_status bins_subtract(bins *self, const bins *part)
{
    bins rest = *self;
    int bin;
    for (bin = 0; bin < BINS; bin++)
        if (bins_remove(&rest, bin, part->of[bin]) != NPS_OK)
            return NPS_ERROR_UNDERFLOW;
    *self = rest;
    return NPS_OK;
}

static inline bool is_possible_scale(const nps_scale *scale)
{
    return scale->lowest <= scale->detractor_max && scale->detractor_max < scale->promoter_min &&
           scale->promoter_min <= scale->highest && scale->highest <= 10;
}

/** What nps_accumulator_counts() should say; `outside` may be NULL. */
static inline nps_status bins_count(const bins *self, const nps_scale *scale, nps_counts *out, uint64_t *outside)
{
    wide_count promoters = 0, passives = 0, detractors = 0, off = 0;
    int answer;
    if (!is_possible_scale(scale))
        return NPS_ERROR_SCALE;
    for (answer = 0; answer < NPS_ANSWERS; answer++)
        *(answer < scale->lowest || answer > scale->highest ? &off
          : answer <= scale->detractor_max                  ? &detractors
          : answer >= scale->promoter_min                   ? &promoters
                                                            : &passives) += self->of[answer];
    if (promoters > UINT64_MAX || passives > UINT64_MAX || detractors > UINT64_MAX || off > UINT64_MAX)
        return NPS_ERROR_OVERFLOW;
    if (off > 0 && !outside)
        return NPS_ERROR_OUTSIDE;
    *out = (nps_counts){(uint64_t)promoters, (uint64_t)passives, (uint64_t)detractors};
    if (outside)
        *outside = (uint64_t)off;
    return NPS_OK;
}

#endif
