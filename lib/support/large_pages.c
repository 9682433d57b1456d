/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* for madvise() */
#include "large_pages.h"

#if defined(__linux__)
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

void nps_large_pages_use(void *memory, size_t size)
{
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    const long page = memory && size >= NPS_LARGE_PAGES_WORTH ? sysconf(_SC_PAGESIZE) : 0;
    if (page > 0 && (size_t)page < size) {
        const size_t rest = (uintptr_t)memory % (size_t)page, skipped = rest ? (size_t)page - rest : 0;
        const int error = errno;
        /* Whole pages only: what shares a page with the memory is not ours. */
        const size_t length = (size - skipped) / (size_t)page * (size_t)page;
        (void)madvise((unsigned char *)memory + skipped, length, MADV_HUGEPAGE);
        errno = error;
    }
#else
    (void)memory;
    (void)size;
#endif
}
