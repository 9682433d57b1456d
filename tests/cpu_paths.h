/* The same test on every path through the kernels that this machine can take.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_CPU_PATHS_H
#define NPS_TESTS_CPU_PATHS_H

#include "support/cpu.h"

/**
 * Forces one path after the other, as in `for (path = -1; next_path(&path);)`; false after the last one, and from then
 * on the library chooses again.
 */
static inline int next_path(int *path)
{
    for (++*path; *path < NPS_CPU_PATHS; ++*path)
        if (nps_cpu_force((nps_cpu_path)*path))
            return 1;
    nps_cpu_release();
    return 0;
}

#endif
