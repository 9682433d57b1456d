/* A caller that asks long calls to stop.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_INTERRUPTS_H
#define NPS_TESTS_INTERRUPTS_H

#include <nps/interrupt.h>

/* Somebody who wants to stop from the `patience`-th question on. */
struct caller {
    int patience, asked;
};

static inline int is_tired(void *context)
{
    struct caller *caller = context;
    return ++caller->asked >= caller->patience;
}

static inline nps_interrupt stop_at(struct caller *caller, int patience)
{
    *caller = (struct caller){patience, 0};
    return (nps_interrupt){is_tired, caller};
}

#endif
