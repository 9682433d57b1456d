/* SPDX-License-Identifier: MIT */
#include "family.h"

#include "../multiplicity/adjust.h"

#include <math.h>

void nps_driver_adjust(const nps_driver_family *family, nps_driver_member member)
{
    double *p_values = family->p_values;
    size_t i, done = 0;
    for (i = 0; i < family->count; i++) {
        p_values[i] = member(family->results, i)->p_value;
        if (!isnan(p_values[i]))
            family->order[done++] = i;
    }
    nps_adjust_places(p_values, done, family->adjustment, p_values, family->order);
    for (i = 0; i < done; i++)
        member(family->results, family->order[i])->adjusted = p_values[family->order[i]];
}
