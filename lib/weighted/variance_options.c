/* SPDX-License-Identifier: MIT */
#include "variance_options.h"

#include "../support/options.h"

#include <stddef.h>

nps_status nps_variance_options_read(nps_variance_options *into, const nps_variance_options *from)
{
    nps_status status;
    size_t i;
    nps_variance_options_init(into);
    status = from ? nps_options_read(into, sizeof *into, sizeof *into, from) : NPS_OK;
    if (status)
        return status;
    if ((unsigned)into->lonely >= NPS_LONELY_END || (unsigned)into->degrees >= NPS_DEGREES_END)
        return NPS_ERROR_METHOD;
    for (i = 1; into->populations && i < into->population_count; i++)
        if (into->populations[i - 1].stratum >= into->populations[i].stratum)
            return NPS_ERROR_POPULATION;
    return NPS_OK;
}

nps_status nps_variance_find_population(const nps_variance_options *options, int64_t stratum, uint64_t units,
                                        uint64_t *population)
{
    size_t low = 0, high = options->population_count;
    *population = 0;
    if (!options->populations || units == 0)
        return NPS_OK;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (options->populations[middle].stratum < stratum)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == options->population_count || options->populations[low].stratum != stratum ||
        options->populations[low].units < units)
        return NPS_ERROR_POPULATION;
    *population = options->populations[low].units;
    return NPS_OK;
}
