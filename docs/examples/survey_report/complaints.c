/* SPDX-License-Identifier: MIT */
#include "complaints.h"

#include <stdio.h>

bool complain_of(const char *file, size_t line, const char *format, va_list values)
{
    fputs("survey_report: ", stderr);
    if (file)
        fprintf(stderr, "%s: ", file);
    if (line > 0)
        fprintf(stderr, "line %zu: ", line);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    return false;
}

bool complain(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    complain_of(NULL, 0, format, values);
    va_end(values);
    return false;
}

bool check(nps_status status)
{
    return status == NPS_OK || complain("%s", nps_status_string(status));
}
