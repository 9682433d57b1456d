/**
 * @file trend.h
 * @brief The score over time: its slope, whether periods differ at all, and each period against an earlier one.
 *
 * The periods must be independent samples: no answer belongs to two of them. Rolling windows share answers, so their
 * scores move together even when nothing changes; they are refused with NPS_ERROR_OVERLAP where their days are given.
 * The same people asked in every period are not independent either: see nps/paired.h.
 *
 * docs/trend.md has the measured errors and the power of these tests, beside those of least squares, and the command
 * that measures them.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_TREND_H
#define NPS_TREND_H

#include <nps/calendar.h>
#include <nps/compare.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/multiplicity.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * The answers of a period, and when it was. Plain and part of the ABI; it never grows. Zeroed, it is a period without
 * answers and without days.
 */
typedef struct nps_trend_period {
    nps_counts counts;    /**< The answers; all zero: nobody answered. A sum above 2^64 - 1: NPS_ERROR_OVERFLOW. */
    double time;          /**< The time of the period in any unit, for NPS_CLOCK_TIMES; otherwise ignored. */
    nps_period days;      /**< The first and the last day, if `has_days` is not 0. */
    uint32_t has_days;    /**< Not 0: `days` are given. Such periods must be in order and must not overlap. */
    uint32_t is_weighted; /**< Not 0: `weighted` has the answers, and `counts` are ignored. */
    /** An estimate of nps/weighted.h or of another function that gives one. Without effective respondents or degrees of
     * freedom it has no information and is treated as a period without answers. */
    nps_weighted_estimate weighted;
} nps_trend_period;

/** How the time of a period is measured. The values are part of the ABI. */
typedef enum nps_clock {
    /** By the place in the array: period i is at time i, also where periods before it are empty. For periods of one
     * kind, such as months. The unit is one period. */
    NPS_CLOCK_PLACES = 0,
    /** By `time`, in the caller's unit and in any order. NaN or infinite: NPS_ERROR_PERIOD. */
    NPS_CLOCK_TIMES = 1,
    /** By the middle of the days of the period. The unit is one day. For periods of different lengths, or with gaps. A
     * period without days: NPS_ERROR_PERIOD. */
    NPS_CLOCK_DAYS = 2
} nps_clock;

/** The mean number of days in a year of the calendar: as `per`, it gives slopes in points per year. */
#define NPS_DAYS_PER_YEAR 365.2425

/** Options of a trend. Initialise them with nps_trend_options_init(). */
typedef struct nps_trend_options {
    uint32_t size;   /**< sizeof(nps_trend_options), set by init. */
    nps_clock clock; /**< How time is measured; init sets NPS_CLOCK_PLACES. */
    double level;    /**< The confidence level, inside (0, 1); init sets 0.95. */
    /** The slope is in points per so many units of time; init sets 1. With NPS_CLOCK_DAYS, NPS_DAYS_PER_YEAR gives
     * points per year. */
    double per;
    /** The number of periods in a cycle of the seasons: 12 for months, 4 for quarters. Periods whose places differ by a
     * multiple of it are of one season, and the slope is that within the seasons, so that a season that always scores
     * high does not pull it. 0, which init sets: no seasons. */
    uint32_t season;
} nps_trend_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_trend_options_init(nps_trend_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_trend_options);
        options->clock = NPS_CLOCK_PLACES;
        options->level = 0.95;
        options->per = 1;
        options->season = 0;
    }
}

/** A trend. Plain and part of the ABI; it never grows. */
typedef struct nps_trend_result {
    double slope;      /**< The change of the score, in points per `per` units of time. */
    nps_bounds bounds; /**< The confidence interval of the slope, in the same unit. */
    /** The two-sided p-value of a slope of 0; it is below 1 - level exactly when 0 lies outside the interval (to 1e-9),
     * for levels from 0.5. */
    double p_value;
    double time;      /**< The mean time of the answers, in units of the clock. */
    double score;     /**< The score of all answers: the line of the trend goes through it at `time`. */
    double degrees;   /**< The degrees of freedom of t; INFINITY, the normal distribution, without designs. */
    uint64_t periods; /**< The number of periods with answers. */
} nps_trend_result;

