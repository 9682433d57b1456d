/* What a state says: counts, score, interval, test, comparison, and records of them.
 * SPDX-License-Identifier: MIT */
#include "arguments.h"
#include "state.h"

#include <access/htup_details.h>
#include <funcapi.h>
#include <utils/builtins.h>
#include <utils/float.h>

/* The answers that promoters, passives and detractors gave, of a state that is made of counts. */
enum { PROMOTER = 10, PASSIVE = 8, DETRACTOR = 0 };

static bool is_empty(const nps_counts *counts)
{
    return counts->promoters == 0 && counts->passives == 0 && counts->detractors == 0;
}

/* The counts of a state that is not NULL. */
static nps_counts counts_of(const char *function, const nps_accumulator *state)
{
    nps_counts counts;
    nps_pg_check(function, nps_accumulator_counts(state, NULL, &counts, NULL));
    return counts;
}

/* Reads the counts of an argument; false if it is NULL or has no answers. */
static bool read_counts(const char *function, FunctionCallInfo fcinfo, int argument, nps_counts *counts)
{
    nps_accumulator state;
    if (PG_ARGISNULL(argument))
        return false;
    nps_pg_read_state(function, PG_GETARG_DATUM(argument), &state);
    *counts = counts_of(function, &state);
    return !is_empty(counts);
}

PG_FUNCTION_INFO_V1(nps_pg_score);

Datum nps_pg_score(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_score";
    nps_counts counts;
    double score;
    if (!read_counts(name, fcinfo, 0, &counts))
        PG_RETURN_NULL();
    nps_pg_check(name, nps_score(&counts, &score));
    PG_RETURN_FLOAT8(score);
}

/* The argument of a strict function. */
static nps_accumulator state_of(const char *function, FunctionCallInfo fcinfo)
{
    nps_accumulator state;
    nps_pg_read_state(function, PG_GETARG_DATUM(0), &state);
    return state;
}

static nps_counts strict_counts(const char *function, FunctionCallInfo fcinfo)
{
    const nps_accumulator state = state_of(function, fcinfo);
    return counts_of(function, &state);
}

static uint64 sum_of(const nps_counts *counts)
{
    return counts->promoters + counts->passives + counts->detractors;
}

PG_FUNCTION_INFO_V1(nps_pg_n);

Datum nps_pg_n(PG_FUNCTION_ARGS)
{
    const nps_counts counts = strict_counts("nps_n", fcinfo);
    return nps_pg_count("nps_n", sum_of(&counts));
}

PG_FUNCTION_INFO_V1(nps_pg_promoters);

Datum nps_pg_promoters(PG_FUNCTION_ARGS)
{
    return nps_pg_count("nps_promoters", strict_counts("nps_promoters", fcinfo).promoters);
}

PG_FUNCTION_INFO_V1(nps_pg_passives);

Datum nps_pg_passives(PG_FUNCTION_ARGS)
{
    return nps_pg_count("nps_passives", strict_counts("nps_passives", fcinfo).passives);
}

PG_FUNCTION_INFO_V1(nps_pg_detractors);

Datum nps_pg_detractors(PG_FUNCTION_ARGS)
{
    return nps_pg_count("nps_detractors", strict_counts("nps_detractors", fcinfo).detractors);
}

PG_FUNCTION_INFO_V1(nps_pg_missing);

Datum nps_pg_missing(PG_FUNCTION_ARGS)
{
    return nps_pg_count("nps_missing", state_of("nps_missing", fcinfo).missing);
}

PG_FUNCTION_INFO_V1(nps_pg_invalid);

Datum nps_pg_invalid(PG_FUNCTION_ARGS)
{
    return nps_pg_count("nps_invalid", state_of("nps_invalid", fcinfo).invalid);
}

/* The interval of a state that has answers. */
static bool read_bounds(const char *function, FunctionCallInfo fcinfo, nps_bounds *bounds)
{
    nps_counts counts;
    double level;
    nps_method method;
    nps_pg_read_options(function, fcinfo, 1, &level, &method);
    if (!read_counts(function, fcinfo, 0, &counts))
        return false;
    nps_pg_check(function, nps_interval(&counts, method, level, bounds));
    return true;
}

