/* How many of their cases the longest tests try with a sanitizer, for which every case is a check of memory like the
 * others; without one they try all.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_SPARSE_H
#define NPS_TESTS_SPARSE_H

/** One case in so many. */
enum {
#ifdef NPS_TESTS_SANITIZED
    EVERY = 7
#else
    EVERY = 1
#endif
};

#endif
