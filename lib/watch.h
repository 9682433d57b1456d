/* What the codec of a watch needs to know.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_WATCH_INTERNAL_H
#define NPS_WATCH_INTERNAL_H

#include <nps/watch.h>

/** NPS_OK when the direction, `false_alarm_every` and the scale are possible, else the status that says what is not. */
nps_status nps_watch_check_settings(const nps_watch *self);

/** Sets the means of the watched sides from a known reference. */
void nps_watch_aim_reference(nps_watch *self);

#endif
