/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* for getentropy() */
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

#else

bool nps_entropy(uint64_t words[2])
{
    (void)words;
    return false;
}

#endif
