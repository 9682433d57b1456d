/* SPDX-License-Identifier: MIT */
#include <nps/compare.h>

#include "compare/difference.h"
#include "compare/exact.h"
#include "counts.h"
#include "method.h"
#include "support/options.h"

#include <math.h>
#include <stddef.h>

/* The inputs of a comparison, checked. */
struct comparison_request {
    nps_pair pair;
    nps_method method;
    double difference, alpha;
    double reference;        /* theta of a benchmark, or a margin in theta */
    nps_interrupt interrupt; /* of the exact method */
    nps_bounds theta;
    double p_value;
};

/* Checks the first sample, the method and the level; `others` is the size of the second sample, or 0. */
static nps_status prepare(struct comparison_request *request, const nps_counts *counts, uint64_t others,
                          nps_method method, double level, double *score)
{
    uint64_t n;
    nps_status status = nps_counts_total(counts, &n);
    /* One method is used for both samples, so the larger sample determines it. */
    if (!status)
        status = nps_method_find(method, others == 0 ? NPS_ONE_SAMPLE : NPS_TWO_SAMPLES, others > n ? others : n, 0,
                                 &request->method, &request->pair.procedure);
    if (!status)
        status = nps_method_check_level(level);
    if (!status)
        status = nps_score(counts, score);
    if (status)
        return status;
    request->pair.a = nps_counts_to_real(counts);
    request->alpha = 1 - level;
    return NPS_OK;
}

/* The same for two samples. */
static nps_status prepare_two(struct comparison_request *request, const nps_counts *a, const nps_counts *b,
                              nps_method method, double level)
{
    double score_a, score_b;
    uint64_t n_b;
    nps_status status = nps_counts_total(b, &n_b);
    if (!status)
        status = prepare(request, a, n_b, method, level, &score_a);
    if (!status)
        status = nps_score(b, &score_b);
    if (status)
        return status;
    request->pair.b = nps_counts_to_real(b);
    request->difference = score_a - score_b;
    return NPS_OK;
}

static nps_status against_sample(void *context, const nps_setting *setting)
{
    struct comparison_request *request = context;
    nps_status status;
    request->pair.setting = setting;
    status = nps_difference_bounds(&request->pair, request->alpha, &request->theta);
    if (!status)
        request->p_value = nps_difference_p_value(&request->pair, 0, NPS_TWO_SIDED);
    return status;
}

static nps_status against_reference(void *context, const nps_setting *setting)
{
    struct comparison_request *request = context;
    const nps_procedure *procedure = request->pair.procedure;
    nps_status status = nps_procedure_bounds(procedure, setting, &request->pair.a, request->alpha, &request->theta);
    if (!status)
        status = nps_procedure_p_value(procedure, setting, &request->pair.a, request->reference, NPS_TWO_SIDED,
                                       &request->p_value);
    request->theta.lower = fmax(request->theta.lower, -1) - request->reference;
    request->theta.upper = fmin(request->theta.upper, 1) - request->reference;
    return status;
}

/* Tests that the difference is above minus the margin. */
static nps_status against_margin(void *context, const nps_setting *setting)
{
    struct comparison_request *request = context;
    request->pair.setting = setting;
    request->p_value = nps_margin_p_value(&request->pair, -request->reference, NPS_GREATER);
    return nps_margin_bounds(&request->pair, request->alpha, &request->theta);
}

/* Tests that the difference is between minus and plus the margin. */
static nps_status against_both_margins(void *context, const nps_setting *setting)
{
    struct comparison_request *request = context;
    const nps_status status = against_margin(request, setting);
    request->p_value = fmax(request->p_value, nps_margin_p_value(&request->pair, request->reference, NPS_LESS));
    return status;
}

static nps_status against_sample_exactly(struct comparison_request *request)
{
    nps_exact_comparison exact;
    const nps_status status =
        nps_exact_compare(&request->pair.a, &request->pair.b, request->alpha, &request->interrupt, &exact);
    if (status)
        return status;
    request->theta = exact.theta;
    request->p_value = exact.p_value;
    return NPS_OK;
}

/* With one-sided tests; alpha is twice that of each. */
static nps_status against_margin_exactly(struct comparison_request *request, nps_work work)
{
    nps_exact_margin exact;
    const nps_status status = nps_exact_compare_margin(&request->pair.a, &request->pair.b, request->reference,
                                                       request->alpha / 2, &request->interrupt, &exact);
    if (status)
        return status;
    request->theta = exact.theta;
    request->p_value = work == against_margin ? exact.p_below : fmax(exact.p_below, exact.p_above);
    return NPS_OK;
}

/* The exact comparison of two samples brings its own memory. */
static nps_status work_exactly(struct comparison_request *request, nps_work work)
{
    return work == against_sample ? against_sample_exactly(request) : against_margin_exactly(request, work);
}

