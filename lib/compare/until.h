/* The comparison of one of many pairs, which ends when the call that makes it is interrupted.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_COMPARE_UNTIL_H
#define NPS_COMPARE_UNTIL_H

#include <nps/compare.h>

/** nps_compare(), or NPS_ERROR_INTERRUPTED: with the exact method one pair takes up to half a second. */
static inline nps_status nps_compare_until(const nps_counts *a, const nps_counts *b, nps_method method, double level,
                                           const nps_interrupt *interrupt, nps_comparison *out)
{
    nps_comparison_options options;
    nps_comparison_options_init(&options);
    options.method = method;
    options.level = level;
    options.interrupt = *interrupt;
    return nps_compare_with(a, b, &options, out);
}

#endif
