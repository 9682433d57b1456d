/* From the rows of a person in the order of their days to the days on which each counts: a step up in the counts of the
 * day on which it begins to count, and a step down on the day after the last.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_RESPONDENTS_ACTIVITY_H
#define NPS_RESPONDENTS_ACTIVITY_H

#include "../accumulator.h"
#include "response.h"

/** A day after all others, and none at all. */
enum { NPS_DAY_NEVER = NPS_DAY_MAX + 1, NPS_DAY_NONE = INT32_MIN };

/** The rolling window, and the steps of its days. */
typedef struct nps_activity {
    nps_keep keep;
    uint32_t window;
    nps_period days;
    nps_accumulator *steps; /**< For each day the change of the counts from the day before, modulo 2^64. */
} nps_activity;

/** The rows of a person that still may change what counts. */
typedef struct nps_person_activity {
    int32_t answered; /**< The day of the last answer, or NPS_DAY_NONE. */
    int32_t before;   /**< The day of the answer before it, or NPS_DAY_NONE. */
    int32_t other;    /**< The day of the last row that is no answer, if no answer came after it; or NPS_DAY_NONE. */
    uint8_t answer, other_bin;
} nps_person_activity;

/** The first day on which a row of a day is outside the window. */
static inline int32_t nps_activity_end(const nps_activity *self, int32_t day)
{
    const int64_t end = (int64_t)day + self->window;
    return end < NPS_DAY_NEVER ? (int32_t)end : NPS_DAY_NEVER;
}

/** The first day that rows of a day can change, when the window ends at the first day of the series. */
static inline int32_t nps_activity_first(const nps_activity *self)
{
    const int64_t first = (int64_t)self->days.first - self->window + 1;
    return first > NPS_DAY_MIN ? (int32_t)first : NPS_DAY_MIN;
}

/** The step of a bin on a day of the series; the counters of an accumulator are in the order of the bins. */
static inline uint64_t *nps_activity_step(const nps_activity *self, unsigned bin, int32_t day)
{
    return (uint64_t *)&self->steps[day - self->days.first] + bin;
}

/** Counts a bin from a day to the day before `end`. */
static inline void nps_activity_count(const nps_activity *self, unsigned bin, int32_t from, int32_t end)
{
    if (from < self->days.first)
        from = self->days.first;
    if (from >= end || from > self->days.last)
        return;
    ++*nps_activity_step(self, bin, from);
    if (end <= self->days.last)
        --*nps_activity_step(self, bin, end);
}

/** Counts the last answer, when the next one is on the day `next`. */
static inline void nps_activity_answer(const nps_activity *self, const nps_person_activity *person, int32_t next)
{
    int32_t from = person->answered, end = nps_activity_end(self, from);
    if (self->keep == NPS_KEEP_LATEST && next < end)
        end = next;
    if (self->keep == NPS_KEEP_FIRST && person->before != NPS_DAY_NONE) {
        const int32_t free = nps_activity_end(self, person->before);
        from = free > from ? free : from;
    }
    nps_activity_count(self, person->answer, from, end);
}

/** Counts the last row that is no answer, when the next row is on the day `next`. */
static inline void nps_activity_other(const nps_activity *self, const nps_person_activity *person, int32_t next)
{
    int32_t from = person->other, end = nps_activity_end(self, from);
    if (next < end)
        end = next;
    if (person->answered != NPS_DAY_NONE) {
        const int32_t free = nps_activity_end(self, person->answered);
        from = free > from ? free : from;
    }
    nps_activity_count(self, person->other_bin, from, end);
}

/** A person without rows. */
static inline nps_person_activity nps_activity_begin(void)
{
    return (nps_person_activity){NPS_DAY_NONE, NPS_DAY_NONE, NPS_DAY_NONE, 0, 0};
}

/** Takes the next row of a person, which is on a later day than the row before it. */
static inline void nps_activity_row(const nps_activity *self, nps_person_activity *person, int32_t day, uint32_t bin)
{
    if (person->other != NPS_DAY_NONE)
        nps_activity_other(self, person, day);
    if (!nps_is_answer(bin)) {
        person->other = day;
        person->other_bin = (uint8_t)bin;
        return;
    }
    if (person->answered != NPS_DAY_NONE)
        nps_activity_answer(self, person, day);
    person->before = person->answered;
    person->answered = day;
    person->answer = (uint8_t)bin;
    person->other = NPS_DAY_NONE;
}

/** Counts what is left after the last row of a person. */
static inline void nps_activity_finish(const nps_activity *self, const nps_person_activity *person)
{
    if (person->other != NPS_DAY_NONE)
        nps_activity_other(self, person, NPS_DAY_NEVER);
    if (person->answered != NPS_DAY_NONE)
        nps_activity_answer(self, person, NPS_DAY_NEVER);
}

/** Checks the days of a series. */
static inline nps_status nps_activity_check(uint32_t window, const nps_period *days)
{
    if (!nps_is_day(days->first) || !nps_is_day(days->last) || days->first > days->last)
        return NPS_ERROR_DAY;
    return window != 0 ? NPS_OK : NPS_ERROR_PERIOD;
}

/** Turns steps into counts, day after day. */
void nps_activity_sum(nps_accumulator *steps, size_t days);

#endif
