/* A stranger's program: it knows libnps by its installed headers and library alone.
 * SPDX-License-Identifier: MIT */
#include <nps/nps.h>
#include <stdio.h>

int main(void)
{
    static const uint8_t answers[] = {10, 9, 9, 10, 9, 7, 8, 8, 3, 6, 11};
    nps_accumulator survey = {{0}, 0, 0};
    nps_counts counts;
    nps_interval_options options;
    nps_interval_result interval;
    double score;

    nps_interval_options_init(&options);
    options.method = NPS_METHOD_SCORE;
    if (nps_accumulator_add_u8(&survey, answers, sizeof answers) ||
        nps_accumulator_counts(&survey, nps_scale_0_10(), &counts, NULL) || nps_score(&counts, &score) ||
        nps_interval_with(&counts, &options, &interval))
        return 1;
    printf("libnps %s: NPS %.3f, 95 %% interval %.6f to %.6f\n", nps_version_string(), score, interval.bounds.lower,
           interval.bounds.upper);
    return 0;
}
