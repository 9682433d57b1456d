/* SPDX-License-Identifier: MIT */
#include "sums.h"

#include <string.h>

const double nps_watch_stakes[NPS_WATCH_STAKES] = {0.5, 0.25, 0.125, 0.0625};

double nps_watch_side_total(const nps_watch_side *side, int point)
{
    const double *sums = side->sums[point];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

void nps_watch_side_add(nps_watch_side *side, double value)
{
    const int points = nps_watch_side_points(side);
    int i, k;
    for (i = 0; i < points; i++) {
        const double gain = value / nps_watch_side_mean(side, i);
        for (k = 0; k < NPS_WATCH_STAKES; k++) {
            const double stake = nps_watch_stakes[k], before = side->sums[i][k];
            const double after = (before + 1) * ((1 - stake) + stake * gain);
            /* No gain is above 2^60, so that nothing can overflow here. */
            side->sums[i][k] = before < NPS_WATCH_CAP && after < NPS_WATCH_CAP ? after : NPS_WATCH_CAP;
        }
    }
}

void nps_watch_side_clear(nps_watch_side *side)
{
    memset(side->sums, 0, sizeof side->sums);
}
