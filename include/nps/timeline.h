/**
 * @file timeline.h
 * @brief Accumulators by day: answers over time, read between two days, by periods and as rolling windows.
 *
 * A day is an int32_t: the number of days since 1970-01-01; see calendar.h. Answers may come in any order of their
 * days, late ones included. A timeline allocates memory as it grows: 832 bytes for eight neighbouring days of which one
 * has answers, and 1 KiB for about three years; days without answers between two distant days take none.
 *
 * Every answer is counted exactly once: on its day, or in the rest (nps_timeline_rest), which has the answers without a
 * day and those before the horizon. The horizon is the first day that is kept; init sets the first day of the calendar.
 * nps_timeline_advance() moves it forward, which bounds the memory of a timeline that runs for ever. What happens to
 * answers that are older than the horizon when they arrive is an option: they are refused, or gathered in the rest.
 *
 * Threads. A timeline is not locked. Several threads may read it while no thread changes it. To count in several
 * threads, give each thread a timeline of its own and merge them at the end, in any order.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_TIMELINE_H
#define NPS_TIMELINE_H

#include <nps/accumulator.h>
#include <nps/allocator.h>
#include <nps/calendar.h>
#include <nps/column.h>
#include <nps/export.h>
#include <nps/interrupt.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** What happens to answers before the horizon. The values are part of the ABI. */
typedef enum nps_older {
    NPS_OLDER_REFUSED = 0, /**< The call that brings them returns NPS_ERROR_DAY, and nothing changes. */
    NPS_OLDER_GATHERED = 1 /**< They are counted in `older` of the rest; their days are not kept. */
} nps_older;

/** Accumulators by day. The members are private. */
typedef struct nps_timeline nps_timeline;

/** Options of nps_timeline_create(). Initialise them with nps_timeline_options_init(). */
typedef struct nps_timeline_options {
    uint32_t size;                  /**< sizeof(nps_timeline_options), set by init. */
    int32_t horizon;                /**< The first day that is kept; init sets NPS_DAY_MIN. */
    nps_older older;                /**< What happens to answers before the horizon; init sets NPS_OLDER_REFUSED. */
    const nps_allocator *allocator; /**< The allocator, copied; NULL, as init sets: malloc() and free(). */
    /** The largest number of bytes that the timeline may have allocated at once, including itself; 0, as init sets: no
     *  limit. A call that needs more returns NPS_ERROR_MEMORY, and nothing counted is lost. */
    uint64_t memory_budget;
    /** Asked by nps_timeline_add_column() after each million rows. Copied: its context must live as long as the
     *  timeline. init sets none. */
    nps_interrupt interrupt;
} nps_timeline_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_timeline_options_init(nps_timeline_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_timeline_options);
        options->horizon = NPS_DAY_MIN;
        options->older = NPS_OLDER_REFUSED;
        options->allocator = (const nps_allocator *)0;
        options->memory_budget = 0;
        options->interrupt.is_requested = 0;
        options->interrupt.context = (void *)0;
    }
}

/** The answers that are on no day of a timeline. Plain and part of the ABI; it never grows. */
typedef struct nps_timeline_rest {
    nps_accumulator older;   /**< Answers before the horizon: gathered when they arrived, or when it advanced. */
    nps_accumulator undated; /**< Answers without a day. */
} nps_timeline_rest;

/** The answers of a period. Plain and part of the ABI; it never grows. */
typedef struct nps_timeline_period {
    nps_period days;             /**< The first and the last day of the period. */
    nps_accumulator accumulator; /**< The sum of its days; empty when they have no answers. */
} nps_timeline_period;

/**
 * Makes a timeline without answers.
 *
 * @param options Made by nps_timeline_options_init(), or NULL for the defaults. An unknown size: NPS_ERROR_SIZE; a
 *                horizon outside the calendar: NPS_ERROR_DAY; an unknown value of `older`: NPS_ERROR_RULE; an allocator
 *                without both functions: NPS_ERROR_NULL.
 * @param out     Receives the timeline; the caller gives it to nps_timeline_destroy(). NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these or NPS_ERROR_MEMORY; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_timeline_create(const nps_timeline_options *options, nps_timeline **out);

/**
 * Releases all memory of a timeline.
 *
 * @param self The timeline, not to be used afterwards; NULL does nothing.
 */
NPS_EXPORT void nps_timeline_destroy(nps_timeline *self);

/**
 * Adds an answer on a day.
 *
 * @param self   The timeline. NULL: NPS_ERROR_NULL.
 * @param day    The day. Outside the calendar: NPS_ERROR_DAY. Before the horizon: NPS_ERROR_DAY, or the answer is
 *               gathered; see nps_older.
 * @param answer As for nps_accumulator_add().
 * @param times  How often; 0 changes nothing.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
NPS_EXPORT nps_status nps_timeline_add(nps_timeline *self, int32_t day, int64_t answer, uint64_t times);

/**
 * Adds respondents who gave no answer on a day.
 *
 * @param self  As for nps_timeline_add().
 * @param day   As for nps_timeline_add().
 * @param times How many; 0 changes nothing.
 * @return As nps_timeline_add().
 */
