/* Who counts on a day, by looking at every row: what respondents.h promises, without anything clever.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_RESPONDENTS_ORACLE_H
#define NPS_TESTS_RESPONDENTS_ORACLE_H

#include <nps/nps.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { ORACLE_BINS = NPS_ANSWERS + 2 };

/** A row; a later row of an array is a later call. */
typedef struct oracle_row {
    int64_t person, day, sequence;
    unsigned bin;
} oracle_row;

static inline bool oracle_is_answer(const oracle_row *row)
{
    return row->bin < NPS_ANSWERS;
}

/** Negative, zero or positive if `a` is earlier than, as early as, or later than `b`. */
static inline int oracle_order(const oracle_row *a, const oracle_row *b)
{
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->sequence != b->sequence)
        return a->sequence < b->sequence ? -1 : 1;
    return 0;
}

/** The row that counts of a person in the window that ends on a day, or NULL. */
static inline const oracle_row *oracle_kept(const oracle_row *rows, size_t count, int64_t person, nps_keep keep,
                                            uint32_t window, int64_t day)
{
    const oracle_row *answer = NULL, *other = NULL;
    size_t i;
    for (i = 0; i < count; i++) {
        const oracle_row *row = &rows[i];
        if (row->person != person || row->day > day || (window != NPS_NO_WINDOW && row->day <= day - (int64_t)window))
            continue;
        if (!oracle_is_answer(row))
            other = other && oracle_order(row, other) < 0 ? other : row;
        else if (keep == NPS_KEEP_LATEST)
            answer = answer && oracle_order(row, answer) < 0 ? answer : row;
        else
            answer = answer && oracle_order(row, answer) >= 0 ? answer : row;
    }
    return answer ? answer : other;
}

/** The counts of a day; people are 0 to `people` - 1. */
static inline nps_accumulator oracle_counts(const oracle_row *rows, size_t count, int64_t people, nps_keep keep,
                                            uint32_t window, int64_t day)
{
    uint64_t counts[ORACLE_BINS] = {0};
    nps_accumulator out;
    int64_t person;
    for (person = 0; person < people; person++) {
        const oracle_row *kept = oracle_kept(rows, count, person, keep, window, day);
        if (kept)
            counts[kept->bin]++;
    }
    memcpy(out.answers, counts, sizeof out.answers);
    out.missing = counts[NPS_ANSWER_MISSING];
    out.invalid = counts[NPS_ANSWER_INVALID];
    return out;
}

#endif
