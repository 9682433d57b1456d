/* SPDX-License-Identifier: MIT */
#include "activity.h"

void nps_activity_sum(nps_accumulator *steps, size_t days)
{
    size_t day, bin;
    for (day = 1; day < days; day++)
        for (bin = 0; bin < NPS_BINS; bin++)
            *nps_accumulator_counter(&steps[day], bin) += nps_accumulator_count_of(&steps[day - 1], bin);
}
