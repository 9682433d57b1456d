/* Weighted waves: rows and columns in any order are the same sums, and changes are in range, whatever the weights.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

enum { MOST = 24 };

static const nps_paired_change UNTOUCHED = {{7, {8, 9}, 10, NPS_METHOD_AUTO}, 0, 0, 0, 0};

static double fuzz_weight(fuzz_input *input)
{
    return fuzz_seldom(input, 12) ? fuzz_double(input) : (double)fuzz_below(input, 64) / 8;
}

static bool is_weight(double weight)
{
    return weight == 0 || (weight >= 0x1p-126 && weight < 0x1p128);
}

/* People, and which of their weights are none. */
struct people {
    size_t count;
    int8_t first[MOST], second[MOST];
    double weights[MOST];
    bool are_weighted;
};

static void read_people(fuzz_input *input, struct people *people)
{
    people->count = fuzz_below(input, MOST + 1);
    people->are_weighted = true;
    for (size_t i = 0; i < people->count; i++) {
        people->first[i] = (int8_t)((int)fuzz_below(input, 14) - 2);
        people->second[i] = (int8_t)((int)fuzz_below(input, 14) - 2);
        people->weights[i] = fuzz_weight(input);
        people->are_weighted = people->are_weighted && is_weight(people->weights[i]);
    }
}

/* The same people by column, and one by one from the last. */
static void check_sums(const struct people *people, nps_weighted_paired *waves)
{
    nps_weighted_paired single, none;
    nps_column first, second;
    nps_error_detail detail;
    nps_status status;
    memset(waves, 0, sizeof *waves);
    memset(&single, 0, sizeof single);
    memset(&none, 0, sizeof none);
    nps_column_init(&first, NPS_COLUMN_I8, people->first, people->count);
    nps_column_init(&second, NPS_COLUMN_I8, people->second, people->count);
    status = nps_weighted_paired_add_column(waves, &first, &second, people->weights, NULL, &detail);
    MUST(status == (people->are_weighted ? NPS_OK : NPS_ERROR_WEIGHT));
    if (status) {
        MUST_EQUAL(*waves, none);
        return;
    }
    for (size_t i = people->count; i-- > 0;)
        MUST_OK(nps_weighted_paired_add(&single, people->first[i], people->second[i], people->weights[i], 1, NULL));
    MUST_EQUAL(*waves, single);
    MUST_OK(nps_weighted_paired_merge(&single, waves));
    MUST_OK(nps_weighted_paired_subtract(&single, waves));
    MUST_EQUAL(*waves, single);
}

static void check_change(fuzz_input *input, const nps_weighted_paired *waves)
{
    nps_paired_options options;
    nps_paired_change out = UNTOUCHED;
    nps_status status;
    nps_paired_options_init(&options);
    options.method = fuzz_seldom(input, 3) ? fuzz_method(input) : NPS_METHOD_AUTO;
    options.level = fuzz_level(input);
    options.estimator = fuzz_bool(input) ? NPS_PAIRED_BEST : NPS_PAIRED_PROPORTIONAL;
    status = nps_weighted_paired_compare(waves, &options, &out);
    if (status != NPS_OK) {
        MUST(status == NPS_ERROR_EMPTY || status == NPS_ERROR_METHOD || status == NPS_ERROR_UNAVAILABLE ||
             status == NPS_ERROR_LEVEL);
        MUST_EQUAL(out, UNTOUCHED);
        return;
    }
    MUST(fuzz_is_level(options.level));
    MUST(fabs(out.comparison.difference) <= 200 + 1e-9);
    MUST(out.comparison.bounds.lower >= -200 && out.comparison.bounds.upper <= 200);
    MUST(out.comparison.bounds.lower <= out.comparison.bounds.upper);
    MUST(out.comparison.p_value >= 0 && out.comparison.p_value <= 1);
    MUST(out.first_weight >= 0 && out.first_weight <= 1 && out.second_weight >= 0 && out.second_weight <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    struct people people;
    nps_weighted_paired waves;
    read_people(&input, &people);
    check_sums(&people, &waves);
    check_change(&input, &waves);
    return 0;
}
