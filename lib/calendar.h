/* Whether a day exists.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CALENDAR_INTERNAL_H
#define NPS_CALENDAR_INTERNAL_H

#include <nps/calendar.h>
#include <stdbool.h>
#include <stdint.h>

/** Whether a day is in the calendar. */
static inline bool nps_is_day(int64_t day)
{
    return day >= NPS_DAY_MIN && day <= NPS_DAY_MAX;
}

#endif
