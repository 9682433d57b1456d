/* SPDX-License-Identifier: MIT */
#include "status.h"

#include <stdarg.h>
#include <stdio.h>

const char *nps_status_string(nps_status status)
{
    switch (status) {
    case NPS_OK: return "no error";
    case NPS_ERROR_NULL: return "a required pointer is NULL";
    case NPS_ERROR_SIZE: return "the size field of a struct is unknown to this library; initialise the struct";
    case NPS_ERROR_EMPTY: return "there are no answers";
    case NPS_ERROR_OVERFLOW: return "a count would exceed 2^64 - 1";
    case NPS_ERROR_UNDERFLOW: return "more would be subtracted than there is, or a count became smaller";
    case NPS_ERROR_SCALE: return "the scale is invalid";
    case NPS_ERROR_OUTSIDE: return "there are answers off the scale";
    case NPS_ERROR_METHOD: return "the method is unknown";
    case NPS_ERROR_UNAVAILABLE: return "the method or adjustment is not available for this function or these data";
    case NPS_ERROR_LEVEL: return "the level is out of range; 95 % is 0.95";
    case NPS_ERROR_ALTERNATIVE: return "the alternative is unknown";
    case NPS_ERROR_REFERENCE: return "the reference score or the margin is out of range";
    case NPS_ERROR_COLUMN: return "the column has an unknown type, or contradicts itself or another column";
    case NPS_ERROR_MEMORY: return "out of memory";
    case NPS_ERROR_KEY: return "the key has the wrong type: text for integer groups, or the reverse";
    case NPS_ERROR_NOT_FOUND: return "the group does not exist";
    case NPS_ERROR_ENTROPY: return "the system returned no random bytes; set a hash key";
    case NPS_ERROR_SPACE: return "the buffer is too small";
    case NPS_ERROR_FORMAT: return "the bytes are not an encoded state of this kind";
    case NPS_ERROR_VERSION: return "the bytes are of a version that this library does not know";
    case NPS_ERROR_CHECKSUM: return "the bytes do not match their checksum: they are damaged";
    case NPS_ERROR_TOO_MANY: return "there are more answers than the exact method accepts";
    case NPS_ERROR_WORKSPACE: return "the workspace is too small";
    case NPS_ERROR_WEIGHT: return "a weight, or a bound for weights, is negative, not finite or out of range";
    case NPS_ERROR_CONVERGENCE: return "no weights match the margins within the bounds and iterations";
    case NPS_ERROR_MARGIN: return "a population margin is impossible, or has a category without answers";
    case NPS_ERROR_PRIOR: return "the prior is invalid, or the method has no prior";
    case NPS_ERROR_DRIFT: return "no score is left: the true score has changed, or an interval missed it";
    case NPS_ERROR_POPULATION: return "the population is smaller than the sample";
    case NPS_ERROR_PROBABILITY: return "a p-value is not inside [0, 1]";
    case NPS_ERROR_PLAN: return "an input of the plan is impossible";
    case NPS_ERROR_SHARES: return "expected shares are negative, not finite or all zero";
    case NPS_ERROR_UNREACHABLE: return "the goal of the plan cannot be reached with any number of respondents";
    case NPS_ERROR_INTERRUPTED: return "the caller asked to stop";
    case NPS_ERROR_PART:
        return "the part holds more than the whole, or a stratum or a cluster that the whole does not have";
    case NPS_ERROR_DAY: return "a day is outside the years 1 to 9999, does not exist, or is before the horizon";
    case NPS_ERROR_PERIOD: return "the unit of a period is unknown, or a period or a window has no days";
    case NPS_ERROR_RULE: return "states that were gathered by different rules or windows cannot be merged";
    case NPS_ERROR_OVERLAP: return "periods overlap that must be separate";
    case NPS_STATUS_END: break;
    }
    return "unknown status";
}

void nps_write_detail(nps_error_detail *detail, const char *format, ...)
{
    va_list values;
    if (!detail)
        return;
    va_start(values, format);
    (void)vsnprintf(detail->text, sizeof detail->text, format, values);
    va_end(values);
}