NPS_EXPORT nps_status nps_timeline_add_missing(nps_timeline *self, int32_t day, uint64_t times);

/**
 * Adds the counts of an accumulator on a day.
 *
 * @param self As for nps_timeline_add().
 * @param day  As for nps_timeline_add().
 * @param from The accumulator to add; unchanged. NULL: NPS_ERROR_NULL.
 * @return As nps_timeline_add().
 */
NPS_EXPORT nps_status nps_timeline_merge_day(nps_timeline *self, int32_t day, const nps_accumulator *from);

/**
 * Adds the counts of an accumulator whose day is not known, to `undated` of the rest.
 *
 * @param self The timeline. NULL: NPS_ERROR_NULL.
 * @param from The accumulator to add; unchanged. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_timeline_merge_undated(nps_timeline *self, const nps_accumulator *from);

/**
 * Adds a column of answers by a column of days.
 *
 * Row i adds `answers[i]` on the day `days[i]`. Packed columns of integers without nulls are the fastest. While it
 * counts, it allocates 117 bytes for each day from the first to the last one of a million rows; rows that are spread
 * over more days than there are rows are counted one by one.
 *
 * @param self    The timeline. NULL: NPS_ERROR_NULL.
 * @param days    The days, of any integer type; see nps_column for which are refused, and how. A null or a missing code
 *                means that the answer has no day; it is counted in `undated` of the rest. Floating-point numbers:
 *                NPS_ERROR_COLUMN. A day outside the calendar, or, unless they are gathered, before the horizon:
 *                NPS_ERROR_DAY.
 * @param answers The answers, as for nps_accumulator_add_column(). Another length than that of `days`:
 *                NPS_ERROR_COLUMN.
 * @param detail  Receives, on error, what was expected and what was found; may be NULL.
 * @return NPS_OK or one of these, NPS_ERROR_SIZE, NPS_ERROR_OVERFLOW, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on
 *         error nothing changes.
 */
NPS_EXPORT nps_status nps_timeline_add_column(nps_timeline *self, const nps_column *days, const nps_column *answers,
                                              nps_error_detail *detail);

/**
 * Adds all days of another timeline, and its rest. Merging is commutative and associative.
 *
 * The horizon becomes the later of both. Days before it, in either timeline, are gathered in `older` of the rest if the
 * options of `self` say NPS_OLDER_GATHERED; otherwise such days with answers are refused with NPS_ERROR_DAY, and
 * nps_timeline_advance() can gather them first.
 *
 * @param self The timeline. NULL: NPS_ERROR_NULL.
 * @param from The timeline to add; unchanged. NULL: NPS_ERROR_NULL. Adding a timeline to itself doubles its counts.
 * @return NPS_OK or one of these, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
NPS_EXPORT nps_status nps_timeline_merge(nps_timeline *self, const nps_timeline *from);

/**
 * Subtracts all days of another timeline, and its rest; reverses nps_timeline_merge() if both have the same horizon.
 *
 * Days of `part` before the horizon of `self` are subtracted from `older` of the rest.
 *
 * @param self The timeline. NULL: NPS_ERROR_NULL.
 * @param part The timeline to subtract; unchanged. NULL: NPS_ERROR_NULL. A counter larger than that of `self`:
 *             NPS_ERROR_UNDERFLOW. Answers in `older` of a later horizon than that of `self`, whose days are not known
 *             any more: NPS_ERROR_RULE. Subtracting a timeline from itself leaves it empty.
 * @return NPS_OK or one of these; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_timeline_subtract(nps_timeline *self, const nps_timeline *part);

/**
 * Moves the horizon forward: the days before it are gathered in `older` of the rest, and their memory is released.
 *
 * @param self    The timeline. NULL: NPS_ERROR_NULL.
 * @param horizon The first day that is kept. Outside the calendar: NPS_ERROR_DAY. A day that is not after the present
 *                horizon changes nothing: the horizon never moves back.
 * @return NPS_OK or one of these, or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_timeline_advance(nps_timeline *self, int32_t horizon);

/**
 * The horizon: the first day that is kept.
 *
 * @param self The timeline. NULL: NPS_ERROR_NULL.
 * @param day  Receives the day. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or NPS_ERROR_NULL; on error `day` is unchanged.
 */
NPS_EXPORT nps_status nps_timeline_horizon(const nps_timeline *self, int32_t *day);