static nps_status answer(struct comparison_request *request, nps_work work, nps_comparison *out)
{
    const nps_status status = request->method == NPS_METHOD_EXACT && work != against_reference
                                  ? work_exactly(request, work)
                                  : nps_method_work(request->pair.procedure, NULL, work, request);
    if (status)
        return status;
    out->difference = request->difference;
    out->bounds = nps_bounds_in_points(&request->theta, 200);
    out->p_value = request->p_value;
    out->method = request->method;
    return NPS_OK;
}

static nps_status compare(const nps_counts *a, const nps_counts *b, const nps_comparison_options *options,
                          nps_comparison *out)
{
    struct comparison_request request = {.interrupt = options->interrupt};
    const nps_status status = prepare_two(&request, a, b, options->method, options->level);
    return status ? status : answer(&request, against_sample, out);
}

/* One-sided tests need a method whose intervals have equal tails, or the exact one, which has tests of its own. */
static nps_status compare_by_margin(const nps_counts *a, const nps_counts *b, const nps_comparison_options *options,
                                    nps_comparison *out)
{
    struct comparison_request request = {.interrupt = options->interrupt};
    nps_status status;
    if (options->method == NPS_METHOD_ANYTIME)
        return NPS_ERROR_UNAVAILABLE;
    status = prepare_two(&request, a, b, options->method, options->level);
    if (!status && !(options->level > 0.5))
        status = NPS_ERROR_LEVEL;
    if (!status && !(options->margin > 0 && options->margin <= 200))
        status = NPS_ERROR_REFERENCE;
    if (status)
        return status;
    request.alpha *= 2;
    request.reference = options->margin / 100;
    return answer(&request, options->test == NPS_COMPARISON_EQUIVALENCE ? against_both_margins : against_margin, out);
}

nps_status nps_compare_with(const nps_counts *a, const nps_counts *b, const nps_comparison_options *given,
                            nps_comparison *out)
{
    nps_comparison_options options;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    nps_comparison_options_init(&options);
    status = nps_options_read(&options, sizeof options, sizeof options, given);
    if (status)
        return status;
    switch (options.test) {
    case NPS_COMPARISON_DIFFERENCE: return compare(a, b, &options, out);
    case NPS_COMPARISON_NONINFERIORITY:
    case NPS_COMPARISON_EQUIVALENCE: return compare_by_margin(a, b, &options, out);
    default: return NPS_ERROR_ALTERNATIVE;
    }
}

static nps_comparison_options options_of(nps_comparison_test test, double margin, nps_method method, double level)
{
    nps_comparison_options options;
    nps_comparison_options_init(&options);
    options.test = test;
    options.margin = margin;
    options.method = method;
    options.level = level;
    return options;
}

nps_status nps_compare(const nps_counts *a, const nps_counts *b, nps_method method, double level, nps_comparison *out)
{
    const nps_comparison_options options = options_of(NPS_COMPARISON_DIFFERENCE, 0, method, level);
    return nps_compare_with(a, b, &options, out);
}

nps_status nps_compare_noninferiority(const nps_counts *a, const nps_counts *b, double margin, nps_method method,
                                      double level, nps_comparison *out)
{
    const nps_comparison_options options = options_of(NPS_COMPARISON_NONINFERIORITY, margin, method, level);
    return nps_compare_with(a, b, &options, out);
}

nps_status nps_compare_equivalence(const nps_counts *a, const nps_counts *b, double margin, nps_method method,
                                   double level, nps_comparison *out)
{
    const nps_comparison_options options = options_of(NPS_COMPARISON_EQUIVALENCE, margin, method, level);
    return nps_compare_with(a, b, &options, out);
}

/* A published score is rounded, so that the promoters behind it are seldom exactly whole. */
static double near_whole(double number)
{
    static const double near = 1e-6;
    return fabs(number - round(number)) <= near ? round(number) : number;
}

nps_status nps_compare_benchmark(const nps_counts *counts, double benchmark, uint64_t respondents, nps_method method,
                                 double level, nps_comparison *out)
{
    const double reference = benchmark / 100, n = (double)respondents, promoters = near_whole(n * (1 + reference) / 2);
    struct comparison_request request = {.interrupt = {NULL, NULL}};
    double score;
    nps_status status;
    if (!out)
        return NPS_ERROR_NULL;
    if (method == NPS_METHOD_AUTO && respondents > 0)
        method = NPS_METHOD_SKEWNESS_SCORE; /* their split need not be whole, as the exact method demands */
    status = prepare(&request, counts, respondents, method, level, &score);
    if (!status)
        status = nps_method_check_reference(benchmark);
    request.pair.b = (nps_real_counts){promoters, 0, n - promoters};
    /* No number of respondents would make the exact method possible. */
    if (status == NPS_ERROR_TOO_MANY && promoters != floor(promoters))
        status = NPS_ERROR_UNAVAILABLE;
    if (status)
        return status;
    request.difference = score - benchmark;
    request.reference = reference;
    return answer(&request, respondents == 0 ? against_reference : against_sample, out);
}
