/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include <stdio.h>
#include <string.h>

/* The answers that promoters, passives and detractors gave, of a state that is made of counts. */
enum { PROMOTER = 10, PASSIVE = 8, DETRACTOR = 0 };

/* The argument of a letter, or NULL. */
static const nps_sql_value *argument(const nps_sql_call *call, int letter)
{
    static const nps_sql_value nothing = {NPS_SQL_NULL, 0, 0, NULL, 0};
    const char *place = strchr(call->parameters, letter);
    return place && place - call->parameters < call->count ? &call->arguments[place - call->parameters] : &nothing;
}

static void return_count(nps_sql_call *call, uint64_t count)
{
    if (count > INT64_MAX) {
        nps_sql_fail(call, "%llu is more than an integer of SQL holds", (unsigned long long)count);
        return;
    }
    call->result.type = NPS_SQL_INTEGER;
    call->result.integer = (int64_t)count;
}

static void return_real(nps_sql_call *call, double number)
{
    call->result.type = NPS_SQL_REAL;
    call->result.real = number;
}

static void return_bytes(nps_sql_call *call, nps_sql_type type, const char *bytes, size_t length)
{
    call->result.type = type;
    call->result.bytes = bytes;
    call->result.length = length;
}

/* Reads a state and its counts; false for a NULL too, of which the result is NULL. */
static bool read_sample(nps_sql_call *call, int letter, nps_accumulator *state, nps_counts *counts)
{
    const nps_sql_value *value = argument(call, letter);
    const nps_scale *scale;
    uint64_t off;
    if (!nps_sql_read_scale(call, argument(call, NPS_SQL_PARAMETER_SCALE), &scale) || value->type == NPS_SQL_NULL ||
        !nps_sql_read_state(call, value, state) ||
        !nps_sql_passes(call, nps_accumulator_counts(state, scale, counts, &off)))
        return false;
    return off == 0 ||
           nps_sql_fail(call, "answers off the scale %s: %llu", nps_sql_scale_name(scale), (unsigned long long)off);
}

static bool has_answers(const nps_counts *counts)
{
    return counts->promoters != 0 || counts->passives != 0 || counts->detractors != 0;
}

static void score(nps_sql_call *call)
{
    nps_accumulator state;
    nps_counts counts;
    double found;
    if (read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts) && has_answers(&counts) &&
        nps_sql_passes(call, nps_score(&counts, &found)))
        return_real(call, found);
}

static void n(nps_sql_call *call)
{
    nps_accumulator state;
    nps_counts counts;
    if (read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts))
        return_count(call, counts.promoters + counts.passives + counts.detractors);
}

static void promoters(nps_sql_call *call)
{
    nps_accumulator state;
    nps_counts counts;
    if (read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts))
        return_count(call, counts.promoters);
}

static void passives(nps_sql_call *call)
{
    nps_accumulator state;
    nps_counts counts;
    if (read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts))
        return_count(call, counts.passives);
}

static void detractors(nps_sql_call *call)
{
    nps_accumulator state;
    nps_counts counts;
    if (read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts))
        return_count(call, counts.detractors);
}

static void missing(nps_sql_call *call)
{
    nps_accumulator state;
    nps_counts counts;
    if (read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts))
        return_count(call, state.missing);
}

static void invalid(nps_sql_call *call)
{
    nps_accumulator state;
    nps_counts counts;
    if (read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts))
        return_count(call, state.invalid);
}

static bool read_options(nps_sql_call *call, double *level, nps_method *method)
{
    return nps_sql_read_level(call, argument(call, NPS_SQL_PARAMETER_LEVEL), level) &&
           nps_sql_read_method(call, argument(call, NPS_SQL_PARAMETER_METHOD), method);
}

static bool read_bounds(nps_sql_call *call, nps_bounds *bounds)
{
    nps_accumulator state;
    nps_counts counts;
    double level;
    nps_method method;
    return read_options(call, &level, &method) && read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts) &&
           has_answers(&counts) && nps_sql_passes(call, nps_interval(&counts, method, level, bounds));
}

static void lower(nps_sql_call *call)
{
    nps_bounds bounds;
    if (read_bounds(call, &bounds))
        return_real(call, bounds.lower);
}

static void upper(nps_sql_call *call)
{
    nps_bounds bounds;
    if (read_bounds(call, &bounds))
        return_real(call, bounds.upper);
}

static void test(nps_sql_call *call)
{
    const nps_sql_value *value = argument(call, NPS_SQL_PARAMETER_REFERENCE);
    const double reference = value->type == NPS_SQL_INTEGER ? (double)value->integer : value->real;
    nps_accumulator state;
    nps_counts counts;
    double p;
    if (value->type == NPS_SQL_TEXT || value->type == NPS_SQL_BLOB)
        nps_sql_fail_value(call, value, "the reference must be a score from -100 to 100");
    else if (value->type != NPS_SQL_NULL && read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts) &&
             has_answers(&counts) &&
             nps_sql_passes(call, nps_test(&counts, reference, NPS_METHOD_AUTO, NPS_TWO_SIDED, &p)))
        return_real(call, p);
}

static void state_of_counts(nps_sql_call *call)
{
    static const char *const names[] = {"promoters", "passives", "detractors"};
    static const int answers[] = {PROMOTER, PASSIVE, DETRACTOR};
    nps_accumulator state = {{0}, 0, 0};
    size_t length;
    for (int i = 0; i < call->count; i++) {
        if (!nps_sql_read_times(call, &call->arguments[i], names[i], &state.answers[answers[i]]))
            return;
    }
    if (nps_sql_passes(call, nps_accumulator_encode(&state, call->buffer, sizeof call->buffer, &length)))
        return_bytes(call, NPS_SQL_BLOB, call->buffer, length);
}

