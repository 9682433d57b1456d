/* Families of comparisons: with a benchmark, with the rest and in pairs.
 * SPDX-License-Identifier: MIT */
#include "segments.h"

/* The required results of a family whose single comparisons are known. */
static void assert_family(const struct family *family, const nps_comparison *expected, size_t size,
                          nps_adjustment adjustment)
{
    double p[MOST], adjusted[MOST];
    size_t order[MOST], i;
    for (i = 0; i < size; i++) {
        assert_comparison_equal(&family->out[i].comparison, &expected[i]);
        assert_status(family->out[i].status, NPS_OK);
        p[i] = expected[i].p_value;
    }
    assert_ok(nps_adjust(p, size, adjustment, adjusted, order));
    for (i = 0; i < size; i++) {
        assert_memory_equal(&family->out[i].adjusted, &adjusted[i], sizeof *adjusted);
        assert_int_equal(family->out[i].order, order[i]);
    }
}

static const double FAMILY_LEVEL = 0.9;

static double level_of_one(nps_adjustment adjustment, double size)
{
    return adjustment == NPS_ADJUST_NONE ? FAMILY_LEVEL : 1 - (1 - FAMILY_LEVEL) / size;
}

static void a_family_against_a_benchmark(void **state)
{
    int asked;
    (void)state;
    for (asked = NPS_ADJUST_NONE; asked <= NPS_ADJUST_BONFERRONI; asked++) {
        const nps_adjustment adjustment =
            asked == NPS_ADJUST_FALSE_DISCOVERY ? NPS_ADJUST_BENJAMINI_HOCHBERG : (nps_adjustment)asked;
        struct family family = family_with(NPS_METHOD_SCORE, FAMILY_LEVEL, (nps_adjustment)asked);
        nps_comparison expected[COUNT];
        size_t i;
        memset(expected, 0, sizeof expected);
        for (i = 0; i < COUNT; i++)
            assert_ok(nps_compare_benchmark(&SEGMENTS[i], 20, 0, NPS_METHOD_SCORE, level_of_one(adjustment, COUNT),
                                            &expected[i]));
        assert_ok(nps_segments_compare_benchmark(SEGMENTS, COUNT, 20, 0, &family.options, family.out));
        assert_family(&family, expected, COUNT, adjustment);
    }
}

static void a_family_against_a_sampled_benchmark(void **state)
{
    struct family family = family_with(NPS_METHOD_AUTO, FAMILY_LEVEL, NPS_ADJUST_FALSE_DISCOVERY);
    nps_comparison expected[COUNT];
    size_t i;
    (void)state;
    memset(expected, 0, sizeof expected);
    for (i = 0; i < COUNT; i++)
        assert_ok(nps_compare_benchmark(&SEGMENTS[i], 20, 300, NPS_METHOD_AUTO, level_of_one(NPS_ADJUST_HOLM, COUNT),
                                        &expected[i]));
    assert_ok(nps_segments_compare_benchmark(SEGMENTS, COUNT, 20, 300, &family.options, family.out));
    assert_family(&family, expected, COUNT, NPS_ADJUST_BENJAMINI_YEKUTIELI);
    family.options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_status(nps_segments_compare_benchmark(SEGMENTS, COUNT, 20, 300, &family.options, family.out),
                  NPS_ERROR_UNAVAILABLE);
}

static void a_family_against_the_rest(void **state)
{
    struct family family = family_with(NPS_METHOD_SCORE, FAMILY_LEVEL, NPS_ADJUST_FALSE_DISCOVERY);
    nps_comparison expected[COUNT];
    size_t i, j;
    (void)state;
    memset(expected, 0, sizeof expected);
    for (i = 0; i < COUNT; i++) {
        nps_counts rest = {0, 0, 0};
        for (j = 0; j < COUNT; j++)
            if (j != i) {
                rest.promoters += SEGMENTS[j].promoters;
                rest.passives += SEGMENTS[j].passives;
                rest.detractors += SEGMENTS[j].detractors;
            }
        assert_ok(
            nps_compare(&SEGMENTS[i], &rest, NPS_METHOD_SCORE, level_of_one(NPS_ADJUST_HOLM, COUNT), &expected[i]));
    }
    assert_ok(nps_segments_compare_rest(SEGMENTS, COUNT, &family.options, family.out));
    assert_family(&family, expected, COUNT, NPS_ADJUST_BENJAMINI_YEKUTIELI);
    family.options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_status(nps_segments_compare_rest(SEGMENTS, COUNT, &family.options, family.out), NPS_ERROR_UNAVAILABLE);
}