/**
 * The slope of the score over separate periods, with an interval and a test.
 *
 * With n answers of score s at time t in a period, the slope is sum n (t - mean t) s / sum n (t - mean t)^2, where the
 * mean counts every answer: the line of least squares through the single answers. It is an average over the time looked
 * at, also where the score did not move along a line.
 *
 * A hypothetical slope is tested by the difference between the observed slope and it, over the standard error that the
 * slope would have if the scores followed a line of that slope. The variance of an answer in a period, given the score
 * that the line has there, is that of the most likely shares with that score. These are taken twice, from the answers
 * of all periods together and from those of the period alone, and the larger standard error counts: the first does not
 * fail where some of the shares are rare, the second does not where the share of passives changes from period to
 * period. The statistic is corrected for skewness (Laud, Pharmaceutical Statistics 16:334, 2017) and for continuity, by
 * half of the step by which one answer moves it that goes to the next period. The interval has the slopes that are not
 * rejected. Two periods with answers are compared by nps_compare(), or by nps_weighted_compare(), and the difference is
 * divided by the time between them.
 *
 * docs/trend.md has the probabilities of finding a trend where the score stays the same, for 3 to 36 periods of 3 to
 * 500 answers, rare groups, and shares of passives that change: a search found at most 5.1 % at the 5 % level. Where
 * the score moves near an end of the scale and the shares of passives change too, 95 % intervals missed the slope in at
 * most 7.1 %. Least squares through the scores of the periods, which
 * spreadsheets and dashboards offer, errs up to four times as often as the level says.
 *
 * Weighted periods enter with their effective respondents. The degrees of freedom are joined by Satterthwaite's formula
 * (Biometrics Bulletin 2:110, 1946), with the parts that the periods have in the variance.
 *
 * An empty period has no information, but keeps its place in time. The time grows with `count` and with nothing else;
 * 36 periods take about a tenth of a millisecond.
 *
 * @code
 * const nps_trend_period months[] = {{.counts = {46, 30, 24}}, {.counts = {50, 29, 21}}, {.counts = {0, 0, 0}},
 *                                    {.counts = {58, 25, 17}}, {.counts = {61, 27, 12}}};
 * nps_trend_result trend;
 * if (nps_trend_test(months, 5, NULL, &trend, NULL) == NPS_OK)
 *     printf("%+.1f points a month, %.1f to %.1f, p = %.4f\n", trend.slope, trend.bounds.lower, trend.bounds.upper,
 *            trend.p_value); // prints: +6.6 points a month, 1.7 to 11.4, p = 0.0076
 * @endcode
 *
 * @param periods `count` periods. NULL: NPS_ERROR_NULL, unless `count` is 0. Days outside the calendar: NPS_ERROR_DAY;
 *                a last day before the first: NPS_ERROR_PERIOD; a period that begins before the end of one earlier in
 *                the array: NPS_ERROR_OVERLAP. An estimate as nps_weighted_interval() refuses it: NPS_ERROR_WEIGHT.
 * @param count   The number of periods. Fewer than two different times with answers (in one season, if there are
 *                seasons): NPS_ERROR_EMPTY.
 * @param options Made by nps_trend_options_init(), or NULL for the defaults. A size smaller than the first version's,
 * or a larger one whose tail is not all zero: NPS_ERROR_SIZE; a level that is NaN or not inside (0, 1):
 *                NPS_ERROR_LEVEL; an unknown clock, a `per` that is not positive and finite, or times so close that the
 *                slope is not finite: NPS_ERROR_PERIOD.
 * @param out     Receives the trend. NULL: NPS_ERROR_NULL.
 * @param detail  Receives which period is wrong and why; may be NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. No allocation. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_trend_test(const nps_trend_period *periods, size_t count, const nps_trend_options *options,
                                     nps_trend_result *out, nps_error_detail *detail);

/** Whether periods differ. Plain and part of the ABI; it never grows. */
typedef struct nps_homogeneity_result {
    double statistic; /**< The weighted sum of squared differences from the common score. */
    double degrees;   /**< Its mean if the periods do not differ: the number of periods with answers minus 1. */
    double p_value;   /**< The p-value of the hypothesis that all periods have the same score. */
    uint64_t periods; /**< The number of periods with answers. */
} nps_homogeneity_result;

/**
 * Tests whether the periods have different scores at all, in whatever order.
 *
 * A trend test finds what rises or falls; this one also finds what goes up and down, and asks for more evidence. The
 * statistic is sum n (s - m)^2 / v with the variance v of an answer in each period, which is that of the most likely
 * shares with the score of all periods together, times N / (N - 1) for the N answers of all periods, and the mean m
 * that belongs to these weights. It is compared with a multiple of a chi-square distribution whose mean and variance
 * are those of the statistic, and with chi-square itself where its variance is larger than that of chi-square: it
 * depends on the fourth moments of the answers, above all where groups are rare and periods small. Of up to 64 periods
 * whose counts are whole there is also the exact p-value of a permutation test, if few answers are of the two rarer
 * groups: the probability of a sum of n (s - m)^2 as large as the one seen, with the mean m of all answers, when the
 * answers are dealt out to the periods at random. The largest p-value counts. The shares of passives may differ. Two
 * periods with answers are compared by nps_compare() or nps_weighted_compare(). At most about 5 milliseconds.
 *
 * The chi-square test with the variance of all periods together errs up to three times as often as the level says,
 * where small periods stand beside large ones and few answers are rare; docs/trend.md has the errors of both. A search
 * found at most 6.8 % for this one at the 5 % level, where the few answers that are no promoters are passive in large
 * periods and detractors in small ones; and in periods of 500 answers in 50 clusters, of which 2 % are detractors and
 * all others promoters, it errs in up to 8.1 %.
 *
 * @param periods As for nps_trend_test().
 * @param count   The number of periods. Fewer than two with answers: NPS_ERROR_EMPTY.
 * @param out     Receives the result. NULL: NPS_ERROR_NULL.
 * @param detail  Receives which period is wrong and why; may be NULL.
 * @return NPS_OK or one of these, or as nps_trend_test(); on error `out` is unchanged. No allocation. Pure; safe from
 *         any thread.
 */
