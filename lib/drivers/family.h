/* Effects that are adjusted together.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_DRIVERS_FAMILY_H
#define NPS_DRIVERS_FAMILY_H

#include <nps/drivers.h>
#include <stddef.h>

/** Results of which each has a member of a family, and memory for `count` numbers and places. */
typedef struct nps_driver_family {
    void *results;
    size_t count;
    nps_adjustment adjustment;
    double *p_values;
    size_t *order;
} nps_driver_family;

/** The effect of the result at a place. */
typedef nps_driver_effect *(*nps_driver_member)(void *results, size_t place);

/** Adjusts the p-values of a family; those that are NaN do not belong to it. */
void nps_driver_adjust(const nps_driver_family *family, nps_driver_member member);

#endif
