/**
 * @file weighted.h
 * @brief Answers that count more or less than one: survey weights.
 *
 * nps_weighted is the accumulator for answers with a weight, nps_weighted_design (weighted_design.h) the one for
 * answers that also have a stratum or a cluster. Either gives an nps_weighted_estimate, and that an interval and a
 * test.
 *
 * A weight is 0, or a double from 2^-126 (1.2e-38) up to, and without, 2^128 (3.4e38), as every normal float is.
 * Anything else, negative, NaN or infinite, is NPS_ERROR_WEIGHT and changes nothing. Multiplying all weights with the
 * same number changes no figure by more than rounding.
 *
 * Exactness. Sums of weights are fixed-point numbers that hold every bit of every weight: they have no rounding error
 * at all, for up to 2^64 - 1 rows of each answer, and the order of adding and merging does not matter to a single bit.
 * A squared weight is rounded to a double once (relative error at most 2^-53) and then summed exactly. A score is
 * therefore within four units in its last place whatever the number of rows, and a standard error within 1e-14 of its
 * size; with strata, within 1e-15 times the ratio of the sum of squares about 0 to that within the strata.
 *
 * How far intervals can be trusted is measured by benchmarks/weighted_coverage; docs/weighted.md has its tables. Lowest
 * and mean coverage of 95 % intervals over five truths, by the skewness-corrected score: with weights of design effects
 * 1 to 4 that have nothing to do with the answers, 10 to 2000 effective respondents, .942 / .950 or more; with weights
 * that go with the answers .930 / .956 or more; with 5, 10 and 30 clusters named .929 / .948 or more. With clusters not
 * named, at a correlation of .2 within them, .777 / .785.
 *
 * No weight and no interval covers the bias of those who did not answer, beyond what the weights were made for.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WEIGHTED_H
#define NPS_WEIGHTED_H

#include <nps/accumulator.h>
#include <nps/compare.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/interval.h>
#include <nps/method.h>
#include <nps/scale.h>
#include <nps/significance.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** How many 64-bit words a sum of weights has. */
#define NPS_WEIGHT_WORDS 6

/** How many 64-bit words a sum of squared weights has. */
#define NPS_SQUARE_WORDS 10

/**
 * Weighted answers. Plain and part of the ABI: 1616 bytes, zeroed = empty, safe to copy, to compare and to store in
 * memory. It owns nothing.
 *
 * Not locked: one a thread, merged at the end, in any order: the bits are the same.
 */
typedef struct nps_weighted {
    nps_accumulator rows; /**< How many rows with a weight above 0, by answer; read it for unweighted figures. */
    uint64_t weightless;  /**< How many rows with weight 0, whatever the answer. They take no part in any estimate. */
    /** The sums of the weights of the answers 0..10, the missing and the invalid, in units of 2^-178: 64-bit words,
     *  the least significant first. nps_weighted_weights() reads them. */
    uint64_t weights[NPS_ANSWERS + 2][NPS_WEIGHT_WORDS];
    uint64_t squares[NPS_ANSWERS][NPS_SQUARE_WORDS]; /**< The sums of squared weights by answer, units of 2^-304. */
} nps_weighted;

/**
 * What weighted answers say of the score. Plain and part of the ABI; it never grows.
 *
 * Rows off the scale, without an answer or without a weight take no part.
 */
typedef struct nps_weighted_estimate {
    double score;          /**< 100 (weight of promoters - weight of detractors) / weight of all, in points. */
    double standard_error; /**< By Taylor linearisation, in points; INFINITY when it cannot be told from so few. */
    double promoters;      /**< The promoters' share of the weight, 0..1. */
    double passives;       /**< The passives' share. */
    double detractors;     /**< The detractors' share. */
    uint64_t respondents;  /**< How many rows. */
    double kish;           /**< Kish's effective respondents: (sum of weights)^2 / sum of squared weights. */
    /** The variance over that of as many respondents without weights, strata and clusters. When all are of one group
     *  there is no variance to compare, and it is respondents / kish. */
    double design_effect;
    /** How many unweighted respondents intervals and tests take it for: respondents / design_effect, but never more
     *  than `kish`. A variance that was estimated may be small by chance, and the promise of the interval comes first;
     *  where weights go with the answers it is larger than Kish's, and that counts too. */
    double effective;
    /** The degrees of freedom of t: clusters minus strata for a design; INFINITY, the normal distribution, without. */
    double degrees;
} nps_weighted_estimate;