PG_FUNCTION_INFO_V1(nps_pg_lower);

Datum nps_pg_lower(PG_FUNCTION_ARGS)
{
    nps_bounds bounds;
    if (!read_bounds("nps_lower", fcinfo, &bounds))
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(bounds.lower);
}

PG_FUNCTION_INFO_V1(nps_pg_upper);

Datum nps_pg_upper(PG_FUNCTION_ARGS)
{
    nps_bounds bounds;
    if (!read_bounds("nps_upper", fcinfo, &bounds))
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(bounds.upper);
}

/* The direction of a test by name; NULL is both. */
static nps_alternative read_alternative(const char *function, FunctionCallInfo fcinfo, int argument)
{
    const char *given;
    if (PG_ARGISNULL(argument))
        return NPS_TWO_SIDED;
    given = text_to_cstring(PG_GETARG_TEXT_PP(argument));
    if (strcmp(given, "two-sided") == 0)
        return NPS_TWO_SIDED;
    if (strcmp(given, "greater") == 0)
        return NPS_GREATER;
    if (strcmp(given, "less") == 0)
        return NPS_LESS;
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("%s: the alternative must be one of two-sided, greater, less, not %s", function,
                           nps_pg_shown(PG_GETARG_TEXT_PP(argument)))));
}

PG_FUNCTION_INFO_V1(nps_pg_test);

Datum nps_pg_test(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_test";
    const nps_method method = nps_pg_read_method(name, fcinfo, 2);
    const nps_alternative alternative = read_alternative(name, fcinfo, 3);
    nps_counts counts;
    double p;
    if (PG_ARGISNULL(1) || !read_counts(name, fcinfo, 0, &counts))
        PG_RETURN_NULL();
    nps_pg_check(name, nps_test(&counts, PG_GETARG_FLOAT8(1), method, alternative, &p));
    PG_RETURN_FLOAT8(p);
}

PG_FUNCTION_INFO_V1(nps_pg_state_of_counts);

Datum nps_pg_state_of_counts(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_state";
    nps_accumulator state = {{0}, 0, 0};
    state.answers[PROMOTER] = nps_pg_read_times(name, fcinfo, 0, "promoters");
    state.answers[PASSIVE] = nps_pg_read_times(name, fcinfo, 1, "passives");
    state.answers[DETRACTOR] = nps_pg_read_times(name, fcinfo, 2, "detractors");
    return nps_pg_make_state(name, &state);
}

PG_FUNCTION_INFO_V1(nps_pg_merge);

Datum nps_pg_merge(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_merge";
    nps_accumulator sum = state_of(name, fcinfo), part;
    nps_pg_read_state(name, PG_GETARG_DATUM(1), &part);
    nps_pg_check(name, nps_accumulator_merge(&sum, &part));
    return nps_pg_make_state(name, &sum);
}

PG_FUNCTION_INFO_V1(nps_pg_subtract);

Datum nps_pg_subtract(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_subtract";
    nps_accumulator rest = state_of(name, fcinfo), part;
    nps_pg_read_state(name, PG_GETARG_DATUM(1), &part);
    nps_pg_check(name, nps_accumulator_subtract(&rest, &part));
    return nps_pg_make_state(name, &rest);
}

/* The first state minus the second, if both have answers. */
static bool read_comparison(const char *function, FunctionCallInfo fcinfo, double *level, nps_comparison *found)
{
    nps_counts a, b;
    nps_method method;
    nps_pg_read_options(function, fcinfo, 2, level, &method);
    if (!read_counts(function, fcinfo, 0, &a) || !read_counts(function, fcinfo, 1, &b))
        return false;
    nps_pg_check(function, nps_compare(&a, &b, method, *level, found));
    return true;
}

PG_FUNCTION_INFO_V1(nps_pg_difference);

Datum nps_pg_difference(PG_FUNCTION_ARGS)
{
    nps_comparison found;
    double level;
    if (!read_comparison("nps_compare", fcinfo, &level, &found))
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(found.difference);
}

