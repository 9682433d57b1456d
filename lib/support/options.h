/* Structs that begin with their size, so that they can grow without breaking the ABI.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_OPTIONS_H
#define NPS_OPTIONS_H

#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** nps_options_read() for NULL, or for a struct of an older or newer program. */
nps_status nps_options_read_other(void *into, size_t current, size_t oldest, const void *from);

/**
 * Copies a caller's struct over the defaults.
 *
 * A smaller struct comes from an older program; members that it lacks keep their defaults. A larger struct comes from a
 * newer program; it is refused if its tail is not all zero, because the tail then asks for something unknown.
 *
 * @param into    The struct to fill; it holds the defaults.
 * @param current The size of that struct.
 * @param oldest  The size of the first version.
 * @param from    The caller's struct, beginning with a uint32_t size. NULL: the defaults stay.
 * @return NPS_OK or NPS_ERROR_SIZE.
 */
static inline nps_status nps_options_read(void *into, size_t current, size_t oldest, const void *from)
{
    uint32_t size = 0;
    if (from)
        memcpy(&size, from, sizeof size);
    if (size != current)
        return nps_options_read_other(into, current, oldest, from);
    memcpy(into, from, current);
    return NPS_OK;
}

#endif
