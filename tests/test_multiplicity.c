/* SPDX-License-Identifier: MIT */
#include "figures.h"
#include "multiplicity/chebyshev.h"

enum { MOST = 64 };

/* A family's results, and options to ask for it. */
struct family {
    nps_multiplicity_options options;
    nps_comparison out[MOST];
    double adjusted[MOST];
    size_t order[MOST];
    nps_status statuses[MOST];
};

static struct family family_with(nps_method method, double level, nps_adjustment adjustment)
{
    struct family family;
    memset(&family, 0, sizeof family);
    nps_multiplicity_options_init(&family.options);
    family.options.method = method;
    family.options.level = level;
    family.options.adjustment = adjustment;
    return family;
}

static double next_share(uint64_t *random)
{
    return (double)(next_random(random) >> 11) * 0x1p-53;
}

/* Every count is at most `most`, and one is at least 1. */
static nps_counts next_counts(uint64_t *random, uint64_t most)
{
    const nps_counts counts = {next_below(random, most), 1 + next_below(random, most), next_below(random, most)};
    return counts;
}

/* Holm is the closed test by Bonferroni: the worst of all sets of hypotheses that contain this one. */
static double closed_test(const double *p, size_t count, size_t which)
{
    double worst = 0;
    unsigned set;
    for (set = 0; set < 1u << count; set++) {
        double smallest = 1;
        size_t size = 0, i;
        for (i = 0; i < count; i++)
            if (set >> i & 1) {
                smallest = fmin(smallest, p[i]);
                size++;
            }
        if (set >> which & 1)
            worst = fmax(worst, fmin(1, (double)size * smallest));
    }
    return worst;
}

/* The smallest share of false discoveries to be expected at any threshold that includes this p-value. */
static double smallest_rate(const double *p, size_t count, size_t which)
{
    double best = 1;
    size_t i, j;
    for (i = 0; i < count; i++) {
        size_t below = 0;
        for (j = 0; j < count; j++)
            below += p[j] <= p[i];
        if (p[i] >= p[which])
            best = fmin(best, p[i] * (double)count / (double)below);
    }
    return best;
}

/* Benjamini-Yekutieli is the same of p-values that the harmonic sum has made larger. */
static double smallest_rate_of_any(const double *p, size_t count, size_t which)
{
    double larger[MOST], sum = 0;
    size_t i;
    for (i = 1; i <= count; i++)
        sum += 1 / (double)i;
    for (i = 0; i < count; i++)
        larger[i] = sum * p[i];
    return smallest_rate(larger, count, which);
}

static void adjusted_p_values_are_what_the_definitions_say(void **state)
{
    static double (*const definitions[])(const double *p, size_t count, size_t which) = {
        [NPS_ADJUST_HOLM] = closed_test,
        [NPS_ADJUST_BENJAMINI_HOCHBERG] = smallest_rate,
        [NPS_ADJUST_BENJAMINI_YEKUTIELI] = smallest_rate_of_any,
    };
    uint64_t random = 11;
    int round;
    (void)state;
    for (round = 0; round < 300; round++) {
        const size_t count = 1 + next_below(&random, 8);
        double p[8], adjusted[8];
        size_t order[8], i;
        int adjustment;
        for (i = 0; i < count; i++) /* with ties, and with both ends */
            p[i] = i % 2 == 1 ? (double)next_below(&random, 5) / 4 : pow(next_share(&random), 4);
        for (adjustment = NPS_ADJUST_HOLM; adjustment <= NPS_ADJUST_BENJAMINI_YEKUTIELI; adjustment++) {
            assert_ok(nps_adjust(p, count, (nps_adjustment)adjustment, adjusted, order));
            for (i = 0; i < count; i++) {
                const double expected = definitions[adjustment](p, count, i);
                assert_double_near(adjusted[i], expected, 1e-15 * expected);
            }
        }
        assert_ok(nps_adjust(p, count, NPS_ADJUST_NONE, adjusted, order));
        assert_memory_equal(adjusted, p, count * sizeof *p);
    }
}

/* The example of Benjamini and Hochberg 1995: at .05 Bonferroni finds three differences, as Holm, and they find four.
 */
static void the_example_of_the_paper(void **state)
{
    static const double p[] = {.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344,
                               .0459, .3240, .4262, .5719, .6528, .7590, 1.000};
    enum { COUNT = sizeof p / sizeof *p };
    double holm[COUNT], rate[COUNT], any[COUNT];
    size_t order[COUNT], i;
    (void)state;
    assert_ok(nps_adjust(p, COUNT, NPS_ADJUST_HOLM, holm, order));
    assert_ok(nps_adjust(p, COUNT, NPS_ADJUST_BENJAMINI_HOCHBERG, rate, order));
    assert_ok(nps_adjust(p, COUNT, NPS_ADJUST_BENJAMINI_YEKUTIELI, any, order));
    for (i = 0; i < COUNT; i++) {
        assert_int_equal(holm[i] <= 0.05, i < 3);
        assert_int_equal(rate[i] <= 0.05, i < 4);
        assert_int_equal(any[i] <= 0.05, i < 3);
        assert_int_equal(order[i], i);
    }
    assert_double_near(holm[2], 13 * .0019, 1e-15);
    assert_double_near(rate[3], 15 * .0095 / 4, 1e-15);
    assert_double_near(rate[5], 15 * .0298 / 7, 1e-15);
}

static void adjusted_p_values_are_the_reference_figures(void **state)
{
    static const nps_adjustment adjustments[] = {NPS_ADJUST_HOLM, NPS_ADJUST_BENJAMINI_HOCHBERG,
                                                 NPS_ADJUST_BENJAMINI_YEKUTIELI};
    struct figures figures = figures_open("adjusted.csv");
    double p[MOST], expected[3][MOST], adjusted[MOST];
    size_t order[MOST], count = 0, i;
    double family = 0;
    bool more = true;
    int a;
    (void)state;
    while (more) {
        more = figures_next(&figures);
        if (!more || figures_number(&figures, 0) != family) {
            for (a = 0; a < 3; a++) {
                assert_ok(nps_adjust(p, count, adjustments[a], adjusted, order));
                for (i = 0; i < count; i++)
                    assert_double_near(adjusted[i], expected[a][i], 1e-15 * expected[a][i]);
            }
            family++;
            count = 0;
        }
        if (more) {
            p[count] = figures_number(&figures, 1);
            for (a = 0; a < 3; a++)
                expected[a][count] = figures_number(&figures, 2 + a);
            count++;
        }
    }
    assert_int_equal(figures.row, 83);
    assert_double_near(family, 6, 0);
}

