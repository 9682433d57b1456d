/* Structs that begin with their size, so that they can grow without breaking the ABI.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_OPTIONS_H
#define NPS_OPTIONS_H

#include <nps/status.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** nps_options_read() of NULL, or of a struct from an older or a newer program. */
nps_status nps_options_read_other(void *into, size_t current, size_t oldest, const void *from);

/**
 * Copies a caller's struct over our defaults.
 *
 * A smaller struct comes from an older program: what it does not have keeps its default. A larger one comes from a
 * newer program, and is refused when it asks for something we do not know: when its tail is not all zero.
 *
 * @param into    Our struct, filled with the defaults.
 * @param current Its size.
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
