/* Ctrl-C during a long call.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_INTERRUPT_H
#define NPS_PYTHON_INTERRUPT_H

#include <nps/status.h>
#include <stdbool.h>

/**
 * The callback for nps_interrupt: whether a signal handler of Python has raised an exception. It may be called with or
 * without the GIL, and checks every 50 ms. The exception stays set; raise_status() does not replace it.
 */
int is_interrupted(void *context);

/**
 * For nps_interrupt, in calls on objects that a signal handler could use: whether SIGINT waits for its handler, which
 * does not run before goes_on_after() calls it. Other signals wait for the end of the call.
 */
int is_sigint_waiting(void *context);

/** After such a call: runs the handler; true if the call was interrupted, but the handler has not raised. */
bool goes_on_after(nps_status status);

#endif