static void tiny_p_values_keep_their_precision(void **state)
{
    double p[] = {1e-300, 0.5, 2e-300, 0}, adjusted[4];
    size_t order[4];
    (void)state;
    assert_ok(nps_adjust(p, 4, NPS_ADJUST_HOLM, adjusted, order));
    assert_double_near(adjusted[0], 3e-300, 1e-315);
    assert_double_near(adjusted[2], 4e-300, 1e-315);
    assert_double_near(adjusted[3], 0, 0);
    assert_ok(nps_adjust(p, 4, NPS_ADJUST_BENJAMINI_YEKUTIELI, adjusted, order));
    assert_double_near(adjusted[0], 2e-300 * 25 / 12, 4e-315);
    assert_double_near(adjusted[2], 2e-300 * 25 / 9, 4e-315);
}

static void many_p_values_are_put_in_order(void **state)
{
    enum { COUNT = 3000 };
    double *const p = test_malloc(COUNT * sizeof *p);
    double *const adjusted = test_malloc(COUNT * sizeof *adjusted);
    size_t *const order = test_malloc(COUNT * sizeof *order);
    uint64_t random = 5;
    size_t i;
    (void)state;
    for (i = 0; i < COUNT; i++)
        p[i] = (double)next_below(&random, 1000) / 1000;
    memcpy(adjusted, p, COUNT * sizeof *p);
    assert_ok(nps_adjust(adjusted, COUNT, NPS_ADJUST_BENJAMINI_HOCHBERG, adjusted, order)); /* in place */
    for (i = 1; i < COUNT; i++) {
        const size_t a = order[i - 1], b = order[i];
        assert_true(p[a] < p[b] || (p[a] == p[b] && a < b));
        assert_true(adjusted[a] <= adjusted[b]);
    }
    test_free(p);
    test_free(adjusted);
    test_free(order);
}

static void what_is_no_p_value_is_refused(void **state)
{
    static const double wrong[] = {NAN, -1e-300, 1.0000001, INFINITY, -INFINITY};
    double adjusted[2] = {7, 7};
    size_t order[2] = {9, 9}, i;
    (void)state;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const double p[] = {0.5, wrong[i]};
        assert_status(nps_adjust(p, 2, NPS_ADJUST_HOLM, adjusted, order), NPS_ERROR_PROBABILITY);
    }
    assert_status(nps_adjust(adjusted, 1, (nps_adjustment)5, adjusted, order), NPS_ERROR_METHOD);
    assert_status(nps_adjust(adjusted, 1, (nps_adjustment)-1, adjusted, order), NPS_ERROR_METHOD);
    assert_status(nps_adjust(adjusted, 1, NPS_ADJUST_FALSE_DISCOVERY, adjusted, order), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_adjust(NULL, 1, NPS_ADJUST_HOLM, adjusted, order), NPS_ERROR_NULL);
    assert_status(nps_adjust(wrong, 1, NPS_ADJUST_HOLM, NULL, order), NPS_ERROR_NULL);
    assert_status(nps_adjust(wrong, 1, NPS_ADJUST_HOLM, adjusted, NULL), NPS_ERROR_NULL);
    assert_ok(nps_adjust(NULL, 0, NPS_ADJUST_HOLM, NULL, NULL));
    assert_double_near(adjusted[0], 7, 0);
    assert_int_equal(order[1], 9);
}

static void adjustments_have_names(void **state)
{
    (void)state;
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_NONE), "none");
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_HOLM), "holm");
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_BENJAMINI_HOCHBERG), "benjamini-hochberg");
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_BENJAMINI_YEKUTIELI), "benjamini-yekutieli");
    assert_string_equal(nps_adjustment_string(NPS_ADJUST_FALSE_DISCOVERY), "false discovery");
    assert_string_equal(nps_adjustment_string((nps_adjustment)5), "unknown adjustment");
    assert_string_equal(nps_adjustment_string((nps_adjustment)-1), "unknown adjustment");
}

static const nps_counts SEGMENTS[] = {{50, 30, 20}, {30, 30, 40}, {9, 1, 0}, {500, 300, 200}, {1, 0, 0}};
enum { COUNT = sizeof SEGMENTS / sizeof *SEGMENTS, PAIRS = COUNT * (COUNT - 1) / 2 };

