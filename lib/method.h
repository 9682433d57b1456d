/* Selects the procedure of a method, and provides its memory.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_INTERNAL_H
#define NPS_METHOD_INTERNAL_H

#include "method/procedure.h"

#include <stdint.h>

/** The use for which a method is looked up: one sample; the comparison of two; or two samples whose separate intervals
 * are joined by MOVER, which NPS_METHOD_EXACT can do for more answers. */
typedef enum nps_purpose { NPS_ONE_SAMPLE, NPS_TWO_SAMPLES, NPS_JOINED_SAMPLES } nps_purpose;

/**
 * The procedure of a method for a population of that size (0: endless), with NPS_METHOD_AUTO resolved by the number of
 * respondents alone.
 *
 * @return NPS_OK; NPS_ERROR_METHOD for an unknown method; NPS_ERROR_UNAVAILABLE for one that cannot do this;
 *         NPS_ERROR_TOO_MANY for more respondents than the method takes.
 */
nps_status nps_method_find(nps_method method, nps_purpose purpose, uint64_t n, uint64_t population, nps_method *really,
                           const nps_procedure **found);

/** NPS_OK when a level is inside (0, 1), else NPS_ERROR_LEVEL, also for NaN. */
nps_status nps_method_check_level(double level);

/** NPS_OK when a score is inside [-100, 100], else NPS_ERROR_REFERENCE, also for NaN. */
nps_status nps_method_check_reference(double reference);

/** NPS_OK for one of the three alternatives, else NPS_ERROR_ALTERNATIVE. */
nps_status nps_method_check_alternative(nps_alternative alternative);

/** The size in bytes of a caller's workspace, of any alignment, that suffices for every method. */
size_t nps_method_workspace_size(void);

/** A function that works with a method. */
typedef nps_status (*nps_work)(void *context, const nps_setting *setting);

/**
 * Does some work with the memory that a method needs: zeroed, in a caller's workspace of nps_method_workspace_size()
 * bytes, or on the stack when that is NULL.
 *
 * @return What the work returns.
 */
nps_status nps_method_work(const nps_procedure *procedure, void *workspace, nps_work work, void *context);

#endif
