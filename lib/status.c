/* SPDX-License-Identifier: MIT */
#include "status.h"

#include <stdarg.h>
#include <stdio.h>

const char *nps_status_string(nps_status status)
{
    switch (status) {
    case NPS_OK: return "no error";
    case NPS_ERROR_NULL: return "a required pointer is NULL";
    case NPS_ERROR_SIZE: return "the size field of a struct is not one this library knows";
    case NPS_ERROR_EMPTY: return "there are no answers";
    case NPS_ERROR_OVERFLOW: return "a count would exceed 2^64 - 1";
    case NPS_ERROR_UNDERFLOW: return "more would be taken away than there is, or there is less than before";
    case NPS_ERROR_SCALE: return "the scale is impossible";
    case NPS_ERROR_OUTSIDE: return "there are answers off the scale";
    case NPS_ERROR_METHOD: return "there is no such method";
    case NPS_ERROR_UNAVAILABLE: return "the method or adjustment is not available for this";
    case NPS_ERROR_LEVEL: return "the level is out of range";
    case NPS_ERROR_ALTERNATIVE: return "there is no such alternative";
    case NPS_ERROR_REFERENCE: return "the reference score or the margin is out of range";
    case NPS_ERROR_COLUMN: return "the column has no such type, or contradicts itself or the column beside it";
    case NPS_ERROR_MEMORY: return "out of memory";
    case NPS_ERROR_KEY: return "the key is of the wrong kind";
    case NPS_ERROR_NOT_FOUND: return "there is no such group";
    case NPS_ERROR_ENTROPY: return "the system gave no random bytes";
    case NPS_ERROR_SPACE: return "the buffer is too small";
    case NPS_ERROR_FORMAT: return "the bytes are not an encoded state of this kind";
    case NPS_ERROR_VERSION: return "the bytes are of a version this library does not know";
    case NPS_ERROR_CHECKSUM: return "the bytes do not match their checksum";
    case NPS_ERROR_TOO_MANY: return "there are more answers than the exact method takes";
    case NPS_ERROR_WORKSPACE: return "the workspace is too small";
    case NPS_ERROR_WEIGHT: return "a weight, or a bound for weights, is negative, not finite or out of range";
    case NPS_ERROR_CONVERGENCE: return "no weights were found that meet the margins";
    case NPS_ERROR_MARGIN: return "a population margin is impossible, or has a category without answers";
    case NPS_ERROR_PRIOR: return "the prior is not usable, or the method takes none";
    case NPS_ERROR_DRIFT: return "no score is left: the truth has moved, or the intervals missed it";
    case NPS_ERROR_POPULATION: return "the population is smaller than the sample";
    case NPS_ERROR_PROBABILITY: return "a p-value is not a number inside [0, 1]";
    case NPS_ERROR_PLAN: return "a figure that the plan starts from is impossible";
    case NPS_ERROR_SHARES: return "expected shares are negative, not finite or all zero";
    case NPS_ERROR_UNREACHABLE: return "what is planned cannot be reached";
    case NPS_STATUS_END: break;
    }
    return "unknown status";
}

nps_status nps_explain(nps_error_detail *detail, nps_status status, const char *format, ...)
{
    va_list values;
    if (!detail)
        return status;
    va_start(values, format);
    (void)vsnprintf(detail->text, sizeof detail->text, format, values);
    va_end(values);
    return status;
}

nps_status nps_explain_status(nps_error_detail *detail, nps_status status)
{
    return status ? nps_explain(detail, status, "%s", nps_status_string(status)) : NPS_OK;
}
