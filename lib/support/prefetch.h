/* Reading memory ahead of its use.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PREFETCH_H
#define NPS_PREFETCH_H

/** Starts to read the cache line at an address, to be read or to be written soon; has no other effect. */
#ifdef __GNUC__
#define NPS_PREFETCH(address)          __builtin_prefetch(address)
#define NPS_PREFETCH_TO_WRITE(address) __builtin_prefetch(address, 1)
#else
#define NPS_PREFETCH(address)          ((void)(address))
#define NPS_PREFETCH_TO_WRITE(address) ((void)(address))
#endif

#endif
