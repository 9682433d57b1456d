/* SPDX-License-Identifier: MIT */
#include <Python.h>

#include "interrupt.h"

#include <stdint.h>
#include <time.h>

/* The time between two checks: long enough that the GIL is rarely acquired, and short enough for users. */
enum { MILLISECONDS = 50 };

static int64_t milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Asks with the GIL, if the last answer is old enough. */
static int ask(int64_t *asked, int (*question)(void))
{
    PyGILState_STATE state;
    int answer;
    if (milliseconds_now() - *asked < MILLISECONDS)
        return 0;
    state = PyGILState_Ensure();
    answer = question();
    PyGILState_Release(state);
    *asked = milliseconds_now();
    return answer != 0;
}

int is_interrupted(void *context)
{
    static _Thread_local int64_t asked;
    (void)context;
    return ask(&asked, PyErr_CheckSignals);
}

/* Looking clears the signal, so it is set again. */
static int look_for_sigint(void)
{
    const int waits = PyOS_InterruptOccurred();
    if (waits)
        PyErr_SetInterrupt();
    return waits;
}

int is_sigint_waiting(void *context)
{
    static _Thread_local int64_t asked;
    (void)context;
    return ask(&asked, look_for_sigint);
}

bool goes_on_after(nps_status status)
{
    return status == NPS_ERROR_INTERRUPTED && PyErr_CheckSignals() == 0;
}
