/* Ranks of segments.
 * SPDX-License-Identifier: MIT */
#include "segments.h"

/* Ranks from the p-values of all pairs: Holm on both one-sided hypotheses of each pair. */
static void naive_ranks(const nps_counts *counts, size_t count, nps_method method, double level,
                        nps_segment_rank *ranks)
{
    enum { HYPOTHESES = 12 * 11 };
    double p[HYPOTHESES], adjusted[HYPOTHESES];
    size_t order[HYPOTHESES], i, j, place;
    for (place = i = 0; i < count; i++) {
        ranks[i] = (nps_segment_rank){1, count, NPS_OK};
        for (j = 0; j < count; j++) {
            nps_comparison comparison;
            if (i == j)
                continue;
            /* The p-value for "i is better than j". At this level every interval that matters excludes 0. */
            assert_ok(nps_compare(&counts[i], &counts[j], method, level, &comparison));
            p[place++] = comparison.bounds.lower > 0 ? comparison.p_value / 2 : 1;
        }
    }
    assert_ok(nps_adjust(p, place, NPS_ADJUST_HOLM, adjusted, order));
    for (place = i = 0; i < count; i++)
        for (j = 0; j < count; j++) {
            if (i != j && adjusted[place] < 1 - level) {
                ranks[i].worst--;
                ranks[j].best++;
            }
            place += i != j;
        }
}

/* The same with one level for all pairs. */
static void bonferroni_ranks(const nps_counts *counts, size_t count, nps_method method, double level,
                             nps_segment_rank *ranks)
{
    const double of_one = 1 - (1 - level) / fmax(1, (double)nps_segments_pair_count(count));
    size_t i, j;
    for (i = 0; i < count; i++) {
        ranks[i] = (nps_segment_rank){1, count, NPS_OK};
        for (j = 0; j < count; j++) {
            nps_comparison comparison;
            assert_ok(nps_compare(&counts[i], &counts[j], method, of_one, &comparison));
            ranks[i].worst -= comparison.bounds.lower > 0;
            ranks[i].best += comparison.bounds.upper < 0;
        }
    }
}

static void ranks_are_those_of_holm_on_one_sided_tests(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
                                         NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE};
    uint64_t random = 29;
    int round, told = 0, beyond_bonferroni = 0;
    (void)state;
    for (round = 0; round < 40; round++) {
        const size_t count = 1 + next_below(&random, 12);
        const nps_method method = methods[round % 5];
        struct family family = family_with(method, 0.9, NPS_ADJUST_HOLM);
        nps_counts counts[12];
        nps_segment_rank ranks[12], expected[12], single[12];
        size_t i;
        for (i = 0; i < count; i++) {
            counts[i] = next_counts(&random, round % 2 == 0 ? 50 : 500);
            counts[i].promoters += 40 * i;
        }
        naive_ranks(counts, count, method, 0.9, expected);
        assert_ok(nps_segments_rank(counts, count, &family.options, ranks));
        bonferroni_ranks(counts, count, method, 0.9, single);
        for (i = 0; i < count; i++) {
            assert_status(ranks[i].status, NPS_OK);
            assert_int_equal(ranks[i].best, expected[i].best);
            assert_int_equal(ranks[i].worst, expected[i].worst);
            told += (int)(ranks[i].best - 1);
            beyond_bonferroni += ranks[i].best != single[i].best;
        }
    }
    assert_true(told > 200);
    assert_true(beyond_bonferroni > 0);
}

/* Tables for which a second step of Holm would distinguish more segments. */
static void exact_ranks_are_those_of_bonferroni(void **state)
{
    const nps_counts counts[] = {{6, 0, 1}, {1, 0, 6}, {5, 0, 2}, {0, 0, 7}};
    struct family family = family_with(NPS_METHOD_EXACT, 0.8, NPS_ADJUST_HOLM);
    nps_segment_rank ranks[4], expected[4];
    size_t i;
    (void)state;
    assert_ok(nps_segments_rank(counts, 4, &family.options, ranks));
    bonferroni_ranks(counts, 4, NPS_METHOD_EXACT, 0.8, expected);
    for (i = 0; i < 4; i++) {
        assert_int_equal(ranks[i].best, expected[i].best);
        assert_int_equal(ranks[i].worst, expected[i].worst);
    }
    assert_int_equal(ranks[3].best, 3);
}

static void a_segment_without_answers_has_no_rank(void **state)
{
    const nps_counts counts[] = {{90, 10, 0}, {0, 0, 0}, {0, 10, 90}};
    struct family family = family_with(NPS_METHOD_AUTO, 0.95, NPS_ADJUST_HOLM);
    nps_segment_rank ranks[3];
    (void)state;
    assert_ok(nps_segments_rank(counts, 3, &family.options, ranks));
    assert_int_equal(ranks[0].best, 1);
    assert_int_equal(ranks[0].worst, 1);
    assert_int_equal(ranks[1].best, 0);
    assert_int_equal(ranks[1].worst, 0);
    assert_int_equal(ranks[2].best, 2);
    assert_int_equal(ranks[2].worst, 2);
    assert_status(ranks[1].status, NPS_ERROR_EMPTY);
    assert_ok(nps_segments_rank(&counts[1], 1, &family.options, ranks));
}

static void ranks_need_holm_and_a_method_that_can_be_joined(void **state)
{
    struct family family = family_with(NPS_METHOD_AUTO, 0.95, NPS_ADJUST_BENJAMINI_YEKUTIELI);
    nps_segment_rank ranks[COUNT];
    (void)state;
    assert_status(nps_segments_rank(SEGMENTS, COUNT, &family.options, ranks), NPS_ERROR_UNAVAILABLE);
    family = family_with(NPS_METHOD_ANYTIME, 0.95, NPS_ADJUST_HOLM);
    assert_status(nps_segments_rank(SEGMENTS, COUNT, &family.options, ranks), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_segments_rank(SEGMENTS, 0, &family.options, ranks), NPS_ERROR_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_those_of_holm_on_one_sided_tests),
        cmocka_unit_test(exact_ranks_are_those_of_bonferroni),
        cmocka_unit_test(a_segment_without_answers_has_no_rank),
        cmocka_unit_test(ranks_need_holm_and_a_method_that_can_be_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