/* What a family has to be when its comparisons are known. */
static void assert_family(const struct family *family, const nps_comparison *expected, size_t size,
                          nps_adjustment adjustment)
{
    double p[MOST], adjusted[MOST];
    size_t order[MOST], i;
    for (i = 0; i < size; i++) {
        assert_memory_equal(&family->out[i], &expected[i], sizeof *expected);
        assert_status(family->statuses[i], NPS_OK);
        p[i] = expected[i].p_value;
    }
    assert_ok(nps_adjust(p, size, adjustment, adjusted, order));
    assert_memory_equal(family->adjusted, adjusted, size * sizeof *adjusted);
    assert_memory_equal(family->order, order, size * sizeof *order);
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
    for (asked = NPS_ADJUST_NONE; asked <= NPS_ADJUST_FALSE_DISCOVERY; asked++) {
        const nps_adjustment adjustment =
            asked == NPS_ADJUST_FALSE_DISCOVERY ? NPS_ADJUST_BENJAMINI_HOCHBERG : (nps_adjustment)asked;
        struct family family = family_with(NPS_METHOD_SCORE, FAMILY_LEVEL, (nps_adjustment)asked);
        nps_comparison expected[COUNT];
        size_t i;
        memset(expected, 0, sizeof expected);
        for (i = 0; i < COUNT; i++)
            assert_ok(nps_compare_benchmark(&SEGMENTS[i], 20, 0, NPS_METHOD_SCORE, level_of_one(adjustment, COUNT),
                                            &expected[i]));
        assert_ok(nps_segments_compare_benchmark(SEGMENTS, COUNT, 20, 0, &family.options, family.out, family.adjusted,
                                                 family.order, family.statuses));
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
    assert_ok(nps_segments_compare_benchmark(SEGMENTS, COUNT, 20, 300, &family.options, family.out, family.adjusted,
                                             family.order, family.statuses));
    assert_family(&family, expected, COUNT, NPS_ADJUST_BENJAMINI_YEKUTIELI);
    family.options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_status(nps_segments_compare_benchmark(SEGMENTS, COUNT, 20, 300, &family.options, family.out, family.adjusted,
                                                 family.order, NULL),
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
    assert_ok(nps_segments_compare_rest(SEGMENTS, COUNT, &family.options, family.out, family.adjusted, family.order,
                                        family.statuses));
    assert_family(&family, expected, COUNT, NPS_ADJUST_BENJAMINI_YEKUTIELI);
    family.options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_status(
        nps_segments_compare_rest(SEGMENTS, COUNT, &family.options, family.out, family.adjusted, family.order, NULL),
        NPS_ERROR_UNAVAILABLE);
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
    assert_int_equal(place, nps_segments_pairs(COUNT));
    assert_ok(nps_segments_compare_pairs(SEGMENTS, COUNT, &family.options, family.out, family.adjusted, family.order,
                                         family.statuses));
    assert_family(&family, expected, PAIRS, NPS_ADJUST_HOLM);
    family.options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_status(
        nps_segments_compare_pairs(SEGMENTS, COUNT, &family.options, family.out, family.adjusted, family.order, NULL),
        NPS_ERROR_UNAVAILABLE);
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
        assert_ok(
            nps_segments_compare_pairs(counts, 6, &family.options, family.out, family.adjusted, family.order, NULL));
        for (i = 0; i < nps_segments_pairs(6); i++)
            if (family.out[i].bounds.lower > 1e-9 || family.out[i].bounds.upper < -1e-9) {
                assert_true(family.adjusted[i] < 0.1);
                found++;
            }
    }
    assert_true(found > 100);
}

static void the_number_of_pairs(void **state)
{
    (void)state;
    assert_int_equal(nps_segments_pairs(0), 0);
    assert_int_equal(nps_segments_pairs(1), 0);
    assert_int_equal(nps_segments_pairs(2), 1);
    assert_int_equal(nps_segments_pairs(3), 3);
    assert_int_equal(nps_segments_pairs(1000), 499500);
    assert_int_equal(nps_segments_pairs(1000001), 500000500000);
    assert_true(nps_segments_pairs((size_t)1 << 32) == SIZE_MAX);
    assert_true(nps_segments_pairs(SIZE_MAX) == SIZE_MAX);
    assert_true(nps_segments_pairs(SIZE_MAX - 1) == SIZE_MAX);
}

/* What cannot be compared does not count: the others are as if it were not there. */
static void segments_that_cannot_be_compared_are_left_out(void **state)
{
    const nps_counts with[] = {{50, 30, 20}, {0, 0, 0}, {30, 30, 40}, {UINT64_MAX, 1, 0}, {9, 1, 0}};
    const nps_counts without[] = {{50, 30, 20}, {30, 30, 40}, {9, 1, 0}};
    struct family all = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM), some = all;
    size_t i;
    (void)state;
    all.adjusted[1] = all.out[1].p_value = 7;
    assert_ok(
        nps_segments_compare_benchmark(with, 5, 10, 0, &all.options, all.out, all.adjusted, all.order, all.statuses));
    assert_ok(
        nps_segments_compare_benchmark(without, 3, 10, 0, &some.options, some.out, some.adjusted, some.order, NULL));
    for (i = 0; i < 3; i++) {
        assert_memory_equal(&all.out[2 * i], &some.out[i], sizeof some.out[i]);
        assert_memory_equal(&all.adjusted[2 * i], &some.adjusted[i], sizeof some.adjusted[i]);
        assert_status(all.statuses[2 * i], NPS_OK);
        assert_int_equal(all.order[i], 2 * some.order[i]);
    }
    assert_status(all.statuses[1], NPS_ERROR_EMPTY);
    assert_status(all.statuses[3], NPS_ERROR_OVERFLOW);
    assert_int_equal(all.order[3], 1);
    assert_int_equal(all.order[4], 3);
    assert_double_near(all.out[1].p_value, 7, 0);
    assert_double_near(all.adjusted[1], 7, 0);
}

static void pairs_with_an_empty_segment_are_left_out(void **state)
{
    const nps_counts with[] = {{50, 30, 20}, {0, 0, 0}, {30, 30, 40}}, without[] = {{50, 30, 20}, {30, 30, 40}};
    struct family all = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM), some = all;
    (void)state;
    assert_ok(nps_segments_compare_pairs(with, 3, &all.options, all.out, all.adjusted, all.order, all.statuses));
    assert_ok(nps_segments_compare_pairs(without, 2, &some.options, some.out, some.adjusted, some.order, NULL));
    assert_status(all.statuses[0], NPS_ERROR_EMPTY);
    assert_status(all.statuses[1], NPS_OK);
    assert_status(all.statuses[2], NPS_ERROR_EMPTY);
    assert_memory_equal(&all.out[1], &some.out[0], sizeof some.out[0]);
    assert_int_equal(all.order[0], 1);
    assert_int_equal(all.order[1], 0);
    assert_int_equal(all.order[2], 2);
    assert_status(nps_segments_compare_pairs(with, 3, &all.options, all.out, all.adjusted, all.order, NULL),
                  NPS_ERROR_EMPTY);
}

