/**
 * @file themes.h
 * @brief Labels that overlap, such as the themes of comments: how the score is with each, and what it takes or gives.
 *
 * An answer may have several labels, or none, so that labels do not add up to the total, unlike the segments of
 * nps/drivers.h. Each label is therefore held against all answers without it. That a score is low where a label is
 * named does not prove that what the label names is the cause.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_THEMES_H
#define NPS_THEMES_H

#include <nps/counts.h>
#include <nps/drivers.h>
#include <nps/export.h>
#include <nps/multiplicity.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** Whether the figures of a label are there. The values are part of the ABI. */
typedef enum nps_theme_state {
    NPS_THEME_SHOWN = 0, /**< They are. */
    NPS_THEME_HIDDEN =
        1,              /**< They are withheld: there are fewer answers than the minimum with the label, or without. */
    NPS_THEME_ALONE = 2 /**< No answer has the label, or all have it: there is nothing to compare with. */
} nps_theme_state;

/** A label against all answers without it. Plain and part of the ABI; it never grows. */
typedef struct nps_theme {
    nps_theme_state state;        /**< Whether scores, difference and impact are there; if not, they are NaN. */
    uint64_t answers;             /**< The number of answers with the label. Always there. */
    double share;                 /**< The share of all answers that has the label, 0..1. Always there. */
    double score;                 /**< The score of the answers with the label, in points. */
    double without;               /**< The score of all answers without the label, in points. */
    nps_driver_effect difference; /**< `score` minus `without`, in points. */
    /** What the label takes or gives: the score of all answers minus `without`, in points. Its p-values are those of
     * the difference. */
    nps_driver_effect impact;
} nps_theme;

/** A label in two periods. Plain and part of the ABI; it never grows. */
typedef struct nps_theme_change {
    nps_theme_state state;        /**< As in nps_theme, for the period that allows less. */
    nps_driver_presence presence; /**< In which periods answers have the label. */
    double share_before;          /**< The share of the answers of the first period that has the label, 0..1. */
    double share_after;           /**< The same in the second period. */
    double impact_before;         /**< The impact of the label in the first period, in points; 0 for a new label. */
    double impact_after;          /**< The same in the second period; 0 for a label that is gone. */
    nps_driver_effect share;      /**< `share_after` minus `share_before`, -1..1; NaN only for an absent label. */
    /** The change of the score of the answers with the label, in points; NaN unless it stayed. */
    nps_driver_effect score;
    nps_driver_effect impact; /**< `impact_after` minus `impact_before`, in points. */
} nps_theme_change;

/** Labels and what they are part of. Plain and part of the ABI; it never grows. */
typedef struct nps_theme_sample {
    const nps_counts *labels; /**< The answers with each of `count` labels. */
    size_t count;             /**< The number of labels. */
    const nps_counts *total;  /**< All answers, those without any label too. */
    uint64_t minimum;         /**< A label is hidden if fewer answers have it, or if fewer do not; 0: none is. */
} nps_theme_sample;

/** Labels and what they are part of, in two periods. Plain and part of the ABI; it never grows. */
typedef struct nps_theme_periods {
    const nps_driver_segment *labels; /**< The answers with each of `count` labels in both periods. */
    size_t count;                     /**< The number of labels. */
    const nps_driver_segment *total;  /**< All answers of both periods. */
    /** A label is hidden if it is on some answers of a period, but fewer, or if fewer are without it; 0: none is. Its
     * shares stay. */
    uint64_t minimum;
} nps_theme_periods;

