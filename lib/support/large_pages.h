/* Pages of the system that are larger than usual, for memory of many megabytes.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_LARGE_PAGES_H
#define NPS_LARGE_PAGES_H

#include <stddef.h>

/** Memory of fewer bytes is not worth it. */
enum { NPS_LARGE_PAGES_WORTH = 4 * 1024 * 1024 };

/** Asks the system for large pages for memory that is about to be written. Of 40 megabytes in usual pages, ten thousand
 * have to be fetched one by one. Has no other effect, and none at all where the system has no such pages. */
void nps_large_pages_use(void *memory, size_t size);

#endif