static void a_family_of_pairs(void **state)
{
    struct family family = family_with(NPS_METHOD_SCORE, FAMILY_LEVEL, NPS_ADJUST_HOLM);
    nps_comparison expected[PAIRS];
    size_t i, j, place = 0;
    (void)state;
    memset(expected, 0, sizeof expected);
    for (i = 0; i < COUNT; i++)
        for (j = i + 1; j < COUNT; j++) {
            assert_int_equal(place, i * (2 * COUNT - i - 1) / 2 + j - i - 1);
            assert_ok(nps_compare(&SEGMENTS[i], &SEGMENTS[j], NPS_METHOD_SCORE, level_of_one(NPS_ADJUST_HOLM, PAIRS),
                                  &expected[place++]));
        }
    assert_int_equal(place, nps_segments_pair_count(COUNT));
    assert_ok(nps_segments_compare_pairs(SEGMENTS, COUNT, &family.options, family.out));
    assert_family(&family, expected, PAIRS, NPS_ADJUST_HOLM);
    family.options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_status(nps_segments_compare_pairs(SEGMENTS, COUNT, &family.options, family.out), NPS_ERROR_UNAVAILABLE);
}

static void intervals_without_zero_have_small_adjusted_p_values(void **state)
{
    uint64_t random = 3;
    int round, found = 0;
    (void)state;
    for (round = 0; round < 50; round++) {
        struct family family = family_with(NPS_METHOD_SCORE, 0.9, NPS_ADJUST_HOLM);
        nps_counts counts[6];
        size_t i;
        for (i = 0; i < 6; i++)
            counts[i] = next_counts(&random, 60);
        assert_ok(nps_segments_compare_pairs(counts, 6, &family.options, family.out));
        for (i = 0; i < nps_segments_pair_count(6); i++)
            if (family.out[i].comparison.bounds.lower > 1e-9 || family.out[i].comparison.bounds.upper < -1e-9) {
                assert_true(family.out[i].adjusted < 0.1);
                found++;
            }
    }
    assert_true(found > 100);
}

static void the_number_of_pairs(void **state)
{
    (void)state;
    assert_int_equal(nps_segments_pair_count(0), 0);
    assert_int_equal(nps_segments_pair_count(1), 0);
    assert_int_equal(nps_segments_pair_count(2), 1);
    assert_int_equal(nps_segments_pair_count(3), 3);
    assert_int_equal(nps_segments_pair_count(1000), 499500);
    assert_int_equal(nps_segments_pair_count(1000001), 500000500000);
    assert_true(nps_segments_pair_count((size_t)1 << 32) == SIZE_MAX);
    assert_true(nps_segments_pair_count(SIZE_MAX) == SIZE_MAX);
    assert_true(nps_segments_pair_count(SIZE_MAX - 1) == SIZE_MAX);
}

/* Segments that cannot be compared do not count: the others have the results that they would have without them. */
static void segments_that_cannot_be_compared_are_left_out(void **state)
{
    const nps_counts with[] = {{50, 30, 20}, {0, 0, 0}, {30, 30, 40}, {UINT64_MAX, 1, 0}, {9, 1, 0}};
    const nps_counts without[] = {{50, 30, 20}, {30, 30, 40}, {9, 1, 0}};
    struct family all = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM), some = all;
    size_t i;
    (void)state;
    assert_ok(nps_segments_compare_benchmark(with, 5, 10, 0, &all.options, all.out));
    assert_ok(nps_segments_compare_benchmark(without, 3, 10, 0, &some.options, some.out));
    for (i = 0; i < 3; i++) {
        assert_comparison_equal(&all.out[2 * i].comparison, &some.out[i].comparison);
        assert_memory_equal(&all.out[2 * i].adjusted, &some.out[i].adjusted, sizeof some.out[i].adjusted);
        assert_status(all.out[2 * i].status, NPS_OK);
        assert_int_equal(all.out[i].order, 2 * some.out[i].order);
    }
    assert_status(all.out[1].status, NPS_ERROR_EMPTY);
    assert_status(all.out[3].status, NPS_ERROR_OVERFLOW);
    assert_int_equal(all.out[3].order, 1);
    assert_int_equal(all.out[4].order, 3);
    assert_true(isnan(all.out[1].comparison.difference) && isnan(all.out[1].comparison.p_value));
    assert_true(isnan(all.out[1].comparison.bounds.lower) && isnan(all.out[1].comparison.bounds.upper));
    assert_true(isnan(all.out[1].adjusted));
}

