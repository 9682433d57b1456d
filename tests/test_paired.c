/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include "paired/mean.h"

static const nps_method METHODS[] = {NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_WALD};

static nps_comparison change_of(const nps_paired *paired, nps_method method, double level)
{
    nps_comparison comparison;
    assert_ok(nps_paired_compare(paired, method, level, &comparison));
    return comparison;
}

static double clipped(double theta)
{
    return fmax(-2, fmin(2, theta));
}

static nps_paired_change change_with(const nps_paired *paired, nps_method method, double level,
                                     nps_paired_estimator estimator)
{
    nps_paired_options options;
    nps_paired_change change;
    nps_paired_options_init(&options);
    options.method = method;
    options.level = level;
    options.estimator = estimator;
    assert_ok(nps_paired_compare_with(paired, &options, &change));
    return change;
}

static nps_comparison proportional_change(const nps_paired *paired, nps_method method, double level)
{
    return change_with(paired, method, level, NPS_PAIRED_PROPORTIONAL).comparison;
}

static double width(nps_bounds bounds)
{
    return bounds.upper - bounds.lower;
}

static void paired_changes_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("paired_figures.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_paired paired = {figures_counts(&figures, 0), figures_counts(&figures, 3),
                                   figures_counts(&figures, 6), figures_counts(&figures, 9),
                                   figures_counts(&figures, 12)};
        const nps_method method = figures_method(&figures, 16);
        const nps_comparison comparison = proportional_change(&paired, method, figures_number(&figures, 15));
        assert_double_near(comparison.bounds.lower / 100, clipped(figures_number(&figures, 17)), 1e-10);
        assert_double_near(comparison.bounds.upper / 100, clipped(figures_number(&figures, 18)), 1e-10);
        assert_int_equal(comparison.method, method);
        if (figures.fields[19][0] != '\0') {
            const double p = figures_number(&figures, 19);
            assert_double_near(comparison.p_value, p, 1e-6 * p);
        }
    }
    assert_int_equal(figures.row, 72);
}

static void the_change_is_the_difference_of_the_scores(void **state)
{
    const nps_paired paired = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}, {13, 14, 15}};
    nps_counts first, second;
    double score_first, score_second;
    (void)state;
    assert_ok(nps_paired_read_waves(&paired, &first, &second));
    assert_ok(nps_score(&first, &score_first));
    assert_ok(nps_score(&second, &score_second));
    assert_double_near(proportional_change(&paired, NPS_METHOD_AUTO, 0.95).difference, score_second - score_first,
                       1e-12);
}

static void each_pair_of_answers_is_counted_in_its_cell(void **state)
{
    const nps_paired expected = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}, {13, 14, 15}};
    static const int64_t answers[] = {9, 7, 6};
    nps_paired paired = {0};
    nps_counts first, second;
    int i, j;
    (void)state;
    for (i = 0; i < 3; i++) {
        for (j = 0; j < 3; j++)
            assert_ok(
                nps_paired_add(&paired, answers[i], answers[j], 1 + 3 * (uint64_t)i + (uint64_t)j, nps_scale_0_10()));
        assert_ok(nps_paired_add(&paired, answers[i], -1, 10 + (uint64_t)i, nps_scale_0_10()));
        assert_ok(nps_paired_add(&paired, 11, answers[i], 13 + (uint64_t)i, nps_scale_0_10()));
    }
    assert_ok(nps_paired_add(&paired, INT64_MIN, INT64_MAX, 99, nps_scale_0_10()));
    assert_memory_equal(&paired, &expected, sizeof expected);
    assert_ok(nps_paired_read_waves(&paired, &first, &second));
    assert_int_equal(first.promoters, 16);
    assert_int_equal(first.passives, 26);
    assert_int_equal(first.detractors, 36);
    assert_int_equal(second.promoters, 25);
    assert_int_equal(second.passives, 29);
    assert_int_equal(second.detractors, 33);
    assert_ok(nps_paired_merge(&paired, &paired));
    assert_int_equal(paired.second_only.detractors, 30);
    /* 0 is not an answer on the scale 1..10. */
    assert_ok(nps_paired_add(&paired, 0, 9, 1, nps_scale_1_10()));
    assert_int_equal(paired.second_only.promoters, 27);
}

