/* nps_agg() and nps_rollup(): the state of rows, which a moving window takes back as they leave it.
 *
 * The executor counts the rows of a window and begins anew when the last one has left, so no rows are NULL.
 * SPDX-License-Identifier: MIT */
#include "answers.h"
#include "state.h"
#include "values.h"

static const char AGG[] = "nps_agg", ROLLUP[] = "nps_rollup";

/* Adds the answer of a row. */
static Datum add(FunctionCallInfo fcinfo, int answer)
{
    nps_pg_sum *sum = nps_pg_sum_to_change(AGG, fcinfo);
    const uint64 times = nps_pg_read_times(AGG, fcinfo, 2);
    nps_pg_check(AGG, answer == NPS_PG_MISSING ? nps_accumulator_add_missing(&sum->counts, times)
                                               : nps_accumulator_add_n(&sum->counts, answer, times));
    PG_RETURN_POINTER(sum);
}

/* Takes back the answer of a row that leaves the window. */
static Datum take_back(FunctionCallInfo fcinfo, int answer)
{
    nps_pg_sum *sum = nps_pg_sum_to_change(AGG, fcinfo);
    const uint64 times = nps_pg_read_times(AGG, fcinfo, 2);
    if (answer == NPS_PG_MISSING) {
        nps_accumulator part = {{0}, 0, 0};
        part.missing = times;
        nps_pg_check(AGG, nps_accumulator_subtract(&sum->counts, &part));
    } else {
        nps_pg_check(AGG, nps_accumulator_remove_n(&sum->counts, answer, times));
    }
    PG_RETURN_POINTER(sum);
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_int2);

Datum nps_pg_agg_step_int2(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_int2(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_int4);

Datum nps_pg_agg_step_int4(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_int4(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_int8);

Datum nps_pg_agg_step_int8(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_int8(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_float8);

Datum nps_pg_agg_step_float8(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_float8(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_step_numeric);

Datum nps_pg_agg_step_numeric(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_numeric(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_int2);

Datum nps_pg_agg_back_int2(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, nps_pg_read_int2(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_int4);

Datum nps_pg_agg_back_int4(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, nps_pg_read_int4(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_int8);

Datum nps_pg_agg_back_int8(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, nps_pg_read_int8(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_float8);

Datum nps_pg_agg_back_float8(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, nps_pg_read_float8(fcinfo, 1));
}

PG_FUNCTION_INFO_V1(nps_pg_agg_back_numeric);

Datum nps_pg_agg_back_numeric(PG_FUNCTION_ARGS)
{
    return take_back(fcinfo, nps_pg_read_numeric(fcinfo, 1));
}

/* Changes the sum by the state of a row. */
static Datum change(FunctionCallInfo fcinfo, nps_status (*by)(nps_accumulator *sum, const nps_accumulator *part))
{
    nps_pg_sum *sum = nps_pg_sum_to_change(ROLLUP, fcinfo);
    nps_accumulator part;
    nps_pg_read_state(ROLLUP, PG_GETARG_DATUM(1), &part);
    nps_pg_check(ROLLUP, by(&sum->counts, &part));
    PG_RETURN_POINTER(sum);
}

PG_FUNCTION_INFO_V1(nps_pg_rollup_step);

/* Adds a state; also what joins the sums of parallel workers. Strict: the first state is the first sum. */
Datum nps_pg_rollup_step(PG_FUNCTION_ARGS)
{
    return change(fcinfo, nps_accumulator_merge);
}

PG_FUNCTION_INFO_V1(nps_pg_rollup_back);

Datum nps_pg_rollup_back(PG_FUNCTION_ARGS)
{
    return change(fcinfo, nps_accumulator_subtract);
}

PG_FUNCTION_INFO_V1(nps_pg_end);

/* The sum as encoded bytes. */
Datum nps_pg_end(PG_FUNCTION_ARGS)
{
    nps_accumulator state;
    nps_pg_read_state(ROLLUP, PG_GETARG_DATUM(0), &state);
    return nps_pg_make_state(ROLLUP, &state);
}
