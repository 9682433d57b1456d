/* Any segments in two periods, against what must hold: errors change nothing and say what is wrong, the effects add up
 * to the change, bounds contain their effect and agree with the test, rounded figures add up.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "fuzz.h"

enum { MOST = 6 };

/* Segments and what is asked of them. */
struct request {
    nps_driver_segment segments[MOST];
    size_t count;
    nps_segments_options options;
    nps_allocator allocator;
    struct failing failing;
};

static nps_counts any_counts(fuzz_input *input)
{
    const uint8_t manner = fuzz_byte(input);
    if (manner < 60)
        return (nps_counts){0, 0, 0};
    return fuzz_counts(input, manner < 150 ? 9 : manner < 230 ? 500 : 0);
}

static void read_request(fuzz_input *input, struct request *request)
{
    size_t i;
    memset(request, 0, sizeof *request);
    request->count = fuzz_below(input, MOST + 1);
    for (i = 0; i < request->count; i++)
        request->segments[i] = (nps_driver_segment){any_counts(input), any_counts(input)};
    nps_segments_options_init(&request->options);
    request->options.level = fuzz_level(input);
    request->options.adjustment = (nps_adjustment)(fuzz_byte(input) % 7);
    request->options.method = fuzz_seldom(input, 20) ? fuzz_method(input) : NPS_METHOD_SCORE;
    if (request->options.method == NPS_METHOD_BAYES || request->options.method == NPS_METHOD_EXACT ||
        request->options.method == NPS_METHOD_AUTO)
        request->options.method = NPS_METHOD_WALD; /* the others take long */
    if (fuzz_seldom(input, 10)) {
        request->failing.fail_at = 1 + fuzz_byte(input) % 4;
        request->allocator = (nps_allocator){&request->failing, failing_allocate, failing_release};
        request->options.allocator = &request->allocator;
    }
}

static bool is_expected(const struct request *request, nps_status status)
{
    switch (status) {
    case NPS_ERROR_EMPTY:
    case NPS_ERROR_OVERFLOW:
    case NPS_ERROR_METHOD:
    case NPS_ERROR_UNAVAILABLE: return true;
    case NPS_ERROR_LEVEL: return true;
    case NPS_ERROR_MEMORY: return request->failing.fail_at > 0;
    default: return false;
    }
}

/* The bounds of a rate by a method that adds respondents need not contain it. */
static void check_effect(const nps_driver_effect *effect, bool is_around)
{
    if (isnan(effect->p_value)) {
        MUST(!(fabs(effect->points) > 0) && isnan(effect->bounds.lower) && isnan(effect->bounds.upper));
        return;
    }
    MUST(fabs(effect->points) <= 200 + 1e-9);
    MUST(effect->bounds.lower <= effect->bounds.upper);
    MUST(!is_around || (effect->bounds.lower <= effect->points && effect->points <= effect->bounds.upper));
    MUST(effect->p_value >= 0 && effect->p_value <= effect->adjusted && effect->adjusted <= 1);
}

static void check_rounding(const nps_driver *drivers, size_t count, unsigned decimals)
{
    double figures[2 * MOST], rounded[2 * MOST], total, units = 0, scale = 1;
    size_t i;
    for (i = 0; i < count; i++) {
        figures[2 * i] = drivers[i].rate.points;
        figures[2 * i + 1] = drivers[i].mix.points;
    }
    MUST_OK(nps_drivers_round(figures, 2 * count, decimals, rounded, &total));
    for (i = 0; i < decimals; i++)
        scale *= 10;
    for (i = 0; i < 2 * count; i++) {
        MUST(fabs(rounded[i] - figures[i]) < 1 / scale + 1e-9);
        units += nearbyint(rounded[i] * scale);
    }
    MUST(units == nearbyint(total * scale));
}

/* What can be split can be summed up too, and rate and mix add up to the same change. */
static void check_key(const struct request *request, const nps_comparison *change)
{
    nps_driver_key key;
    MUST_OK(nps_drivers_key(request->segments, request->count, &key, NULL));
    MUST(key.segments >= 1 && key.segments <= request->count && key.spread >= 0 && key.spread < 1e6);
    MUST(key.p_value >= 0 && key.p_value <= 1);
    MUST(fabs(key.rate + key.mix - change->difference) <= 1e-9);
}

