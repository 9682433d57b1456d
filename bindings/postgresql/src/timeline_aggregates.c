/* nps_timeline_agg() and nps_timeline_rollup(): answers by day.
 *
 * While an aggregate adds to a timeline, it is an expanded object, which the executor passes from row to row by its
 * address, and writes as encoded bytes where it leaves the process.
 * SPDX-License-Identifier: MIT */
#include "answers.h"
#include "state.h"
#include "timeline.h"
#include "values.h"

#include <utils/expandeddatum.h>
#include <utils/memutils.h>

static const char AGG[] = "nps_timeline_agg", ROLLUP[] = "nps_timeline_rollup";

/* A timeline in a memory context of its own. */
typedef struct nps_pg_expanded {
    ExpandedObjectHeader head;
    nps_timeline *timeline;
} nps_pg_expanded;

static Size flat_size(ExpandedObjectHeader *object)
{
    size_t length;
    nps_pg_check(AGG, nps_timeline_encoded_size(((nps_pg_expanded *)object)->timeline, &length));
    return VARHDRSZ + length;
}

static void flatten(ExpandedObjectHeader *object, void *to, Size size)
{
    size_t length;
    SET_VARSIZE(to, size);
    nps_pg_check(AGG,
                 nps_timeline_encode(((nps_pg_expanded *)object)->timeline, VARDATA(to), size - VARHDRSZ, &length));
}

static const ExpandedObjectMethods methods = {flat_size, flatten};

/* Whether a value is an expanded object that may be changed. */
static bool is_own(Datum value)
{
    return VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(value)) && DatumGetEOHP(value)->eoh_methods == &methods;
}

/* The first argument of a transition function as an object that may be changed: itself, or a new one in the memory of
 * the aggregate, with the same answers. */
static nps_pg_expanded *to_change(const char *function, FunctionCallInfo fcinfo)
{
    MemoryContext of_aggregate, context;
    nps_pg_expanded *made;
    if (AggCheckCallContext(fcinfo, &of_aggregate) == 0)
        ereport(ERROR, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                        errmsg("%s: this is a part of the aggregate, which only an aggregate can call", function)));
    if (!PG_ARGISNULL(0) && is_own(PG_GETARG_DATUM(0)))
        return (nps_pg_expanded *)DatumGetEOHP(PG_GETARG_DATUM(0));
    context = AllocSetContextCreate(of_aggregate, "nps_timeline", ALLOCSET_START_SMALL_SIZES);
    made = MemoryContextAlloc(context, sizeof *made);
    EOH_init_header(&made->head, &methods, context);
    made->timeline = PG_ARGISNULL(0) ? nps_pg_new_timeline(function, context)
                                     : nps_pg_read_timeline(function, PG_GETARG_DATUM(0), context);
    return made;
}

/* Adds an answer; without a day it is undated. */
static Datum add(FunctionCallInfo fcinfo, int answer)
{
    nps_pg_expanded *object = to_change(AGG, fcinfo);
    const uint64_t times = nps_pg_read_times(AGG, fcinfo, 3);
    if (PG_ARGISNULL(1)) {
        nps_accumulator undated = {{0}, 0, 0};
        nps_pg_check(AGG, answer == NPS_PG_MISSING ? nps_accumulator_add_missing(&undated, times)
                                                   : nps_accumulator_add_n(&undated, answer, times));
        nps_pg_check(AGG, nps_timeline_merge_undated(object->timeline, &undated));
    } else {
        const int32_t day = nps_pg_read_day(AGG, fcinfo, 1);
        nps_pg_check(AGG, answer == NPS_PG_MISSING ? nps_timeline_add_missing(object->timeline, day, times)
                                                   : nps_timeline_add(object->timeline, day, answer, times));
    }
    return EOHPGetRWDatum(&object->head);
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_step_int2);

Datum nps_pg_timeline_step_int2(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_int2(fcinfo, 2));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_step_int4);

Datum nps_pg_timeline_step_int4(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_int4(fcinfo, 2));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_step_int8);

Datum nps_pg_timeline_step_int8(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_int8(fcinfo, 2));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_step_float8);

Datum nps_pg_timeline_step_float8(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_float8(fcinfo, 2));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_step_numeric);

Datum nps_pg_timeline_step_numeric(PG_FUNCTION_ARGS)
{
    return add(fcinfo, nps_pg_read_numeric(fcinfo, 2));
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_step_state);

/* Adds the state of a day, as it was stored; a NULL adds nothing. */
Datum nps_pg_timeline_step_state(PG_FUNCTION_ARGS)
{
    nps_pg_expanded *object = to_change(AGG, fcinfo);
    if (!PG_ARGISNULL(2)) {
        nps_accumulator state;
        nps_pg_read_state(AGG, PG_GETARG_DATUM(2), &state);
        nps_pg_check(AGG, PG_ARGISNULL(1)
                              ? nps_timeline_merge_undated(object->timeline, &state)
                              : nps_timeline_merge_day(object->timeline, nps_pg_read_day(AGG, fcinfo, 1), &state));
    }
    return EOHPGetRWDatum(&object->head);
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_rollup_step);

/* Adds a timeline; also what joins those of parallel workers. Strict: the first one is the first sum. */
Datum nps_pg_timeline_rollup_step(PG_FUNCTION_ARGS)
{
    nps_pg_expanded *object = to_change(ROLLUP, fcinfo);
    nps_pg_merge_timeline(ROLLUP, object->timeline, PG_GETARG_DATUM(1));
    return EOHPGetRWDatum(&object->head);
}

PG_FUNCTION_INFO_V1(nps_pg_timeline_end);

/* The timeline as encoded bytes, whatever form it has. */
Datum nps_pg_timeline_end(PG_FUNCTION_ARGS)
{
    return PointerGetDatum(PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(0)));
}
