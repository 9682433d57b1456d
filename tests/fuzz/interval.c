/* Intervals and tests of one score by every method, counts of any size, levels, populations and priors: in range, in
 * order, the same in the mirror, agreeing with each other and the same by every way to ask for them.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <float.h>

/* How far bounds may be from what they should be, in points: twice the error that interval.h allows. */
static const double NEAR = 2e-8;
/* How far from a bound a reference must be for the test to have to agree with the interval, in points. */
static const double CLEAR = 1e-6;
/* How exactly test and interval agree. */
static const double AGREEMENT = 1e-9;

enum { MANY = 5 };

/* Everything that may be said about one interval or test. */
struct request {
    nps_counts counts;
    nps_interval_options options;
    double reference;
};

static bool has_prior(const nps_interval_options *options)
{
    return options->prior[0] != 0 || options->prior[1] != 0 || options->prior[2] != 0;
}

static bool is_prior(const double *prior)
{
    int i;
    for (i = 0; i < 3; i++)
        if (!(prior[i] >= 1e-100 && prior[i] <= 1e15))
            return false;
    return true;
}

/* Whether the status names something that is wrong with this request, and NPS_OK nothing. */
static bool is_right(nps_status status, const struct request *request, bool is_test)
{
    const nps_interval_options *const options = &request->options;
    uint64_t n = 0;
    const bool fits = fuzz_total(&request->counts, &n);
    const bool exists = (int)options->method >= 0 && options->method <= NPS_METHOD_ANYTIME;
    const bool wrong[] = {
        [NPS_ERROR_EMPTY] = fits && n == 0,
        [NPS_ERROR_OVERFLOW] = !fits,
        [NPS_ERROR_METHOD] = !exists,
        [NPS_ERROR_UNAVAILABLE] = options->method == NPS_METHOD_ANYTIME && options->population != 0,
        [NPS_ERROR_LEVEL] = !is_test && !fuzz_is_level(options->level),
        [NPS_ERROR_REFERENCE] = is_test && !(request->reference >= -100 && request->reference <= 100),
        [NPS_ERROR_TOO_MANY] = options->method == NPS_METHOD_EXACT && fits && n > NPS_EXACT_MAX,
        [NPS_ERROR_POPULATION] = options->population != 0 && (!fits || options->population < n),
        [NPS_ERROR_PRIOR] = has_prior(options) && (options->method != NPS_METHOD_BAYES || !is_prior(options->prior)),
    };
    return fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong);
}

static bool is_around_the_score(nps_method method)
{
    return method == NPS_METHOD_EXACT || method == NPS_METHOD_SCORE || method == NPS_METHOD_SKEWNESS_SCORE ||
           method == NPS_METHOD_WALD || method == NPS_METHOD_ANYTIME;
}

static void check_bounds(const nps_bounds *bounds, double most)
{
    MUST(bounds->lower >= -most && bounds->upper <= most && bounds->lower <= bounds->upper);
}

static void check_method(const struct request *request, nps_method used)
{
    uint64_t n;
    MUST(fuzz_total(&request->counts, &n));
    if (request->options.method == NPS_METHOD_AUTO)
        MUST(used == (n <= NPS_EXACT_AUTO_MAX ? NPS_METHOD_EXACT : NPS_METHOD_SKEWNESS_SCORE));
    else
        MUST(used == request->options.method);
}

/* Promoters and detractors exchanged turn the interval round. */
static void check_mirror(const struct request *request, const nps_interval_result *result)
{
    const nps_counts mirrored = fuzz_mirror(&request->counts);
    nps_interval_options options = request->options;
    nps_interval_result mirror;
    options.prior[0] = request->options.prior[2];
    options.prior[2] = request->options.prior[0];
    MUST_OK(nps_interval_with(&mirrored, &options, &mirror));
    MUST(fabs(mirror.bounds.lower + result->bounds.upper) <= NEAR);
    MUST(fabs(mirror.bounds.upper + result->bounds.lower) <= NEAR);
}

/* A higher level has the lower one's interval in it. */
static void check_nesting(fuzz_input *input, const struct request *request, const nps_interval_result *result)
{
    nps_interval_options options = request->options;
    nps_interval_result wider;
    options.level += (1 - options.level) * (double)fuzz_byte(input) / 256;
    if (!fuzz_is_level(options.level))
        return;
    MUST_OK(nps_interval_with(&request->counts, &options, &wider));
    MUST(wider.bounds.lower <= result->bounds.lower + NEAR && wider.bounds.upper >= result->bounds.upper - NEAR);
}