/* The effects of all segments add up to the change. */
static void check_effects(const nps_driver *drivers, size_t count, const nps_comparison *change)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < count; i++) {
        check_effect(&drivers[i].rate, false);
        check_effect(&drivers[i].mix, true);
        check_effect(&drivers[i].total, true);
        sum += drivers[i].total.points;
        MUST(drivers[i].presence <= NPS_DRIVER_ABSENT);
    }
    MUST(fabs(sum - change->difference) <= 1e-9);
}

static void check_drivers(fuzz_input *input, struct request *request)
{
    nps_driver drivers[MOST], untouched[MOST];
    nps_comparison change;
    nps_error_detail detail = {""};
    double share = 0;
    size_t i;
    nps_status status;
    memset(drivers, 0x5A, sizeof drivers);
    memset(untouched, 0x5A, sizeof untouched);
    status = nps_drivers(request->segments, request->count, &request->options, drivers, &change, &detail);
    MUST(request->failing.bytes == 0);
    if (status != NPS_OK) {
        MUST(is_expected(request, status) && strlen(detail.text) > 5);
        MUST_EQUAL(drivers, untouched);
        return;
    }
    check_effects(drivers, request->count, &change);
    for (i = 0; i < request->count; i++)
        share += drivers[i].share_after - drivers[i].share_before;
    check_key(request, &change);
    MUST(fabs(share) <= 1e-12);
    check_rounding(drivers, request->count, fuzz_byte(input) % 5);
}

/* Each cell of counts as one row of that many respondents, with weights of its own if they are tame. */
static bool fill_weighted(const nps_counts *counts, double weight, double unit, nps_weighted *out)
{
    memset(out, 0, sizeof *out);
    return nps_weighted_add_n(out, 10, weight, counts->promoters) == NPS_OK &&
           nps_weighted_add_n(out, 8, weight * unit, counts->passives) == NPS_OK &&
           nps_weighted_add_n(out, 2, weight * unit * unit, counts->detractors) == NPS_OK;
}

/* The segments with weights: as without them when all weights are equal. */
static void check_weighted(fuzz_input *input, struct request *request)
{
    nps_weighted states[MOST][2];
    nps_weighted_driver_segment segments[MOST];
    nps_driver drivers[MOST], untouched[MOST];
    nps_comparison change;
    nps_error_detail detail = {""};
    const double weight = ldexp(1, (int)(fuzz_byte(input) % 200) - 100), unit = 1 + fuzz_byte(input) % 3;
    nps_status status;
    size_t i;
    for (i = 0; i < request->count; i++) {
        if (!fill_weighted(&request->segments[i].before, weight, unit, &states[i][0]) ||
            !fill_weighted(&request->segments[i].after, weight, unit, &states[i][1]))
            return;
        segments[i] = (nps_weighted_driver_segment){&states[i][0], &states[i][1]};
    }
    request->failing.calls = 0;
    memset(drivers, 0x5A, sizeof drivers);
    memset(untouched, 0x5A, sizeof untouched);
    status = nps_weighted_drivers(&(nps_weighted_driver_periods){segments, request->count, NULL}, &request->options,
                                  drivers, &change, NULL, &detail);
    MUST(request->failing.bytes == 0);
    if (status != NPS_OK) {
        MUST(is_expected(request, status) && strlen(detail.text) > 5);
        MUST_EQUAL(drivers, untouched);
        return;
    }
    check_effects(drivers, request->count, &change);
}

static void check_figures(fuzz_input *input)
{
    const size_t count = fuzz_below(input, 2 * MOST + 1);
    const unsigned decimals = fuzz_byte(input) % 16;
    double figures[2 * MOST], rounded[2 * MOST], total;
    size_t i;
    nps_status status;
    for (i = 0; i < count; i++)
        figures[i] = fuzz_within(input, -200, 200);
    memset(rounded, 0x5A, sizeof rounded);
    status = nps_drivers_round(figures, count, decimals, rounded, &total);
    MUST(status == NPS_OK || status == NPS_ERROR_OVERFLOW);
    MUST(status == NPS_OK || ((unsigned char *)rounded)[0] == 0x5A);
    for (i = 0; status == NPS_OK && i < count; i++)
        MUST(fabs(rounded[i] - figures[i]) <= 1 && !(rounded[i] == 0 && signbit(rounded[i])));
}

/* The figures of a label are there as its state says, and the impact is the share times the difference. */
static void check_theme(const nps_theme *theme)
{
    check_effect(&theme->impact, false);
    MUST(theme->share >= 0 && theme->share <= 1 && theme->state <= NPS_THEME_ALONE);
    MUST((theme->state == NPS_THEME_SHOWN) == !isnan(theme->difference.p_value));
    MUST(isnan(theme->score) == isnan(theme->without));
    if (theme->state == NPS_THEME_SHOWN)
        MUST(fabs(theme->impact.points - theme->share * (theme->score - theme->without)) <= 1e-9);
}

