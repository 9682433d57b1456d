/* Functions that return records: all figures of a state, and of a comparison, at once.
 * SPDX-License-Identifier: MIT */
#include "state.h"
#include "values.h"

#include <access/htup_details.h>
#include <funcapi.h>
#include <utils/builtins.h>

/* The record that a function returns by its OUT parameters. */
static Datum record(FunctionCallInfo fcinfo, Datum *values, bool *nulls)
{
    TupleDesc columns;
    if (get_call_result_type(fcinfo, NULL, &columns) != TYPEFUNC_COMPOSITE)
        elog(ERROR, "a function that returns a record was declared otherwise");
    return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(columns), values, nulls));
}

/* The options of a record, and the call whose messages they are in. */
typedef struct nps_pg_reading {
    nps_sql_value arguments[NPS_SQL_PARAMETERS];
    nps_sql_call call;
    double level;
    nps_method method;
    const nps_scale *scale;
} nps_pg_reading;

/* Reads the arguments: one or two states, and then a level, a method and a scale. */
static void begin(nps_pg_reading *self, FunctionCallInfo fcinfo, const char *name, const char *parameters)
{
    const nps_sql_value *options = &self->arguments[PG_NARGS() - 3];
    nps_pg_read_arguments(fcinfo, parameters, self->arguments);
    nps_sql_begin(&self->call, name, self->arguments, PG_NARGS());
    if (!nps_sql_read_level(&self->call, options, &self->level) ||
        !nps_sql_read_method(&self->call, options + 1, &self->method) ||
        !nps_sql_read_scale(&self->call, options + 2, &self->scale))
        nps_pg_fail(&self->call);
}

static void pass(nps_pg_reading *self, bool passed)
{
    if (!passed)
        nps_pg_fail(&self->call);
}

static nps_counts read_counts(nps_pg_reading *self, int place, nps_accumulator *state)
{
    nps_counts counts;
    uint64_t off;
    pass(self, nps_sql_read_state(&self->call, &self->arguments[place], state));
    pass(self, nps_sql_passes(&self->call, nps_accumulator_counts(state, self->scale, &counts, &off)));
    pass(self, off == 0 || nps_sql_fail(&self->call, "answers off the scale %s: %llu", nps_sql_scale_name(self->scale),
                                        (unsigned long long)off));
    return counts;
}

static bool has_answers(const nps_counts *counts)
{
    return counts->promoters != 0 || counts->passives != 0 || counts->detractors != 0;
}

static Datum count(nps_pg_reading *self, uint64_t number)
{
    pass(self, number <= PG_INT64_MAX ||
                   nps_sql_fail(&self->call, "%llu is more than an integer of SQL holds", (unsigned long long)number));
    return Int64GetDatum((int64)number);
}

/* The columns of nps_read(), as the script declares them. */
enum { N, PROMOTERS, PASSIVES, DETRACTORS, MISSING, INVALID, SCORE, LOWER, UPPER, LEVEL, METHOD, READ_COLUMNS };

PG_FUNCTION_INFO_V1(nps_pg_read);

Datum nps_pg_read(PG_FUNCTION_ARGS)
{
    Datum values[READ_COLUMNS] = {0};
    bool nulls[READ_COLUMNS] = {0};
    nps_interval_options options;
    nps_interval_result found;
    nps_pg_reading self;
    nps_accumulator state;
    nps_counts counts;
    double score;
    begin(&self, fcinfo, "nps_read", "slmc");
    if (PG_ARGISNULL(0))
        PG_RETURN_NULL();
    counts = read_counts(&self, 0, &state);
    values[N] = count(&self, counts.promoters + counts.passives + counts.detractors);
    values[PROMOTERS] = count(&self, counts.promoters);
    values[PASSIVES] = count(&self, counts.passives);
    values[DETRACTORS] = count(&self, counts.detractors);
    values[MISSING] = count(&self, state.missing);
    values[INVALID] = count(&self, state.invalid);
    values[LEVEL] = Float8GetDatum(self.level);
    nulls[SCORE] = nulls[LOWER] = nulls[UPPER] = nulls[METHOD] = !has_answers(&counts);
    if (has_answers(&counts)) {
        nps_interval_options_init(&options);
        options.level = self.level;
        options.method = self.method;
        pass(&self, nps_sql_passes(&self.call, nps_score(&counts, &score)));
        pass(&self, nps_sql_passes(&self.call, nps_interval_with(&counts, &options, &found)));
        values[SCORE] = Float8GetDatum(score);
        values[LOWER] = Float8GetDatum(found.bounds.lower);
        values[UPPER] = Float8GetDatum(found.bounds.upper);
        values[METHOD] = CStringGetTextDatum(nps_method_string(found.method));
    }
    return record(fcinfo, values, nulls);
}

/* The columns of nps_compare_read(). */
enum { OF_DIFFERENCE, OF_LOWER, OF_UPPER, OF_P, OF_LEVEL, OF_METHOD, COMPARE_COLUMNS };

PG_FUNCTION_INFO_V1(nps_pg_compare_read);

Datum nps_pg_compare_read(PG_FUNCTION_ARGS)
{
    Datum values[COMPARE_COLUMNS];
    bool nulls[COMPARE_COLUMNS] = {0};
    nps_pg_reading self;
    nps_comparison found;
    nps_accumulator state;
    nps_counts a, b;
    begin(&self, fcinfo, "nps_compare_read", "stlmc");
    if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
        PG_RETURN_NULL();
    a = read_counts(&self, 0, &state);
    b = read_counts(&self, 1, &state);
    if (!has_answers(&a) || !has_answers(&b))
        PG_RETURN_NULL();
    pass(&self, nps_sql_passes(&self.call, nps_compare(&a, &b, self.method, self.level, &found)));
    values[OF_DIFFERENCE] = Float8GetDatum(found.difference);
    values[OF_LOWER] = Float8GetDatum(found.bounds.lower);
    values[OF_UPPER] = Float8GetDatum(found.bounds.upper);
    values[OF_P] = Float8GetDatum(found.p_value);
    values[OF_LEVEL] = Float8GetDatum(self.level);
    values[OF_METHOD] = CStringGetTextDatum(nps_method_string(found.method));
    return record(fcinfo, values, nulls);
}
