/* SPDX-License-Identifier: MIT */
#include <nps/drivers.h>

#include "../math/rounded_parts.h"

#include <math.h>

/* The sum of figures with the rounding errors of the additions (Neumaier, Zeitschrift fuer angewandte Mathematik und
 * Mechanik 54:39, 1974). */
static double sum_of(const double *figures, size_t count)
{
    double sum = 0, lost = 0;
    size_t i;
    for (i = 0; i < count; i++) {
        const double next = sum + figures[i];
        lost += fabs(sum) >= fabs(figures[i]) ? sum - next + figures[i] : figures[i] - next + sum;
        sum = next;
    }
    return sum + lost;
}

nps_status nps_drivers_round(const double *figures, size_t count, unsigned decimals, double *rounded, double *total)
{
    if (count != 0 && (!figures || !rounded))
        return NPS_ERROR_NULL;
    return nps_round_to_total(figures, count, sum_of(figures, count), decimals, rounded, total) ? NPS_OK
                                                                                                : NPS_ERROR_OVERFLOW;
}
