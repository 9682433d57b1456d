/* The probability that a segment is the best.
 * SPDX-License-Identifier: MIT */
#include "figures.h"
#include "multiplicity/chebyshev.h"
#include "segments.h"

/* On 17 points, polynomials of degree 16 have exact integrals and slopes; up to degree 8 their values are predicted
 * exactly. */
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

/* A group of segments as in the table of reference figures. */
struct contest {
    nps_counts counts[8];
    double prior[3], expected[8];
    size_t count;
};

/* Reads the next group of segments; returns false when there is none. The row that begins another group is kept for
 * the next call. */
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

static nps_segments_options with_prior(const double prior[3])
{
    nps_segments_options options;
    nps_segments_options_init(&options);
    memcpy(options.prior, prior, sizeof options.prior);
    return options;
}

static void probabilities_to_be_best_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("best.csv");
    struct contest contest;
    int contests = 0;
    (void)state;
    while (next_contest(&figures, &contest)) {
        nps_segments_options options = with_prior(contest.prior);
        nps_segment_best best[8];
        size_t i;
        assert_ok(nps_segments_best(contest.counts, contest.count, &options, best));
        for (i = 0; i < contest.count; i++)
            assert_double_near(best[i].probability, contest.expected[i], 1e-9);
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

/* Jeffreys' prior, by sums on a grid: the sum of products at the left ends is too small, at the right ends too
 * large. */
static void probabilities_to_be_best_are_between_sums(void **state)
{
    static const nps_counts counts[] = {{12, 0, 3}, {40, 25, 5}, {0, 6, 0}};
    enum { OF = 3, STEPS = 64 };
    nps_segment_best best[OF];
    double low[OF] = {0}, high[OF] = {0}, left[OF] = {0}, right[OF];
    int step, i, j;
    (void)state;
    assert_ok(nps_segments_best(counts, OF, NULL, best));
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
        assert_true(low[i] < best[i].probability && best[i].probability < high[i]);
        assert_true(high[i] - low[i] < 0.1);
        assert_double_near(best[i].probability, (low[i] + high[i]) / 2, 1e-3);
    }
}

static double sum_of(const nps_segment_best *values, size_t count)
{
    double sum = 0;
    size_t i;
    for (i = 0; i < count; i++)
        sum += values[i].probability;
    return sum;
}

static void probabilities_to_be_best_add_up(void **state)
{
    static const nps_counts sharp[] = {{UINT64_MAX / 2, 0, 1}, {UINT64_MAX / 2, 0, 1}, {5, 0, 0}};
    static const nps_counts apart[] = {{500000000000, 300000000000, 200000000000},
                                       {500000000000, 300001000000, 199999000000}};
    nps_segment_best best[COUNT];
    (void)state;
    assert_ok(nps_segments_best(SEGMENTS, COUNT, NULL, best));
    assert_double_near(sum_of(best, COUNT), 1, 1e-12);
    assert_ok(nps_segments_best(sharp, 3, NULL, best));
    assert_double_near(sum_of(best, 3), 1, 1e-12);
    assert_double_near(best[0].probability, best[1].probability, 1e-12);
    /* 1e-6 divided by the standard deviation of the difference, 1.105e-6, as a normal deviate. */
    assert_ok(nps_segments_best(apart, 2, NULL, best));
    assert_double_near(best[0].probability + best[1].probability, 1, 1e-12);
    assert_double_near(best[1].probability, 0.8174, 0.001);
}

static void one_segment_is_the_best(void **state)
{
    static const nps_counts counts[] = {{0, 0, 0}, {1, 5, 9}, {UINT64_MAX, 0, 1}};
    nps_segment_best best[3];
    (void)state;
    assert_ok(nps_segments_best(counts, 3, NULL, best));
    assert_true(isnan(best[0].probability));
    assert_double_near(best[1].probability, 1, 0);
    assert_true(isnan(best[2].probability));
    assert_status(best[0].status, NPS_ERROR_EMPTY);
    assert_status(best[1].status, NPS_OK);
    assert_status(best[2].status, NPS_ERROR_OVERFLOW);
    assert_ok(nps_segments_best(counts, 1, NULL, best));
    assert_status(best[0].status, NPS_ERROR_EMPTY);
}