/* A workspace of any alignment, just as large as it must be. */
static void check_workspace(fuzz_input *input, const struct request *request, const nps_interval_result *result)
{
    const size_t size = nps_interval_workspace_size(), shift = fuzz_byte(input) % 16;
    unsigned char *const memory = fuzz_memory(size + shift);
    nps_interval_options options = request->options;
    nps_interval_result again = {{1, 2}, NPS_METHOD_AUTO};
    const nps_interval_result before = again;
    nps_test_result test;
    options.workspace = memory + shift;
    options.workspace_size = size - 1;
    MUST(nps_interval_with(&request->counts, &options, &again) == NPS_ERROR_WORKSPACE);
    MUST(nps_test_with(&request->counts, 0, NPS_TWO_SIDED, &options, &test) == NPS_ERROR_WORKSPACE);
    MUST_EQUAL(again, before);
    memset(memory, fuzz_byte(input), size + shift);
    options.workspace_size = size;
    MUST_OK(nps_interval_with(&request->counts, &options, &again));
    MUST_EQUAL(again.bounds, result->bounds);
    free(memory);
}

/* The same by the functions that take no options. */
static void check_plain(const struct request *request)
{
    const nps_interval_options *const options = &request->options;
    const bool is_closed = options->method >= NPS_METHOD_SCORE && options->method <= NPS_METHOD_WALD;
    nps_interval_options plain;
    nps_interval_result result;
    nps_bounds bounds = {1, 2}, closed = bounds;
    nps_status status;
    nps_interval_options_init(&plain);
    plain.method = options->method;
    plain.level = options->level;
    status = nps_interval_with(&request->counts, &plain, &result);
    MUST(nps_interval(&request->counts, plain.method, plain.level, &bounds) == status);
    if (status == NPS_OK)
        MUST_EQUAL(bounds, result.bounds);
    status = nps_interval_closed(&request->counts, plain.method, plain.level, &closed);
    if (is_closed)
        MUST_EQUAL(closed, bounds);
    else
        MUST(status != NPS_OK && closed.lower == 1 && closed.upper == 2);
}

/* Together as one by one, with statuses and without. */
static void check_many(fuzz_input *input, const struct request *request, uint64_t most)
{
    nps_counts counts[MANY];
    nps_interval_result out[MANY], again[MANY], before[MANY];
    nps_status statuses[MANY], first = NPS_OK;
    size_t i;
    memset(before, 0x5A, sizeof before);
    memcpy(out, before, sizeof out);
    memcpy(again, before, sizeof again);
    for (i = 0; i < MANY; i++)
        counts[i] = i % 2 == 0 ? request->counts : i == 3 ? fuzz_mirror(&request->counts) : fuzz_counts(input, most);
    if (nps_interval_many(counts, MANY, &request->options, out, statuses) != NPS_OK) {
        MUST(memcmp(out, before, sizeof out) == 0);
        for (i = 0; i < MANY; i++)
            MUST(nps_interval_with(&counts[i], &request->options, &again[i]) != NPS_OK);
        return;
    }
    for (i = 0; i < MANY; i++) {
        nps_interval_result one = before[i];
        MUST(nps_interval_with(&counts[i], &request->options, &one) == statuses[i]);
        MUST_EQUAL(one.bounds, out[i].bounds);
        MUST(one.method == out[i].method);
        if (first == NPS_OK)
            first = statuses[i];
    }
    MUST(nps_interval_many(counts, MANY, &request->options, again, NULL) == first);
    if (first != NPS_OK)
        memcpy(out, before, sizeof out);
    for (i = 0; i < MANY; i++)
        MUST_EQUAL(out[i].bounds, again[i].bounds);
}

static double p_of(const struct request *request, nps_alternative alternative)
{
    nps_test_result result;
    MUST_OK(nps_test_with(&request->counts, request->reference, alternative, &request->options, &result));
    MUST(result.p_value >= 0 && result.p_value <= 1);
    check_method(request, result.method);
    return result.p_value;
}

/* The test says of a reference what the interval says. */
static void check_agreement(const struct request *request, const nps_interval_result *result)
{
    const double p = p_of(request, NPS_TWO_SIDED), alpha = 1 - request->options.level;
    const double outside = fmax(result->bounds.lower - request->reference, request->reference - result->bounds.upper);
    if (outside > CLEAR)
        MUST(p <= alpha + AGREEMENT);
    else if (outside < -CLEAR)
        MUST(p >= alpha - AGREEMENT);
}

/* What one-sided tests have to do with each other and with the mirror. */
static void check_sides(const struct request *request)
{
    const double greater = p_of(request, NPS_GREATER), less = p_of(request, NPS_LESS);
    struct request mirror = *request;
    mirror.counts = fuzz_mirror(&request->counts);
    mirror.reference = -request->reference;
    mirror.options.prior[0] = request->options.prior[2];
    mirror.options.prior[2] = request->options.prior[0];
    MUST(fabs(p_of(&mirror, NPS_LESS) - greater) <= 1e-6);
    /* Together they leave nothing out; what is just as observed may be in both. Not held for a subnormal reference,
     * whose products with large counts are rounded to nothing. */
    if (request->reference == 0 || fabs(request->reference) >= DBL_MIN)
        MUST(greater + less >= 1 - 1e-6);
}