/* The first state minus the second, if both have answers. */
static bool read_comparison(nps_sql_call *call, nps_comparison *found)
{
    nps_accumulator state;
    nps_counts a, b;
    double level;
    nps_method method;
    return read_options(call, &level, &method) && read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &a) &&
           read_sample(call, NPS_SQL_PARAMETER_OTHER, &state, &b) && has_answers(&a) && has_answers(&b) &&
           nps_sql_passes(call, nps_compare(&a, &b, method, level, found));
}

static void compare(nps_sql_call *call)
{
    nps_comparison found;
    if (read_comparison(call, &found))
        return_real(call, found.difference);
}

static void compare_lower(nps_sql_call *call)
{
    nps_comparison found;
    if (read_comparison(call, &found))
        return_real(call, found.bounds.lower);
}

static void compare_upper(nps_sql_call *call)
{
    nps_comparison found;
    if (read_comparison(call, &found))
        return_real(call, found.bounds.upper);
}

static void compare_p(nps_sql_call *call)
{
    nps_comparison found;
    if (read_comparison(call, &found))
        return_real(call, found.p_value);
}

static void json(nps_sql_call *call)
{
    nps_accumulator state;
    nps_counts counts;
    nps_interval_options options;
    nps_interval_result found;
    char points[NPS_SQL_NUMBER_SIZE] = "null", from[NPS_SQL_NUMBER_SIZE] = "null", to[NPS_SQL_NUMBER_SIZE] = "null";
    char level[NPS_SQL_NUMBER_SIZE];
    const char *quote = "", *method = "null";
    double value;
    int length;
    nps_interval_options_init(&options);
    if (!read_options(call, &options.level, &options.method) ||
        !read_sample(call, NPS_SQL_PARAMETER_STATE, &state, &counts))
        return;
    if (has_answers(&counts)) {
        if (!nps_sql_passes(call, nps_score(&counts, &value)) ||
            !nps_sql_passes(call, nps_interval_with(&counts, &options, &found)))
            return;
        nps_sql_write_number(points, value);
        nps_sql_write_number(from, found.bounds.lower);
        nps_sql_write_number(to, found.bounds.upper);
        quote = "\"";
        method = nps_method_string(found.method);
    }
    nps_sql_write_number(level, options.level);
    length = snprintf(call->buffer, sizeof call->buffer,
                      "{\"n\":%llu,\"promoters\":%llu,\"passives\":%llu,\"detractors\":%llu,\"missing\":%llu,"
                      "\"invalid\":%llu,\"score\":%s,\"lower\":%s,\"upper\":%s,\"level\":%s,\"method\":%s%s%s}",
                      (unsigned long long)(counts.promoters + counts.passives + counts.detractors),
                      (unsigned long long)counts.promoters, (unsigned long long)counts.passives,
                      (unsigned long long)counts.detractors, (unsigned long long)state.missing,
                      (unsigned long long)state.invalid, points, from, to, level, quote, method, quote);
    if (length > 0 && (size_t)length < sizeof call->buffer)
        return_bytes(call, NPS_SQL_TEXT, call->buffer, (size_t)length);
}

static void version(nps_sql_call *call)
{
    const char *text = nps_version_string();
    return_bytes(call, NPS_SQL_TEXT, text, strlen(text));
}

const nps_sql_figure nps_sql_figures[] = {
    {"nps_score", 1, "sc", NPS_SQL_REAL, score},
    {"nps_n", 1, "sc", NPS_SQL_INTEGER, n},
    {"nps_promoters", 1, "sc", NPS_SQL_INTEGER, promoters},
    {"nps_passives", 1, "sc", NPS_SQL_INTEGER, passives},
    {"nps_detractors", 1, "sc", NPS_SQL_INTEGER, detractors},
    {"nps_missing", 1, "s", NPS_SQL_INTEGER, missing},
    {"nps_invalid", 1, "s", NPS_SQL_INTEGER, invalid},
    {"nps_lower", 1, "slmc", NPS_SQL_REAL, lower},
    {"nps_upper", 1, "slmc", NPS_SQL_REAL, upper},
    {"nps_json", 1, "slmc", NPS_SQL_TEXT, json},
    {"nps_test", 2, "src", NPS_SQL_REAL, test},
    {"nps_state", 3, "nnn", NPS_SQL_BLOB, state_of_counts},
    {"nps_compare", 2, "stlmc", NPS_SQL_REAL, compare},
    {"nps_compare_lower", 2, "stlmc", NPS_SQL_REAL, compare_lower},
    {"nps_compare_upper", 2, "stlmc", NPS_SQL_REAL, compare_upper},
    {"nps_compare_p", 2, "stlmc", NPS_SQL_REAL, compare_p},
    {"nps_version", 0, "", NPS_SQL_TEXT, version},
    {NULL, 0, NULL, NPS_SQL_NULL, NULL},
};

bool nps_sql_compute(const nps_sql_figure *figure, nps_sql_call *call, const nps_sql_value *arguments, int count)
{
    nps_sql_begin(call, figure->name, arguments, count);
    call->parameters = figure->parameters;
    figure->compute(call);
    return call->message[0] == '\0';
}
