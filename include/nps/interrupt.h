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
 * A callback that long calls invoke while they work. Plain and part of the ABI; a member of the options of these calls.
 *
 * It is asked from the thread that made the call, between pieces of work that take some milliseconds at most unless the
 * function says otherwise, often after microseconds: if the callback is costly, it should cache its answer for a while.
 * When the answer is not 0, the call ends with NPS_ERROR_INTERRUPTED and nothing has changed.
 *
 * @code
 * #include <nps/nps.h>
 * #include <stdio.h>
 *
 * static int is_cancelled(void *flag) { return *(const int *)flag; }
 *
 * int main(void)
 * {
 *     const nps_counts shops[] = {{60, 30, 10}, {40, 30, 30}};
 *     int cancelled = 1; // set elsewhere, when the user closes the window
 *     nps_segment_comparison pair;
 *     nps_segments_options options;
 *     nps_segments_options_init(&options);
 *     options.interrupt.is_requested = is_cancelled;
 *     options.interrupt.context = &cancelled;
 *     if (nps_segments_compare_pairs(shops, 2, &options, &pair) == NPS_ERROR_INTERRUPTED)
 *         puts("interrupted"); // prints: interrupted
 *     return 0;
 * }
 * @endcode
 */
typedef struct nps_interrupt {
    /** Returns 0 to continue, any other value to stop. NULL: the call is never interrupted. */
    int (*is_requested)(void *context);
    void *context; /**< The argument of `is_requested`. */
} nps_interrupt;

NPS_END_DECLARATIONS

#endif
