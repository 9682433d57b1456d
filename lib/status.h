/* Functions that explain an error.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_STATUS_INTERNAL_H
#define NPS_STATUS_INTERNAL_H

#include <nps/status.h>

#if defined(__MINGW32__)
#define NPS_LIKE_PRINTF __attribute__((format(gnu_printf, 3, 4)))
#elif defined(__GNUC__)
#define NPS_LIKE_PRINTF __attribute__((format(printf, 3, 4)))
#else
#define NPS_LIKE_PRINTF
#endif

/**
 * Writes what was expected and what was found, and returns `status`. Formats whole numbers and texts only, because
 * other formats depend on the locale.
 *
 * @param detail May be NULL.
 */
nps_status nps_explain(nps_error_detail *detail, nps_status status, const char *format, ...) NPS_LIKE_PRINTF;

/** The same where the string of the status is sufficient; on NPS_OK nothing is written. */
nps_status nps_explain_status(nps_error_detail *detail, nps_status status);

#endif