static void pairs_with_an_empty_segment_are_left_out(void **state)
{
    const nps_counts with[] = {{50, 30, 20}, {0, 0, 0}, {30, 30, 40}}, without[] = {{50, 30, 20}, {30, 30, 40}};
    struct family all = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM), some = all;
    (void)state;
    assert_ok(nps_segments_compare_pairs(with, 3, &all.options, all.out));
    assert_ok(nps_segments_compare_pairs(without, 2, &some.options, some.out));
    assert_status(all.out[0].status, NPS_ERROR_EMPTY);
    assert_status(all.out[1].status, NPS_OK);
    assert_status(all.out[2].status, NPS_ERROR_EMPTY);
    assert_comparison_equal(&all.out[1].comparison, &some.out[0].comparison);
    assert_int_equal(all.out[0].order, 1);
    assert_int_equal(all.out[1].order, 0);
    assert_int_equal(all.out[2].order, 2);
}

static void a_segment_that_is_the_whole_has_no_rest(void **state)
{
    const nps_counts counts[] = {{5, 3, 2}, {0, 0, 0}};
    struct family family = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
    (void)state;
    assert_ok(nps_segments_compare_rest(counts, 2, &family.options, family.out));
    assert_status(family.out[0].status, NPS_ERROR_EMPTY);
    assert_status(family.out[1].status, NPS_ERROR_EMPTY);
    assert_ok(nps_segments_compare_rest(counts, 1, &family.options, family.out));
    assert_status(family.out[0].status, NPS_ERROR_EMPTY);
}

static void samples_too_large_for_the_exact_method_return_a_status(void **state)
{
    const nps_counts counts[] = {{5, 3, 2}, {NPS_EXACT_MAX + 1, 0, 0}, {3, 3, 3}};
    struct family family = family_with(NPS_METHOD_EXACT, 0.95, NPS_ADJUST_HOLM);
    nps_segment_rank ranks[3];
    (void)state;
    assert_ok(nps_segments_compare_benchmark(counts, 3, 0, 0, &family.options, family.out));
    assert_status(family.out[0].status, NPS_OK);
    assert_status(family.out[1].status, NPS_ERROR_TOO_MANY);
    assert_ok(nps_segments_rank(counts, 3, &family.options, ranks));
    assert_status(ranks[1].status, NPS_ERROR_TOO_MANY);
    assert_int_equal(ranks[1].best, 0);
    assert_status(ranks[0].status, NPS_OK);
    assert_int_equal(ranks[0].worst, 2);
}

/* All three families and the ranks, each with an error. */
static void assert_refused(struct family *family, const nps_counts *counts, size_t count, nps_status expected)
{
    nps_segment_rank ranks[MOST];
    memset(ranks, 7, sizeof ranks);
    assert_status(nps_segments_compare_benchmark(counts, count, 0, 0, &family->options, family->out), expected);
    assert_status(nps_segments_compare_rest(counts, count, &family->options, family->out), expected);
    assert_status(nps_segments_compare_pairs(counts, count, &family->options, family->out), expected);
    assert_status(nps_segments_rank(counts, count, &family->options, ranks), expected);
    assert_int_equal(ranks[0].best, 0x0707070707070707);
}

