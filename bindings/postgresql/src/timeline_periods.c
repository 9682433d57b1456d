/* What a timeline says: the states between two days, of periods, and of windows that end on each day.
 * SPDX-License-Identifier: MIT */
#include "state.h"
#include "timeline.h"
#include "values.h"

#include <access/htup_details.h>
#include <funcapi.h>
#include <utils/builtins.h>

PG_FUNCTION_INFO_V1(nps_pg_timeline_between);

Datum nps_pg_timeline_between(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_timeline_between";
    nps_timeline *timeline = nps_pg_read_timeline(name, PG_GETARG_DATUM(0), CurrentMemoryContext);
    const int32_t first = nps_pg_read_day(name, fcinfo, 1), last = nps_pg_read_day(name, fcinfo, 2);
    nps_accumulator state;
    nps_pg_check(name, nps_timeline_read_between(timeline, first, last, &state));
    nps_timeline_destroy(timeline);
    return nps_pg_make_state(name, &state);
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_undated);

Datum nps_pg_timeline_undated(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_timeline_undated";
    nps_timeline *timeline = nps_pg_read_timeline(name, PG_GETARG_DATUM(0), CurrentMemoryContext);
    nps_timeline_rest rest;
    nps_pg_check(name, nps_timeline_read_rest(timeline, &rest));
    nps_timeline_destroy(timeline);
    return nps_pg_make_state(name, &rest.undated);
}

/* A walk over a timeline, which gives a row at each call. */
typedef struct nps_pg_walk {
    const char *function;
    nps_timeline *timeline;
    nps_period range;
    bool is_empty;
    nps_periods periods; /* of nps_timeline_periods() */
    int32_t window;      /* of nps_timeline_rolling() */
    int32_t next;        /* the first day that has not been given */
    nps_accumulator sum; /* of the window that ends on the day before */
} nps_pg_walk;

static nps_period_unit read_unit(const char *function, text *given)
{
    static const char *const names[] = {"day", "week", "month", "quarter", "half", "year"};
    const char *name = text_to_cstring(given);
    nps_sql_value value = {NPS_SQL_TEXT, 0, 0, name, strlen(name)};
    nps_sql_call call;
    for (int i = 0; i < (int)lengthof(names); i++) {
        if (strcmp(name, names[i]) == 0)
            return (nps_period_unit)(NPS_PERIOD_DAY + i);
    }
    nps_sql_begin(&call, function, &value, 1);
    nps_sql_fail_value(&call, &value, "the unit must be one of day, week, month, quarter, half, year");
    nps_pg_fail(&call);
}

/* Reads the timeline, and the range from arguments 2 and 3: NULL is where its answers begin and end. */
static nps_pg_walk *begin(const char *function, FunctionCallInfo fcinfo, FuncCallContext *calls)
{
    const MemoryContext before = MemoryContextSwitchTo(calls->multi_call_memory_ctx);
    nps_pg_walk *walk = palloc0(sizeof *walk);
    nps_status status;
    if (get_call_result_type(fcinfo, NULL, &calls->tuple_desc) != TYPEFUNC_COMPOSITE)
        elog(ERROR, "a function that returns a record was declared otherwise");
    calls->tuple_desc = BlessTupleDesc(calls->tuple_desc);
    walk->function = function;
    walk->is_empty = true;
    if (!PG_ARGISNULL(0)) {
        walk->timeline = nps_pg_read_timeline(function, PG_GETARG_DATUM(0), calls->multi_call_memory_ctx);
        status = nps_timeline_read_span(walk->timeline, &walk->range);
        if (status != NPS_ERROR_EMPTY)
            nps_pg_check(function, status);
        if (!PG_ARGISNULL(2))
            walk->range.first = nps_pg_read_day(function, fcinfo, 2);
        if (!PG_ARGISNULL(3))
            walk->range.last = nps_pg_read_day(function, fcinfo, 3);
        /* Without answers there are no days to begin and end with. */
        walk->is_empty =
            (status == NPS_ERROR_EMPTY && (PG_ARGISNULL(2) || PG_ARGISNULL(3))) || walk->range.first > walk->range.last;
    }
    walk->next = walk->range.first;
    MemoryContextSwitchTo(before);
    return walk;
}