/**
 * The answers that are on no day: those before the horizon, and those without a day.
 *
 * @param self The timeline. NULL: NPS_ERROR_NULL.
 * @param out  Receives a copy of the rest. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or NPS_ERROR_NULL; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_timeline_read_rest(const nps_timeline *self, nps_timeline_rest *out);

/**
 * The first and the last day with a count above 0. Missing and invalid answers are counts too.
 *
 * @param self The timeline. NULL: NPS_ERROR_NULL. No such day: NPS_ERROR_EMPTY.
 * @param out  Receives both days. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_timeline_read_span(const nps_timeline *self, nps_period *out);

/**
 * The sum of the days from `first` to `last`.
 *
 * @code
 * nps_timeline *survey;
 * nps_accumulator week;
 * nps_counts counts;
 * double score;
 * if (nps_timeline_create(NULL, &survey) != NPS_OK)
 *     return 1;
 * if (nps_timeline_add(survey, 20454, 9, 3) == NPS_OK &&  // 2026-01-01
 *     nps_timeline_add(survey, 20450, 3, 1) == NPS_OK &&  // a late answer
 *     nps_timeline_read_between(survey, 20450, 20456, &week) == NPS_OK &&
 *     nps_accumulator_counts(&week, NULL, &counts, NULL) == NPS_OK && nps_score(&counts, &score) == NPS_OK)
 *     printf("%.1f\n", score); // prints: 50.0
 * nps_timeline_destroy(survey);
 * @endcode
 *
 * @param self  The timeline. NULL: NPS_ERROR_NULL.
 * @param first The first day. Outside the calendar, after `last`, or before the horizon while `older` of the rest is
 *              not empty: NPS_ERROR_DAY.
 * @param last  The last day. Outside the calendar: NPS_ERROR_DAY.
 * @param out   Receives the sum, empty when there are no answers. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these or NPS_ERROR_OVERFLOW; on error `out` is unchanged.
 */
NPS_EXPORT nps_status nps_timeline_read_between(const nps_timeline *self, int32_t first, int32_t last,
                                                nps_accumulator *out);

/**
 * The sums of all periods that hold a day of a range, in order; empty ones are empty accumulators.
 *
 * The periods are whole: those at both ends have all their days, also outside the range.
 *
 * @code
 * const nps_periods months = {NPS_PERIOD_MONTH, 0, 0};
 * const nps_period quarter = {20454, 20543}; // January to March 2026
 * nps_timeline_period found[3];
 * nps_timeline *survey;
 * if (nps_timeline_create(NULL, &survey) != NPS_OK)
 *     return 1;
 * if (nps_timeline_add(survey, 20460, 9, 3) == NPS_OK && nps_timeline_add(survey, 20540, 3, 1) == NPS_OK &&
 *     nps_timeline_read_periods(survey, &months, &quarter, 3, found) == NPS_OK)
 *     for (int i = 0; i < 3; i++)
 *         printf("%d: %d\n", (int)found[i].days.first, (int)found[i].accumulator.answers[9]);
 * // prints: 20454: 3
 * // prints: 20485: 0
 * // prints: 20513: 0
 * nps_timeline_destroy(survey);
 * @endcode
 *
 * @param self    The timeline. NULL: NPS_ERROR_NULL.
 * @param periods The periods; see nps_periods for which are refused. NULL: NPS_ERROR_NULL.
 * @param range   The range of days. NULL: NPS_ERROR_NULL. A day outside the calendar, the first after the last, or a
 *                first period that begins before the horizon while `older` of the rest is not empty: NPS_ERROR_DAY.
 * @param count   The room in `out`: the number of periods, as nps_periods_count() says. Another number:
 *                NPS_ERROR_SPACE.
 * @param out     Receives the periods. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, or NPS_ERROR_OVERFLOW when all periods together exceed a counter; on error nothing is
 *         written.
 */
NPS_EXPORT nps_status nps_timeline_read_periods(const nps_timeline *self, const nps_periods *periods,
                                                const nps_period *range, size_t count, nps_timeline_period *out);

/**
 * The rolling sums of a range: for each of its days the sum of the `window` days that end with it.
 *
 * The sum of a day is that of the day before, plus the new day, less the day that leaves the window; so the time does
 * not depend on the length of the window.
 *
 * @code
 * const nps_period range = {20454, 20456};
 * nps_accumulator sums[3];
 * nps_timeline *survey;
 * if (nps_timeline_create(NULL, &survey) != NPS_OK)
 *     return 1;
 * if (nps_timeline_add(survey, 20454, 9, 3) == NPS_OK && nps_timeline_add(survey, 20455, 9, 1) == NPS_OK &&
 *     nps_timeline_read_rolling(survey, 2, &range, 3, sums) == NPS_OK)
 *     printf("%d %d %d\n", (int)sums[0].answers[9], (int)sums[1].answers[9], (int)sums[2].answers[9]);
 * // prints: 3 4 1
 * nps_timeline_destroy(survey);
 * @endcode
 *
 * @param self   The timeline. NULL: NPS_ERROR_NULL.
 * @param window The number of days in a window. Less than 1: NPS_ERROR_PERIOD. Days before the calendar are empty.
 * @param range  The days on which the windows end. NULL: NPS_ERROR_NULL. A day outside the calendar, the first after
 * the last, or a first window that begins before the horizon while `older` of the rest is not empty: NPS_ERROR_DAY.
 * @param count  The room in `out`: the number of days in the range. Another number: NPS_ERROR_SPACE.
 * @param out    Receives the sums. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, or NPS_ERROR_OVERFLOW when all days together exceed a counter; on error nothing is
 *         written.
 */
NPS_EXPORT nps_status nps_timeline_read_rolling(const nps_timeline *self, int32_t window, const nps_period *range,
                                                size_t count, nps_accumulator *out);

NPS_END_DECLARATIONS

#endif
