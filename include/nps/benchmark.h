/**
 * @file benchmark.h
 * @brief Published scores: where a sample stands against them, three questions about a score, and bands with names.
 *
 * Published scores come from other samples, questions, scales and years than one's own. A difference that chance does
 * not explain may still come from how people were asked.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_BENCHMARK_H
#define NPS_BENCHMARK_H

#include <nps/compare.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/labels.h>
#include <nps/status.h>
#include <nps/weighted.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** What a published score is about. The values are part of the ABI. */
typedef enum nps_benchmark_kind {
    NPS_BENCHMARK_INDUSTRY = 0, /**< An industry, such as airlines. */
    NPS_BENCHMARK_COMPANY = 1   /**< One company. */
} nps_benchmark_kind;

/** A published score. Plain and part of the ABI; it never grows. Texts are UTF-8. */
typedef struct nps_benchmark {
    double score;            /**< The score, in points. */
    const char *name;        /**< The industry or company; NULL: not known. */
    const char *region;      /**< Where it was measured; NULL: not known. */
    const char *source;      /**< Where it was published; NULL: not known. */
    uint64_t respondents;    /**< The number of respondents; 0: not known. */
    int32_t year;            /**< When it was measured; 0: not known. */
    nps_benchmark_kind kind; /**< What it is about. */
} nps_benchmark;

/**
 * One of the published scores that the library has as a table, each with its source.
 *
 * They were read in articles and reports from 2017 to 2026; none has a number of respondents of its own, and a few
 * contradict each other. A program that does not call this function does not link the table.
 *
 * @param place The place in the table, from 0 on.
 * @return A constant, not to be freed; NULL after the last one. Safe from any thread.
 */
NPS_EXPORT const nps_benchmark *nps_benchmark_published(size_t place);

/** Where a sample stands against one published score. Plain and part of the ABI; it never grows. */
typedef struct nps_standing_result {
    nps_comparison comparison; /**< The sample minus the published score, as from nps_compare_benchmark(). */
    double adjusted;           /**< The p-value, adjusted for the number of published scores (Holm). */
} nps_standing_result;

/** The possible ranks of a sample among published scores. Plain and part of the ABI; it never grows. */
typedef struct nps_standing_rank {
    uint64_t best;  /**< 1 plus the number of published scores that are higher. */
    uint64_t worst; /**< 1 plus the number of published scores that are not lower. */
} nps_standing_rank;

/**
 * Compares a sample with published scores, and finds its rank among them.
 *
 * Where the respondents of a published score are known, its own uncertainty counts; otherwise it is treated as exactly
 * known, and the interval is too narrow by an unknown amount. A published score is higher or lower than the sample when
 * the adjusted p-value is below 1 - level, so that the rank lies from `best` to `worst` with a probability of at least
 * `level`.
 *
 * @code
 * const nps_counts sample = {460, 300, 140};
 * const nps_benchmark rivals[] = {{.score = 20, .respondents = 900}, {.score = 35}, {.score = 60}};
 * nps_standing_result found[3];
 * nps_standing_rank rank;
 * if (nps_standing(&sample, rivals, 3, 0.95, found, &rank) == NPS_OK)
 *     printf("%+.1f, rank %d to %d\n", found[0].comparison.difference, (int)rank.best, (int)rank.worst);
 * // prints: +15.6, rank 2 to 3
 * @endcode
 *
 * @param counts     The sample. Empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param benchmarks The published scores; their names and years have no effect. NULL: NPS_ERROR_NULL, unless `count` is
 *                   0. A score that is NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param count      The number of published scores.
 * @param level      The confidence level, 0.95 for 95 %. Not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out        Receives `count` results. NULL: NPS_ERROR_NULL, unless `count` is 0.
 * @param rank       Receives the ranks. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these or NPS_ERROR_MEMORY; on error nothing is written. Allocates about 100 bytes for each
 *         published score and releases them before it returns. Safe from any thread.
 */
