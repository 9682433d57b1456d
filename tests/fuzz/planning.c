/* Plans: what a plan asks for is enough, and one respondent less is not; shares stay shares.
 *
 * Not all that the functions take: searches for sizes can last seconds, or longer, for margins below a tenth of a
 * point, levels near 1 and NPS_METHOD_BAYES, and NPS_METHOD_EXACT for groups of more than some dozens. So searches
 * begin from margins of 0.5 and changes of 2 points or more, levels from 0.5 to 0.999 and closed forms.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

/* Shares that may be impossible. */
static nps_plan_shares read_shares(fuzz_input *input)
{
    nps_plan_shares shares;
    shares.promoters = fuzz_within(input, 0, 1);
    shares.passives = fuzz_bool(input) ? fuzz_within(input, 0, 1) : 0;
    shares.detractors = fuzz_within(input, 0, 1);
    return shares;
}

static bool are_shares(const nps_plan_shares *shares)
{
    const double sum = shares->promoters + shares->passives + shares->detractors;
    return shares->promoters >= 0 && shares->passives >= 0 && shares->detractors >= 0 && sum > 0 && isfinite(sum);
}

static double theta_of(const nps_plan_shares *shares)
{
    return (shares->promoters - shares->detractors) / (shares->promoters + shares->passives + shares->detractors);
}

/* Anything for what is computed once. */
static nps_plan_options read_options(fuzz_input *input)
{
    nps_plan_options options;
    nps_plan_options_init(&options);
    options.method = fuzz_method(input);
    options.level = fuzz_level(input);
    if (fuzz_seldom(input, 3)) {
        options.comparisons = fuzz_number(input);
        options.design_effect = fuzz_within(input, 0.5, 20);
        options.goal = (nps_plan_goal)(fuzz_byte(input) % 4);
        options.margin = fuzz_within(input, 0, 200);
    }
    return options;
}

/* For searches: see above. */
static nps_plan_options read_search(fuzz_input *input)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE,       NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
                                         NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE,   NPS_METHOD_WALD};
    nps_plan_options options;
    nps_plan_options_init(&options);
    options.method = methods[fuzz_byte(input) % 6];
    options.level = 0.5 + 0.499 * (double)fuzz_byte(input) / 255;
    options.power = 1 - options.level + options.level * (1 + (double)fuzz_byte(input)) / 260;
    options.ratio = fuzz_bool(input) ? 1 : 0.05 + (double)fuzz_byte(input) / 16;
    return options;
}

static void check_shift(fuzz_input *input)
{
    const nps_plan_shares from = read_shares(input);
    const double change = fuzz_within(input, -200, 200);
    nps_plan_shares out = {7, 7, 7};
    const nps_status status = nps_plan_shift(&from, change, &out);
    if (status != NPS_OK) {
        MUST(out.promoters == 7 && out.passives == 7 && out.detractors == 7);
        MUST(status == NPS_ERROR_SHARES ? !are_shares(&from)
             : status == NPS_ERROR_PLAN ? !isfinite(change)
                                        : status == NPS_ERROR_UNREACHABLE);
        if (status == NPS_ERROR_UNREACHABLE)
            MUST(fabs(theta_of(&from) + change / 100) > 1 - 1e-12);
        return;
    }
    MUST(are_shares(&from) && are_shares(&out));
    MUST(fabs(out.promoters + out.passives + out.detractors - 1) <= 1e-12);
    MUST(fabs(theta_of(&out) - theta_of(&from) - change / 100) <= 1e-12);
}

/* Exact intervals of some hundred are slow under sanitizers. */
static uint64_t read_size(fuzz_input *input, nps_method method)
{
    return method == NPS_METHOD_EXACT || method == NPS_METHOD_AUTO ? fuzz_below(input, 25) : fuzz_number(input);
}

static void check_margin(fuzz_input *input)
{
    const nps_plan_options options = read_options(input);
    const nps_plan_shares shares = read_shares(input), *const expected = fuzz_bool(input) ? &shares : NULL;
    const uint64_t n = read_size(input, options.method);
    double margin = 777;
    const nps_status status = nps_plan_margin(n, expected, &options, &margin);
    if (status == NPS_OK)
        MUST(n > 0 && margin >= 0 && margin <= 100 && fuzz_is_level(options.level));
    else
        MUST(margin == 777);
    MUST(n != 0 || status != NPS_OK);
}

static void check_respondents(fuzz_input *input)
{
    nps_plan_options options = read_search(input);
    const nps_plan_shares shares = read_shares(input), *const expected = fuzz_bool(input) ? &shares : NULL;
    const double margin = 0.5 + 99.5 * (double)fuzz_bits(input, 2) / 0xFFFF;
    uint64_t n = 777;
    double kept;
    nps_status status;
    options.population = fuzz_seldom(input, 4) ? 1 + fuzz_bits(input, 2) : 0;
    status = nps_plan_respondents(margin, expected, &options, &n);
    if (status != NPS_OK) {
        MUST(n == 777 &&
             ((status == NPS_ERROR_SHARES && expected && !are_shares(&shares)) || status == NPS_ERROR_UNREACHABLE));
        return;
    }
    MUST(n > 0 && (options.population == 0 || n <= options.population));
    MUST_OK(nps_plan_margin(n, expected, &options, &kept));
    MUST(kept <= margin);
    if (n > 1) {
        MUST_OK(nps_plan_margin(n - 1, expected, &options, &kept));
        MUST(kept > margin);
    }
}