NPS_EXPORT nps_status nps_homogeneity(const nps_trend_period *periods, size_t count, nps_homogeneity_result *out,
                                      nps_error_detail *detail);

/** As `before` of nps_compare_periods(): the same period of the year before, found by the days. */
#define NPS_YEAR_BEFORE 0

/** One period against an earlier one. Plain and part of the ABI; it never grows. */
typedef struct nps_period_change {
    nps_comparison comparison; /**< The period minus the earlier one, with an unadjusted p-value. */
    double adjusted;           /**< The adjusted p-value. */
    uint64_t earlier;          /**< The place of the earlier period; UINT64_MAX if there is none. */
    /** NPS_OK, or the reason why there is no comparison: NPS_ERROR_NOT_FOUND if there is no earlier period,
     * NPS_ERROR_EMPTY if one of the two has no answers, or what nps_compare() or nps_weighted_compare() returns. Then
     * the numbers of `comparison`, and `adjusted`, are NaN. */
    nps_status status;
} nps_period_change;

/**
 * Compares every period with the one before it, or with the same one of the year before.
 *
 * Each comparison is that of nps_compare(), or of nps_weighted_compare() if one of the two periods is weighted. The
 * family is all comparisons that can be made. Consecutive changes share a period, so their tests depend on each other:
 * NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and returns NPS_ERROR_UNAVAILABLE, NPS_ADJUST_FALSE_DISCOVERY is
 * NPS_ADJUST_BENJAMINI_YEKUTIELI, and the other adjustments hold. With any adjustment but NPS_ADJUST_NONE the intervals
 * are simultaneous, as those of nps_segments_compare_pairs().
 *
 * The same period of the year before begins one calendar year before the first day and ends one calendar year before
 * the day after the last, so that a February of 29 days is compared with one of 28. Where there is no such period, a
 * period of whole weeks is compared with the one 364 days before, which has the same days of the week. A 29th of
 * February alone has none.
 *
 * @code
 * const nps_trend_period quarters[] = {{.counts = {460, 300, 240}}, {.counts = {500, 290, 210}}, {.counts = {480, 300,
 * 220}}}; nps_period_change changes[3]; if (nps_compare_periods(quarters, 3, 1, NULL, changes, NULL) == NPS_OK) for
 * (int i = 1; i < 3; i++) printf("%+.0f, adjusted p = %.3f\n", changes[i].comparison.difference, changes[i].adjusted);
 * // prints: +7, adjusted p = 0.103
 * // prints: -3, adjusted p = 0.402
 * @endcode
 *
 * @param periods As for nps_trend_test(). With NPS_YEAR_BEFORE, a period without days: NPS_ERROR_PERIOD.
 * @param count   The number of periods. More than memory can hold results for: NPS_ERROR_MEMORY.
 * @param before  The number of places between the two periods: 1 compares each period with the one before it, 12 months
 *                with those a year earlier. NPS_YEAR_BEFORE looks for the period by its days.
 * @param options As for nps_segments_compare_pairs(); a prior: NPS_ERROR_PRIOR.
 * @param out     Receives `count` changes, in the order of the periods. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param detail  Receives which period is wrong and why; may be NULL.
 * @return NPS_OK, even if no comparison could be made: each element has its own status. Otherwise what is wrong with
 * the call as a whole, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; then nothing is written. Allocates about 110 bytes
 *         for each period and releases them before it returns. Safe from any thread.
 */
NPS_EXPORT nps_status nps_compare_periods(const nps_trend_period *periods, size_t count, size_t before,
                                          const nps_segments_options *options, nps_period_change *out,
                                          nps_error_detail *detail);

/**
 * Compares all answers from a moment on with all answers before it, after minus before.
 *
 * The periods on each side are pooled: counts are added; weighted periods are joined with the sums of their weights, as
 * strata of one sample. The comparison is that of nps_compare() with NPS_METHOD_AUTO, or of nps_weighted_compare().
 * Choose the moment before you see the scores: the largest of many such differences is large by chance. What a trend
 * does by itself in the same time is part of the difference.
 *
 * @param periods As for nps_trend_test().
 * @param count   The number of periods. No answers on one side: NPS_ERROR_EMPTY.
 * @param moment  The first moment after, in units of the clock: the place of the first period after, its time, or a
 * day. NaN, or a day inside of a period: NPS_ERROR_PERIOD.
 * @param options The clock and the level; `per` and `season` must be valid but have no effect. NULL: the defaults.
 * @param out     Receives the comparison. NULL: NPS_ERROR_NULL.
 * @param detail  Receives which period is wrong and why; may be NULL.
 * @return NPS_OK, one of these or as nps_trend_test(); on error `out` is unchanged. A sum of counts above 2^64 - 1:
 *         NPS_ERROR_OVERFLOW. No allocation. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_compare_before_after(const nps_trend_period *periods, size_t count, double moment,
                                               const nps_trend_options *options, nps_comparison *out,
                                               nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