NPS_EXPORT nps_status nps_standing(const nps_counts *counts, const nps_benchmark *benchmarks, size_t count,
                                   double level, nps_standing_result *out, nps_standing_rank *rank);

/**
 * nps_standing() for a weighted sample: each comparison is that of nps_weighted_compare_benchmark() with
 * NPS_METHOD_AUTO.
 *
 * @code
 * nps_weighted survey = {0};
 * nps_weighted_estimate estimate;
 * const nps_benchmark rival = {.score = 90};
 * nps_standing_result found;
 * nps_standing_rank rank;
 * for (int i = 0; i < 60; i++)
 *     if (nps_weighted_add(&survey, i % 3 ? 9 : 3, 1 + i % 2) != NPS_OK)
 *         return 1;
 * if (nps_weighted_read(&survey, NULL, &estimate, NULL) == NPS_OK &&
 *     nps_weighted_standing(&estimate, &rival, 1, 0.95, &found, &rank) == NPS_OK)
 *     printf("%+.1f, rank %d to %d\n", found.comparison.difference, (int)rank.best, (int)rank.worst);
 * // prints: -56.7, rank 2 to 2
 * @endcode
 *
 * @param estimate   The sample, as for nps_weighted_interval(). NULL: NPS_ERROR_NULL; one that cannot be: its status.
 * @param benchmarks As for nps_standing().
 * @param count      As for nps_standing().
 * @param level      As for nps_standing().
 * @param out        As for nps_standing().
 * @param rank       As for nps_standing().
 * @return As nps_standing(), or a status of nps_weighted_compare_benchmark(); on error nothing is written. Memory and
 *         threads as for nps_standing().
 */
NPS_EXPORT nps_status nps_weighted_standing(const nps_weighted_estimate *estimate, const nps_benchmark *benchmarks,
                                            size_t count, double level, nps_standing_result *out,
                                            nps_standing_rank *rank);

/** The answer to a question about a score. The values are part of the ABI. */
typedef enum nps_verdict {
    NPS_VERDICT_NOT_KNOWN = 0, /**< The answers do not tell, or there is nothing to compare with. */
    NPS_VERDICT_YES = 1,       /**< Yes, at the level. */
    NPS_VERDICT_NO = 2         /**< No, at the level. */
} nps_verdict;

/** The answers to three questions, with their evidence. Plain and part of the ABI; it never grows. */
typedef struct nps_three_questions_result {
    nps_verdict is_higher;     /**< Is the score higher than that of every competitor? */
    nps_verdict is_rising;     /**< Is the score higher than before? */
    nps_verdict is_above_zero; /**< Is the score above zero? */
    nps_standing_rank rank;    /**< The rank among the competitors. */
    nps_comparison change;     /**< The score minus that before; NaN where there is none. */
    nps_bounds bounds;         /**< The interval of the score. */
    double score;              /**< The score. */
} nps_three_questions_result;

/**
 * Three questions about a score: is it higher than that of the competitors, is it rising, is it above zero?
 *
 * Each is answered at the level by itself. Higher: yes if every comparison with a competitor says so, with unadjusted
 * p-values, because all must agree (an intersection-union test); no if one of the competitors is higher with the
 * adjusted p-value of nps_standing(). Rising: as nps_compare() with NPS_METHOD_AUTO says. Above zero: yes or no if the
 * interval of nps_interval() lies above or below 0.
 *
 * @param counts      The sample. Empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param competitors The published scores of the competitors, as for nps_standing().
 * @param count       The number of competitors; 0: the first question is not answered.
 * @param before      An earlier, independent sample; NULL: the second question is not answered. Empty: NPS_ERROR_EMPTY.
 * @param level       The confidence level. Not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out         Receives the answers. NULL: NPS_ERROR_NULL.
 * @return NPS_OK, one of these, or as nps_standing(); on error `out` is unchanged. Allocates as nps_standing() and
 *         releases it before it returns. Safe from any thread.
 */
