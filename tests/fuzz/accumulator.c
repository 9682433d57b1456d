/* Accumulators: any sequence of calls against thirteen plain counters, their bytes, and the score.
 * SPDX-License-Identifier: MIT */
#include "bins.h"

enum { OBJECTS = 2 };

/* Two accumulators and what they should have. */
struct states {
    nps_accumulator actual[OBJECTS];
    bins expected[OBJECTS];
};

/* The score of the counts to half a unit of its last place, or where the header says so to four. */
static void check_score(const nps_counts *counts)
{
    const wide_count total = (wide_count)counts->promoters + counts->passives + counts->detractors;
    double score = 77;
    const nps_status status = nps_score(counts, &score);
    const long double exact =
        100 * ((long double)counts->promoters - (long double)counts->detractors) / (long double)total;
    const double units = total <= (UINT64_C(1) << 53) / 100 ? 0.5001 : 4;
    if (total == 0 || total > UINT64_MAX) {
        MUST(status == (total == 0 ? NPS_ERROR_EMPTY : NPS_ERROR_OVERFLOW) && score == 77);
        return;
    }
    MUST(status == NPS_OK && score >= -100 && score <= 100);
    MUST(fabsl(score - exact) <= units * (nextafter(fabs(score), INFINITY) - fabs(score)));
    MUST(counts->promoters != counts->detractors || (score == 0 && !signbit(score)));
}

static void check_counts(const nps_accumulator *actual, const bins *expected, const nps_scale *scale, bool ignore)
{
    const nps_counts before = {1, 2, 3};
    nps_counts counts = before, expected_counts = before;
    uint64_t outside = 4, expected_outside = 4;
    const nps_status status = nps_accumulator_counts(actual, scale, &counts, ignore ? &outside : NULL);
    MUST(status == bins_count(expected, scale, &expected_counts, ignore ? &expected_outside : NULL));
    MUST_EQUAL(counts, expected_counts);
    MUST(outside == expected_outside);
    MUST((nps_scale_check(scale) == NPS_OK) == is_possible_scale(scale));
    check_score(&counts);
}

/* The summary has what the single functions give; where one of them fails the summary fails and is unchanged. */
static void check_summary(fuzz_input *input, const nps_accumulator *actual, const nps_scale *scale)
{
    nps_summary_options options;
    nps_interval_options interval;
    nps_interval_result result;
    nps_summary before, summary;
    nps_counts counts;
    uint64_t outside = 0;
    nps_status status;
    nps_summary_options_init(&options);
    nps_interval_options_init(&interval);
    options.method = interval.method = fuzz_method(input);
    options.level = interval.level = fuzz_level(input);
    options.scale = scale;
    options.ignore_outside = fuzz_bool(input);
    memset(&before, 0x5A, sizeof before);
    memcpy(&summary, &before, sizeof summary);
    status = nps_accumulator_counts(actual, scale, &counts, options.ignore_outside ? &outside : NULL);
    if (status == NPS_OK)
        status = nps_interval_with(&counts, &interval, &result);
    if (status != NPS_OK) {
        MUST(nps_accumulator_read(actual, &options, &summary) != NPS_OK);
        MUST_EQUAL(summary, before);
        return;
    }
    MUST_OK(nps_accumulator_read(actual, &options, &summary));
    MUST_EQUAL(summary.counts, counts);
    MUST_EQUAL(summary.bounds, result.bounds);
    MUST(summary.method == result.method && summary.score == fuzz_score(&counts));
    MUST(summary.outside == outside && summary.missing == actual->missing && summary.invalid == actual->invalid);
    MUST(fabs(summary.shares.promoters + summary.shares.passives + summary.shares.detractors - 1) < 1e-15);
}

