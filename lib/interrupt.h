/* Asking whether to stop.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INTERRUPT_INTERNAL_H
#define NPS_INTERRUPT_INTERNAL_H

#include <nps/interrupt.h>
#include <nps/status.h>

/** NPS_ERROR_INTERRUPTED when the caller wants to stop, else NPS_OK. */
static inline nps_status nps_interrupt_check(const nps_interrupt *interrupt)
{
    return interrupt->is_requested && interrupt->is_requested(interrupt->context) ? NPS_ERROR_INTERRUPTED : NPS_OK;
}

#endif