static void check_power(fuzz_input *input)
{
    const nps_plan_options options = read_options(input);
    const nps_plan_shares first = read_shares(input), second = read_shares(input);
    const uint64_t n = read_size(input, options.method), m = read_size(input, options.method);
    const double benchmark = fuzz_within(input, -100, 100);
    double power = 777, of_benchmark = 777, error = 777;
    nps_status status = nps_plan_power(&first, n, &second, m, &options, &power);
    MUST(status == NPS_OK ? power >= 0 && power <= 1 : power == 777);
    MUST(status != NPS_OK || (are_shares(&first) && are_shares(&second) && n > 0 && m > 0));
    status = nps_plan_benchmark_power(&first, n, benchmark, &options, &of_benchmark);
    MUST(status == NPS_OK ? of_benchmark >= 0 && of_benchmark <= 1 : of_benchmark == 777);
    MUST(status != NPS_OK || (are_shares(&first) && n > 0 && benchmark >= -100 && benchmark <= 100));
    status = nps_plan_power_error(&(nps_plan_sizes){n, m}, &options, &error);
    MUST(status == NPS_OK ? error >= 0 && error <= 1 && n > 0 : error == 777);
}

/* A change of 2 to 150 points, up or down. */
static double read_change(fuzz_input *input)
{
    const double change = 2 + 148 * (double)fuzz_bits(input, 2) / 0xFFFF;
    return fuzz_bool(input) ? change : -change;
}

static void check_comparison(fuzz_input *input)
{
    const nps_plan_options options = read_search(input);
    const nps_plan_shares from = read_shares(input);
    const double change = read_change(input);
    nps_plan_shares to;
    nps_plan_sizes sizes = {777, 777};
    double power, found = 777;
    const nps_status status = nps_plan_comparison(change, &from, &options, &sizes);
    if (status != NPS_OK) {
        MUST(sizes.first == 777 && sizes.second == 777);
        MUST(status == NPS_ERROR_UNREACHABLE || (status == NPS_ERROR_SHARES && !are_shares(&from)));
        return;
    }
    MUST(sizes.first > 0 && sizes.second > 0);
    MUST_OK(nps_plan_shift(&from, change, &to));
    MUST_OK(nps_plan_power(&from, sizes.first, &to, sizes.second, &options, &power));
    MUST(power >= options.power);
    /* Above 1000 a power that is a sum has an error that is larger than what one respondent changes. */
    if (sizes.first > 1 && sizes.first <= 1000) {
        const double second = ceil(options.ratio * (double)(sizes.first - 1));
        MUST_OK(nps_plan_power(&from, sizes.first - 1, &to, (uint64_t)fmax(1, second), &options, &power));
        MUST(power < options.power);
    }
    if (nps_plan_change(&sizes, &from, &options, &found) == NPS_OK)
        MUST(found > 0 && found <= 200);
    else
        MUST(found == 777);
}

static void check_benchmark(fuzz_input *input)
{
    const nps_plan_options options = read_search(input);
    const nps_plan_shares shares = read_shares(input);
    const double benchmark = are_shares(&shares) ? 100 * theta_of(&shares) + read_change(input) : 0;
    uint64_t n = 777;
    double power;
    const nps_status status = nps_plan_benchmark_respondents(&shares, benchmark, &options, &n);
    if (status != NPS_OK) {
        MUST(n == 777);
        return;
    }
    MUST_OK(nps_plan_benchmark_power(&shares, n, benchmark, &options, &power));
    MUST(power >= options.power);
    /* Above 1000 the power of a sum may rise and fall more between sizes than the search looks at. */
    if (n > 1 && n <= 1000) {
        MUST_OK(nps_plan_benchmark_power(&shares, n - 1, benchmark, &options, &power));
        MUST(power < options.power);
    }
}

static void check_invitations(fuzz_input *input)
{
    const uint64_t respondents = fuzz_bool(input) ? fuzz_below(input, 5000) : fuzz_number(input);
    const double rate = fuzz_within(input, 0, 1), assurance = fuzz_bool(input) ? 0 : fuzz_within(input, 0.5, 1);
    uint64_t invitations = 777;
    const nps_status status = nps_plan_invitations(respondents, rate, assurance, &invitations);
    if (status != NPS_OK) {
        MUST(invitations == 777);
        return;
    }
    MUST(respondents > 0 && rate > 0 && rate <= 1 && (assurance == 0 || (assurance >= 0.5 && assurance < 1)));
    MUST(invitations >= respondents && invitations <= UINT64_C(1) << 53);
    if (assurance == 0) {
        const long double exact = (long double)respondents / rate;
        MUST(fabsl((long double)invitations - exact) <= 1 + 1e-14L * exact);
    }
}

