/* Wald after adding pseudo-respondents; the methods of this family differ only in the numbers that they add.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_PSEUDO_WALD_H
#define NPS_METHOD_PSEUDO_WALD_H

#include "wald.h"

/** Defines a procedure that adds respondents before it computes a Wald interval. */
#define PSEUDO_WALD_PROCEDURE(name, add_promoters, add_passives, add_detractors)                                       \
    static nps_real_counts with_pseudo(const nps_real_counts *counts)                                                  \
    {                                                                                                                  \
        return (nps_real_counts){counts->promoters + (add_promoters), counts->passives + (add_passives),               \
                                 counts->detractors + (add_detractors)};                                               \
    }                                                                                                                  \
    static double center(const nps_real_counts *counts)                                                                \
    {                                                                                                                  \
        const nps_real_counts adjusted = with_pseudo(counts);                                                          \
        return nps_real_counts_theta(&adjusted);                                                                       \
    }                                                                                                                  \
    static nps_bounds bounds(const nps_real_counts *counts, double alpha)                                              \
    {                                                                                                                  \
        const nps_real_counts adjusted = with_pseudo(counts);                                                          \
        return nps_wald_bounds(&adjusted, alpha);                                                                      \
    }                                                                                                                  \
    static double p_value(const nps_real_counts *counts, double theta, nps_alternative alternative)                    \
    {                                                                                                                  \
        const nps_real_counts adjusted = with_pseudo(counts);                                                          \
        return nps_wald_p_value(&adjusted, theta, alternative);                                                        \
    }                                                                                                                  \
    const nps_procedure name = {.center = center, .bounds = bounds, .p_value = p_value}

#endif