static void moves_are_counted(void **state)
{
    const nps_paired paired = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}, {13, 14, 15}};
    nps_paired_moves moves;
    (void)state;
    assert_ok(nps_paired_read_moves(&paired, &moves));
    assert_int_equal(moves.up, 4 + 7 + 8);
    assert_int_equal(moves.same, 1 + 5 + 9);
    assert_int_equal(moves.down, 2 + 3 + 6);
    assert_int_equal(moves.promoters_gained, 4 + 7);
    assert_int_equal(moves.promoters_lost, 2 + 3);
    assert_int_equal(moves.passives_gained, 2 + 8);
    assert_int_equal(moves.passives_lost, 4 + 6);
    assert_int_equal(moves.detractors_gained, 3 + 6);
    assert_int_equal(moves.detractors_lost, 7 + 8);
    assert_double_near(moves.change, 100 * ((12. - 18) - (6 - 24)) / 45, 1e-12);
}

static void without_pairs_the_waves_are_two_samples(void **state)
{
    static const nps_counts tables[] = {{50, 30, 20}, {5, 3, 2}, {1, 0, 0}, {0, 9, 1}, {1000, 10, 400}, {0, 0, 7}};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < 6; i++)
        for (j = 0; j < 6; j++)
            for (k = 0; k < 3; k++) {
                const nps_paired paired = {.first_only = tables[i], .second_only = tables[j]};
                const nps_comparison change = change_of(&paired, METHODS[k], 0.9);
                nps_comparison two;
                assert_ok(nps_compare(&tables[j], &tables[i], METHODS[k], 0.9, &two));
                assert_double_near(change.difference, two.difference, 1e-12);
                assert_double_near(change.bounds.lower, two.bounds.lower, 1e-9);
                assert_double_near(change.bounds.upper, two.bounds.upper, 1e-9);
                assert_double_near(change.p_value, two.p_value, 1e-9);
            }
}

/* Changes of -1, 0, 1 are a score, which is computed by other code. */
static void changes_of_one_step_are_a_score(void **state)
{
    uint64_t random = 4;
    int round;
    (void)state;
    for (round = 0; round < 300; round++) {
        const nps_counts counts = {next_below(&random, 30), next_below(&random, 30), next_below(&random, 8)};
        nps_cells cells = {{-1, -1, -1, 0, 0, 0, 1, 1, 1}, {0}};
        nps_bounds bounds;
        int k;
        if (counts.promoters + counts.passives + counts.detractors == 0)
            continue;
        cells.counts[0] = (double)counts.detractors;
        cells.counts[4] = (double)counts.passives;
        cells.counts[8] = (double)counts.promoters;
        for (k = 0; k < 3; k++) {
            const nps_bounds mine = nps_cells_interval(&cells, METHODS[k], 1.959963984540054);
            assert_ok(nps_interval(&counts, METHODS[k], 0.95, &bounds));
            assert_double_near(fmax(-100, 100 * mine.lower), bounds.lower, 1e-8);
            assert_double_near(fmin(100, 100 * mine.upper), bounds.upper, 1e-8);
        }
    }
}

static nps_counts random_counts(uint64_t *random, uint64_t below)
{
    nps_counts counts;
    counts.promoters = next_below(random, below);
    counts.passives = next_below(random, below);
    counts.detractors = next_below(random, below);
    return counts;
}

static nps_paired random_waves(uint64_t *random, uint64_t below)
{
    nps_paired paired = {random_counts(random, below), random_counts(random, below), random_counts(random, below),
                         random_counts(random, below), random_counts(random, below)};
    if (next_below(random, 3) == 0)
        paired.first_only = paired.second_only = (nps_counts){0, 0, 0};
    paired.promoters.promoters++;
    return paired;
}