static void a_segment_that_is_the_whole_has_no_rest(void **state)
{
    const nps_counts counts[] = {{5, 3, 2}, {0, 0, 0}};
    struct family family = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
    (void)state;
    assert_ok(nps_segments_compare_rest(counts, 2, &family.options, family.out, family.adjusted, family.order,
                                        family.statuses));
    assert_status(family.statuses[0], NPS_ERROR_EMPTY);
    assert_status(family.statuses[1], NPS_ERROR_EMPTY);
    assert_status(
        nps_segments_compare_rest(counts, 1, &family.options, family.out, family.adjusted, family.order, NULL),
        NPS_ERROR_EMPTY);
}

static void what_is_too_large_for_the_exact_method_has_a_status(void **state)
{
    const nps_counts counts[] = {{5, 3, 2}, {500, 0, 0}, {3, 3, 3}};
    struct family family = family_with(NPS_METHOD_EXACT, 0.95, NPS_ADJUST_HOLM);
    nps_rank ranks[3] = {{7, 7}, {7, 7}, {7, 7}};
    (void)state;
    assert_ok(nps_segments_compare_benchmark(counts, 3, 0, 0, &family.options, family.out, family.adjusted,
                                             family.order, family.statuses));
    assert_status(family.statuses[0], NPS_OK);
    assert_status(family.statuses[1], NPS_ERROR_TOO_MANY);
    assert_ok(nps_segments_rank(counts, 3, &family.options, NULL, ranks, family.statuses));
    assert_status(family.statuses[1], NPS_ERROR_TOO_MANY);
    assert_int_equal(ranks[1].best, 7);
    assert_int_equal(ranks[0].worst, 2);
}

/* All three families and the ranks, with what is wrong with any of them. */
static void assert_refused(struct family *family, const nps_counts *counts, size_t count, nps_status expected)
{
    nps_rank ranks[MOST];
    memset(ranks, 7, sizeof ranks);
    assert_status(nps_segments_compare_benchmark(counts, count, 0, 0, &family->options, family->out, family->adjusted,
                                                 family->order, NULL),
                  expected);
    assert_status(
        nps_segments_compare_rest(counts, count, &family->options, family->out, family->adjusted, family->order, NULL),
        expected);
    assert_status(
        nps_segments_compare_pairs(counts, count, &family->options, family->out, family->adjusted, family->order, NULL),
        expected);
    assert_status(nps_segments_rank(counts, count, &family->options, NULL, ranks, NULL), expected);
    assert_int_equal(ranks[0].best, 0x0707070707070707);
}

static void bad_requests_write_nothing(void **state)
{
    static const nps_counts one_empty[] = {{5, 3, 2}, {0, 0, 0}, {1, 0, 0}}, huge[] = {{UINT64_MAX, 0, 1}, {1, 0, 0}};
    static const double levels[] = {0, 1, -1, NAN, INFINITY};
    const struct family fresh = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
    struct family family = fresh;
    size_t i;
    (void)state;
    assert_refused(&family, one_empty, 3, NPS_ERROR_EMPTY);
    assert_refused(&family, huge, 2, NPS_ERROR_OVERFLOW);
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
    assert_memory_equal(&family, &fresh, sizeof fresh);
}

