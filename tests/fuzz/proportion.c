/* Proportions by both methods: in range, around the share, the same in the mirror, nested by level, and agreeing with
 * their test; and the difference of two.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

/* How exactly test and interval agree, and mirrors. */
static const double AGREEMENT = 1e-8;

static nps_proportion read_proportion(fuzz_input *input)
{
    nps_proportion observed;
    observed.n = fuzz_bool(input) ? fuzz_byte(input) : fuzz_number(input);
    observed.successes = fuzz_seldom(input, 16) ? fuzz_number(input)
                         : observed.n > 0       ? fuzz_below(input, observed.n)
                                                : 0;
    if (fuzz_seldom(input, 4))
        observed.successes = observed.n - observed.successes % 4;
    return observed;
}

static bool is_right(nps_status status, const nps_proportion *observed, int method, double level)
{
    const bool wrong[] = {
        [NPS_ERROR_EMPTY] = observed->n == 0,
        [NPS_ERROR_METHOD] = method < 0 || method > NPS_PROPORTION_WILSON,
        [NPS_ERROR_LEVEL] = !fuzz_is_level(level),
        [NPS_ERROR_TOO_MANY] = method == NPS_PROPORTION_BLAKER && observed->n > NPS_PROPORTION_BLAKER_MAX,
        [NPS_ERROR_PART] = observed->successes > observed->n,
    };
    return fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong);
}

static double p_of(const nps_proportion *observed, double reference, nps_proportion_method method,
                   nps_alternative alternative)
{
    double p;
    MUST_OK(nps_proportion_test(observed, reference, method, alternative, &p));
    MUST(p >= 0 && p <= 1);
    return p;
}

/* The test says of a reference what the interval says; not near a bound, where rounding decides. */
static void check_test(const nps_proportion *observed, const nps_proportion_result *result, double reference,
                       double level)
{
    const nps_proportion mirrored = {observed->n - observed->successes, observed->n};
    const double outside = fmax(result->lower / reference - 1, (1 - result->upper) / (1 - reference) - 1);
    const double p = p_of(observed, reference, result->method, NPS_TWO_SIDED);
    if (outside > 1e-7)
        MUST(p <= 1 - level + AGREEMENT);
    else if (outside < -1e-7)
        MUST(p >= 1 - level - AGREEMENT);
    MUST(fabs(p_of(observed, reference, result->method, NPS_GREATER) -
              p_of(&mirrored, 1 - reference, result->method, NPS_LESS)) <= 1e-4 ||
         reference < 1e-9);
    MUST(p_of(observed, reference, result->method, NPS_GREATER) + p_of(observed, reference, result->method, NPS_LESS) >=
         1 - 1e-4);
}

static void check_interval(fuzz_input *input, const nps_proportion *observed, int method, double level)
{
    nps_proportion_result result = {7, 7, 7, NPS_PROPORTION_AUTO}, wider, mirror;
    const nps_proportion mirrored = {observed->n - observed->successes, observed->n};
    const double reference = fuzz_within(input, 0.001, 0.999), higher = level + (1 - level) * fuzz_byte(input) / 256;
    double p = 7;
    nps_status status = nps_proportion_interval(observed, (nps_proportion_method)method, level, &result);
    MUST(is_right(status, observed, method, level));
    status = nps_proportion_test(observed, fuzz_double(input), (nps_proportion_method)method, NPS_LESS, &p);
    MUST(status == NPS_OK ? p >= 0 && p <= 1 : p == 7);
    if (result.share == 7) {
        MUST(result.lower == 7 && result.upper == 7);
        return;
    }
    MUST(result.lower >= 0 && result.lower <= result.share && result.share <= result.upper && result.upper <= 1);
    MUST(*nps_proportion_method_string(result.method) != 'u');
    MUST_OK(nps_proportion_interval(&mirrored, result.method, level, &mirror));
    MUST(fabs(mirror.lower - (1 - result.upper)) <= 1e-9 && fabs(mirror.upper - (1 - result.lower)) <= 1e-9);
    if (fuzz_is_level(higher)) {
        MUST_OK(nps_proportion_interval(observed, result.method, higher, &wider));
        MUST(wider.lower <= result.lower + 1e-9 && wider.upper >= result.upper - 1e-9);
    }
    if (reference >= 0.001 && reference <= 0.999)
        check_test(observed, &result, reference, level);
}

static void check_difference(const nps_proportion *a, const nps_proportion *b, double level)
{
    nps_proportion_difference out = {7, 7, 7, 7, NPS_METHOD_AUTO}, other;
    const nps_status status = nps_proportion_compare(a, b, level, &out);
    const bool wrong[] = {
        [NPS_ERROR_EMPTY] = a->n == 0 || b->n == 0,
        [NPS_ERROR_LEVEL] = !fuzz_is_level(level),
        [NPS_ERROR_PART] = a->successes > a->n || b->successes > b->n,
    };
    MUST(fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong));
    if (status != NPS_OK) {
        MUST(out.difference == 7 && out.p_value == 7);
        return;
    }
    MUST(out.lower >= -1 && out.lower <= out.upper && out.upper <= 1 && out.p_value >= 0 && out.p_value <= 1);
    MUST_OK(nps_proportion_compare(b, a, level, &other));
    MUST(fabs(other.lower + out.upper) <= 1e-7 && fabs(other.p_value - out.p_value) <= 1e-6);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    const nps_proportion a = read_proportion(&input), b = read_proportion(&input);
    const int method = fuzz_byte(&input) % 4;
    const double level = fuzz_level(&input);
    check_interval(&input, &a, method, level);
    check_difference(&a, &b, level);
    return 0;
}
