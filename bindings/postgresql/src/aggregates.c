/* nps_agg() and nps_rollup(): the state of rows, which a moving window takes back as they leave it.
 *
 * The executor counts the rows of a window and begins anew when the last one has left, so no rows are NULL.
 * SPDX-License-Identifier: MIT */
#include "state.h"
#include "values.h"

#include <utils/fmgrprotos.h>
#include <utils/numeric.h>

#include <math.h>

static const char AGG[] = "nps_agg", ROLLUP[] = "nps_rollup";

/* What an argument is that is not an answer: a number other than 0 to 10, or none. */
enum { INVALID = -1, MISSING = -2 };

static int answer_of_integer(int64 number)
{
    return number >= 0 && number < NPS_ANSWERS ? (int)number : INVALID;
}

static int answer_of_double(double number)
{
    if (isnan(number) != 0)
        return MISSING;
    return number >= 0 && number < NPS_ANSWERS && floor(number) == number ? (int)number : INVALID;
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
        return MISSING;
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
    return INVALID;
}

/* How often a row counts. */
static uint64 times_of(FunctionCallInfo fcinfo)
{
    nps_sql_value value = {NPS_SQL_NULL, 0, 0, NULL, 0};
    nps_sql_call call;
    uint64_t times;
    if (PG_NARGS() < 3)
        return 1;
    if (!PG_ARGISNULL(2)) {
        value.type = NPS_SQL_INTEGER;
        value.integer = PG_GETARG_INT64(2);
    }
    nps_sql_begin(&call, AGG, &value, 1);
    if (!nps_sql_read_times(&call, &value, "times", &times))
        nps_pg_fail(&call);
    return times;
}

/* Adds the answer of a row. */
static Datum add(FunctionCallInfo fcinfo, int answer)
{
    nps_pg_sum *sum = nps_pg_sum_to_change(AGG, fcinfo);
    const uint64 times = times_of(fcinfo);
    nps_pg_check(AGG, answer == MISSING ? nps_accumulator_add_missing(&sum->counts, times)
                                        : nps_accumulator_add_n(&sum->counts, answer, times));
    PG_RETURN_POINTER(sum);
}

/* Takes back the answer of a row that leaves the window. */
static Datum take_back(FunctionCallInfo fcinfo, int answer)
{
    nps_pg_sum *sum = nps_pg_sum_to_change(AGG, fcinfo);
    const uint64 times = times_of(fcinfo);
    if (answer == MISSING) {
        nps_accumulator part = {{0}, 0, 0};
        part.missing = times;
        nps_pg_check(AGG, nps_accumulator_subtract(&sum->counts, &part));
    } else {
        nps_pg_check(AGG, nps_accumulator_remove_n(&sum->counts, answer, times));
    }
    PG_RETURN_POINTER(sum);
}

static int read_int2(FunctionCallInfo fcinfo)
{
    return PG_ARGISNULL(1) ? MISSING : answer_of_integer(PG_GETARG_INT16(1));
}

static int read_int4(FunctionCallInfo fcinfo)
{
    return PG_ARGISNULL(1) ? MISSING : answer_of_integer(PG_GETARG_INT32(1));
}

static int read_int8(FunctionCallInfo fcinfo)
{
    return PG_ARGISNULL(1) ? MISSING : answer_of_integer(PG_GETARG_INT64(1));
}

static int read_float8(FunctionCallInfo fcinfo)
{
    return PG_ARGISNULL(1) ? MISSING : answer_of_double(PG_GETARG_FLOAT8(1));
}

static int read_numeric(FunctionCallInfo fcinfo)
{
    return PG_ARGISNULL(1) ? MISSING : answer_of_numeric(fcinfo->flinfo, PG_GETARG_NUMERIC(1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_int2);

Datum nps_pg_agg_step_int2(PG_FUNCTION_ARGS)
{
    return add(fcinfo, read_int2(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_int4);

Datum nps_pg_agg_step_int4(PG_FUNCTION_ARGS)
{
    return add(fcinfo, read_int4(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_int8);

Datum nps_pg_agg_step_int8(PG_FUNCTION_ARGS)
{
    return add(fcinfo, read_int8(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_float8);

Datum nps_pg_agg_step_float8(PG_FUNCTION_ARGS)
{
    return add(fcinfo, read_float8(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_numeric);

Datum nps_pg_agg_step_numeric(PG_FUNCTION_ARGS)
{
    return add(fcinfo, read_numeric(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_int2);

Datum nps_pg_agg_back_int2(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, read_int2(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_int4);

Datum nps_pg_agg_back_int4(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, read_int4(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_int8);

Datum nps_pg_agg_back_int8(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, read_int8(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_float8);

Datum nps_pg_agg_back_float8(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, read_float8(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_numeric);

Datum nps_pg_agg_back_numeric(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, read_numeric(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pg_rollup_step);

/* Adds a state; also what joins the sums of parallel workers. Strict: the first state is the first sum. */
Datum nps_pg_rollup_step(PG_FUNCTION_ARGS)
{
    nps_pg_sum *sum = nps_pg_sum_to_change(ROLLUP, fcinfo);
    nps_accumulator part;
    nps_pg_read_state(ROLLUP, PG_GETARG_DATUM(1), &part);
    nps_pg_check(ROLLUP, nps_accumulator_merge(&sum->counts, &part));
    PG_RETURN_POINTER(sum);
}

PG_FUNCTION_INFO_V1(nps_pg_rollup_back);

Datum nps_pg_rollup_back(PG_FUNCTION_ARGS)
{
    nps_pg_sum *sum = nps_pg_sum_to_change(ROLLUP, fcinfo);
    nps_accumulator part;
    nps_pg_read_state(ROLLUP, PG_GETARG_DATUM(1), &part);
    nps_pg_check(ROLLUP, nps_accumulator_subtract(&sum->counts, &part));
    PG_RETURN_POINTER(sum);
}

PG_FUNCTION_INFO_V1(nps_pg_end);

/* The sum as encoded bytes. */
Datum nps_pg_end(PG_FUNCTION_ARGS)
{
    nps_accumulator state;
    nps_pg_read_state(ROLLUP, PG_GETARG_DATUM(0), &state);
    return nps_pg_make_state(ROLLUP, &state);
}
