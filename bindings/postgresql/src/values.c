/* SPDX-License-Identifier: MIT */
#include "values.h"

#include "state.h"

#include <mb/pg_wchar.h>

#include <math.h>

/* How much of a text is passed on, in bytes: all of the name of any method, and what a message shows of another. */
enum { TEXT_BYTES = 40 };

/* Whole doubles below it are integers, as messages show them. */
static const double WHOLE_BELOW = 1e15;

static int code_of(nps_status status)
{
    switch (status) {
    case NPS_ERROR_OVERFLOW:
    case NPS_ERROR_UNDERFLOW: return ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
    case NPS_ERROR_MEMORY: return ERRCODE_OUT_OF_MEMORY;
    case NPS_ERROR_DAY: return ERRCODE_DATETIME_VALUE_OUT_OF_RANGE;
    default: return ERRCODE_INVALID_PARAMETER_VALUE;
    }
}

void nps_pg_check(const char *function, nps_status status)
{
    if (status != NPS_OK)
        ereport(ERROR, (errcode(code_of(status)), errmsg("%s: %s", function, nps_status_string(status))));
}

void nps_pg_fail(const nps_sql_call *call)
{
    int code = ERRCODE_INVALID_PARAMETER_VALUE;
    nps_accumulator state;
    for (int i = 0; i < call->count; i++) {
        const nps_sql_value *value = &call->arguments[i];
        if (value->type == NPS_SQL_BLOB && nps_accumulator_decode(&state, value->bytes, value->length, NULL) != NPS_OK)
            code = ERRCODE_DATA_CORRUPTED;
    }
    ereport(ERROR, (errcode(code), errmsg("%s", call->message)));
}

static void read_text(text *value, nps_sql_value *out)
{
    out->type = NPS_SQL_TEXT;
    out->bytes = VARDATA_ANY(value);
    /* Whole letters of any encoding. */
    out->length = (size_t)pg_mbcliplen(out->bytes, (int)nps_pg_length(value), TEXT_BYTES);
}

static void read_double(double number, nps_sql_value *out)
{
    if (isfinite(number) == 0) {
        out->type = NPS_SQL_TEXT;
        out->bytes = isnan(number) != 0 ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        out->length = strlen(out->bytes);
    } else if (fabs(number) < WHOLE_BELOW && floor(number) == number) {
        out->type = NPS_SQL_INTEGER;
        out->integer = (int64_t)number;
    } else {
        out->type = NPS_SQL_REAL;
        out->real = number;
    }
}

static void read_argument(FunctionCallInfo fcinfo, int place, int letter, nps_sql_value *out)
{
    const struct varlena *state;
    out->type = NPS_SQL_NULL;
    if (PG_ARGISNULL(place))
        return;
    switch (letter) {
    case NPS_SQL_PARAMETER_STATE:
    case NPS_SQL_PARAMETER_OTHER:
        state = nps_pg_encoded(PG_GETARG_DATUM(place));
        out->type = NPS_SQL_BLOB;
        out->bytes = VARDATA_ANY(state);
        out->length = nps_pg_length(state);
        break;
    case NPS_SQL_PARAMETER_COUNT:
        out->type = NPS_SQL_INTEGER;
        out->integer = PG_GETARG_INT64(place);
        break;
    case NPS_SQL_PARAMETER_LEVEL:
    case NPS_SQL_PARAMETER_REFERENCE: read_double(PG_GETARG_FLOAT8(place), out); break;
    default: read_text(PG_GETARG_TEXT_PP(place), out); break;
    }
}

void nps_pg_read_arguments(FunctionCallInfo fcinfo, const char *parameters, nps_sql_value *arguments)
{
    for (int i = 0; parameters[i] != '\0' && i < PG_NARGS(); i++)
        read_argument(fcinfo, i, parameters[i], &arguments[i]);
}
