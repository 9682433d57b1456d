/* Functions that explain an error.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_STATUS_INTERNAL_H
#define NPS_STATUS_INTERNAL_H

#include <nps/status.h>

#if defined(__MINGW32__)
#define NPS_LIKE_PRINTF __attribute__((format(gnu_printf, 2, 3)))
#elif defined(__GNUC__)
#define NPS_LIKE_PRINTF __attribute__((format(printf, 2, 3)))
#else
#define NPS_LIKE_PRINTF
#endif

/** Writes what was expected and what was found, where `detail` is not NULL. Whole numbers and texts only: other formats
 * depend on the locale. */
void nps_write_detail(nps_error_detail *detail, const char *format, ...) NPS_LIKE_PRINTF;

/** The same, and its value is `status`. A macro, so that analysers of the code see that an error stays an error. */
#define nps_explain(detail, status, ...) (nps_write_detail((detail), __VA_ARGS__), (status))

/** The same where the string of the status is sufficient; on NPS_OK nothing is written. */
static inline nps_status nps_explain_status(nps_error_detail *detail, nps_status status)
{
    if (status)
        nps_write_detail(detail, "%s", nps_status_string(status));
    return status;
}

#endif