/**
 * The impact of each label on the score of all answers.
 *
 * With the score S of all answers, the share w of a label, the score s of the answers with it and the score s' of
 * those without it, the difference is s - s' and the impact S - s' = w (s - s'): by how much the score of all answers
 * is higher than without the answers that have the label. Answers with several labels are in the impact of each, so
 * that impacts do not add up.
 *
 * The answers with a label and those without are two separate groups, which nps_compare() compares. The interval of the
 * impact is that comparison times the share, made wider for the uncertainty of the share as in nps_drivers(); 0 is
 * inside exactly when it is inside that of the difference. docs/drivers.md has the measured coverage: 94 % or more for
 * every label of each survey simulated.
 *
 * The family is all labels that are shown. With any adjustment but NPS_ADJUST_NONE the intervals are simultaneous, as
 * those of nps_segments_compare_pairs(). Labels of the same answers depend on each other, so
 * NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and returns NPS_ERROR_UNAVAILABLE, and NPS_ADJUST_FALSE_DISCOVERY is
 * NPS_ADJUST_BENJAMINI_YEKUTIELI.
 *
 * `minimum` protects small groups one label at a time. Two labels that are on the same answers but a few reveal these
 * few by subtraction; labels like that should be merged before.
 *
 * @code
 * const nps_counts total = {460, 300, 240}, themes[] = {{30, 60, 110}, {150, 40, 10}, {1, 0, 2}};
 * const nps_theme_sample sample = {themes, 3, &total, 5};
 * nps_theme found[3];
 * if (nps_themes(&sample, NULL, found, NULL) == NPS_OK)
 *     for (int i = 0; i < 2; i++)
 *         printf("%+.1f against %+.1f: impact %+.2f, %.2f to %.2f\n", found[i].score, found[i].without,
 *                found[i].impact.points, found[i].impact.bounds.lower, found[i].impact.bounds.upper);
 * // prints: -40.0 against +37.5: impact -15.50, -19.22 to -12.27
 * // prints: +70.0 against +10.0: impact +12.00, 9.31 to 14.98
 * @endcode
 *
 * @param sample  The labels. NULL, no total, or no labels though `count` is not 0: NPS_ERROR_NULL. A total without
 *                answers: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW. A label with more promoters,
 *                passives or detractors than the total: NPS_ERROR_PART.
 * @param options As for nps_segments_compare_pairs(); a prior: NPS_ERROR_PRIOR.
 * @param out     Receives `count` themes, in the order of the labels. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param detail  Receives which label is wrong and why; may be NULL.
 * @return NPS_OK or one of these, what nps_compare() returns, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error
 *         nothing is written but `detail`. Allocates about 190 bytes for each label and releases them before it
 *         returns. Safe from any thread.
 */
NPS_EXPORT nps_status nps_themes(const nps_theme_sample *sample, const nps_segments_options *options, nps_theme *out,
                                 nps_error_detail *detail);

/**
 * How share, score and impact of each label changed between two periods.
 *
 * The change of a share is nps_proportion_compare(), that of the score of the answers with a label nps_compare(). The
 * interval and test of the change of an impact are those of the delta method on the two samples of answers with the
 * label and without, normal, with the variance at counts to which one answer of each was added, as for the totals of
 * nps_drivers(). docs/drivers.md has the measured coverage.
 *
 * Shares, scores and impacts are three families, each adjusted by itself; labels and options are those of nps_themes().
 * The samples of the two periods must be independent.
 *
 * @code
 * const nps_driver_segment total = {{460, 300, 240}, {430, 290, 280}}, waiting = {{30, 60, 110}, {40, 90, 180}};
 * const nps_theme_periods periods = {&waiting, 1, &total, 5};
 * nps_theme_change found;
 * if (nps_themes_change(&periods, NULL, &found, NULL) == NPS_OK)
 *     printf("share %+.2f, impact %.1f to %.1f, p = %.2g\n", found.share.points, found.impact_before,
 *            found.impact_after, found.impact.p_value);
 * // prints: share +0.11, impact -15.5 to -27.0, p = 4.1e-06
 * @endcode
 *
 * @param periods The labels, with the conditions of nps_themes() in each period.
 * @param options As for nps_themes().
 * @param out     Receives `count` changes, in the order of the labels. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param detail  Receives which label is wrong and why; may be NULL.
 * @return As nps_themes(). Allocates about 230 bytes for each label. Safe from any thread.
 */
NPS_EXPORT nps_status nps_themes_change(const nps_theme_periods *periods, const nps_segments_options *options,
                                        nps_theme_change *out, nps_error_detail *detail);

NPS_END_DECLARATIONS

#endif
