/* Properties of NPS_METHOD_EXACT for any order of the tables. test_exact_coverage.c tests its coverage, and
 * test_exact_oracle.c tests that it is the interval of the documented order.
 * SPDX-License-Identifier: MIT */
#include "exact_oracle.h"
#include "figures.h"

static const double LEVELS[] = {0.80, 0.90, 0.95, 0.99, 0.999};
enum { LEVEL_COUNT = sizeof LEVELS / sizeof *LEVELS };

static nps_bounds interval_of(const nps_counts *counts, double level)
{
    nps_bounds bounds;
    assert_ok(nps_interval(counts, NPS_METHOD_EXACT, level, &bounds));
    return bounds;
}

static double p_of(const nps_counts *counts, double reference, nps_alternative alternative)
{
    double p;
    assert_ok(nps_test(counts, reference, NPS_METHOD_EXACT, alternative, &p));
    return p;
}

static double score_of(const nps_counts *counts)
{
    double score;
    assert_ok(nps_score(counts, &score));
    return score;
}

static nps_counts mirrored(const nps_counts *counts)
{
    return (nps_counts){counts->detractors, counts->passives, counts->promoters};
}

/* Calls `check` for every table of up to 8 answers, and some larger ones. */
static void for_tables(void (*check)(const nps_counts *counts))
{
    static const nps_counts larger[] = {{12, 0, 0}, {0, 12, 0}, {1, 18, 1}, {14, 5, 1}, {3, 10, 17}, {25, 0, 25}};
    static struct oracle all;
    size_t i;
    int n, table;
    for (n = 1; n <= 8; n++) {
        oracle_init(&all, n);
        for (table = 0; table < all.count; table++) {
            const nps_counts counts = oracle_counts(&all, table);
            check(&counts);
        }
    }
    for (i = 0; i < sizeof larger / sizeof *larger; i++)
        check(&larger[i]);
}

static void assert_rejected(const nps_counts *counts, double reference, double level, bool rejected)
{
    if (reference >= -100 && reference <= 100)
        assert_int_equal(p_of(counts, reference, NPS_TWO_SIDED) < 1 - level, rejected);
}

static void check_agreement(const nps_counts *counts)
{
    const double step = 1e-7;
    size_t i;
    for (i = 0; i < LEVEL_COUNT; i++) {
        const nps_bounds bounds = interval_of(counts, LEVELS[i]);
        assert_rejected(counts, bounds.lower - step, LEVELS[i], true);
        assert_rejected(counts, bounds.lower + step, LEVELS[i], false);
        assert_rejected(counts, bounds.upper - step, LEVELS[i], false);
        assert_rejected(counts, bounds.upper + step, LEVELS[i], true);
    }
}

static void test_and_interval_agree(void **state)
{
    (void)state;
    for_tables(check_agreement);
}

static void check_nesting(const nps_counts *counts)
{
    const double score = score_of(counts);
    nps_bounds inner = {score, score};
    size_t i;
    for (i = 0; i < LEVEL_COUNT; i++) {
        const nps_bounds outer = interval_of(counts, LEVELS[i]);
        assert_true(-100 <= outer.lower && outer.lower <= inner.lower);
        assert_true(100 >= outer.upper && outer.upper >= inner.upper);
        inner = outer;
    }
}

/* A higher level gives a wider interval, and all intervals contain the score. */
static void intervals_are_nested_around_the_score(void **state)
{
    (void)state;
    for_tables(check_nesting);
}

static void check_p_at_score(const nps_counts *counts)
{
    assert_double_near(p_of(counts, score_of(counts), NPS_TWO_SIDED), 1, 1e-9);
}

/* This holds however the score was rounded. */
static void the_p_value_at_the_score_is_one(void **state)
{
    (void)state;
    for_tables(check_p_at_score);
}

static void check_mirror(const nps_counts *counts)
{
    const nps_counts mirror = mirrored(counts);
    const nps_bounds bounds = interval_of(counts, 0.95), reflected = interval_of(&mirror, 0.95);
    int reference;
    assert_double_near(reflected.lower, -bounds.upper, 1e-10);
    assert_double_near(reflected.upper, -bounds.lower, 1e-10);
    for (reference = -90; reference <= 90; reference += 36) {
        assert_double_near(p_of(&mirror, -reference, NPS_TWO_SIDED), p_of(counts, reference, NPS_TWO_SIDED), 1e-12);
        assert_double_near(p_of(&mirror, -reference, NPS_LESS), p_of(counts, reference, NPS_GREATER), 1e-12);
        assert_double_near(p_of(&mirror, -reference, NPS_GREATER), p_of(counts, reference, NPS_LESS), 1e-12);
    }
}

