/* SPDX-License-Identifier: MIT */
#include "siphash.h"

uint64_t nps_siphash(const uint64_t key[2], const void *bytes, size_t length)
{
    return nps_siphash_rounds(key, bytes, length, 1, 3);
}
