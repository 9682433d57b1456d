/**
 * @file scale.h
 * @brief Which answers are promoters, passives and detractors.
 *
 * An accumulator knows no scale: the same answers can be read on several. Wherever a pointer to a scale may be passed,
 * NULL is the standard scale, nps_scale_0_10().
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
 * lowest..detractor_max are detractors, promoter_min..highest promoters, what lies between is passive.
 * Possible is lowest <= detractor_max < promoter_min <= highest <= 10; there need not be passives.
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
 * Whether a scale is possible.
 *
 * @param scale The scale. NULL, which is 0 to 10 wherever a scale is asked for, is possible.
 * @return NPS_OK or NPS_ERROR_SCALE. Safe from any thread.
 */
NPS_EXPORT nps_status nps_scale_check(const nps_scale *scale);

NPS_END_DECLARATIONS

#endif