static void bad_arguments_write_nothing(void **state)
{
    static const double levels[] = {0, 1, -1, NAN, INFINITY};
    const struct family fresh = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
    const nps_allocator nothing = {NULL, NULL, NULL};
    struct family family = fresh;
    size_t i;
    (void)state;
    assert_refused(&family, NULL, 2, NPS_ERROR_NULL);
    for (i = 0; i < sizeof levels / sizeof *levels; i++) {
        family.options.level = levels[i];
        assert_refused(&family, SEGMENTS, COUNT, NPS_ERROR_LEVEL);
        assert_refused(&family, SEGMENTS, 0, NPS_ERROR_LEVEL);
    }
    family.options = fresh.options;
    family.options.method = (nps_method)99;
    assert_refused(&family, SEGMENTS, COUNT, NPS_ERROR_METHOD);
    family.options = fresh.options;
    family.options.adjustment = (nps_adjustment)99;
    assert_refused(&family, SEGMENTS, COUNT, NPS_ERROR_METHOD);
    family.options = fresh.options;
    family.options.size--;
    assert_refused(&family, SEGMENTS, COUNT, NPS_ERROR_SIZE);
    family.options = fresh.options;
    family.options.prior[1] = 1;
    assert_refused(&family, SEGMENTS, COUNT, NPS_ERROR_PRIOR);
    family.options = fresh.options;
    family.options.allocator = &nothing;
    assert_refused(&family, SEGMENTS, COUNT, NPS_ERROR_NULL);
    family.options = fresh.options;
    assert_memory_equal(&family, &fresh, sizeof fresh);
}

static void null_pointers_return_a_status(void **state)
{
    struct family f = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
    (void)state;
    assert_status(nps_segments_compare_rest(SEGMENTS, COUNT, &f.options, NULL), NPS_ERROR_NULL);
    assert_status(nps_segments_compare_pairs(SEGMENTS, COUNT, &f.options, NULL), NPS_ERROR_NULL);
    assert_status(nps_segments_compare_benchmark(SEGMENTS, COUNT, 0, 0, &f.options, NULL), NPS_ERROR_NULL);
    assert_status(nps_segments_rank(SEGMENTS, COUNT, &f.options, NULL), NPS_ERROR_NULL);
    assert_ok(nps_segments_compare_benchmark(NULL, 0, 0, 0, &f.options, NULL));
    assert_ok(nps_segments_compare_rest(NULL, 0, &f.options, NULL));
    assert_ok(nps_segments_compare_pairs(NULL, 1, &f.options, NULL));
    assert_ok(nps_segments_rank(NULL, 0, &f.options, NULL));
    nps_segments_options_init(NULL);
}

static void counts_that_overflow_return_a_status(void **state)
{
    const nps_counts counts[] = {{UINT64_MAX, 0, 0}, {1, 0, 0}};
    struct family f = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
    (void)state;
    assert_status(nps_segments_compare_pairs(SEGMENTS, SIZE_MAX, &f.options, f.out), NPS_ERROR_OVERFLOW);
    assert_status(nps_segments_compare_rest(counts, 2, &f.options, f.out), NPS_ERROR_OVERFLOW);
    assert_status(nps_segments_compare_benchmark(counts, 2, NAN, 0, &f.options, f.out), NPS_ERROR_REFERENCE);
    assert_status(nps_segments_compare_benchmark(counts, 2, 100.5, 0, &f.options, f.out), NPS_ERROR_REFERENCE);
    assert_ok(nps_segments_compare_benchmark(counts, 2, 50, UINT64_MAX, &f.options, f.out));
    assert_ok(nps_segments_compare_pairs(counts, 2, &f.options, f.out));
    /* Half of the distance to 1 cannot be distinguished from 0. */
    f.options.level = 1 - 0x1p-53;
    assert_status(nps_segments_compare_rest(SEGMENTS, COUNT, &f.options, f.out), NPS_ERROR_LEVEL);
    f.options.adjustment = NPS_ADJUST_NONE;
    assert_ok(nps_segments_compare_rest(SEGMENTS, COUNT, &f.options, f.out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_family_against_a_benchmark),
        cmocka_unit_test(a_family_against_a_sampled_benchmark),
        cmocka_unit_test(a_family_against_the_rest),
        cmocka_unit_test(a_family_of_pairs),
        cmocka_unit_test(intervals_without_zero_have_small_adjusted_p_values),
        cmocka_unit_test(the_number_of_pairs),
        cmocka_unit_test(segments_that_cannot_be_compared_are_left_out),
        cmocka_unit_test(pairs_with_an_empty_segment_are_left_out),
        cmocka_unit_test(a_segment_that_is_the_whole_has_no_rest),
        cmocka_unit_test(samples_too_large_for_the_exact_method_return_a_status),
        cmocka_unit_test(bad_arguments_write_nothing),
        cmocka_unit_test(null_pointers_return_a_status),
        cmocka_unit_test(counts_that_overflow_return_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