NPS_EXPORT nps_status nps_three_questions(const nps_counts *counts, const nps_benchmark *competitors, size_t count,
                                          const nps_counts *before, double level, nps_three_questions_result *out);

/**
 * nps_three_questions() for a weighted sample, with nps_weighted_standing(), nps_weighted_compare() and
 * nps_weighted_interval().
 *
 * @param estimate    The sample, as for nps_weighted_standing().
 * @param competitors As for nps_three_questions().
 * @param count       As for nps_three_questions().
 * @param before      An earlier, independent sample, of nps_weighted_read_counts() if it has no weights; NULL: the
 *                    second question is not answered.
 * @param level       As for nps_three_questions().
 * @param out         As for nps_three_questions().
 * @return As nps_weighted_standing(); on error `out` is unchanged. Memory and threads as for nps_standing().
 */
NPS_EXPORT nps_status nps_weighted_three_questions(const nps_weighted_estimate *estimate,
                                                   const nps_benchmark *competitors, size_t count,
                                                   const nps_weighted_estimate *before, double level,
                                                   nps_three_questions_result *out);

/** A convention that gives names to bands of scores. The values are part of the ABI. Bands include their lower end. */
typedef enum nps_band_convention {
    /** Bain's, the owner of the method: from 0 good, from 20 favorable, from 50 excellent, from 80 world class. Scores
     *  below 0 have no name in it and are "below zero" here. (Bain & Company, as quoted by Qualtrics, "What is a good
     *  Net Promoter Score?") */
    NPS_BAND_BAIN = 0,
    /** The ladder of survey tools: below 0 needs improvement, from 0 good, from 30 great, from 70 excellent. (Retently,
     *  "What is a good Net Promoter Score?", and others.) */
    NPS_BAND_LADDER = 1
} nps_band_convention;

/** The bands that a score may lie in. Plain and part of the ABI; it never grows. */
typedef struct nps_band_result {
    nps_label lowest;  /**< The name of the band of the lower bound, for nps_label_text(). */
    nps_label highest; /**< The name of the band of the upper bound: the same where the score has one name. */
    nps_bounds bounds; /**< The interval of the score. */
} nps_band_result;

/**
 * The band of a score by a convention: the whole interval of nps_interval() must lie in it, otherwise the score lies
 * between two bands.
 *
 * The limits are conventions, not findings: what is good differs between industries and countries.
 *
 * @code
 * const nps_counts sample = {460, 300, 140};
 * nps_band_result band;
 * if (nps_band(&sample, NPS_BAND_BAIN, 0.95, &band) == NPS_OK && band.lowest == band.highest)
 *     puts(nps_label_text(band.lowest, NPS_LANGUAGE_ENGLISH)); // prints: favorable
 * @endcode
 *
 * @param counts     The sample. Empty: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param convention The convention. Unknown: NPS_ERROR_METHOD.
 * @param level      The confidence level. Not inside (0, 1): NPS_ERROR_LEVEL.
 * @param out        Receives the bands. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or one of these; on error `out` is unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_band(const nps_counts *counts, nps_band_convention convention, double level,
                               nps_band_result *out);

/**
 * nps_band() for a weighted sample: the band of the interval of nps_weighted_interval().
 *
 * @param estimate   The sample, as for nps_weighted_standing().
 * @param convention As for nps_band().
 * @param level      As for nps_band().
 * @param out        As for nps_band().
 * @return As nps_band(), or a status of nps_weighted_interval(); on error `out` is unchanged. Pure; safe from any
 *         thread.
 */
NPS_EXPORT nps_status nps_weighted_band(const nps_weighted_estimate *estimate, nps_band_convention convention,
                                        double level, nps_band_result *out);

NPS_END_DECLARATIONS

#endif
