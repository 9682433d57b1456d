/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* for getentropy() */
#define _CRT_RAND_S     /* for rand_s(), which asks the system */
#include "entropy.h"

#if defined(__unix__) || defined(__APPLE__) || defined(__wasi__)

#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

bool nps_entropy(uint64_t words[2])
{
    return getentropy(words, 2 * sizeof *words) == 0;
}

#elif defined(_WIN32)

#include <stddef.h>
#include <stdlib.h>

bool nps_entropy(uint64_t words[2])
{
    size_t i;
    for (i = 0; i < 4; i++) {
        unsigned value;
        if (rand_s(&value) != 0)
            return false;
        words[i / 2] = words[i / 2] << 32 | value;
    }
    return true;
}

#else

bool nps_entropy(uint64_t words[2])
{
    (void)words;
    return false;
}

#endif