/* The bytes say what the accumulator has, in no more room than was announced; and so they are merged. */
static void check_bytes(const nps_accumulator *actual, const bins *expected, size_t short_by)
{
    nps_accumulator decoded, merged = {{1, 2}, 3, 4};
    bins merged_bins = bins_from(&merged);
    size_t size, written = 99;
    unsigned char *bytes;
    MUST_OK(nps_accumulator_encoded_size(actual, &size));
    MUST(size >= 25 && size <= NPS_ACCUMULATOR_ENCODED_MAX);
    bytes = fuzz_memory(size);
    memset(bytes, 0xA5, size);
    if (short_by > 0 && short_by <= size) {
        MUST(nps_accumulator_encode(actual, bytes, size - short_by, &written) == NPS_ERROR_SPACE);
        MUST(written == 99 && bytes[0] == 0xA5 && bytes[size - 1] == 0xA5);
    }
    MUST_OK(nps_accumulator_encode(actual, bytes, size, &written));
    MUST(written == size);
    MUST_OK(nps_accumulator_decode(&decoded, bytes, size, NULL));
    MUST(bins_are(expected, &decoded));
    MUST(nps_accumulator_merge_encoded(&merged, bytes, size, NULL) == bins_merge(&merged_bins, expected));
    MUST(bins_are(&merged_bins, &merged));
    MUST(nps_accumulator_decode(&decoded, bytes, size - 1, NULL) != NPS_OK);
    free(bytes);
}

static void add_bytes(fuzz_input *input, nps_accumulator *actual, bins *expected)
{
    const size_t length = fuzz_byte(input);
    uint8_t *const answers = fuzz_memory(length);
    bins sum = *expected;
    nps_status status = NPS_OK;
    size_t i;
    for (i = 0; i < length; i++) {
        answers[i] = (uint8_t)fuzz_answer(input);
        if (bins_add(&sum, bin_of(answers[i]), 1) != NPS_OK)
            status = NPS_ERROR_OVERFLOW;
    }
    if (status == NPS_OK)
        *expected = sum;
    MUST(nps_accumulator_add_u8(actual, answers, length) == status);
    free(answers);
}

static void step(fuzz_input *input, struct states *states)
{
    const unsigned which = fuzz_byte(input) % OBJECTS, other = fuzz_byte(input) % OBJECTS;
    nps_accumulator *const actual = &states->actual[which];
    bins *const expected = &states->expected[which];
    const nps_accumulator *const from = &states->actual[other];
    int64_t answer;
    uint64_t times;
    nps_scale scale;
    switch (fuzz_byte(input) % 10) {
    case 0:
        answer = fuzz_answer(input);
        MUST(nps_accumulator_add(actual, answer) == bins_add(expected, bin_of(answer), 1));
        break;
    case 1:
        answer = fuzz_answer(input);
        times = fuzz_number(input);
        MUST(nps_accumulator_add_n(actual, answer, times) == bins_add(expected, bin_of(answer), times));
        break;
    case 2:
        times = fuzz_number(input);
        MUST(nps_accumulator_add_missing(actual, times) == bins_add(expected, BIN_MISSING, times));
        break;
    case 3:
        answer = fuzz_answer(input);
        times = fuzz_number(input);
        MUST(nps_accumulator_remove_n(actual, answer, times) == bins_remove(expected, bin_of(answer), times));
        break;
    case 4: add_bytes(input, actual, expected); break;
    case 5: MUST(nps_accumulator_merge(actual, from) == bins_merge(expected, &states->expected[other])); break;
    case 6: MUST(nps_accumulator_subtract(actual, from) == bins_subtract(expected, &states->expected[other])); break;
    case 7:
        scale = fuzz_scale(input);
        check_counts(actual, expected, &scale, fuzz_bool(input));
        check_summary(input, actual, &scale);
        break;
    case 8: check_bytes(actual, expected, fuzz_byte(input)); break;
    default:
        MUST(nps_accumulator_merge(actual, NULL) == NPS_ERROR_NULL);
        MUST(nps_accumulator_add_u8(actual, NULL, 1) == NPS_ERROR_NULL);
        break;
    }
    MUST(bins_are(expected, actual));
}

/* What is said of statuses, methods and adjustments, whether they are some or not. */
static void check_words(fuzz_input *input)
{
    const int number = (int)fuzz_integer(input);
    MUST(nps_status_string((nps_status)number)[0] != '\0');
    MUST(nps_method_string((nps_method)number)[0] != '\0');
    MUST(nps_adjustment_string((nps_adjustment)number)[0] != '\0');
    MUST(strcmp(nps_version_string(), "") != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    struct states states;
    memset(&states, 0, sizeof states);
    check_words(&input);
    while (input.length > 0)
        step(&input, &states);
    return 0;
}
