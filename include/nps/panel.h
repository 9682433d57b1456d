/**
 * @file panel.h
 * @brief The same people in more than two waves: the change between any two of them.
 *
 * A panel of k waves is an array of k (k - 1) / 2 nps_paired, one for each pair of waves, which the caller owns. The
 * pairs are in the order of nps_segments_pair_count(): (0, 1), (0, 2), ..., (0, k - 1), (1, 2), ...: waves i and j with
 * i < j have the index i (2 k - i - 1) / 2 + j - i - 1, with i as the first wave. Each element is read, encoded and
 * subtracted by the functions of paired.h and paired_codec.h.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_PANEL_H
#define NPS_PANEL_H

#include <nps/column.h>
#include <nps/export.h>
#include <nps/multiplicity.h>
#include <nps/paired.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * Counts people by their answers in all waves.
 *
 * @param pairs   The panel, of nps_segments_pair_count() elements. NULL: NPS_ERROR_NULL, unless there are fewer than
 * two waves, where nothing is counted.
 * @param waves   The number of waves. More pairs than an array can have elements: NPS_ERROR_OVERFLOW.
 * @param answers The answer in each wave; a value off the scale, such as -1, means that there is none. NULL:
 *                NPS_ERROR_NULL, unless there are fewer than two waves.
 * @param times   The number of people.
 * @param scale   The scale. NULL: 0 to 10; an invalid scale: NPS_ERROR_SCALE.
 * @return NPS_OK or one of these; NPS_ERROR_OVERFLOW also when a counter would exceed 2^64 - 1. On error nothing
 *         changes. No allocation.
 */
NPS_EXPORT nps_status nps_panel_add(nps_paired *pairs, size_t waves, const int64_t *answers, uint64_t times,
                                    const nps_scale *scale);

/**
 * Counts people by a column of answers for each wave: row i of all columns is one person.
 *
 * @param pairs   As for nps_panel_add().
 * @param waves   As for nps_panel_add().
 * @param answers A column for each wave, as for nps_paired_add_column(). NULL: NPS_ERROR_NULL, unless there are fewer
 *                than two waves. Columns of different lengths: NPS_ERROR_COLUMN.
 * @param scale   As for nps_panel_add().
 * @return NPS_OK or one of these, or as nps_paired_add_column(); NPS_ERROR_OVERFLOW when a counter cannot hold as many
 *         people more as there are rows. On error nothing changes. No allocation; reads every column once for each
 * other wave.
 */
NPS_EXPORT nps_status nps_panel_add_column(nps_paired *pairs, size_t waves, const nps_column *answers,
                                           const nps_scale *scale);

/**
 * Adds the people of another panel with the same waves. Merging is commutative and associative.
 *
 * @param pairs As for nps_panel_add().
 * @param waves As for nps_panel_add().
 * @param from  The panel to add; unchanged. NULL: NPS_ERROR_NULL, unless there are fewer than two waves. Adding a panel
 *              to itself doubles its content.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_panel_merge(nps_paired *pairs, size_t waves, const nps_paired *from);

/**
 * The change between every two waves, later minus earlier, each by nps_paired_compare().
 *
 * Families, levels and adjustments are those of nps_segments_compare_benchmark(). Changes that share a wave or people
 * depend on each other: NPS_ADJUST_BENJAMINI_HOCHBERG is not proven and returns NPS_ERROR_UNAVAILABLE.
 * nps_paired_compare_with() has what a single change rests on.
 *
 * @code
 * nps_paired panel[3] = {{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}}}; // waves 0 and 1, 0 and 2, 1 and 2
 * nps_segment_comparison changes[3];
 * const int64_t loyal[] = {9, 9, 10}, lost[] = {9, 5, -1}, joined[] = {-1, 8, 9}, critic[] = {3, 3, 6};
 * nps_panel_add(panel, 3, loyal, 60, NULL);
 * nps_panel_add(panel, 3, lost, 25, NULL);
 * nps_panel_add(panel, 3, joined, 30, NULL);
 * nps_panel_add(panel, 3, critic, 20, NULL);
 * if (nps_panel_compare(panel, 3, NULL, changes) == NPS_OK)
 *     for (int i = 0; i < 3; i++)
 *         printf("%+.1f, adjusted p = %.4f\n", changes[i].comparison.difference, changes[i].adjusted);
 * // prints: -54.5, adjusted p = 0.0000
 * // prints: +0.2, adjusted p = 0.9831
 * // prints: +38.9, adjusted p = 0.0000
 * @endcode
 *
 * @param pairs   The panel, unchanged. NULL: NPS_ERROR_NULL, unless there are fewer than two waves.
 * @param waves   As for nps_panel_add().
 * @param options As for nps_segments_compare_benchmark(), with the methods of nps_paired_compare(); any other method:
 *                NPS_ERROR_UNAVAILABLE.
 * @param out     Receives nps_segments_pair_count() comparisons, in the order of `pairs`. NULL: NPS_ERROR_NULL, unless
 *                there is no pair. A pair of waves of which one has no answer has the status NPS_ERROR_EMPTY; one with
 *                too many, NPS_ERROR_OVERFLOW.
 * @return As nps_segments_compare_benchmark(). Safe from any thread.
 */
NPS_EXPORT nps_status nps_panel_compare(const nps_paired *pairs, size_t waves, const nps_segments_options *options,
                                        nps_segment_comparison *out);

NPS_END_DECLARATIONS

#endif