static void check_test(const struct request *request)
{
    nps_test_result result = {7, NPS_METHOD_AUTO};
    nps_status status;
    double p = 7;
    status = nps_test_with(&request->counts, request->reference, NPS_TWO_SIDED, &request->options, &result);
    MUST(is_right(status, request, true));
    MUST(status == NPS_OK || (result.p_value == 7 && result.method == NPS_METHOD_AUTO));
    if (status == NPS_OK)
        check_sides(request);
    status = nps_test_with(&request->counts, request->reference, (nps_alternative)3, &request->options, &result);
    MUST(status != NPS_OK);
    if (request->options.population != 0 || has_prior(&request->options))
        return;
    status = nps_test(&request->counts, request->reference, request->options.method, NPS_TWO_SIDED, &p);
    MUST(is_right(status, request, true));
    MUST(p == result.p_value);
}

static void check_interval(fuzz_input *input, const struct request *request)
{
    const nps_interval_result before = {{1, 2}, NPS_METHOD_AUTO};
    nps_interval_result result = before;
    uint64_t n;
    const nps_status status = nps_interval_with(&request->counts, &request->options, &result);
    MUST(is_right(status, request, false));
    if (status != NPS_OK) {
        MUST(result.bounds.lower == 1 && result.bounds.upper == 2 && result.method == NPS_METHOD_AUTO);
        return;
    }
    MUST(fuzz_total(&request->counts, &n));
    check_bounds(&result.bounds, 100);
    check_method(request, result.method);
    if (is_around_the_score(result.method))
        MUST(result.bounds.lower <= fuzz_score(&request->counts) + NEAR &&
             result.bounds.upper >= fuzz_score(&request->counts) - NEAR);
    if (request->options.population == n)
        MUST(fabs(result.bounds.lower - fuzz_score(&request->counts)) <= NEAR &&
             result.bounds.upper == result.bounds.lower);
    check_mirror(request, &result);
    check_nesting(input, request, &result);
    check_workspace(input, request, &result);
    if (request->reference >= -100 && request->reference <= 100)
        check_agreement(request, &result);
}

/* The probability of a score above a value, and of one below, which leave nothing out, however narrow the posterior. */
static void check_probability(const struct request *request)
{
    const double *const prior = request->options.prior;
    const double mirrored_prior[] = {prior[2], prior[1], prior[0]};
    const nps_counts mirrored = fuzz_mirror(&request->counts);
    struct request asked = *request;
    double above = 7, below;
    nps_status status = nps_bayes_probability(&request->counts, prior, request->reference, &above);
    asked.options.method = NPS_METHOD_BAYES;
    asked.options.population = 0;
    MUST(is_right(status, &asked, true));
    if (status != NPS_OK) {
        MUST(above == 7);
        return;
    }
    MUST_OK(nps_bayes_probability(&mirrored, mirrored_prior, -request->reference, &below));
    MUST(above >= 0 && above <= 1 && fabs(above + below - 1) <= AGREEMENT);
    MUST(fabs(above + p_of(&asked, NPS_GREATER) - 1) <= AGREEMENT);
}

/* Seldom with a population, and then mostly a little above the number of answers; seldom with a prior. */
static struct request read_request(fuzz_input *input, uint64_t most)
{
    struct request request;
    uint64_t n = 0;
    int i;
    request.counts = fuzz_counts(input, most);
    nps_interval_options_init(&request.options);
    request.options.method = fuzz_method(input);
    request.options.level = fuzz_level(input);
    request.reference = fuzz_within(input, -100, 100);
    if (fuzz_seldom(input, 4) && fuzz_total(&request.counts, &n))
        request.options.population =
            fuzz_bool(input) ? n + fuzz_byte(input) - fuzz_seldom(input, 8) : fuzz_number(input);
    if (request.options.method == NPS_METHOD_BAYES && fuzz_bool(input))
        for (i = 0; i < 3; i++)
            request.options.prior[i] = fuzz_bool(input) ? 0.25 * fuzz_byte(input) : fabs(fuzz_double(input));
    if (fuzz_seldom(input, 32))
        request.options.prior[0] = fuzz_double(input);
    return request;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const uint64_t sizes[] = {1, 4, 12, 30, 2000, 0};
    fuzz_input input = {bytes, length};
    const uint64_t most = sizes[fuzz_byte(&input) % 6];
    const struct request request = read_request(&input, most);
    check_interval(&input, &request);
    check_test(&request);
    check_plain(&request);
    check_probability(&request);
    if (fuzz_seldom(&input, 4))
        check_many(&input, &request, most);
    return 0;
}
