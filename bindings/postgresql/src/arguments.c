/* SPDX-License-Identifier: MIT */
#include "arguments.h"

#include <lib/stringinfo.h>
#include <mb/pg_wchar.h>
#include <utils/builtins.h>
#include <utils/float.h>

/* How much of a text a message shows, in bytes. */
enum { SHOWN = 40 };

void nps_pg_check(const char *function, nps_status status)
{
    int code = ERRCODE_INVALID_PARAMETER_VALUE;
    if (status == NPS_OK)
        return;
    if (status == NPS_ERROR_OVERFLOW || status == NPS_ERROR_UNDERFLOW)
        code = ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
    else if (status == NPS_ERROR_MEMORY)
        code = ERRCODE_OUT_OF_MEMORY;
    else if (status == NPS_ERROR_DAY)
        code = ERRCODE_DATETIME_VALUE_OUT_OF_RANGE;
    ereport(ERROR, (errcode(code), errmsg("%s: %s", function, nps_status_string(status))));
}

uint64 nps_pg_read_times(const char *function, FunctionCallInfo fcinfo, int argument, const char *what)
{
    if (PG_ARGISNULL(argument))
        ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
                        errmsg("%s: %s must be a whole number from 0, not NULL", function, what)));
    if (PG_GETARG_INT64(argument) < 0)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("%s: %s must be a whole number from 0, not %lld", function, what,
                               (long long)PG_GETARG_INT64(argument))));
    return (uint64)PG_GETARG_INT64(argument);
}

const char *nps_pg_shown(text *value)
{
    const char *bytes = VARDATA_ANY(value);
    const int length = (int)VARSIZE_ANY_EXHDR(value);
    return psprintf("the text \"%.*s\"", pg_mbcliplen(bytes, length, SHOWN), bytes);
}

/* The next byte of a name in the form in which names are compared: small letters, and one blank for any of " -_". */
static char plain(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return (char)(byte + ('a' - 'A'));
    return byte == '-' || byte == '_' ? ' ' : byte;
}

static bool is_named(const char *given, const char *name)
{
    for (; *given != '\0' && plain(*given) == plain(*name); given++)
        name++;
    return *given == '\0' && *name == '\0';
}

/* Every method's name, with commas between them. */
static const char *all_methods(void)
{
    const char *unknown = nps_method_string((nps_method)-1), *name;
    StringInfoData names;
    initStringInfo(&names);
    appendStringInfoString(&names, nps_method_string(NPS_METHOD_AUTO));
    for (int i = 1; (name = nps_method_string((nps_method)i)) != unknown; i++)
        appendStringInfo(&names, ", %s", name);
    return names.data;
}

nps_method nps_pg_read_method(const char *function, FunctionCallInfo fcinfo, int argument)
{
    const char *unknown = nps_method_string((nps_method)-1), *name, *given;
    if (PG_ARGISNULL(argument))
        return NPS_METHOD_AUTO;
    given = text_to_cstring(PG_GETARG_TEXT_PP(argument));
    for (int i = 0; (name = nps_method_string((nps_method)i)) != unknown; i++) {
        if (is_named(given, name))
            return (nps_method)i;
    }
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("%s: the method must be one of %s, not %s", function, all_methods(),
                           nps_pg_shown(PG_GETARG_TEXT_PP(argument)))));
}

void nps_pg_read_options(const char *function, FunctionCallInfo fcinfo, int first, double *level, nps_method *method)
{
    *level = PG_ARGISNULL(first) ? 0.95 : PG_GETARG_FLOAT8(first);
    if (!(*level > 0 && *level < 1))
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("%s: the level must be a number between 0 and 1, such as 0.95, not %s", function,
                               float8out_internal(*level))));
    *method = nps_pg_read_method(function, fcinfo, first + 1);
}

Datum nps_pg_count(const char *function, uint64 count)
{
    if (count > PG_INT64_MAX)
        ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                        errmsg("%s: %llu is more than a bigint holds", function, (unsigned long long)count)));
    return Int64GetDatum((int64)count);
}