static void check_design_effect(fuzz_input *input)
{
    const double size = fuzz_within(input, 1, 1000), variation = fuzz_within(input, 0, 3);
    const double icc = fuzz_within(input, 0, 1);
    const bool is_possible =
        size >= 1 && isfinite(size) && variation >= 0 && isfinite(variation) && icc >= 0 && icc <= 1;
    double effect = 777;
    const nps_status status = nps_plan_design_effect(size, variation, icc, &effect);
    MUST(status == NPS_OK ? effect >= 1 && isfinite(effect) : effect == 777);
    MUST(is_possible ? status == NPS_OK || status == NPS_ERROR_OVERFLOW : status == NPS_ERROR_PLAN);
}

static void check_paired(fuzz_input *input)
{
    const nps_plan_shares first = read_shares(input), second = read_shares(input);
    const double correlation = fuzz_within(input, -1, 1);
    const uint64_t n = fuzz_bool(input) ? fuzz_below(input, 25) : fuzz_number(input);
    nps_plan_options options = read_options(input);
    nps_plan_joint joint = {{7, 7, 7}, {7, 7, 7}, {7, 7, 7}};
    uint64_t people = 777;
    double power = 777;
    nps_status status = nps_plan_joint_shares(&first, &second, correlation, &joint);
    if (status != NPS_OK) {
        MUST(joint.detractors.detractors == 7);
        return;
    }
    MUST(are_shares(&first) && are_shares(&second));
    status = nps_plan_paired_power(&joint, n, &options, &power);
    MUST(status == NPS_OK ? power >= 0 && power <= 1 && n > 0 : power == 777);
    /* A search for many people is slow under sanitizers. */
    if (fabs(theta_of(&first) - theta_of(&second)) < 0.8)
        return;
    options = read_search(input);
    options.method = NPS_METHOD_SCORE;
    MUST_OK(nps_plan_paired_people(&joint, &options, &people));
    MUST_OK(nps_plan_paired_power(&joint, people, &options, &power));
    MUST(power >= options.power);
}

static void check_looks(fuzz_input *input)
{
    const uint64_t looks = fuzz_below(input, 24), look = fuzz_below(input, 24);
    const nps_plan_boundary boundary = fuzz_bool(input) ? NPS_PLAN_POCOCK : NPS_PLAN_OBRIEN_FLEMING;
    nps_plan_options options = read_options(input);
    nps_plan_look found = {777, 777, 777, 777};
    nps_status status;
    options.power = fuzz_within(input, 0, 1);
    status = nps_plan_looks(looks, look, boundary, &options, &found);
    if (status != NPS_OK) {
        MUST(found.level == 777);
        return;
    }
    MUST(look > 0 && look <= looks && looks <= NPS_PLAN_LOOKS_MAX);
    MUST(found.level > 0 && found.level < 1 && found.detected >= 0 && found.detected <= options.power + 1e-6);
    MUST(found.inflation > 0.99 && found.inflation < 3);
}

static void check_looks_power(fuzz_input *input)
{
    const uint64_t looks = fuzz_below(input, 8), look = fuzz_below(input, 8);
    const uint64_t n = fuzz_number(input), m = fuzz_number(input);
    const nps_plan_boundary boundary = fuzz_bool(input) ? NPS_PLAN_POCOCK : NPS_PLAN_OBRIEN_FLEMING;
    const nps_plan_shares first = read_shares(input), second = read_shares(input);
    const nps_plan_options options = read_options(input);
    double power = 777;
    const nps_status status = nps_plan_looks_power(&first, &second, &(nps_plan_sizes){n, m},
                                                   &(nps_plan_stages){looks, look, boundary}, &options, &power);
    if (status == NPS_OK)
        MUST(look > 0 && look <= looks && n > 0 && m > 0 && power >= 0 && power <= 1);
    else
        MUST(power == 777);
}

static void check_waves(fuzz_input *input)
{
    const uint64_t base = fuzz_number(input), invitations = fuzz_number(input);
    const double days = fuzz_within(input, 0, 1000);
    nps_plan_rotation rotation = {777, 777};
    const nps_status status = nps_plan_waves(base, invitations, days, &rotation);
    const bool wrong[] = {
        [NPS_ERROR_EMPTY] = invitations == 0,
        [NPS_ERROR_UNREACHABLE] = invitations > base,
        [NPS_ERROR_PLAN] = !(days >= 0 && isfinite(days)),
    };
    MUST(fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong));
    if (status == NPS_OK)
        MUST(rotation.waves == base / invitations &&
             fabs(rotation.days * (double)rotation.waves - days) <= 1e-9 * days + 1e-300);
    else
        MUST(rotation.waves == 777);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static void (*const checks[])(fuzz_input *) = {
        check_shift,       check_margin, check_respondents,   check_power,  check_comparison, check_benchmark,
        check_invitations, check_waves,  check_design_effect, check_paired, check_looks,      check_looks_power,
    };
    fuzz_input input = {bytes, length};
    checks[fuzz_byte(&input) % (sizeof checks / sizeof *checks)](&input);
    return 0;
}
