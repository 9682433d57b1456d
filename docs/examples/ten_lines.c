/* SPDX-License-Identifier: MIT */
#include <nps/nps.h>
#include <stdio.h>

int main(void)
{
    const uint8_t answers[] = {10, 9, 9, 8, 7, 6, 10, 3};
    nps_accumulator survey = {{0}, 0, 0};
    nps_summary read;
    if (nps_accumulator_add_u8(&survey, answers, sizeof answers) || nps_accumulator_read(&survey, NULL, &read))
        return 1;
    printf("NPS %.1f, 95 %% interval %.1f to %.1f\n", read.score, read.bounds.lower, read.bounds.upper);
    return 0;
}
