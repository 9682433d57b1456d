/* Finding the procedure of a method.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_METHOD_INTERNAL_H
#define NPS_METHOD_INTERNAL_H

#include "method/procedure.h"

#include <stdint.h>

/**
 * The procedure of a method, with NPS_METHOD_AUTO resolved by the number of respondents alone.
 *
 * @return NPS_OK, NPS_ERROR_METHOD for an unknown method, NPS_ERROR_UNAVAILABLE for one that does not exist yet.
 */
nps_status nps_method_find(nps_method method, uint64_t n, nps_method *really, const nps_procedure **found);

/** NPS_OK when a level is inside (0, 1), else NPS_ERROR_LEVEL; NaN is not. */
nps_status nps_method_check_level(double level);

/** NPS_OK when a score is inside [-100, 100], else NPS_ERROR_REFERENCE; NaN is not. */
nps_status nps_method_check_reference(double reference);

#endif
