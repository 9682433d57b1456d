/* Wald after adding pseudo-respondents; the members of the family differ only in whom they add.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_PSEUDO_WALD_H
#define NPS_METHOD_PSEUDO_WALD_H

#include "wald.h"

/** Defines the static functions of a procedure that adds respondents before it computes a Wald interval. */
#define PSEUDO_WALD_FUNCTIONS(add_promoters, add_passives, add_detractors)                                             \
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
    static nps_status interval(const nps_real_counts *counts, double alpha, nps_bounds *theta)                         \
    {                                                                                                                  \
        const nps_real_counts adjusted = with_pseudo(counts);                                                          \
        *theta = nps_wald_bounds(&adjusted, alpha);                                                                    \
        return NPS_OK;                                                                                                 \
    }                                                                                                                  \
    static nps_status p_value(const nps_real_counts *counts, double theta, nps_alternative alternative, double *p)     \
    {                                                                                                                  \
        const nps_real_counts adjusted = with_pseudo(counts);                                                          \
        *p = nps_wald_p_value(&adjusted, theta, alternative);                                                          \
        return NPS_OK;                                                                                                 \
    }

#endif
