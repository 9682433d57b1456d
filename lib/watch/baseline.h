/* A watch against a sample of earlier answers.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WATCH_BASELINE_H
#define NPS_WATCH_BASELINE_H

#include <nps/watch.h>
#include <stdbool.h>

/** Whether a watch has a baseline instead of a known reference. */
static inline bool nps_watch_has_baseline(const nps_watch *watch)
{
    return (watch->baseline.promoters | watch->baseline.passives | watch->baseline.detractors) != 0;
}

/** Chooses the means for which there are sums, and what these must reach, from the baseline. */
void nps_watch_aim_baseline(nps_watch *watch);

/** Computes what the sums must reach from the baseline and the means. With a very large baseline it is 0 or infinite
 * for means that the baseline rules out, or against which it bets in vain. */
void nps_watch_weigh_baseline(nps_watch *watch);

/** The evidence of a watch with a baseline; see nps_watch_evidence(). */
double nps_watch_baseline_evidence(const nps_watch *watch);

/** The direction of an alarm, NPS_TWO_SIDED for none. */
nps_alternative nps_watch_baseline_alarm(const nps_watch *watch);

#endif
