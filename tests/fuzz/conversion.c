/* Conversions: what they move, and that no cheaper way to a target is found beside the least costly one.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

static const nps_conversion UNTOUCHED = {.score = 7, .cost = 8};

static double cost_of(uint64_t conversions, double cost)
{
    return conversions > 0 ? (double)conversions * cost : 0;
}

static double total_cost(const nps_conversions *conversions, const nps_conversion_costs *costs)
{
    return cost_of(conversions->passives, costs->passives) + cost_of(conversions->detractors, costs->detractors) +
           cost_of(conversions->detractors_to_passives, costs->detractors_to_passives);
}

static double fuzz_cost(fuzz_input *input)
{
    if (fuzz_seldom(input, 16))
        return fuzz_double(input);
    return fuzz_seldom(input, 6) ? INFINITY : (double)fuzz_below(input, 64) / 8;
}

static void check_convert(fuzz_input *input, const nps_counts *counts, const nps_interval_options *options)
{
    const nps_conversions some = {fuzz_number(input), fuzz_number(input), fuzz_number(input)};
    nps_conversion out = UNTOUCHED;
    const nps_status status = nps_convert(counts, &some, options, &out);
    uint64_t n = 0;
    const bool fits = fuzz_total(counts, &n);
    const bool is_more = some.passives > counts->passives || some.detractors > counts->detractors ||
                         some.detractors_to_passives > counts->detractors - some.detractors;
    const bool wrong[] = {[NPS_ERROR_EMPTY] = fits && n == 0,
                          [NPS_ERROR_OVERFLOW] = !fits,
                          [NPS_ERROR_UNDERFLOW] = is_more,
                          [NPS_ERROR_LEVEL] = !fuzz_is_level(options->level)};
    MUST(fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong));
    if (status) {
        MUST_EQUAL(out, UNTOUCHED);
        return;
    }
    MUST(out.counts.promoters + out.counts.passives + out.counts.detractors == n);
    MUST(out.counts.promoters - counts->promoters == some.passives + some.detractors);
    MUST(counts->detractors - out.counts.detractors == some.detractors + some.detractors_to_passives);
    MUST(out.change >= 0 && out.score == fuzz_score(&out.counts));
}

/* A cheaper neighbour that also reaches the target must not exist; costs of double eighths are exact for few people. */
static void check_neighbours(const nps_counts *counts, double target, const nps_conversion_costs *costs,
                             const nps_conversion *least)
{
    for (int move = 0; move < 125; move++) {
        const nps_conversions near = {least->conversions.passives + (uint64_t)(move % 5) - 2,
                                      least->conversions.detractors + (uint64_t)(move / 5 % 5) - 2,
                                      least->conversions.detractors_to_passives + (uint64_t)(move / 25) - 2};
        nps_interval_options options;
        nps_conversion found;
        nps_interval_options_init(&options);
        options.method = NPS_METHOD_WALD;
        if (nps_convert(counts, &near, &options, &found) == NPS_OK && found.score >= target)
            MUST(total_cost(&near, costs) >= least->cost * (1 - 1e-12));
    }
}

static void check_reach(fuzz_input *input, const nps_counts *counts, const nps_interval_options *options)
{
    const double target = fuzz_within(input, -100, 100);
    const nps_conversion_costs costs = {fuzz_cost(input), fuzz_cost(input), fuzz_cost(input)};
    const bool has_costs = !fuzz_seldom(input, 5);
    static const nps_conversion_costs equal = {1, 1, 1};
    nps_conversion out = UNTOUCHED;
    nps_error_detail detail;
    uint64_t n = 0;
    const bool fits = fuzz_total(counts, &n) && n <= UINT64_C(1) << 62;
    const bool wrong[] = {
        [NPS_ERROR_EMPTY] = fits && n == 0,
        [NPS_ERROR_OVERFLOW] = !fits,
        [NPS_ERROR_LEVEL] = !fuzz_is_level(options->level),
        [NPS_ERROR_REFERENCE] = !(target >= -100 && target <= 100),
        [NPS_ERROR_PLAN] =
            has_costs && !(costs.passives >= 0 && costs.detractors >= 0 && costs.detractors_to_passives >= 0),
    };
    const nps_status status = nps_reach(counts, target, has_costs ? &costs : NULL, options, &out, &detail);
    MUST(status == NPS_ERROR_UNREACHABLE || fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong));
    if (status) {
        MUST_EQUAL(out, UNTOUCHED);
        return;
    }
    MUST(out.score >= target && out.cost >= 0);
    check_neighbours(counts, target, has_costs ? &costs : &equal, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const uint64_t sizes[] = {3, 12, 300, 100000, 0};
    fuzz_input input = {bytes, length};
    const nps_counts counts = fuzz_counts(&input, sizes[fuzz_below(&input, 5)]);
    nps_interval_options options;
    nps_interval_options_init(&options);
    options.method = NPS_METHOD_WALD;
    options.level = fuzz_level(&input);
    if (fuzz_bool(&input))
        check_convert(&input, &counts, &options);
    else
        check_reach(&input, &counts, &options);
    return 0;
}
