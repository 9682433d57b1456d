/* SPDX-License-Identifier: MIT */
#include <nps/composition.h>

#include "allocator.h"
#include "composition/exact.h"
#include "composition/score.h"
#include "composition/superiority.h"
#include "counts.h"
#include "math/rounded_parts.h"
#include "method.h"
#include "support/checked.h"
#include "support/options.h"

#include <math.h>
#include <nps/compare.h>

_Static_assert(NPS_SHARES_DECIMALS_MAX == NPS_ROUNDED_DECIMALS, "the header promises what the rounding can do");

/* Two samples of answers in `count` categories, from the lowest one, and what is asked of them. */
typedef struct composition_request {
    uint64_t a[NPS_TABLE_CATEGORIES], b[NPS_TABLE_CATEGORIES];
    int count;
    uint64_t n_a, n_b;
    uint64_t exact_max;
    nps_composition_options options;
    nps_allocator allocator;
} composition_request;

static nps_status read_options(composition_request *request, const nps_composition_options *options)
{
    nps_status status;
    nps_composition_options_init(&request->options);
    status = nps_options_read(&request->options, sizeof request->options, sizeof request->options, options);
    if (!status && !nps_allocator_read(&request->allocator, request->options.allocator))
        status = NPS_ERROR_NULL;
    return status;
}

static nps_status total_of(const uint64_t *answers, int count, uint64_t *total)
{
    uint64_t sum = 0;
    for (int category = 0; category < count; category++)
        if (!checked_add(sum, answers[category], &sum))
            return NPS_ERROR_OVERFLOW;
    *total = sum;
    return sum == 0 ? NPS_ERROR_EMPTY : NPS_OK;
}

static nps_status check_samples(composition_request *request)
{
    uint64_t n;
    nps_status status = total_of(request->a, request->count, &request->n_a);
    if (!status)
        status = total_of(request->b, request->count, &request->n_b);
    if (!status && !checked_add(request->n_a, request->n_b, &n))
        status = NPS_ERROR_OVERFLOW;
    return status;
}

/* Resolves the method by the size of the smaller sample. */
static nps_status find_method(composition_request *request)
{
    const uint64_t n = request->n_a < request->n_b ? request->n_a : request->n_b;
    const nps_procedure *unused;
    nps_method *method = &request->options.method;
    nps_status status = NPS_OK;
    if (*method == NPS_METHOD_AUTO)
        *method = n <= request->exact_max ? NPS_METHOD_EXACT : NPS_METHOD_SCORE;
    else if (*method != NPS_METHOD_EXACT && *method != NPS_METHOD_SCORE)
        status = nps_method_find(*method, NPS_TWO_SAMPLES, 0, 0, method, &unused);
    if (!status && *method != NPS_METHOD_EXACT && *method != NPS_METHOD_SCORE)
        status = NPS_ERROR_UNAVAILABLE;
    if (!status && *method == NPS_METHOD_EXACT && n > request->exact_max)
        status = NPS_ERROR_TOO_MANY;
    return status ? status : nps_method_check_level(request->options.level);
}

static nps_status find_evidence(const composition_request *request, const nps_share_table *table,
                                nps_share_evidence *out)
{
    if (request->options.method == NPS_METHOD_EXACT && table->count > 3)
        return nps_share_table_recurse(table, &request->allocator, out);
    *out =
        request->options.method == NPS_METHOD_EXACT ? nps_share_table_enumerate(table) : nps_share_table_score(table);
    return NPS_OK;
}

/* Two proportions are compared as the scores of promoters and detractors, whose difference is twice as large. */
static nps_share_difference difference_of(const composition_request *request, int category, double level)
{
    const nps_counts a = {request->a[category], 0, request->n_a - request->a[category]};
    const nps_counts b = {request->b[category], 0, request->n_b - request->b[category]};
    nps_comparison found;
    const bool can_be_bounded = level < 1;
    /* The counts and the method are valid; the level may have been rounded to 1. */
    if (nps_compare(&a, &b, NPS_METHOD_SKEWNESS_SCORE, can_be_bounded ? level : 0.5, &found))
        return (nps_share_difference){NAN, {NAN, NAN}};
    if (!can_be_bounded)
        return (nps_share_difference){found.difference / 2, {-100, 100}};
    return (nps_share_difference){found.difference / 2, {found.bounds.lower / 2, found.bounds.upper / 2}};
}