/* The segments as labels of all answers, which may miss some that the labels have. */
static void check_themes(fuzz_input *input, struct request *request)
{
    nps_counts labels[MOST], total = any_counts(input);
    nps_theme themes[MOST], untouched[MOST];
    nps_error_detail detail = {""};
    const uint64_t minimum = fuzz_byte(input) % 8;
    nps_status status;
    size_t i;
    for (i = 0; i < request->count; i++)
        labels[i] = request->segments[i].before;
    if (fuzz_seldom(input, 20))
        total = (nps_counts){UINT64_MAX / 4, UINT64_MAX / 4, UINT64_MAX / 4};
    request->failing.calls = 0;
    memset(themes, 0x5A, sizeof themes);
    memset(untouched, 0x5A, sizeof untouched);
    status =
        nps_themes(&(nps_theme_sample){labels, request->count, &total, minimum}, &request->options, themes, &detail);
    MUST(request->failing.bytes == 0);
    if (status != NPS_OK) {
        MUST((status == NPS_ERROR_PART || is_expected(request, status)) && strlen(detail.text) > 5);
        MUST_EQUAL(themes, untouched);
        return;
    }
    for (i = 0; i < request->count; i++)
        check_theme(&themes[i]);
}

static void check_themes_change(fuzz_input *input, struct request *request)
{
    nps_driver_segment total = {{0, 0, 0}, {0, 0, 0}};
    nps_theme_change changes[MOST], untouched[MOST];
    nps_error_detail detail = {""};
    const uint64_t minimum = fuzz_byte(input) % 8;
    nps_status status;
    size_t i;
    if (request->count > 0)
        total = request->segments[fuzz_below(input, request->count)];
    request->failing.calls = 0;
    memset(changes, 0x5A, sizeof changes);
    memset(untouched, 0x5A, sizeof untouched);
    status = nps_themes_change(&(nps_theme_periods){request->segments, request->count, &total, minimum},
                               &request->options, changes, &detail);
    MUST(request->failing.bytes == 0);
    if (status != NPS_OK) {
        MUST((status == NPS_ERROR_PART || is_expected(request, status)) && strlen(detail.text) > 5);
        MUST_EQUAL(changes, untouched);
        return;
    }
    for (i = 0; i < request->count; i++) {
        const nps_theme_change *change = &changes[i];
        check_effect(&change->impact, true);
        check_effect(&change->share, false);
        check_effect(&change->score, false);
        MUST(isnan(change->share.p_value) == (change->presence == NPS_DRIVER_ABSENT));
        MUST(isnan(change->impact_after) == (change->state != NPS_THEME_SHOWN));
    }
}

/* The first periods pooled: errors change nothing, pooled scores lie between the ends of the scale, bounds in order. */
static void check_pooling(struct request *request)
{
    nps_counts counts[MOST];
    nps_pooled_segment pooled[MOST], untouched[MOST];
    nps_pooling pooling;
    nps_status status;
    size_t i;
    for (i = 0; i < request->count; i++)
        counts[i] = request->segments[i].before;
    request->failing.calls = 0;
    memset(pooled, 0x5A, sizeof pooled);
    memset(untouched, 0x5A, sizeof untouched);
    status = nps_pool(counts, request->count, &request->options, pooled, &pooling);
    MUST(request->failing.bytes == 0);
    if (status != NPS_OK) {
        MUST(is_expected(request, status));
        MUST_EQUAL(pooled, untouched);
        return;
    }
    MUST(pooling.variation >= 0 && pooling.variation < 1 && pooling.deviation >= 0 && pooling.deviation <= 100);
    for (i = 0; i < request->count; i++) {
        MUST(fabs(pooled[i].pooled) <= 100 && pooled[i].own >= 0 && pooled[i].own <= 1);
        MUST(pooled[i].pooled_bounds.lower >= -100 && pooled[i].pooled_bounds.upper <= 100);
        MUST(pooled[i].pooled_bounds.lower <= pooled[i].pooled_bounds.upper + 1e-6);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    struct request request;
    read_request(&input, &request);
    check_drivers(&input, &request);
    check_pooling(&request);
    check_figures(&input);
    check_themes(&input, &request);
    check_themes_change(&input, &request);
    check_weighted(&input, &request);
    return 0;
}
