/**
 * @file interrupt.h
 * @brief How a long call is asked to stop.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_INTERRUPT_H
#define NPS_INTERRUPT_H

#include <nps/export.h>

NPS_BEGIN_DECLARATIONS

/**
 * A question that long calls ask while they work. Plain and part of the ABI; a member of the options of these calls.
 *
 * It is asked from the thread that made the call, between pieces of work that take some milliseconds at most unless the
 * function says otherwise, often after microseconds: a costly answer should be remembered for a while. When the answer
 * is not 0, the call ends with NPS_ERROR_INTERRUPTED and nothing has changed.
 */
typedef struct nps_interrupt {
    int (*is_requested)(void *context); /**< Whether to stop: 0 to go on. NULL: the call is never interrupted. */
    void *context;                      /**< Passed to it. */
} nps_interrupt;

NPS_END_DECLARATIONS

#endif
