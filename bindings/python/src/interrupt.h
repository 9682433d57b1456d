/* Ctrl-C during a long call.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PYTHON_INTERRUPT_H
#define NPS_PYTHON_INTERRUPT_H

/**
 * For nps_interrupt: whether a signal handler of Python has raised, with the GIL or without it. It is asked often and
 * looks every 50 ms. The exception stays set, and raise_status() leaves it as it is.
 */
int is_interrupted(void *context);

#endif