/**
 * Counts one weighted answer.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer 0..10 is an answer; any other value counts as invalid and returns NPS_OK.
 * @param weight The weight, as at the top of this file; 0 counts a row without weight.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_WEIGHT or NPS_ERROR_OVERFLOW; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_weighted_add(nps_weighted *self, int64_t answer, double weight);

/**
 * Counts several respondents with the same answer and the same weight each.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param answer As for nps_weighted_add().
 * @param weight The weight of each of them.
 * @param times  How many; 0 changes nothing, but the weight is checked.
 * @return As nps_weighted_add(). Exactly the same as so many calls of it, in constant time.
 */
NPS_EXPORT nps_status nps_weighted_add_n(nps_weighted *self, int64_t answer, double weight, uint64_t times);

/**
 * Counts respondents who gave no answer.
 *
 * @param self   The accumulator. NULL: NPS_ERROR_NULL.
 * @param weight The weight of each of them.
 * @param times  How many.
 * @return As nps_weighted_add_n().
 */
NPS_EXPORT nps_status nps_weighted_add_missing(nps_weighted *self, double weight, uint64_t times);

/**
 * Counts a column of answers with a column of weights, to the last bit as row by row.
 *
 * Fast where the weights above 0 of some hundred rows in a row are within a factor of 2^15 of each other. One that is
 * far from the others takes some twenty times as long.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param answers The answers, as for nps_accumulator_add_column().
 * @param weights `answers->length` weights, one behind the other. NULL: NPS_ERROR_NULL, unless the length is 0. A
 *                weight that is none is NPS_ERROR_WEIGHT also where the answer is missing.
 * @param detail  Receives what is wrong: the first row whose weight is none, and that weight; may be NULL.
 * @return NPS_OK, NPS_ERROR_WEIGHT or as nps_accumulator_add_column(); on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_weighted_add_column(nps_weighted *self, const nps_column *answers, const double *weights,
                                              nps_error_detail *detail);

/**
 * Adds another accumulator. Commutative and associative, to the last bit.
 *
 * @param self The accumulator. NULL: NPS_ERROR_NULL.
 * @param from The object to add; unchanged. NULL: NPS_ERROR_NULL. Adding an object to itself doubles its content.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_weighted_merge(nps_weighted *self, const nps_weighted *from);

/**
 * Takes away a part that was merged or counted; undoes nps_weighted_merge() to the last bit.
 *
 * @param self The accumulator. NULL: NPS_ERROR_NULL.
 * @param part The object to subtract; unchanged. NULL: NPS_ERROR_NULL. More than there is in any counter or sum, or
 *             what would leave a sum that the rows left cannot have: NPS_ERROR_UNDERFLOW. Subtracting an object from
 *             itself leaves it empty.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_UNDERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_weighted_subtract(nps_weighted *self, const nps_weighted *part);

/**
 * The sums of the weights, each the double nearest to the exact sum.
 *
 * @param self    The accumulator. NULL: NPS_ERROR_NULL.
 * @param answers Receives the weights of the answers 0..10. NULL: NPS_ERROR_NULL.
 * @param missing Receives the weight of those without an answer; may be NULL.
 * @param invalid Receives the weight of the invalid; may be NULL.
 * @return NPS_OK or NPS_ERROR_NULL; on error nothing is written. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_weights(const nps_weighted *self, double answers[NPS_ANSWERS], double *missing,
                                           double *invalid);

/**
 * The weighted score, with its standard error and effective respondents.
 *
 * The score is a ratio of two weighted sums; its variance is linearised (Särndal, Swensson and Wretman, Model Assisted
 * Survey Sampling, 1992, 5.6), every row being drawn by itself with replacement: n / (n - 1) sum of w^2 (y - theta)^2 /
 * (sum of w)^2 with y = 1, 0, -1 for promoters, passives and detractors and theta the weighted mean of y. Intervals
 * rest on Kish's effective respondents (Kish, Survey Sampling, 1965), or on fewer where this variance is larger than
 * Kish's: with equal weights they are those without weights.
 *
 * @param self    The accumulator, unchanged. NULL: NPS_ERROR_NULL.
 * @param scale   The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @param out     Receives the estimate. NULL: NPS_ERROR_NULL.
 * @param outside Receives how many weighted answers within 0..10 are off this scale. NULL: such answers cause
 *                NPS_ERROR_OUTSIDE.
 * @return NPS_OK or one of these; NPS_ERROR_EMPTY when no answer on the scale has a weight; NPS_ERROR_OVERFLOW when
 *         there are more than 2^64 - 1 rows. On error nothing is written. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_read(const nps_weighted *self, const nps_scale *scale, nps_weighted_estimate *out,
                                        uint64_t *outside);

/**
 * A two-sided confidence interval for a weighted score.
 *
 * The shares times `effective` are taken for the counts of an unweighted sample and go through the usual method. With
 * `degrees` of freedom the counts are multiplied with (z / t)^2, the quantiles of the normal and of Student's t
 * distribution at this level (Korn and Graubard, Survey Methodology 24:193, 1998): the method then rests on t where
 * it rested on z. Without any degree of freedom the interval is [-100, 100].
 *
 * @param estimate What was read. NULL: NPS_ERROR_NULL; a value that cannot be (NaN, a negative share, with degrees
 *                 of freedom no effective respondents): NPS_ERROR_WEIGHT.
 * @param method   The method. NPS_METHOD_AUTO is that for large samples. NPS_METHOD_EXACT and NPS_METHOD_ANYTIME are
 *                 NPS_ERROR_UNAVAILABLE: what they guarantee does not survive weights.
 * @param level    The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out      Receives the bounds in points and the method really used.
 * @return NPS_OK or one of these, or NPS_ERROR_METHOD; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_interval(const nps_weighted_estimate *estimate, nps_method method, double level,
                                            nps_interval_result *out);

/**
 * The p-value of the hypothesis that the true score equals `reference`.
 *
 * The two-sided one inverts nps_weighted_interval(): it is below 1 - level exactly when the reference lies outside,
 * to 1e-9. Below 1e-307 it is 0.
 *
 * @param estimate    As for nps_weighted_interval().
 * @param reference   The score tested, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param method      As for nps_weighted_interval().
 * @param alternative What is claimed; an unknown one: NPS_ERROR_ALTERNATIVE.
 * @param out         Receives the p-value, 0..1, and the method really used. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these, as nps_weighted_interval(); on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_test(const nps_weighted_estimate *estimate, double reference, nps_method method,
                                        nps_alternative alternative, nps_test_result *out);

/**
 * An unweighted sample as an estimate: what nps_weighted_read() says when every weight is 1.
 *
 * It makes nps_weighted_compare() compare a weighted sample with an unweighted one.
 *
 * @param counts The counts. NULL: NPS_ERROR_NULL; all zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param out    Receives the estimate. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_read_counts(const nps_counts *counts, nps_weighted_estimate *out);

/**
 * The difference between two weighted scores of independent samples, a minus b.
 *
 * The shares of each times its effective respondents, cut to its own degrees of freedom as nps_weighted_interval()
 * does, go through the method of nps_compare(). The p-value inverts the interval. For samples without weights it is
 * nps_compare(). When an estimate has no degree of freedom, the interval holds all differences that the
 * other one leaves open, and the p-value is 1.
 *
 * The samples must be independent: two waves that drew the same clusters, or the same people, are not, and two parts
 * of one sample that was calibrated as a whole are so only nearly.
 *
 * @param a      The first estimate, as for nps_weighted_interval(), from any of the functions that give one.
 * @param b      The second, likewise; may be the same object.
 * @param method As for nps_weighted_interval(), but NPS_METHOD_AUTO is that of nps_compare() for large samples.
 * @param level  The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out    Receives the comparison. NULL: NPS_ERROR_NULL.
 * @return As nps_weighted_interval(); on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_weighted_compare(const nps_weighted_estimate *a, const nps_weighted_estimate *b,
                                           nps_method method, double level, nps_comparison *out);

NPS_END_DECLARATIONS

#endif