/* With a prior of nearly 0, one respondent determines the result. */
static void nearly_improper_priors_give_probabilities(void **state)
{
    static const nps_counts counts[] = {{0, 1, 0}, {1, 0, 0}};
    static const double prior[] = {1e-100, 1e-100, 1e-100};
    const nps_segments_options options = with_prior(prior);
    nps_segment_best best[2];
    (void)state;
    assert_ok(nps_segments_best(counts, 2, &options, best));
    assert_double_near(best[0].probability, 0, 1e-9);
    assert_double_near(best[1].probability, 1, 1e-9);
}

static void bad_arguments_of_segments_best(void **state)
{
    static const double priors[][3] = {{1, 1, NAN}, {-1, 1, 1}, {0, 1, 1}, {1, 1, INFINITY}};
    const nps_allocator nothing = {NULL, NULL, NULL};
    nps_segments_options options;
    nps_segment_best best[] = {{7, NPS_STATUS_END}, {7, NPS_STATUS_END}};
    size_t i;
    (void)state;
    for (i = 0; i < 4; i++) {
        options = with_prior(priors[i]);
        assert_status(nps_segments_best(SEGMENTS, 2, &options, best), NPS_ERROR_PRIOR);
    }
    nps_segments_options_init(&options);
    assert_status(nps_segments_best(NULL, 2, NULL, best), NPS_ERROR_NULL);
    assert_status(nps_segments_best(SEGMENTS, 2, NULL, NULL), NPS_ERROR_NULL);
    options.allocator = &nothing;
    assert_status(nps_segments_best(SEGMENTS, 2, &options, best), NPS_ERROR_NULL);
    options.size = 3;
    assert_status(nps_segments_best(SEGMENTS, 2, &options, best), NPS_ERROR_SIZE);
    assert_ok(nps_segments_best(NULL, 0, NULL, NULL));
    for (i = 0; i < 2; i++) {
        assert_double_near(best[i].probability, 7, 0);
        assert_int_equal(best[i].status, NPS_STATUS_END);
    }
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

static void failed_allocations_return_a_status(void **state)
{
    nps_segment_best best[COUNT];
    size_t asked = 0;
    const nps_allocator poor = {&asked, no_memory, never_called};
    struct family family = family_with(NPS_METHOD_AUTO, 0.95, NPS_ADJUST_HOLM);
    nps_segment_rank ranks[COUNT];
    (void)state;
    family.options.allocator = &poor;
    assert_status(nps_segments_rank(SEGMENTS, COUNT, &family.options, ranks), NPS_ERROR_MEMORY);
    assert_true(asked > 0 && asked <= 80 * COUNT);
    asked = 0;
    assert_status(nps_segments_best(SEGMENTS, COUNT, &family.options, best), NPS_ERROR_MEMORY);
    assert_true(asked > 0 && asked <= 256 * COUNT);
    asked = 0;
    assert_status(nps_segments_compare_rest(SEGMENTS, COUNT, &family.options, family.out), NPS_ERROR_MEMORY);
    assert_true(asked > 0 && asked <= 100 * COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chebyshev_knows_polynomials),
        cmocka_unit_test(probabilities_to_be_best_are_the_reference_figures),
        cmocka_unit_test(probabilities_to_be_best_are_between_sums),
        cmocka_unit_test(probabilities_to_be_best_add_up),
        cmocka_unit_test(one_segment_is_the_best),
        cmocka_unit_test(nearly_improper_priors_give_probabilities),
        cmocka_unit_test(bad_arguments_of_segments_best),
        cmocka_unit_test(failed_allocations_return_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