/* Exchanging promoters and detractors mirrors all results. */
static void mirror_images_are_mirrored(void **state)
{
    (void)state;
    for_tables(check_mirror);
}

static void check_one_peak(const nps_counts *counts)
{
    bool falling = false;
    double p = 0;
    int step;
    for (step = -100; step <= 100; step++) {
        const double next = p_of(counts, step, NPS_TWO_SIDED);
        assert_true(next >= 0 && next <= 1);
        assert_false(falling && next > p);
        falling = falling || next < p;
        p = next;
    }
}

/* From -100 to 100 the p-values rise, may be level, and fall; otherwise tests and intervals could not agree. */
static void p_values_have_one_peak(void **state)
{
    (void)state;
    for_tables(check_one_peak);
}

/* Calculated by hand. If the answer is a detractor, then at the upper bound a detractor has probability alpha and a
 * passive 0. If it is a passive, then at the upper bound all but promoters together have probability alpha. */
static void one_answer_gives_what_can_be_computed_by_hand(void **state)
{
    static const nps_counts promoter = {1, 0, 0}, passive = {0, 1, 0}, detractor = {0, 0, 1};
    size_t i;
    (void)state;
    for (i = 0; i < LEVEL_COUNT; i++) {
        const double alpha = 1 - LEVELS[i], far = 100 * (1 - 2 * alpha), near = 100 * (1 - alpha);
        const nps_bounds high = interval_of(&promoter, LEVELS[i]), low = interval_of(&detractor, LEVELS[i]);
        const nps_bounds middle = interval_of(&passive, LEVELS[i]);
        assert_double_near(high.lower, -far, 1e-7);
        assert_double_near(high.upper, 100, 0);
        assert_double_near(middle.lower, -near, 1e-7);
        assert_double_near(middle.upper, near, 1e-7);
        assert_double_near(low.lower, -100, 0);
        assert_double_near(low.upper, far, 1e-7);
    }
}

/* The hypothesis that all are promoters is possible only if all answers are. Rounding outward may leave a tiny p. */
static void the_ends_of_the_scale_belong_to_the_unanimous(void **state)
{
    static const uint64_t sizes[] = {1, 2, 7, 20, 50};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const nps_counts all = {sizes[i], 0, 0}, all_but_one = {sizes[i], 1, 0};
        assert_true(interval_of(&all, 0.95).upper == 100);
        assert_true(interval_of(&all, 0.95).lower > -100);
        assert_true(interval_of(&all_but_one, 0.95).upper < 100);
        assert_double_near(p_of(&all, 100, NPS_TWO_SIDED), 1, 0);
        assert_double_near(p_of(&all, 100, NPS_LESS), 1, 0);
        assert_double_near(p_of(&all_but_one, 100, NPS_TWO_SIDED), 0, 1e-200);
        assert_double_near(p_of(&all_but_one, 100, NPS_LESS), 0, 1e-200);
        assert_double_near(p_of(&all, -100, NPS_TWO_SIDED), 0, 1e-200);
        assert_double_near(p_of(&all, -100, NPS_GREATER), 0, 1e-200);
    }
}

/* One test applied to all tables of n answers. */
struct size_check {
    struct oracle tables;
    double p[ORACLE_TABLES_MAX];
};

/* Under one truth, p is at most x with probability at most x, for every value x of p. */
static void check_size_at(const struct size_check *check, long double p1, long double p2, long double p3)
{
    static long double probability[ORACLE_TABLES_MAX];
    int i, j;
    oracle_probabilities(&check->tables, p1, p2, p3, probability);
    for (i = 0; i < check->tables.count; i++) {
        long double sum = 0;
        for (j = 0; j < check->tables.count; j++)
            sum += check->p[j] <= check->p[i] + 1e-12 ? probability[j] : 0;
        assert_true(sum <= check->p[i] + 1e-10L);
    }
}

static void check_size_for_theta(const struct size_check *check, long double theta)
{
    int step;
    for (step = 0; step <= 32; step++) {
        const long double sine = sinl(acosl(0) * step / 32), rest = 1 - fabsl(theta);
        const long double smaller = rest * sine * sine / 2;
        check_size_at(check, smaller + fmaxl(theta, 0), rest - 2 * smaller, smaller + fmaxl(-theta, 0));
    }
}

/* The truths of the hypothesis: at the reference, or at and below it, or at and above it. */
static void check_size(struct size_check *check, double reference, nps_alternative alternative)
{
    const long double theta = (long double)reference / 100, end = alternative == NPS_GREATER ? -1 : 1;
    const int steps = alternative == NPS_TWO_SIDED ? 0 : 6;
    int table, step;
    for (table = 0; table < check->tables.count; table++) {
        const nps_counts counts = oracle_counts(&check->tables, table);
        check->p[table] = p_of(&counts, reference, alternative);
    }
    for (step = 0; step <= steps; step++)
        check_size_for_theta(check, theta + (end - theta) * step * step / 36);
}

