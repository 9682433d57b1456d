/* Metrics of any accumulator on any scale, and what those who did not answer could change: in range, around their
 * estimates, the same in the mirror, and agreeing with each other.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

static const double NEAR = 1e-6;

static nps_accumulator read_accumulator(fuzz_input *input)
{
    nps_accumulator self = {{0}, 0, 0};
    const bool is_small = fuzz_bool(input);
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        self.answers[i] = is_small ? fuzz_byte(input) % 4 : fuzz_number(input);
    return self;
}

static void check_csat(fuzz_input *input, const nps_accumulator *self, const nps_scale *scale, double level)
{
    nps_csat_result out = {.points = 77}, again;
    uint64_t outside = 77;
    const uint32_t top = fuzz_byte(input) % 12;
    if (nps_csat(self, scale, top, level, &out, &outside) != NPS_OK) {
        MUST(out.points == 77 && outside == 77);
        return;
    }
    MUST(out.top > 0 && out.top < out.points && (top == 0 || out.top == top));
    MUST(out.counts.successes <= out.counts.n && out.satisfied.lower >= 0 && out.satisfied.upper <= 1);
    MUST(out.satisfied.lower <= out.satisfied.share && out.satisfied.share <= out.satisfied.upper);
    MUST(nps_csat(self, scale, top, level, &again, NULL) == (outside > 0 ? NPS_ERROR_OUTSIDE : NPS_OK));
}

static void check_means(const nps_accumulator *a, const nps_accumulator *b, const nps_scale *scale, double level)
{
    nps_mean_result mean = {7, 7, 7, 77};
    nps_mean_difference out = {77, 77, 77, 77}, other;
    nps_counts counts;
    uint64_t outside;
    if (nps_ces_mean(a, scale, level, &mean, &outside) == NPS_OK) {
        MUST(mean.lower <= mean.mean && mean.mean <= mean.upper);
        MUST(mean.lower >= scale->lowest - NEAR && mean.upper <= scale->highest + NEAR);
        MUST_OK(nps_ces_counts(a, scale, &counts, &outside));
        MUST(counts.promoters + counts.passives + counts.detractors == mean.n);
    } else {
        MUST(mean.n == 77);
    }
    if (nps_mean_compare(a, b, scale, level, &out) != NPS_OK) {
        MUST(out.difference == 77 && out.p_value == 77);
        return;
    }
    MUST(out.lower <= out.difference + NEAR && out.difference <= out.upper + NEAR);
    MUST(out.p_value >= 0 && out.p_value <= 1);
    MUST_OK(nps_mean_compare(b, a, scale, level, &other));
    MUST(fabs(other.lower + out.upper) <= NEAR && fabs(other.p_value - out.p_value) <= NEAR);
}

static void check_enps(fuzz_input *input, const nps_accumulator *self)
{
    nps_summary out, read;
    const uint64_t minimum = fuzz_number(input);
    const nps_status status = nps_enps(self, NULL, minimum, &out), wanted = nps_accumulator_read(self, NULL, &read);
    if (wanted == NPS_OK)
        MUST(status == (read.n < minimum ? NPS_ERROR_UNAVAILABLE : NPS_OK));
    else
        MUST(status == wanted || (wanted == NPS_ERROR_EMPTY && minimum > 0 && status == NPS_ERROR_UNAVAILABLE));
}

static void check_rates(fuzz_input *input, double level)
{
    const uint64_t asked = fuzz_number(input), answered[] = {fuzz_number(input), fuzz_byte(input), fuzz_byte(input)};
    nps_response_wave waves[3];
    nps_proportion_result rate, stayed;
    const nps_status status = nps_response_rate(answered[0], asked, level, &rate);
    MUST(nps_retention(asked, answered[0], 0, level, &stayed) == status);
    if (nps_response_waves(asked, answered, 3, level, waves) == NPS_OK) {
        MUST_OK(status);
        MUST(waves[0].rate.share == rate.share && waves[2].cumulative.share >= rate.share);
    }
}

static void check_score(const nps_response_score *score)
{
    MUST(score->bounds.lower >= -100 && score->bounds.upper <= 100);
    MUST(score->bounds.lower <= score->score + NEAR && score->score <= score->bounds.upper + NEAR);
}

static void check_nonresponse(fuzz_input *input, double level)
{
    const nps_counts counts = fuzz_counts(input, fuzz_bool(input) ? 30 : 0), mirrored = fuzz_mirror(&counts);
    const uint64_t asked = fuzz_bool(input) ? fuzz_number(input) : 100;
    const nps_response_rates rates = {fuzz_within(input, 0.01, 1), fuzz_within(input, 0.01, 1),
                                      fuzz_within(input, 0.01, 1)};
    const double benchmark = fuzz_within(input, -100, 100);
    nps_nonresponse_result out;
    nps_nonresponse_limits limits, other;
    if (nps_nonresponse(&counts, asked, &rates, level, &out) == NPS_OK) {
        check_score(&out.reweighted);
        check_score(&out.observed);
        MUST(out.worst.score <= out.observed.score + NEAR && out.observed.score <= out.best.score + NEAR);
    }
    if (nps_nonresponse_limit(&counts, asked, benchmark, level, &limits) != NPS_OK)
        return;
    MUST_OK(nps_nonresponse_limit(&mirrored, asked, -benchmark, level, &other));
    MUST(isnan(limits.others_score) || fabs(limits.others_score) <= 100);
    MUST(isnan(limits.rate_ratio) || (limits.rate_ratio > 0 && limits.conclusion != 0));
    MUST(limits.conclusion == -other.conclusion || level > 0.999999);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    const nps_accumulator a = read_accumulator(&input), b = read_accumulator(&input);
    const nps_scale scale = fuzz_scale(&input);
    const double level = fuzz_level(&input);
    check_csat(&input, &a, &scale, level);
    check_means(&a, &b, &scale, level);
    check_enps(&input, &a);
    check_rates(&input, level);
    check_nonresponse(&input, level);
    return 0;
}