static double level_of_each(const composition_request *request)
{
    return 1 - (1 - request->options.level) / request->count;
}

static nps_status answer(const composition_request *request, nps_composition *out)
{
    nps_share_table table;
    nps_share_evidence evidence;
    nps_superiority superiority;
    nps_status status;
    nps_share_table_read(&table, request->a, request->b, request->count);
    status = find_evidence(request, &table, &evidence);
    if (status)
        return status;
    superiority = nps_share_table_superiority(&table, 1 - request->options.level);
    out->p_value = fmin(1, evidence.shares);
    out->statistic = nps_share_table_statistic(&table);
    out->degrees = table.count - 1;
    out->rank_p_value = fmin(1, evidence.ranks);
    out->cramers_v = fmin(1, sqrt(out->statistic / table.n));
    out->total_variation = nps_share_table_variation(&table);
    out->superiority = superiority.estimate;
    out->superiority_lower = superiority.lower;
    out->superiority_upper = superiority.upper;
    out->cliffs_delta = 2 * superiority.estimate - 1;
    out->method = request->options.method;
    return NPS_OK;
}

static nps_status test_request(composition_request *request, uint64_t exact_max, nps_composition *out)
{
    nps_status status = check_samples(request);
    request->exact_max = exact_max;
    if (!status)
        status = find_method(request);
    return status ? status : answer(request, out);
}

static void take_counts(uint64_t categories[3], const nps_counts *counts)
{
    categories[0] = counts->detractors;
    categories[1] = counts->passives;
    categories[2] = counts->promoters;
}

nps_status nps_composition_test(const nps_counts *a, const nps_counts *b, const nps_composition_options *options,
                                nps_composition *out, nps_share_difference differences[3])
{
    composition_request request = {.count = 3};
    nps_status status;
    if (!a || !b || !out)
        return NPS_ERROR_NULL;
    status = read_options(&request, options);
    if (status)
        return status;
    take_counts(request.a, a);
    take_counts(request.b, b);
    status = test_request(&request, NPS_COMPOSITION_EXACT_MAX, out);
    for (int category = 0; !status && differences && category < 3; category++)
        differences[2 - category] = difference_of(&request, category, level_of_each(&request));
    return status;
}

/* The answers on the scale, from its lowest one; counting them checks the scale and that there are no others. */
static nps_status take_answers(uint64_t *categories, const nps_accumulator *from, const nps_scale *scale)
{
    nps_counts counts;
    const nps_status status = nps_accumulator_counts(from, scale, &counts, NULL);
    for (int answer = scale->lowest; !status && answer <= scale->highest; answer++)
        categories[answer - scale->lowest] = from->answers[answer];
    return status;
}

nps_status nps_distribution_test(const nps_accumulator *a, const nps_accumulator *b,
                                 const nps_composition_options *options, nps_composition *out,
                                 nps_share_difference differences[11])
{
    composition_request request = {.count = 0};
    const nps_scale *scale;
    nps_status status;
    if (!a || !b || !out)
        return NPS_ERROR_NULL;
    status = read_options(&request, options);
    if (status)
        return status;
    scale = request.options.scale ? request.options.scale : nps_scale_0_10();
    status = take_answers(request.a, a, scale);
    if (!status)
        status = take_answers(request.b, b, scale);
    request.count = scale->highest - scale->lowest + 1;
    if (!status)
        status = test_request(&request, NPS_DISTRIBUTION_EXACT_MAX, out);
    for (int answer = 0; !status && differences && answer < NPS_TABLE_CATEGORIES; answer++)
        differences[answer] = answer < scale->lowest || answer > scale->highest
                                  ? (nps_share_difference){0, {0, 0}}
                                  : difference_of(&request, answer - scale->lowest, level_of_each(&request));
    return status;
}

nps_status nps_shares_round(const uint64_t *counts, size_t count, uint32_t decimals, double *percent)
{
    uint64_t total = 0;
    if (!counts || !percent)
        return NPS_ERROR_NULL;
    if (decimals > NPS_SHARES_DECIMALS_MAX)
        return NPS_ERROR_UNAVAILABLE;
    for (size_t i = 0; i < count; i++)
        if (!checked_add(total, counts[i], &total))
            return NPS_ERROR_OVERFLOW;
    if (total == 0)
        return NPS_ERROR_EMPTY;
    nps_round_shares(counts, count, total, decimals, percent);
    return NPS_OK;
}
