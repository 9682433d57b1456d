/* SPDX-License-Identifier: MIT */
#include <Python.h>

#include "interrupt.h"

#include <stdint.h>
#include <time.h>

/* How long a call runs between two looks: few enough that the GIL is rarely asked for, and soon enough for people. */
enum { MILLISECONDS = 50 };

static int64_t milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int is_interrupted(void *context)
{
    static _Thread_local int64_t looked;
    const int64_t now = milliseconds_now();
    PyGILState_STATE state;
    int has_raised;
    (void)context;
    if (now - looked < MILLISECONDS)
        return 0;
    state = PyGILState_Ensure();
    has_raised = PyErr_CheckSignals();
    PyGILState_Release(state);
    looked = milliseconds_now();
    return has_raised != 0;
}
