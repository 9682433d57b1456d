/* Secret random bytes from the operating system.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_ENTROPY_H
#define NPS_ENTROPY_H

#include <stdbool.h>
#include <stdint.h>

/** Fills both words and returns true, or returns false when the system returns no random bytes. */
bool nps_entropy(uint64_t words[2]);

#endif