/* p is 1 - level where the interval just touches a change of 0. */
static void p_value_and_interval_agree(void **state)
{
    uint64_t random = 17;
    int round;
    (void)state;
    for (round = 0; round < 300; round++) {
        const nps_paired paired = random_waves(&random, 1 + next_below(&random, 40));
        const nps_method method = METHODS[round % 3];
        const nps_comparison first = change_of(&paired, method, 0.95);
        nps_comparison narrower, wider;
        if (first.p_value < 1e-6 || first.p_value > 1 - 1e-6)
            continue;
        wider = change_of(&paired, method, 1 - first.p_value + 1e-9);
        narrower = change_of(&paired, method, 1 - first.p_value - 1e-9);
        assert_true(wider.bounds.lower <= 0 && wider.bounds.upper >= 0);
        assert_true(narrower.bounds.lower > 0 || narrower.bounds.upper < 0);
        assert_double_near(wider.p_value, first.p_value, 0);
    }
}

static nps_counts mirrored(nps_counts counts)
{
    return (nps_counts){counts.detractors, counts.passives, counts.promoters};
}

static nps_paired exchanged(const nps_paired *there)
{
    return (nps_paired){{there->promoters.promoters, there->passives.promoters, there->detractors.promoters},
                        {there->promoters.passives, there->passives.passives, there->detractors.passives},
                        {there->promoters.detractors, there->passives.detractors, there->detractors.detractors},
                        there->second_only,
                        there->first_only};
}

static nps_paired upside_down(const nps_paired *there)
{
    return (nps_paired){mirrored(there->detractors), mirrored(there->passives), mirrored(there->promoters),
                        mirrored(there->first_only), mirrored(there->second_only)};
}

static void exchanging_waves_or_groups_mirrors_the_change(void **state)
{
    uint64_t random = 8;
    int round;
    (void)state;
    for (round = 0; round < 100; round++) {
        const nps_paired there = random_waves(&random, 12), back = exchanged(&there), down = upside_down(&there);
        const nps_comparison a = change_of(&there, METHODS[round % 3], 0.9);
        const nps_comparison b = change_of(&back, METHODS[round % 3], 0.9);
        const nps_comparison c = change_of(&down, METHODS[round % 3], 0.9);
        assert_double_near(a.difference, -b.difference, 1e-12);
        assert_double_near(a.bounds.lower, -b.bounds.upper, 1e-9);
        assert_double_near(a.bounds.upper, -b.bounds.lower, 1e-9);
        assert_double_near(a.p_value, b.p_value, 1e-9);
        assert_double_near(a.bounds.lower, -c.bounds.upper, 1e-9);
        assert_double_near(a.p_value, c.p_value, 1e-9);
    }
}

/* The bound of the skewness-corrected method passes no change at several levels where a single person changed. */
static void a_bound_with_several_levels_has_one_p_value(void **state)
{
    const nps_paired there = {{43, 0, 0}, {0, 116, 0}, {0, 1, 0}, {0, 0, 0}, {0, 0, 13}};
    const nps_paired back = exchanged(&there), down = upside_down(&there);
    const double p_value = change_of(&there, NPS_METHOD_SKEWNESS_SCORE, 0.5).p_value;
    (void)state;
    assert_double_near(change_of(&back, NPS_METHOD_SKEWNESS_SCORE, 0.5).p_value, p_value, 0);
    assert_double_near(change_of(&down, NPS_METHOD_SKEWNESS_SCORE, 0.5).p_value, p_value, 0);
}

/* All people and those in both waves give intervals of the same width, and changes that are 18 points apart. In the
 * second case the sums of the counts of the two waves, added as doubles, differ. */
static void rounding_does_not_choose_the_weights(void **state)
{
    static const nps_paired waves[] = {
        {{0, 0, 43}, {0, 0, 16777303}, {0, 0, 1441151880758558010}, {0, 0, 0}, {144115188075855801, 0, 0}},
        {{0, 0, 43}, {0, 0, 16777303}, {0, 0, 1369094286720630074}, {0, 0, 0}, {144115188075855801, 0, 0}}};
    size_t number;
    int i;
    (void)state;
    for (number = 0; number < sizeof waves / sizeof *waves; number++) {
        const nps_paired *there = &waves[number];
        const nps_paired down = upside_down(there), turned[] = {exchanged(there), down, exchanged(&down)};
        const nps_paired_change change = change_with(there, NPS_METHOD_SKEWNESS_SCORE, 0.5, NPS_PAIRED_BEST);
        for (i = 0; i < 3; i++) {
            const nps_paired_change other = change_with(&turned[i], NPS_METHOD_SKEWNESS_SCORE, 0.5, NPS_PAIRED_BEST);
            const bool is_exchanged = i != 1;
            assert_double_near(other.first_weight, is_exchanged ? change.second_weight : change.first_weight, 0);
            assert_double_near(other.second_weight, is_exchanged ? change.first_weight : change.second_weight, 0);
            assert_double_near(other.comparison.difference,
                               i == 2 ? change.comparison.difference : -change.comparison.difference, 1e-9);
        }
    }
}

