/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "../allocator.h"
#include "../method.h"
#include "../support/options.h"
#include "adjust.h"

nps_status nps_segments_read_options(nps_segments_options *into, const nps_segments_options *from)
{
    nps_method really;
    const nps_procedure *procedure;
    nps_status status;
    nps_segments_options_init(into);
    status = nps_options_read(into, sizeof *into, sizeof *into, from);
    /* The limits on the number of respondents are checked for each comparison; 1 is within all limits. */
    if (!status)
        status = nps_method_find(into->method, NPS_TWO_SAMPLES, 1, 0, &really, &procedure);
    if (!status)
        status = nps_adjust_check(into->adjustment);
    return status ? status : nps_method_check_level(into->level);
}

nps_status nps_segments_read_dependent(nps_segments_options *into, nps_allocator *memory,
                                       const nps_segments_options *from)
{
    const nps_status status = nps_segments_read_options(into, from);
    if (status)
        return status;
    if (nps_segments_has_prior(into))
        return NPS_ERROR_PRIOR;
    if (into->adjustment == NPS_ADJUST_FALSE_DISCOVERY)
        into->adjustment = NPS_ADJUST_BENJAMINI_YEKUTIELI;
    if (into->adjustment == NPS_ADJUST_BENJAMINI_HOCHBERG)
        return NPS_ERROR_UNAVAILABLE;
    return nps_allocator_read(memory, into->allocator) ? NPS_OK : NPS_ERROR_NULL;
}

nps_status nps_segments_level_of_one(const nps_segments_options *options, size_t members, double *level)
{
    *level = options->level;
    if (options->adjustment != NPS_ADJUST_NONE && members > 1)
        *level = 1 - (1 - options->level) / (double)members;
    return nps_method_check_level(*level);
}

bool nps_segments_has_prior(const nps_segments_options *options)
{
    return options->prior[0] != 0 || options->prior[1] != 0 || options->prior[2] != 0;
}
