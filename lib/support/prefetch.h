/* Reading memory ahead of its use.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_PREFETCH_H
#define NPS_PREFETCH_H

/** Starts to read the cache line at an address, to be read or to be written soon; has no other effect. The empty
 * assembly is one for GCC, which leaves out calls of functions that have none. */
#ifdef __GNUC__
#define NPS_PREFETCH_FOR(address, is_to_write)                                                                         \
    do {                                                                                                               \
        __builtin_prefetch(address, is_to_write);                                                                      \
        __asm__ volatile("" ::);                                                                                       \
    } while (0)
#define NPS_PREFETCH(address)          NPS_PREFETCH_FOR(address, 0)
#define NPS_PREFETCH_TO_WRITE(address) NPS_PREFETCH_FOR(address, 1)
#else
#define NPS_PREFETCH(address)          ((void)(address))
#define NPS_PREFETCH_TO_WRITE(address) ((void)(address))
#endif

#endif