static void pairing_makes_the_interval_narrower(void **state)
{
    const nps_paired paired = {{300, 20, 10}, {30, 200, 10}, {10, 20, 200}, {0, 0, 0}, {0, 0, 0}};
    const nps_counts first = {330, 240, 230}, second = {340, 240, 220};
    const nps_paired apart = {.first_only = first, .second_only = second};
    const nps_comparison together = change_of(&paired, NPS_METHOD_AUTO, 0.95);
    const nps_comparison independent = change_of(&apart, NPS_METHOD_AUTO, 0.95);
    (void)state;
    assert_int_equal(together.method, NPS_METHOD_SKEWNESS_SCORE);
    assert_double_near(together.difference, independent.difference, 1e-12);
    assert_true(together.bounds.upper - together.bounds.lower <
                0.6 * (independent.bounds.upper - independent.bounds.lower));
}

static void an_interval_without_moves_has_a_width(void **state)
{
    const nps_paired paired = {{10, 0, 0}, {0, 10, 0}, {0, 0, 10}, {0, 0, 0}, {0, 0, 0}};
    const nps_comparison change = change_of(&paired, NPS_METHOD_AUTO, 0.95);
    (void)state;
    assert_double_near(change.difference, 0, 0);
    assert_double_near(change.p_value, 1, 0);
    assert_true(change.bounds.lower < -15 && change.bounds.upper > 15);
}

static void one_person_is_enough(void **state)
{
    const nps_paired paired = {.detractors = {1, 0, 0}};
    const nps_comparison corrected = change_of(&paired, NPS_METHOD_AUTO, 0.95);
    const nps_comparison score = change_of(&paired, NPS_METHOD_SCORE, 0.95);
    (void)state;
    assert_double_near(corrected.difference, 200, 0);
    assert_double_near(corrected.bounds.lower, -200, 0);
    assert_double_near(corrected.p_value, 1, 0);
    assert_double_near(score.bounds.upper, 200, 0);
    assert_true(score.bounds.lower > -200 && score.bounds.lower < 0);
}

static void huge_waves_are_compared(void **state)
{
    const uint64_t part = UINT64_MAX / 9;
    const nps_paired even = {{part, part, part}, {part, part, part}, {part, part, part}, {0, 0, 0}, {0, 0, 0}};
    nps_paired paired = even;
    (void)state;
    assert_double_near(change_of(&paired, NPS_METHOD_AUTO, 0.95).difference, 0, 1e-12);
    paired.promoters.detractors /= 2;
    assert_double_near(change_of(&paired, NPS_METHOD_AUTO, 0.95).p_value, 0, 0);
    paired = (nps_paired){.promoters = {1, 0, 0}, .first_only = {0, 0, UINT64_MAX - 1}, .second_only = {1, 0, 0}};
    assert_true(change_of(&paired, NPS_METHOD_AUTO, 0.95).bounds.upper > 199.99);
}

