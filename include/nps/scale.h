/**
 * @file scale.h
 * @brief Scales: which answers are promoters, passives and detractors.
 *
 * An accumulator has no scale: the same answers can be read on several scales. Wherever a function takes a pointer to a
 * scale, NULL is the standard scale, nps_scale_0_10().
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_SCALE_H
#define NPS_SCALE_H

#include <nps/export.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/**
 * A scale of answers, all ends included. Plain and part of the ABI.
 *
 * lowest..detractor_max are detractors, promoter_min..highest are promoters, and the answers between are passives.
 * A scale is valid if lowest <= detractor_max < promoter_min <= highest <= 10. It may have no passives.
 */
typedef struct nps_scale {
    uint8_t lowest;        /**< The lowest answer on the scale. */
    uint8_t highest;       /**< The highest answer on the scale, at most 10. */
    uint8_t detractor_max; /**< The highest answer of a detractor. */
    uint8_t promoter_min;  /**< The lowest answer of a promoter. */
} nps_scale;

/**
 * The standard scale (Reichheld 2003): 0..10, detractors 0-6, passives 7-8, promoters 9-10.
 *
 * @return A constant, never NULL. Safe from any thread.
 */
NPS_EXPORT const nps_scale *nps_scale_0_10(void);

/**
 * 1..10: detractors 1-6, passives 7-8, promoters 9-10.
 *
 * @return A constant, never NULL. Safe from any thread.
 */
NPS_EXPORT const nps_scale *nps_scale_1_10(void);

/**
 * 1..5: detractors 1-3, passives 4, promoters 5.
 *
 * @return A constant, never NULL. Safe from any thread.
 */
NPS_EXPORT const nps_scale *nps_scale_1_5(void);

/**
 * 1..7: detractors 1-5, passives 6, promoters 7.
 *
 * @return A constant, never NULL. Safe from any thread.
 */
NPS_EXPORT const nps_scale *nps_scale_1_7(void);

/**
 * Checks whether a scale is valid.
 *
 * @code
 * const nps_scale six_stars = {1, 6, 3, 6}; // detractors 1 to 3, passives 4 and 5, promoters 6
 * nps_accumulator survey = {{0}, 0, 0};
 * nps_counts counts;
 * nps_accumulator_add_n(&survey, 6, 30);
 * nps_accumulator_add_n(&survey, 2, 20);
 * if (nps_accumulator_counts(&survey, &six_stars, &counts, NULL) == NPS_OK)
 *     printf("%d promoters, %d detractors\n", (int)counts.promoters, (int)counts.detractors);
 * // prints: 30 promoters, 20 detractors
 * @endcode
 *
 * @param scale The scale. NULL, which is the standard scale 0 to 10, is valid.
 * @return NPS_OK or NPS_ERROR_SCALE. Safe from any thread.
 */
NPS_EXPORT nps_status nps_scale_check(const nps_scale *scale);

NPS_END_DECLARATIONS

#endif
