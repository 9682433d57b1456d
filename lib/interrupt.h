/* Asking whether to stop.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_INTERRUPT_INTERNAL_H
#define NPS_INTERRUPT_INTERNAL_H

#include <nps/interrupt.h>
#include <nps/status.h>
#include <stddef.h>
#include <string.h>

/** NPS_ERROR_INTERRUPTED when the caller wants to stop, else NPS_OK. */
static inline nps_status nps_interrupt_check(const nps_interrupt *interrupt)
{
    return interrupt->is_requested && interrupt->is_requested(interrupt->context) ? NPS_ERROR_INTERRUPTED : NPS_OK;
}

/** The same in a loop whose rounds are short: asks in every `step`-th round only. */
static inline nps_status nps_interrupt_check_every(const nps_interrupt *interrupt, size_t step, size_t round)
{
    return round % step == 0 ? nps_interrupt_check(interrupt) : NPS_OK;
}

/** The bytes that are copied or cleared between two questions: less than a millisecond. */
enum { NPS_INTERRUPT_PIECE = 1024 * 1024 };

/** memcpy() with questions; on NPS_ERROR_INTERRUPTED a part has been copied. */
static inline nps_status nps_interrupt_copy(const nps_interrupt *interrupt, void *to, const void *from, size_t size)
{
    nps_status status = NPS_OK;
    size_t done;
    for (done = 0; !status && done < size; done += NPS_INTERRUPT_PIECE) {
        const size_t piece = size - done < NPS_INTERRUPT_PIECE ? size - done : NPS_INTERRUPT_PIECE;
        memcpy((unsigned char *)to + done, (const unsigned char *)from + done, piece);
        status = nps_interrupt_check(interrupt);
    }
    return status;
}

/** Sets memory to 0, with questions; on NPS_ERROR_INTERRUPTED a part has been cleared. */
static inline nps_status nps_interrupt_clear(const nps_interrupt *interrupt, void *memory, size_t size)
{
    nps_status status = NPS_OK;
    size_t done;
    for (done = 0; !status && done < size; done += NPS_INTERRUPT_PIECE) {
        const size_t piece = size - done < NPS_INTERRUPT_PIECE ? size - done : NPS_INTERRUPT_PIECE;
        memset((unsigned char *)memory + done, 0, piece);
        status = nps_interrupt_check(interrupt);
    }
    return status;
}

#endif