PG_FUNCTION_INFO_V1(nps_pg_difference_lower);

Datum nps_pg_difference_lower(PG_FUNCTION_ARGS)
{
    nps_comparison found;
    double level;
    if (!read_comparison("nps_compare_lower", fcinfo, &level, &found))
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(found.bounds.lower);
}

PG_FUNCTION_INFO_V1(nps_pg_difference_upper);

Datum nps_pg_difference_upper(PG_FUNCTION_ARGS)
{
    nps_comparison found;
    double level;
    if (!read_comparison("nps_compare_upper", fcinfo, &level, &found))
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(found.bounds.upper);
}

PG_FUNCTION_INFO_V1(nps_pg_difference_p);

Datum nps_pg_difference_p(PG_FUNCTION_ARGS)
{
    nps_comparison found;
    double level;
    if (!read_comparison("nps_compare_p", fcinfo, &level, &found))
        PG_RETURN_NULL();
    PG_RETURN_FLOAT8(found.p_value);
}

/* The record that a function returns by its OUT parameters. */
static Datum record(FunctionCallInfo fcinfo, Datum *values, bool *nulls)
{
    TupleDesc columns;
    if (get_call_result_type(fcinfo, NULL, &columns) != TYPEFUNC_COMPOSITE)
        elog(ERROR, "a function that returns a record was declared otherwise");
    return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(columns), values, nulls));
}

/* The columns of nps_read(), as the script declares them. */
enum { N, PROMOTERS, PASSIVES, DETRACTORS, MISSING, INVALID, SCORE, LOWER, UPPER, LEVEL, METHOD, READ_COLUMNS };

PG_FUNCTION_INFO_V1(nps_pg_read);

Datum nps_pg_read(PG_FUNCTION_ARGS)
{
    static const char name[] = "nps_read";
    Datum values[READ_COLUMNS] = {0};
    bool nulls[READ_COLUMNS] = {0};
    nps_interval_options options;
    nps_interval_result found;
    nps_accumulator state;
    nps_counts counts;
    double score;
    nps_interval_options_init(&options);
    nps_pg_read_options(name, fcinfo, 1, &options.level, &options.method);
    if (PG_ARGISNULL(0))
        PG_RETURN_NULL();
    state = state_of(name, fcinfo);
    counts = counts_of(name, &state);
    values[N] = nps_pg_count(name, sum_of(&counts));
    values[PROMOTERS] = nps_pg_count(name, counts.promoters);
    values[PASSIVES] = nps_pg_count(name, counts.passives);
    values[DETRACTORS] = nps_pg_count(name, counts.detractors);
    values[MISSING] = nps_pg_count(name, state.missing);
    values[INVALID] = nps_pg_count(name, state.invalid);
    values[LEVEL] = Float8GetDatum(options.level);
    if (is_empty(&counts)) {
        nulls[SCORE] = nulls[LOWER] = nulls[UPPER] = nulls[METHOD] = true;
    } else {
        nps_pg_check(name, nps_score(&counts, &score));
        nps_pg_check(name, nps_interval_with(&counts, &options, &found));
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
    nps_comparison found;
    double level;
    if (!read_comparison("nps_compare_read", fcinfo, &level, &found))
        PG_RETURN_NULL();
    values[OF_DIFFERENCE] = Float8GetDatum(found.difference);
    values[OF_LOWER] = Float8GetDatum(found.bounds.lower);
    values[OF_UPPER] = Float8GetDatum(found.bounds.upper);
    values[OF_P] = Float8GetDatum(found.p_value);
    values[OF_LEVEL] = Float8GetDatum(level);
    values[OF_METHOD] = CStringGetTextDatum(nps_method_string(found.method));
    return record(fcinfo, values, nulls);
}

PG_FUNCTION_INFO_V1(nps_pg_version);

Datum nps_pg_version(PG_FUNCTION_ARGS)
{
    PG_RETURN_TEXT_P(cstring_to_text(nps_version_string()));
}