static void bad_arguments_leave_the_output_unchanged(void **state)
{
    const nps_paired good = {{5, 2, 1}, {3, 6, 1}, {2, 2, 8}, {0, 0, 0}, {0, 0, 0}};
    const nps_paired only_first = {.first_only = {1, 2, 3}};
    const nps_scale impossible = {5, 3, 2, 1};
    nps_paired full = {.promoters = {UINT64_MAX, 0, 0}, .second_only = {1, 0, 0}}, before;
    nps_comparison out = {1, {2, 3}, 4, NPS_METHOD_BAYES};
    nps_paired_moves moves = {0};
    nps_counts first = {7, 7, 7}, second = {7, 7, 7};
    (void)state;
    assert_status(nps_paired_compare(NULL, NPS_METHOD_AUTO, 0.95, &out), NPS_ERROR_NULL);
    assert_status(nps_paired_compare(&good, NPS_METHOD_AUTO, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_compare(&good, NPS_METHOD_AUTO, NAN, &out), NPS_ERROR_LEVEL);
    assert_status(nps_paired_compare(&good, NPS_METHOD_AUTO, 1, &out), NPS_ERROR_LEVEL);
    assert_status(nps_paired_compare(&good, NPS_METHOD_EXACT, 0.95, &out), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_paired_compare(&good, NPS_METHOD_BONETT_PRICE, 0.95, &out), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_paired_compare(&good, (nps_method)77, 0.95, &out), NPS_ERROR_METHOD);
    assert_status(nps_paired_compare(&only_first, NPS_METHOD_AUTO, 0.95, &out), NPS_ERROR_EMPTY);
    assert_status(nps_paired_compare(&full, NPS_METHOD_AUTO, 0.95, &out), NPS_ERROR_OVERFLOW);
    assert_double_near(out.difference, 1, 0);
    assert_double_near(out.p_value, 4, 0);
    assert_status(nps_paired_read_moves(&only_first, &moves), NPS_ERROR_EMPTY);
    assert_status(nps_paired_read_moves(NULL, &moves), NPS_ERROR_NULL);
    assert_status(nps_paired_read_moves(&good, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_read_waves(&full, &first, &second), NPS_ERROR_OVERFLOW);
    assert_status(nps_paired_read_waves(NULL, &first, &second), NPS_ERROR_NULL);
    assert_status(nps_paired_read_waves(&good, NULL, &second), NPS_ERROR_NULL);
    assert_int_equal(first.promoters, 7);
    before = full;
    assert_status(nps_paired_merge(&full, &full), NPS_ERROR_OVERFLOW);
    assert_status(nps_paired_merge(NULL, &full), NPS_ERROR_NULL);
    assert_status(nps_paired_merge(&full, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_add(&full, 10, 10, 1, nps_scale_0_10()), NPS_ERROR_OVERFLOW);
    assert_status(nps_paired_add(&full, 10, 10, 1, &impossible), NPS_ERROR_SCALE);
    assert_status(nps_paired_add(NULL, 10, 10, 1, nps_scale_0_10()), NPS_ERROR_NULL);
    assert_memory_equal(&full, &before, sizeof full);
}

/* The people in both waves alone, and the others alone. */
static nps_paired both_of(nps_paired paired)
{
    paired.first_only = paired.second_only = (nps_counts){0, 0, 0};
    return paired;
}

static nps_paired others_of(const nps_paired *paired)
{
    return (nps_paired){.first_only = paired->first_only, .second_only = paired->second_only};
}

/* Once 17.6 points wide, and 14.4 without the people in one wave only. */
static void more_people_give_a_narrower_interval(void **state)
{
    const nps_paired paired = {{90, 8, 2}, {6, 40, 4}, {4, 6, 40}, {100, 50, 50}, {100, 54, 46}};
    const nps_paired both = both_of(paired);
    const nps_paired_change best = change_with(&paired, NPS_METHOD_AUTO, 0.95, NPS_PAIRED_BEST);
    (void)state;
    assert_double_near(width(change_of(&both, NPS_METHOD_AUTO, 0.95).bounds), 14.4, 0.05);
    assert_double_near(width(proportional_change(&paired, NPS_METHOD_AUTO, 0.95).bounds), 17.6, 0.05);
    assert_true(width(best.comparison.bounds) < 14.2);
    assert_true(best.first_weight > 0.8 && best.first_weight < 1 && best.second_weight > 0.8);
    assert_double_near(best.both, change_of(&both, NPS_METHOD_AUTO, 0.95).difference, 1e-12);
    assert_double_near(best.others, 2, 1e-9);
}

static void no_interval_is_wider_than_that_of_a_part(void **state)
{
    uint64_t random = 71;
    int round;
    (void)state;
    for (round = 0; round < 400; round++) {
        const nps_paired paired = random_waves(&random, 2 + next_below(&random, 30));
        const nps_paired both = both_of(paired), others = others_of(&paired);
        const nps_method method = METHODS[round % 3];
        const double best = width(change_of(&paired, method, 0.95).bounds);
        nps_comparison apart;
        assert_true(best <= width(change_of(&both, method, 0.95).bounds) + 1e-9);
        if (nps_paired_compare(&others, method, 0.95, &apart) == NPS_OK)
            assert_true(best <= width(apart.bounds) + 1e-9);
    }
}

/* The variance of a linear combination of three independent means, minimized over a grid of weights. */
static void weights_minimize_the_variance(void **state)
{
    const nps_paired paired = {
        {4000, 500, 300}, {600, 2500, 400}, {200, 500, 1500}, {900, 800, 300}, {2500, 900, 1600}};
    const double n = 10500, first[] = {4800, 3500, 2200}, second[] = {4800, 3500, 2200};
    const double m1 = (first[0] - first[2]) / n, m2 = (second[0] - second[2]) / n;
    const double v1 = (first[0] + first[2]) / n - m1 * m1, v2 = (second[0] + second[2]) / n - m2 * m2;
    const double covariance = (4000 - 300 - 200 + 1500) / n - m1 * m2;
    const double f = 2000, mf = 600 / f, vf = 1200 / f - mf * mf, s = 5000, ms = 900 / s, vs = 4100 / s - ms * ms;
    const nps_paired_change best = change_with(&paired, NPS_METHOD_AUTO, 0.95, NPS_PAIRED_BEST);
    double lowest = INFINITY, at_first = 0, at_second = 0, a, b;
    (void)state;
    for (a = 0; a <= 1; a += 0.005)
        for (b = 0; b <= 1; b += 0.005) {
            const double variance = (a * a * v1 + b * b * v2 - 2 * a * b * covariance) / n +
                                    (1 - a) * (1 - a) * vf / f + (1 - b) * (1 - b) * vs / s;
            if (variance < lowest) {
                lowest = variance;
                at_first = a;
                at_second = b;
            }
        }
    assert_double_near(best.first_weight, at_first, 0.01);
    assert_double_near(best.second_weight, at_second, 0.01);
    assert_double_near(width(best.comparison.bounds) / 100, 2 * 1.959964 * sqrt(lowest), 0.002 * sqrt(lowest) * 10);
    assert_double_near(best.comparison.difference,
                       100 * (best.second_weight * m2 + (1 - best.second_weight) * ms - best.first_weight * m1 -
                              (1 - best.first_weight) * mf),
                       1e-9);
}

static void the_result_says_what_it_rests_on(void **state)
{
    const nps_paired both = {{10, 2, 1}, {2, 8, 1}, {1, 2, 9}, {0, 0, 0}, {0, 0, 0}};
    nps_paired left = both;
    nps_paired_change change = change_with(&both, NPS_METHOD_AUTO, 0.95, NPS_PAIRED_BEST);
    const nps_paired apart = {.first_only = {5, 2, 3}, .second_only = {6, 2, 2}};
    (void)state;
    assert_double_near(change.first_weight, 1, 0);
    assert_double_near(change.second_weight, 1, 0);
    assert_true(isnan(change.others));
    left.first_only = (nps_counts){30, 20, 10};
    change = change_with(&left, NPS_METHOD_AUTO, 0.95, NPS_PAIRED_BEST);
    assert_double_near(change.second_weight, 1, 0);
    assert_true(change.first_weight > 0 && change.first_weight < 1 && isnan(change.others));
    change = change_with(&apart, NPS_METHOD_AUTO, 0.95, NPS_PAIRED_BEST);
    assert_double_near(change.first_weight, 0, 0);
    assert_double_near(change.second_weight, 0, 0);
    assert_double_near(change.others, 20, 1e-12);
    assert_true(isnan(change.both));
}

static void the_defaults_are_those_of_the_short_function(void **state)
{
    const nps_paired paired = {{90, 8, 2}, {6, 40, 4}, {4, 6, 40}, {100, 50, 50}, {100, 54, 46}};
    const nps_comparison expected = change_of(&paired, NPS_METHOD_AUTO, 0.95);
    nps_paired_options options;
    nps_paired_change change;
    (void)state;
    assert_ok(nps_paired_compare_with(&paired, NULL, &change));
    assert_memory_equal(&change.comparison.bounds, &expected.bounds, sizeof expected.bounds);
    nps_paired_options_init(NULL);
    nps_paired_options_init(&options);
    options.estimator = (nps_paired_estimator)2;
    assert_status(nps_paired_compare_with(&paired, &options, &change), NPS_ERROR_METHOD);
    nps_paired_options_init(&options);
    options.size = 4;
    assert_status(nps_paired_compare_with(&paired, &options, &change), NPS_ERROR_SIZE);
    assert_status(nps_paired_compare_with(&paired, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_paired_compare_with(NULL, NULL, &change), NPS_ERROR_NULL);
    assert_double_near(change.comparison.p_value, expected.p_value, 0);
}

/* The coverage of an interval for five people, over all tables of their changes. */
static double coverage(const double probabilities[5], nps_method method)
{
    double covered = 0, truth = 0;
    int count[5], i;
    for (i = 0; i < 5; i++)
        truth += probabilities[i] * (i - 2);
    for (count[0] = 0; count[0] <= 5; count[0]++)
        for (count[1] = 0; count[0] + count[1] <= 5; count[1]++)
            for (count[2] = 0; count[0] + count[1] + count[2] <= 5; count[2]++)
                for (count[3] = 0; count[0] + count[1] + count[2] + count[3] <= 5; count[3]++) {
                    nps_paired paired = {0};
                    nps_comparison change;
                    double chance = 120;
                    count[4] = 5 - count[0] - count[1] - count[2] - count[3];
                    for (i = 0; i < 5; i++)
                        chance *= pow(probabilities[i], count[i]) / tgamma(count[i] + 1);
                    paired.promoters = (nps_counts){(uint64_t)count[2], (uint64_t)count[1], (uint64_t)count[0]};
                    paired.detractors = (nps_counts){(uint64_t)count[4], (uint64_t)count[3], 0};
                    change = change_of(&paired, method, 0.95);
                    if (change.bounds.lower <= 100 * truth && 100 * truth <= change.bounds.upper)
                        covered += chance;
                }
    return covered;
}

static void intervals_keep_their_level(void **state)
{
    uint64_t random = 31;
    double lowest = 1, lowest_wald = 1, mean = 0;
    int round, i;
    (void)state;
    for (round = 0; round < 12; round++) {
        double probabilities[5], sum = 0;
        for (i = 0; i < 5; i++)
            sum += probabilities[i] = -log((double)(1 + next_below(&random, 1000)) / 1001);
        for (i = 0; i < 5; i++)
            probabilities[i] = 0.01 + 0.95 * probabilities[i] / sum;
        lowest = fmin(lowest, coverage(probabilities, NPS_METHOD_AUTO));
        mean += coverage(probabilities, NPS_METHOD_AUTO) / 12;
        lowest_wald = fmin(lowest_wald, coverage(probabilities, NPS_METHOD_WALD));
    }
    assert_true(lowest >= 0.94);
    assert_true(mean < 0.999);
    assert_true(lowest_wald < 0.9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paired_changes_are_the_reference_figures),
        cmocka_unit_test(the_change_is_the_difference_of_the_scores),
        cmocka_unit_test(each_pair_of_answers_is_counted_in_its_cell),
        cmocka_unit_test(moves_are_counted),
        cmocka_unit_test(without_pairs_the_waves_are_two_samples),
        cmocka_unit_test(changes_of_one_step_are_a_score),
        cmocka_unit_test(p_value_and_interval_agree),
        cmocka_unit_test(exchanging_waves_or_groups_mirrors_the_change),
        cmocka_unit_test(a_bound_with_several_levels_has_one_p_value),
        cmocka_unit_test(rounding_does_not_choose_the_weights),
        cmocka_unit_test(pairing_makes_the_interval_narrower),
        cmocka_unit_test(an_interval_without_moves_has_a_width),
        cmocka_unit_test(one_person_is_enough),
        cmocka_unit_test(huge_waves_are_compared),
        cmocka_unit_test(bad_arguments_leave_the_output_unchanged),
        cmocka_unit_test(intervals_keep_their_level),
        cmocka_unit_test(more_people_give_a_narrower_interval),
        cmocka_unit_test(no_interval_is_wider_than_that_of_a_part),
        cmocka_unit_test(weights_minimize_the_variance),
        cmocka_unit_test(the_result_says_what_it_rests_on),
        cmocka_unit_test(the_defaults_are_those_of_the_short_function),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
