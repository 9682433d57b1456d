/* What a state says: counts, score, interval, test, comparison, and all of it as JSON.
 * SPDX-License-Identifier: MIT */
#include "arguments.h"
#include "functions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

SQLITE_EXTENSION_INIT3

/* Digits of a double that is read again as the same one; fewer are tried first. */
enum { FEWEST_DIGITS = 15, MOST_DIGITS = 17, NUMBER_SIZE = 32 };

/* The answers that promoters, passives and detractors gave, of a state that is made of counts. */
enum { PROMOTER = 10, PASSIVE = 8, DETRACTOR = 0 };

static bool is_null(sqlite3_value *value)
{
    return sqlite3_value_type(value) == SQLITE_NULL;
}

/* Reads the state and its counts; the result stays NULL for a NULL. */
static bool read_counts(sqlite3_context *context, sqlite3_value *value, nps_accumulator *state, nps_counts *counts)
{
    return !is_null(value) && nps_sql_read_state(context, value, state) &&
           nps_sql_check(context, nps_accumulator_counts(state, NULL, counts, NULL), NULL);
}

static bool is_empty(const nps_counts *counts)
{
    return counts->promoters == 0 && counts->passives == 0 && counts->detractors == 0;
}

void nps_sql_score(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_accumulator state;
    nps_counts counts;
    double score;
    (void)argc;
    if (read_counts(context, argv[0], &state, &counts) && !is_empty(&counts) &&
        nps_sql_check(context, nps_score(&counts, &score), NULL))
        sqlite3_result_double(context, score);
}

void nps_sql_n(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_accumulator state;
    nps_counts counts;
    (void)argc;
    if (read_counts(context, argv[0], &state, &counts))
        nps_sql_return_count(context, counts.promoters + counts.passives + counts.detractors);
}

void nps_sql_promoters(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_accumulator state;
    nps_counts counts;
    (void)argc;
    if (read_counts(context, argv[0], &state, &counts))
        nps_sql_return_count(context, counts.promoters);
}

void nps_sql_passives(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_accumulator state;
    nps_counts counts;
    (void)argc;
    if (read_counts(context, argv[0], &state, &counts))
        nps_sql_return_count(context, counts.passives);
}

void nps_sql_detractors(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_accumulator state;
    nps_counts counts;
    (void)argc;
    if (read_counts(context, argv[0], &state, &counts))
        nps_sql_return_count(context, counts.detractors);
}

void nps_sql_missing(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_accumulator state;
    (void)argc;
    if (!is_null(argv[0]) && nps_sql_read_state(context, argv[0], &state))
        nps_sql_return_count(context, state.missing);
}

void nps_sql_invalid(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_accumulator state;
    (void)argc;
    if (!is_null(argv[0]) && nps_sql_read_state(context, argv[0], &state))
        nps_sql_return_count(context, state.invalid);
}

/* The interval of a state that has answers. */
static bool read_bounds(sqlite3_context *context, int argc, sqlite3_value **argv, nps_bounds *bounds)
{
    nps_accumulator state;
    nps_counts counts;
    double level;
    nps_method method;
    return nps_sql_read_options(context, argc - 1, argv + 1, &level, &method) &&
           read_counts(context, argv[0], &state, &counts) && !is_empty(&counts) &&
           nps_sql_check(context, nps_interval(&counts, method, level, bounds), NULL);
}

void nps_sql_lower(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_bounds bounds;
    if (read_bounds(context, argc, argv, &bounds))
        sqlite3_result_double(context, bounds.lower);
}

void nps_sql_upper(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_bounds bounds;
    if (read_bounds(context, argc, argv, &bounds))
        sqlite3_result_double(context, bounds.upper);
}

void nps_sql_test(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_accumulator state;
    nps_counts counts;
    double p;
    const int type = sqlite3_value_type(argv[1]);
    (void)argc;
    if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
        char *shown = nps_sql_shown(argv[1]);
        nps_sql_refuse(context, "the reference must be a score from -100 to 100, not %s", shown ? shown : "this");
        sqlite3_free(shown);
    } else if (type != SQLITE_NULL && read_counts(context, argv[0], &state, &counts) && !is_empty(&counts) &&
               nps_sql_check(context,
                             nps_test(&counts, sqlite3_value_double(argv[1]), NPS_METHOD_AUTO, NPS_TWO_SIDED, &p),
                             NULL)) {
        sqlite3_result_double(context, p);
    }
}