static void no_test_rejects_a_true_hypothesis_too_often(void **state)
{
    static const double references[] = {-95, -62.5, -100 / 3.0, -7, 0, 12.5, 50, 81, 99};
    static struct size_check check;
    size_t i;
    int n;
    (void)state;
    for (n = 1; n <= 8; n++) {
        oracle_init(&check.tables, n);
        for (i = 0; i < sizeof references / sizeof *references; i++) {
            check_size(&check, references[i], NPS_TWO_SIDED);
            check_size(&check, references[i], NPS_GREATER);
            check_size(&check, references[i], NPS_LESS);
        }
    }
}

static double width_of(const nps_counts *counts, double level)
{
    const nps_bounds bounds = interval_of(counts, level);
    return (bounds.upper - bounds.lower) / 100;
}

static double mean_width(int n, double level)
{
    static struct oracle all;
    double sum = 0;
    int table;
    oracle_init(&all, n);
    for (table = 0; table < all.count; table++) {
        const nps_counts counts = oracle_counts(&all, table);
        sum += width_of(&counts, level);
    }
    return sum / all.count;
}

/* Mean widths on [-1, 1], over all tables; the exact method must not be wider. */
static void intervals_are_narrow(void **state)
{
    (void)state;
    assert_true(mean_width(5, 0.95) <= 1.130);
    assert_true(mean_width(10, 0.95) <= 0.838);
    assert_true(mean_width(20, 0.95) <= 0.598);
}

/* For each n and level, over the tables for which the peer's intervals are known. */
static void intervals_are_narrower_than_the_peers(void **state)
{
    static double ours[11][LEVEL_COUNT], peers[11][LEVEL_COUNT];
    struct figures figures = figures_open("exact_peer_ExactCIdiff.csv");
    size_t n, level;
    (void)state;
    while (figures_next(&figures)) {
        const nps_counts counts = figures_counts(&figures, 0);
        n = counts.promoters + counts.passives + counts.detractors;
        for (level = 0; LEVELS[level] < figures_number(&figures, 3); level++)
            ;
        ours[n][level] += width_of(&counts, LEVELS[level]);
        peers[n][level] += figures_number(&figures, 5) - figures_number(&figures, 4);
    }
    assert_int_equal(figures.row, 206);
    for (n = 1; n <= 10; n++)
        for (level = 0; level < LEVEL_COUNT; level++)
            assert_true(ours[n][level] < peers[n][level] || peers[n][level] == 0);
}

static void too_many_answers_are_refused(void **state)
{
    const nps_counts most = {NPS_EXACT_MAX, 0, 0}, too_many = {NPS_EXACT_MAX, 0, 1}, far_too_many = {0, UINT64_MAX, 0};
    nps_bounds bounds = {1, 2};
    double p = 3;
    (void)state;
    assert_true(NPS_EXACT_MAX >= 1000);
    assert_status(nps_interval(&too_many, NPS_METHOD_EXACT, 0.95, &bounds), NPS_ERROR_TOO_MANY);
    assert_status(nps_interval(&far_too_many, NPS_METHOD_EXACT, 0.95, &bounds), NPS_ERROR_TOO_MANY);
    assert_status(nps_test(&too_many, 0, NPS_METHOD_EXACT, NPS_TWO_SIDED, &p), NPS_ERROR_TOO_MANY);
    assert_status(nps_test(&far_too_many, 0, NPS_METHOD_EXACT, NPS_GREATER, &p), NPS_ERROR_TOO_MANY);
    assert_true(bounds.lower == 1 && bounds.upper == 2 && p == 3);
    assert_ok(nps_interval(&most, NPS_METHOD_EXACT, 0.95, &bounds));
    assert_true(bounds.lower > 90 && bounds.upper == 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_and_interval_agree),
        cmocka_unit_test(intervals_are_nested_around_the_score),
        cmocka_unit_test(the_p_value_at_the_score_is_one),
        cmocka_unit_test(mirror_images_are_mirrored),
        cmocka_unit_test(p_values_have_one_peak),
        cmocka_unit_test(one_answer_gives_what_can_be_computed_by_hand),
        cmocka_unit_test(the_ends_of_the_scale_belong_to_the_unanimous),
        cmocka_unit_test(no_test_rejects_a_true_hypothesis_too_often),
        cmocka_unit_test(intervals_are_narrow),
        cmocka_unit_test(intervals_are_narrower_than_the_peers),
        cmocka_unit_test(too_many_answers_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
