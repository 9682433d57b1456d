/* SPDX-License-Identifier: MIT */
#include "options.h"

/* Larger than any struct of the library, so that an uninitialised size is detected before its tail is read. */
enum { LARGEST = 1024 };

nps_status nps_options_read_other(void *into, size_t current, size_t oldest, const void *from)
{
    const unsigned char *bytes = from;
    uint32_t size;
    size_t i;
    if (!from)
        return NPS_OK;
    memcpy(&size, from, sizeof size);
    if (size < oldest || size > LARGEST)
        return NPS_ERROR_SIZE;
    for (i = current; i < size; i++)
        if (bytes[i] != 0)
            return NPS_ERROR_SIZE;
    memcpy(into, from, size < current ? size : current);
    return NPS_OK;
}
