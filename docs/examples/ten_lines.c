/* SPDX-License-Identifier: MIT */
#include <nps/nps.h>
#include <stdio.h>

int main(void)
{
    const uint8_t answers[] = {10, 9, 9, 8, 7, 6, 10, 3};
    nps_accumulator survey = {{0}, 0, 0};
    nps_counts counts;
    nps_bounds interval;
    double score;
    if (nps_accumulator_add_u8(&survey, answers, sizeof answers) ||
        nps_accumulator_counts(&survey, nps_scale_0_10(), &counts, NULL) || nps_score(&counts, &score) ||
        nps_interval(&counts, NPS_METHOD_AUTO, 0.95, &interval))
        return 1;
    printf("NPS %.1f, 95 %% interval %.1f to %.1f\n", score, interval.lower, interval.upper);
    return 0;
}
