/* SipHash-2-4 (Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012).
 * SPDX-License-Identifier: MIT */
#ifndef NPS_SIPHASH_H
#define NPS_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

/** The hash of `length` bytes under a secret key; the same on every machine. */
uint64_t nps_siphash(const uint64_t key[2], const void *bytes, size_t length);

#endif
