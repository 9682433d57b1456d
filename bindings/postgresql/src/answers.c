/* SPDX-License-Identifier: MIT */
#include "answers.h"

#include "values.h"

#include <utils/fmgrprotos.h>
#include <utils/numeric.h>

#include <math.h>

static int answer_of_integer(int64 number)
{
    return number >= 0 && number < NPS_ANSWERS ? (int)number : NPS_PG_INVALID;
}

static int answer_of_double(double number)
{
    if (isnan(number) != 0)
        return NPS_PG_MISSING;
    return number >= 0 && number < NPS_ANSWERS && floor(number) == number ? (int)number : NPS_PG_INVALID;
}

/* The numbers 0 to 10 as numeric, made once for a statement. */
static Numeric *numeric_answers(FmgrInfo *function)
{
    if (!function->fn_extra) {
        const MemoryContext before = MemoryContextSwitchTo(function->fn_mcxt);
        Numeric *made = palloc(NPS_ANSWERS * sizeof *made);
        for (int i = 0; i < NPS_ANSWERS; i++)
            made[i] = int64_to_numeric(i);
        MemoryContextSwitchTo(before);
        function->fn_extra = made;
    }
    return function->fn_extra;
}

/* Exact: 9.00 is 9, and 9 with a digit of 1 wherever behind the point is no answer. */
static int answer_of_numeric(FmgrInfo *function, Numeric number)
{
    const Numeric *answers;
    int low = 0, high = NPS_ANSWERS - 1;
    if (numeric_is_nan(number))
        return NPS_PG_MISSING;
    answers = numeric_answers(function);
    while (low <= high) {
        const int middle = (low + high) / 2;
        const int order =
            DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(number), NumericGetDatum(answers[middle])));
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return NPS_PG_INVALID;
}

int nps_pg_read_int2(FunctionCallInfo fcinfo, int argument)
{
    return PG_ARGISNULL(argument) ? NPS_PG_MISSING : answer_of_integer(PG_GETARG_INT16(argument));
}

int nps_pg_read_int4(FunctionCallInfo fcinfo, int argument)
{
    return PG_ARGISNULL(argument) ? NPS_PG_MISSING : answer_of_integer(PG_GETARG_INT32(argument));
}

int nps_pg_read_int8(FunctionCallInfo fcinfo, int argument)
{
    return PG_ARGISNULL(argument) ? NPS_PG_MISSING : answer_of_integer(PG_GETARG_INT64(argument));
}

int nps_pg_read_float8(FunctionCallInfo fcinfo, int argument)
{
    return PG_ARGISNULL(argument) ? NPS_PG_MISSING : answer_of_double(PG_GETARG_FLOAT8(argument));
}

int nps_pg_read_numeric(FunctionCallInfo fcinfo, int argument)
{
    return PG_ARGISNULL(argument) ? NPS_PG_MISSING : answer_of_numeric(fcinfo->flinfo, PG_GETARG_NUMERIC(argument));
}

uint64_t nps_pg_read_times(const char *function, FunctionCallInfo fcinfo, int argument)
{
    nps_sql_value value = {NPS_SQL_NULL, 0, 0, NULL, 0};
    nps_sql_call call;
    uint64_t times;
    if (PG_NARGS() <= argument)
        return 1;
    if (!PG_ARGISNULL(argument)) {
        value.type = NPS_SQL_INTEGER;
        value.integer = PG_GETARG_INT64(argument);
    }
    nps_sql_begin(&call, function, &value, 1);
    if (!nps_sql_read_times(&call, &value, "times", &times))
        nps_pg_fail(&call);
    return times;
}