static Datum row(FuncCallContext *calls, const Datum *values, int columns)
{
    bool nulls[3] = {false, false, false};
    Datum copy[3];
    memcpy(copy, values, (size_t)columns * sizeof *values);
    return HeapTupleGetDatum(heap_form_tuple(calls->tuple_desc, copy, nulls));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_periods);

Datum nps_pg_timeline_periods(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_timeline_periods";
    FuncCallContext *calls;
    nps_pg_walk *walk;
    nps_accumulator state;
    nps_period period;
    Datum values[3];
    if (SRF_IS_FIRSTCALL()) {
        calls = SRF_FIRSTCALL_INIT();
        calls->user_fctx = walk = begin(name, fcinfo, calls);
        if (!walk->is_empty) {
            if (PG_ARGISNULL(1))
                nps_pg_check(name, NPS_ERROR_PERIOD);
            walk->periods.unit = read_unit(name, PG_GETARG_TEXT_PP(1));
        }
    }
    calls = SRF_PERCALL_SETUP();
    walk = calls->user_fctx;
    if (walk->is_empty || walk->next > walk->range.last)
        SRF_RETURN_DONE(calls);
    nps_pg_check(name, nps_periods_find(&walk->periods, walk->next, &period));
    nps_pg_check(name, nps_timeline_read_between(walk->timeline, period.first, period.last, &state));
    walk->next = period.last + 1;
    values[0] = nps_pg_date(period.first);
    values[1] = nps_pg_date(period.last);
    values[2] = nps_pg_make_state(name, &state);
    SRF_RETURN_NEXT(calls, row(calls, values, 3));
}

/* Moves the window to the next day. */
static void move(nps_pg_walk *walk)
{
    const int64 left = (int64)walk->next - walk->window;
    nps_accumulator day;
    nps_pg_check(walk->function, nps_timeline_read_between(walk->timeline, walk->next, walk->next, &day));
    nps_pg_check(walk->function, nps_accumulator_merge(&walk->sum, &day));
    if (left >= NPS_DAY_MIN) {
        nps_pg_check(walk->function, nps_timeline_read_between(walk->timeline, (int32_t)left, (int32_t)left, &day));
        nps_pg_check(walk->function, nps_accumulator_subtract(&walk->sum, &day));
    }
    walk->next++;
}

/* The sum of the window that ends on the day before the first one. */
static void fill(nps_pg_walk *walk)
{
    const int64 first = (int64)walk->next - walk->window;
    if (walk->next > NPS_DAY_MIN)
        nps_pg_check(walk->function,
                     nps_timeline_read_between(walk->timeline, first < NPS_DAY_MIN ? NPS_DAY_MIN : (int32_t)first,
                                               walk->next - 1, &walk->sum));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_rolling);

Datum nps_pg_timeline_rolling(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_timeline_rolling";
    FuncCallContext *calls;
    nps_pg_walk *walk;
    Datum values[2];
    if (SRF_IS_FIRSTCALL()) {
        calls = SRF_FIRSTCALL_INIT();
        calls->user_fctx = walk = begin(name, fcinfo, calls);
        if (!walk->is_empty) {
            walk->window = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT32(1);
            if (walk->window < 1)
                ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                                errmsg("%s: a window must have at least 1 day, not %d", name, walk->window)));
            fill(walk);
        }
    }
    calls = SRF_PERCALL_SETUP();
    walk = calls->user_fctx;
    if (walk->is_empty || walk->next > walk->range.last)
        SRF_RETURN_DONE(calls);
    values[0] = nps_pg_date(walk->next);
    move(walk);
    values[1] = nps_pg_make_state(name, &walk->sum);
    SRF_RETURN_NEXT(calls, row(calls, values, 2));
}