void nps_sql_state(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    static const char *const names[] = {"promoters", "passives", "detractors"};
    static const int answers[] = {PROMOTER, PASSIVE, DETRACTOR};
    nps_accumulator state = {{0}, 0, 0};
    for (int i = 0; i < argc; i++) {
        if (!nps_sql_read_times(context, argv[i], names[i], &state.answers[answers[i]]))
            return;
    }
    nps_sql_return_state(context, &state);
}

/* The first state minus the second, if both have answers. */
static bool read_comparison(sqlite3_context *context, int argc, sqlite3_value **argv, nps_comparison *found)
{
    nps_accumulator state;
    nps_counts a, b;
    double level;
    nps_method method;
    return nps_sql_read_options(context, argc - 2, argv + 2, &level, &method) &&
           read_counts(context, argv[0], &state, &a) && read_counts(context, argv[1], &state, &b) && !is_empty(&a) &&
           !is_empty(&b) && nps_sql_check(context, nps_compare(&a, &b, method, level, found), NULL);
}

void nps_sql_compare(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_comparison found;
    if (read_comparison(context, argc, argv, &found))
        sqlite3_result_double(context, found.difference);
}

void nps_sql_compare_lower(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_comparison found;
    if (read_comparison(context, argc, argv, &found))
        sqlite3_result_double(context, found.bounds.lower);
}

void nps_sql_compare_upper(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_comparison found;
    if (read_comparison(context, argc, argv, &found))
        sqlite3_result_double(context, found.bounds.upper);
}

void nps_sql_compare_p(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_comparison found;
    if (read_comparison(context, argc, argv, &found))
        sqlite3_result_double(context, found.p_value);
}

/* A finite double as JSON: the shortest that is read as the same, with a point or an exponent, whatever the locale. */
static void write_number(char out[NUMBER_SIZE], double number)
{
    int digits = FEWEST_DIGITS;
    do
        snprintf(out, NUMBER_SIZE, "%.*g", digits, number);
    while (strtod(out, NULL) != number && digits++ < MOST_DIGITS);
    out[strcspn(out, ",")] = out[strcspn(out, ",")] == ',' ? '.' : '\0';
    if (!strpbrk(out, ".e"))
        strcat(out, ".0");
}

void nps_sql_json(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    nps_accumulator state;
    nps_counts counts;
    nps_interval_options options;
    nps_interval_result found;
    char score[NUMBER_SIZE] = "null", lower[NUMBER_SIZE] = "null", upper[NUMBER_SIZE] = "null", level[NUMBER_SIZE];
    const char *quote = "", *method = "null";
    double value;
    char *json;
    nps_interval_options_init(&options);
    if (!nps_sql_read_options(context, argc - 1, argv + 1, &options.level, &options.method) ||
        !read_counts(context, argv[0], &state, &counts))
        return;
    if (!is_empty(&counts)) {
        if (!nps_sql_check(context, nps_score(&counts, &value), NULL) ||
            !nps_sql_check(context, nps_interval_with(&counts, &options, &found), NULL))
            return;
        write_number(score, value);
        write_number(lower, found.bounds.lower);
        write_number(upper, found.bounds.upper);
        quote = "\"";
        method = nps_method_string(found.method);
    }
    write_number(level, options.level);
    json = sqlite3_mprintf("{\"n\":%llu,\"promoters\":%llu,\"passives\":%llu,\"detractors\":%llu,\"missing\":%llu,"
                           "\"invalid\":%llu,\"score\":%s,\"lower\":%s,\"upper\":%s,\"level\":%s,\"method\":%s%s%s}",
                           (unsigned long long)(counts.promoters + counts.passives + counts.detractors),
                           (unsigned long long)counts.promoters, (unsigned long long)counts.passives,
                           (unsigned long long)counts.detractors, (unsigned long long)state.missing,
                           (unsigned long long)state.invalid, score, lower, upper, level, quote, method, quote);
    if (json)
        sqlite3_result_text(context, json, -1, sqlite3_free);
    else
        sqlite3_result_error_nomem(context);
}

void nps_sql_version(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    (void)argc;
    (void)argv;
    sqlite3_result_text(context, nps_version_string(), -1, SQLITE_STATIC);
}
