/* Wald after adding pseudo-respondents; the methods of this family differ only in the numbers that they add.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_PSEUDO_WALD_H
#define NPS_METHOD_PSEUDO_WALD_H

#include "wald.h"

/** Defines the functions of a procedure that adds respondents before it computes a Wald interval. */
#define PSEUDO_WALD(name, add_promoters, add_passives, add_detractors)                                                 \
    static nps_real_counts name##_adjusted(const nps_real_counts *counts)                                              \
    {                                                                                                                  \
        return (nps_real_counts){counts->promoters + (add_promoters), counts->passives + (add_passives),               \
                                 counts->detractors + (add_detractors)};                                               \
    }                                                                                                                  \
    static double name##_center(const nps_real_counts *counts)                                                         \
    {                                                                                                                  \
        const nps_real_counts adjusted = name##_adjusted(counts);                                                      \
        return nps_real_counts_theta(&adjusted);                                                                       \
    }                                                                                                                  \
    static nps_bounds name##_bounds(const nps_real_counts *counts, double alpha)                                       \
    {                                                                                                                  \
        const nps_real_counts adjusted = name##_adjusted(counts);                                                      \
        return nps_wald_bounds(&adjusted, alpha);                                                                      \
    }                                                                                                                  \
    static double name##_p_value(const nps_real_counts *counts, double theta, nps_alternative alternative)             \
    {                                                                                                                  \
        const nps_real_counts adjusted = name##_adjusted(counts);                                                      \
        return nps_wald_p_value(&adjusted, theta, alternative);                                                        \
    }

#endif
