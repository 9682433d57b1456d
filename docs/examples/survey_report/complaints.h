/* SPDX-License-Identifier: MIT */
/* What is wrong goes to stderr, in a plain sentence. */
#ifndef SURVEY_REPORT_COMPLAINTS_H
#define SURVEY_REPORT_COMPLAINTS_H

#include <nps/nps.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Says what is wrong, and in which file unless that is NULL, in which line unless that is 0. Always false. */
bool complain_of(const char *file, size_t line, const char *format, va_list values);

/* Always false, so that a function can end with `return complain(...)`. */
bool complain(const char *format, ...);

/* Whether the status is NPS_OK. The library says what is wrong; we only pass it on. */
bool check(nps_status status);

#endif
