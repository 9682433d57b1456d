/* Functions shared by the methods that use a standard normal deviate.
 * SPDX-License-Identifier: MIT */
#include "../math/numerics.h"
#include "procedure.h"

#include <math.h>

double nps_deviate_p_value(double deviate, nps_alternative alternative)
{
    switch (alternative) {
    case NPS_GREATER: return nps_normal_upper_tail(deviate);
    case NPS_LESS: return nps_normal_upper_tail(-deviate);
    case NPS_TWO_SIDED: break;
    }
    return fmin(1, 2 * nps_normal_upper_tail(fabs(deviate)));
}