static void pointers_that_are_missing(void **state)
{
    struct family f = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
    nps_rank ranks[COUNT];
    const nps_allocator nothing = {NULL, NULL, NULL};
    (void)state;
    assert_status(nps_segments_compare_rest(SEGMENTS, COUNT, NULL, f.out, f.adjusted, f.order, NULL), NPS_ERROR_NULL);
    assert_status(nps_segments_compare_rest(SEGMENTS, COUNT, &f.options, NULL, f.adjusted, f.order, NULL),
                  NPS_ERROR_NULL);
    assert_status(nps_segments_compare_rest(SEGMENTS, COUNT, &f.options, f.out, NULL, f.order, NULL), NPS_ERROR_NULL);
    assert_status(nps_segments_compare_rest(SEGMENTS, COUNT, &f.options, f.out, f.adjusted, NULL, NULL),
                  NPS_ERROR_NULL);
    assert_status(nps_segments_rank(SEGMENTS, COUNT, NULL, NULL, ranks, NULL), NPS_ERROR_NULL);
    assert_status(nps_segments_rank(SEGMENTS, COUNT, &f.options, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_segments_rank(SEGMENTS, COUNT, &f.options, &nothing, ranks, NULL), NPS_ERROR_NULL);
    assert_ok(nps_segments_compare_benchmark(NULL, 0, 0, 0, &f.options, NULL, NULL, NULL, NULL));
    assert_ok(nps_segments_compare_rest(NULL, 0, &f.options, NULL, NULL, NULL, NULL));
    assert_ok(nps_segments_compare_pairs(NULL, 1, &f.options, NULL, NULL, NULL, NULL));
    assert_ok(nps_segments_rank(NULL, 0, &f.options, NULL, NULL, NULL));
    nps_multiplicity_options_init(NULL);
}

static void numbers_that_are_too_large(void **state)
{
    const nps_counts counts[] = {{UINT64_MAX, 0, 0}, {1, 0, 0}};
    struct family f = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
    (void)state;
    assert_status(nps_segments_compare_pairs(SEGMENTS, SIZE_MAX, &f.options, f.out, f.adjusted, f.order, NULL),
                  NPS_ERROR_OVERFLOW);
    assert_status(nps_segments_compare_rest(counts, 2, &f.options, f.out, f.adjusted, f.order, f.statuses),
                  NPS_ERROR_OVERFLOW);
    assert_status(nps_segments_compare_benchmark(counts, 2, NAN, 0, &f.options, f.out, f.adjusted, f.order, NULL),
                  NPS_ERROR_REFERENCE);
    assert_status(nps_segments_compare_benchmark(counts, 2, 100.5, 0, &f.options, f.out, f.adjusted, f.order, NULL),
                  NPS_ERROR_REFERENCE);
    assert_ok(nps_segments_compare_benchmark(counts, 2, 50, UINT64_MAX, &f.options, f.out, f.adjusted, f.order, NULL));
    assert_ok(nps_segments_compare_pairs(counts, 2, &f.options, f.out, f.adjusted, f.order, NULL));
    /* Half of what is left to 1 is not to be told from nothing. */
    f.options.level = 1 - 0x1p-53;
    assert_status(nps_segments_compare_rest(SEGMENTS, COUNT, &f.options, f.out, f.adjusted, f.order, NULL),
                  NPS_ERROR_LEVEL);
    f.options.adjustment = NPS_ADJUST_NONE;
    assert_ok(nps_segments_compare_rest(SEGMENTS, COUNT, &f.options, f.out, f.adjusted, f.order, NULL));
}

/* Everything about samples of `n` answers: each table, its probability under a truth, and its exact p-value. */
enum { ANSWERS = 4, TABLES = (ANSWERS + 1) * (ANSWERS + 2) / 2, SAMPLES = 3 };

struct tables {
    nps_counts counts[TABLES];
    double p_values[TABLES];
};

static const double BENCHMARK = 25;

static void make_tables(struct tables *tables, nps_method method)
{
    uint64_t a, c;
    size_t i = 0;
    for (a = 0; a <= ANSWERS; a++)
        for (c = 0; a + c <= ANSWERS; c++) {
            tables->counts[i] = (nps_counts){a, ANSWERS - a - c, c};
            assert_ok(nps_test(&tables->counts[i], BENCHMARK, method, NPS_TWO_SIDED, &tables->p_values[i]));
            i++;
        }
}

static double factorial(uint64_t n)
{
    return n < 2 ? 1 : (double)n * factorial(n - 1);
}

static double probability(const nps_counts *counts, double promoters, double detractors)
{
    return factorial(ANSWERS) /
           (factorial(counts->promoters) * factorial(counts->passives) * factorial(counts->detractors)) *
           pow(promoters, (double)counts->promoters) * pow(detractors, (double)counts->detractors) *
           pow(1 - promoters - detractors, (double)counts->passives);
}

/* Shares of promoters and detractors of three segments; the benchmark is the truth of those with .25 between them. */
struct truth {
    double promoters[SAMPLES], detractors[SAMPLES];
};

static const struct truth TRUTHS[] = {
    {{.25, .25, .25}, {0, 0, 0}},       {{.625, .625, .625}, {.375, .375, .375}}, {{.5, .5, .5}, {.25, .25, .25}},
    {{.3, .45, .625}, {.05, .2, .375}}, {{.625, .25, .9}, {.375, 0, .05}},        {{.625, .9, .05}, {.375, .05, .9}},
    {{.5, .1, .1}, {.25, .8, .85}},     {{.9, .9, .05}, {.05, .05, .9}},
};
enum { TRUTH_COUNT = sizeof TRUTHS / sizeof *TRUTHS };

static int is_true(const struct truth *truth, int sample)
{
    return fabs(truth->promoters[sample] - truth->detractors[sample] - BENCHMARK / 100) < 1e-9;
}

/* Over all samples: how probable a false rejection is, or how many of those rejected are expected to be false. */
static double expected_errors(const struct tables *tables, const struct truth *truth, nps_adjustment adjustment,
                              double alpha)
{
    double sum = 0;
    int which, sample;
    for (which = 0; which < TABLES * TABLES * TABLES; which++) {
        const int at[] = {which % TABLES, which / TABLES % TABLES, which / TABLES / TABLES};
        double p[SAMPLES], adjusted[SAMPLES], weight = 1;
        size_t order[SAMPLES];
        int rejected = 0, wrongly = 0;
        for (sample = 0; sample < SAMPLES; sample++) {
            p[sample] = tables->p_values[at[sample]];
            weight *= probability(&tables->counts[at[sample]], truth->promoters[sample], truth->detractors[sample]);
        }
        if (weight == 0)
            continue;
        assert_ok(nps_adjust(p, SAMPLES, adjustment, adjusted, order));
        for (sample = 0; sample < SAMPLES; sample++)
            if (adjusted[sample] <= alpha) {
                rejected++;
                wrongly += is_true(truth, sample);
            }
        if (rejected)
            sum += adjustment == NPS_ADJUST_HOLM ? weight * (wrongly > 0) : weight * wrongly / rejected;
    }
    return sum;
}

/* By enumeration of all samples: with p-values that keep their promise, so do the adjusted ones. */
static void errors_stay_below_alpha(void **state)
{
    static const double alphas[] = {0.05, 0.3};
    struct tables tables;
    double most[3] = {0}, most_alone = 0;
    size_t a, t;
    (void)state;
    make_tables(&tables, NPS_METHOD_EXACT);
    for (a = 0; a < 2; a++)
        for (t = 0; t < TRUTH_COUNT; t++) {
            const struct truth *truth = &TRUTHS[t];
            const double holm = expected_errors(&tables, truth, NPS_ADJUST_HOLM, alphas[a]);
            const double rate = expected_errors(&tables, truth, NPS_ADJUST_BENJAMINI_HOCHBERG, alphas[a]);
            const double any = expected_errors(&tables, truth, NPS_ADJUST_BENJAMINI_YEKUTIELI, alphas[a]);
            const double alone = expected_errors(&tables, truth, NPS_ADJUST_NONE, alphas[a]);
            const double share = (is_true(truth, 0) + is_true(truth, 1) + is_true(truth, 2)) / 3.0;
            assert_true(holm <= alphas[a]);
            assert_true(rate <= share * alphas[a] + 1e-12);
            assert_true(any <= rate);
            most[0] = fmax(most[0], holm / alphas[a]);
            most[1] = fmax(most[1], rate / alphas[a]);
            most[2] = fmax(most[2], any / alphas[a]);
            most_alone = fmax(most_alone, alone / alphas[a]);
        }
    /* Not because nothing is ever rejected; and without an adjustment it would not hold. */
    assert_true(most[0] > 0.5 && most[1] > 0.5 && most[2] > 0.1);
    assert_true(most_alone > 1);
}

/* Ranks from the p-values of all pairs: Holm on both one-sided hypotheses of each pair. */
static void naive_ranks(const nps_counts *counts, size_t count, nps_method method, double level, nps_rank *ranks)
{
    enum { HYPOTHESES = 12 * 11 };
    double p[HYPOTHESES], adjusted[HYPOTHESES];
    size_t order[HYPOTHESES], i, j, place;
    for (place = i = 0; i < count; i++) {
        ranks[i] = (nps_rank){1, count};
        for (j = 0; j < count; j++) {
            nps_comparison comparison;
            if (i == j)
                continue;
            /* That i is better than j. At this level every interval that matters leaves out 0. */
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
static void bonferroni_ranks(const nps_counts *counts, size_t count, nps_method method, double level, nps_rank *ranks)
{
    const double of_one = 1 - (1 - level) / fmax(1, (double)nps_segments_pairs(count));
    size_t i, j;
    for (i = 0; i < count; i++) {
        ranks[i] = (nps_rank){1, count};
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
        nps_rank ranks[12], expected[12], single[12];
        size_t i;
        for (i = 0; i < count; i++) {
            counts[i] = next_counts(&random, round % 2 == 0 ? 50 : 500);
            counts[i].promoters += 40 * i;
        }
        naive_ranks(counts, count, method, 0.9, expected);
        assert_ok(nps_segments_rank(counts, count, &family.options, NULL, ranks, family.statuses));
        bonferroni_ranks(counts, count, method, 0.9, single);
        for (i = 0; i < count; i++) {
            assert_status(family.statuses[i], NPS_OK);
            assert_int_equal(ranks[i].best, expected[i].best);
            assert_int_equal(ranks[i].worst, expected[i].worst);
            told += (int)(ranks[i].best - 1);
            beyond_bonferroni += ranks[i].best != single[i].best;
        }
    }
    assert_true(told > 200);
    assert_true(beyond_bonferroni > 0);
}

/* Tables of which a second step would tell more apart. */
static void exact_ranks_are_those_of_bonferroni(void **state)
{
    const nps_counts counts[] = {{6, 0, 1}, {1, 0, 6}, {5, 0, 2}, {0, 0, 7}};
    struct family family = family_with(NPS_METHOD_EXACT, 0.8, NPS_ADJUST_HOLM);
    nps_rank ranks[4], expected[4];
    (void)state;
    assert_ok(nps_segments_rank(counts, 4, &family.options, NULL, ranks, NULL));
    bonferroni_ranks(counts, 4, NPS_METHOD_EXACT, 0.8, expected);
    assert_memory_equal(ranks, expected, sizeof ranks);
    assert_int_equal(ranks[3].best, 3);
}

static double theta_of(const struct truth *truth, int sample)
{
    return truth->promoters[sample] - truth->detractors[sample];
}

/* Whether all intervals hold all ranks that the truths share. */
static int all_are_right(const struct truth *truth, const nps_rank *ranks)
{
    int i, j;
    for (i = 0; i < SAMPLES; i++) {
        uint64_t best = 1, worst = SAMPLES;
        for (j = 0; j < SAMPLES; j++) {
            best += theta_of(truth, j) > theta_of(truth, i) + 1e-9;
            worst -= theta_of(truth, j) < theta_of(truth, i) - 1e-9;
        }
        if (best < ranks[i].best || worst > ranks[i].worst)
            return 0;
    }
    return 1;
}

/* By enumeration of all samples, at levels so low that something is told apart. */
static void ranks_are_right_as_often_as_the_level_says(void **state)
{
    static const double levels[] = {0.95, 0.6};
    struct tables tables;
    size_t l, t;
    (void)state;
    make_tables(&tables, NPS_METHOD_SKEWNESS_SCORE);
    for (l = 0; l < 2; l++) {
        struct family family = family_with(NPS_METHOD_SKEWNESS_SCORE, levels[l], NPS_ADJUST_HOLM);
        double covered[TRUTH_COUNT] = {0}, told = 0;
        int which, sample;
        for (which = 0; which < TABLES * TABLES * TABLES; which++) {
            const nps_counts counts[] = {tables.counts[which % TABLES], tables.counts[which / TABLES % TABLES],
                                         tables.counts[which / TABLES / TABLES]};
            nps_rank ranks[SAMPLES];
            assert_ok(nps_segments_rank(counts, SAMPLES, &family.options, NULL, ranks, NULL));
            for (t = 0; t < TRUTH_COUNT; t++) {
                double weight = 1;
                for (sample = 0; sample < SAMPLES; sample++)
                    weight *= probability(&counts[sample], TRUTHS[t].promoters[sample], TRUTHS[t].detractors[sample]);
                covered[t] += all_are_right(&TRUTHS[t], ranks) ? weight : 0;
                told += t == 7 && ranks[2].best == 3 ? weight : 0;
            }
        }
        for (t = 0; t < TRUTH_COUNT; t++)
            assert_true(covered[t] >= levels[l]);
        assert_true(told > (l == 0 ? 0.25 : 0.9));
    }
}

static void a_segment_without_answers_has_no_rank(void **state)
{
    const nps_counts counts[] = {{90, 10, 0}, {0, 0, 0}, {0, 10, 90}};
    struct family family = family_with(NPS_METHOD_AUTO, 0.95, NPS_ADJUST_HOLM);
    nps_rank ranks[] = {{7, 7}, {7, 7}, {7, 7}};
    (void)state;
    assert_ok(nps_segments_rank(counts, 3, &family.options, NULL, ranks, family.statuses));
    assert_int_equal(ranks[0].best, 1);
    assert_int_equal(ranks[0].worst, 1);
    assert_int_equal(ranks[1].best, 7);
    assert_int_equal(ranks[2].best, 2);
    assert_int_equal(ranks[2].worst, 2);
    assert_status(family.statuses[1], NPS_ERROR_EMPTY);
    assert_ok(nps_segments_rank(&counts[1], 1, &family.options, NULL, ranks, family.statuses));
}

static void ranks_are_to_be_had_with_holm_and_of_intervals_that_can_be_joined(void **state)
{
    struct family family = family_with(NPS_METHOD_AUTO, 0.95, NPS_ADJUST_BENJAMINI_YEKUTIELI);
    nps_rank ranks[COUNT];
    (void)state;
    assert_status(nps_segments_rank(SEGMENTS, COUNT, &family.options, NULL, ranks, NULL), NPS_ERROR_UNAVAILABLE);
    family = family_with(NPS_METHOD_ANYTIME, 0.95, NPS_ADJUST_HOLM);
    assert_status(nps_segments_rank(SEGMENTS, COUNT, &family.options, NULL, ranks, NULL), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_segments_rank(SEGMENTS, 0, &family.options, NULL, ranks, NULL), NPS_ERROR_UNAVAILABLE);
}

/* On 17 points polynomials of degree 16 have exact integrals and slopes, and are predicted up to degree 8. */
static void chebyshev_knows_polynomials(void **state)
{
    nps_chebyshev rule;
    int degree, i;
    (void)state;
    nps_chebyshev_init(&rule);
    for (degree = 0; degree <= NPS_CHEBYSHEV_LAST; degree++) {
        double values[NPS_CHEBYSHEV_POINTS], integral = 0;
        for (i = 0; i < NPS_CHEBYSHEV_POINTS; i++) {
            values[i] = pow(rule.points[i], degree);
            integral += rule.weights[i] * values[i];
        }
        assert_double_near(integral, degree % 2 == 0 ? 2.0 / (degree + 1) : 0, 1e-14);
        for (i = 0; i < NPS_CHEBYSHEV_POINTS; i++)
            assert_double_near(nps_chebyshev_slope(&rule, values, i),
                               degree == 0 ? 0 : degree * pow(rule.points[i], degree - 1), 1e-11);
        if (degree <= NPS_CHEBYSHEV_LAST / 2)
            assert_double_near(nps_chebyshev_surprise(&rule, values), 0, 1e-14);
        else
            assert_true(nps_chebyshev_surprise(&rule, values) > 1e-3);
    }
}

/* A contest as the table of reference figures has it. */
struct contest {
    nps_counts counts[8];
    double prior[3], expected[8];
    size_t count;
};

/* Reads the next contest; false when there is none. The row that begins another is kept for the next call. */
static bool next_contest(struct figures *figures, struct contest *contest)
{
    char name[64];
    contest->count = 0;
    if (figures->row == 0 && !figures_next(figures))
        return false;
    if (!figures->fields[0])
        return false;
    (void)snprintf(name, sizeof name, "%s", figures->fields[0]);
    while (figures->fields[0] && strcmp(figures->fields[0], name) == 0) {
        int i;
        for (i = 0; i < 3; i++)
            contest->prior[i] = figures_number(figures, 1 + i);
        contest->counts[contest->count] = figures_counts(figures, 4);
        contest->expected[contest->count++] = figures_number(figures, 7);
        if (!figures_next(figures))
            figures->fields[0] = NULL;
    }
    return true;
}

static void probabilities_to_be_best_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("best.csv");
    struct contest contest;
    int contests = 0;
    (void)state;
    while (next_contest(&figures, &contest)) {
        double best[8];
        size_t i;
        assert_ok(nps_segments_best(contest.counts, contest.count, contest.prior, NULL, best, NULL));
        for (i = 0; i < contest.count; i++)
            assert_double_near(best[i], contest.expected[i], 1e-9);
        contests++;
    }
    assert_int_equal(contests, 10);
    assert_int_equal(figures.row, 31);
}

static double probability_below(const nps_counts *counts, double value)
{
    double above;
    assert_ok(nps_bayes_probability(counts, NULL, value, &above));
    return 1 - above;
}

/* Jeffreys' prior, by sums on a grid: that of the products at the left ends is too small, at the right ends too large.
 */
static void probabilities_to_be_best_are_between_sums(void **state)
{
    static const nps_counts counts[] = {{12, 0, 3}, {40, 25, 5}, {0, 6, 0}};
    enum { OF = 3, STEPS = 64 };
    double best[OF], low[OF] = {0}, high[OF] = {0}, left[OF] = {0}, right[OF];
    int step, i, j;
    (void)state;
    assert_ok(nps_segments_best(counts, OF, NULL, NULL, best, NULL));
    for (step = 1; step <= STEPS; step++) {
        for (i = 0; i < OF; i++)
            right[i] = probability_below(&counts[i], -100 + 200.0 * step / STEPS);
        for (i = 0; i < OF; i++) {
            double least = right[i] - left[i], most = least;
            for (j = 0; j < OF; j++)
                if (j != i) {
                    least *= left[j];
                    most *= right[j];
                }
            low[i] += least;
            high[i] += most;
        }
        memcpy(left, right, sizeof left);
    }
    for (i = 0; i < OF; i++) {
        assert_true(low[i] < best[i] && best[i] < high[i]);
        assert_true(high[i] - low[i] < 0.1);
        assert_double_near(best[i], (low[i] + high[i]) / 2, 1e-3);
    }
}

static double sum_of(const double *values, size_t count)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

static void probabilities_to_be_best_add_up(void **state)
{
    static const nps_counts sharp[] = {{UINT64_MAX / 2, 0, 1}, {UINT64_MAX / 2, 0, 1}, {5, 0, 0}};
    static const nps_counts apart[] = {{500000000000, 300000000000, 200000000000},
                                       {500000000000, 300001000000, 199999000000}};
    double best[COUNT];
    (void)state;
    assert_ok(nps_segments_best(SEGMENTS, COUNT, NULL, NULL, best, NULL));
    assert_double_near(sum_of(best, COUNT), 1, 1e-12);
    assert_ok(nps_segments_best(sharp, 3, NULL, NULL, best, NULL));
    assert_double_near(sum_of(best, 3), 1, 1e-12);
    assert_double_near(best[0], best[1], 1e-12);
    /* 1e-6 divided by the deviation of the difference, 1.105e-6, as a normal variable. */
    assert_ok(nps_segments_best(apart, 2, NULL, NULL, best, NULL));
    assert_double_near(best[0] + best[1], 1, 1e-12);
    assert_double_near(best[1], 0.8174, 0.001);
}

static void one_segment_is_the_best(void **state)
{
    static const nps_counts counts[] = {{0, 0, 0}, {1, 5, 9}, {UINT64_MAX, 0, 1}};
    double best[] = {7, 7, 7};
    nps_status statuses[3];
    (void)state;
    assert_ok(nps_segments_best(counts, 3, NULL, NULL, best, statuses));
    assert_double_near(best[0], 7, 0);
    assert_double_near(best[1], 1, 0);
    assert_double_near(best[2], 7, 0);
    assert_status(statuses[0], NPS_ERROR_EMPTY);
    assert_status(statuses[1], NPS_OK);
    assert_status(statuses[2], NPS_ERROR_OVERFLOW);
    assert_ok(nps_segments_best(counts, 1, NULL, NULL, best, statuses));
    assert_status(statuses[0], NPS_ERROR_EMPTY);
}

/* A prior that is all but nothing leaves a respondent no doubt. */
static void points_of_probability_do_no_harm(void **state)
{
    static const nps_counts counts[] = {{0, 1, 0}, {1, 0, 0}};
    static const double prior[] = {1e-100, 1e-100, 1e-100};
    double best[2];
    (void)state;
    assert_ok(nps_segments_best(counts, 2, prior, NULL, best, NULL));
    assert_double_near(best[0], 0, 1e-9);
    assert_double_near(best[1], 1, 1e-9);
}

static void bad_requests_for_the_best(void **state)
{
    static const nps_counts one_empty[] = {{1, 0, 0}, {0, 0, 0}};
    static const double priors[][3] = {{1, 1, NAN}, {-1, 1, 1}, {0, 1, 1}, {1, 1, INFINITY}};
    const nps_allocator nothing = {NULL, NULL, NULL};
    double best[] = {7, 7};
    size_t i;
    (void)state;
    for (i = 0; i < 4; i++)
        assert_status(nps_segments_best(SEGMENTS, 2, priors[i], NULL, best, NULL), NPS_ERROR_PRIOR);
    assert_status(nps_segments_best(one_empty, 2, NULL, NULL, best, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_segments_best(NULL, 2, NULL, NULL, best, NULL), NPS_ERROR_NULL);
    assert_status(nps_segments_best(SEGMENTS, 2, NULL, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_segments_best(SEGMENTS, 2, NULL, &nothing, best, NULL), NPS_ERROR_NULL);
    assert_ok(nps_segments_best(NULL, 0, NULL, NULL, NULL, NULL));
    assert_double_near(best[0], 7, 0);
    assert_double_near(best[1], 7, 0);
}

static void *no_memory(void *context, size_t size)
{
    *(size_t *)context += size;
    return NULL;
}

static void never_called(void *context, void *memory, size_t size)
{
    (void)context;
    (void)memory;
    (void)size;
    fail();
}

static void nothing_without_memory(void **state)
{
    double best[COUNT];
    size_t asked = 0;
    const nps_allocator poor = {&asked, no_memory, never_called};
    struct family family = family_with(NPS_METHOD_AUTO, 0.95, NPS_ADJUST_HOLM);
    nps_rank ranks[COUNT];
    (void)state;
    assert_status(nps_segments_rank(SEGMENTS, COUNT, &family.options, &poor, ranks, family.statuses), NPS_ERROR_MEMORY);
    assert_true(asked > 0 && asked <= 80 * COUNT);
    asked = 0;
    assert_status(nps_segments_best(SEGMENTS, COUNT, NULL, &poor, best, NULL), NPS_ERROR_MEMORY);
    assert_true(asked > 0 && asked <= 256 * COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adjusted_p_values_are_what_the_definitions_say),
        cmocka_unit_test(the_example_of_the_paper),
        cmocka_unit_test(adjusted_p_values_are_the_reference_figures),
        cmocka_unit_test(tiny_p_values_keep_their_precision),
        cmocka_unit_test(many_p_values_are_put_in_order),
        cmocka_unit_test(what_is_no_p_value_is_refused),
        cmocka_unit_test(adjustments_have_names),
        cmocka_unit_test(a_family_against_a_benchmark),
        cmocka_unit_test(a_family_against_a_sampled_benchmark),
        cmocka_unit_test(a_family_against_the_rest),
        cmocka_unit_test(a_family_of_pairs),
        cmocka_unit_test(intervals_without_zero_have_small_adjusted_p_values),
        cmocka_unit_test(the_number_of_pairs),
        cmocka_unit_test(segments_that_cannot_be_compared_are_left_out),
        cmocka_unit_test(pairs_with_an_empty_segment_are_left_out),
        cmocka_unit_test(a_segment_that_is_the_whole_has_no_rest),
        cmocka_unit_test(what_is_too_large_for_the_exact_method_has_a_status),
        cmocka_unit_test(bad_requests_write_nothing),
        cmocka_unit_test(pointers_that_are_missing),
        cmocka_unit_test(numbers_that_are_too_large),
        cmocka_unit_test(errors_stay_below_alpha),
        cmocka_unit_test(ranks_are_those_of_holm_on_one_sided_tests),
        cmocka_unit_test(exact_ranks_are_those_of_bonferroni),
        cmocka_unit_test(ranks_are_right_as_often_as_the_level_says),
        cmocka_unit_test(a_segment_without_answers_has_no_rank),
        cmocka_unit_test(ranks_are_to_be_had_with_holm_and_of_intervals_that_can_be_joined),
        cmocka_unit_test(chebyshev_knows_polynomials),
        cmocka_unit_test(probabilities_to_be_best_are_the_reference_figures),
        cmocka_unit_test(probabilities_to_be_best_are_between_sums),
        cmocka_unit_test(probabilities_to_be_best_add_up),
        cmocka_unit_test(one_segment_is_the_best),
        cmocka_unit_test(points_of_probability_do_no_harm),
        cmocka_unit_test(bad_requests_for_the_best),
        cmocka_unit_test(nothing_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
