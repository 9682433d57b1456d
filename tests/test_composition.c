/* Shares of two samples: figures, exact distributions against naive enumeration, errors, and wrong input.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "figures.h"

enum { MOST = 11 };

static size_t read_answers(const char *text, uint64_t *answers)
{
    size_t count = 0;
    char *at = (char *)text;
    memset(answers, 0, MOST * sizeof *answers);
    do
        answers[count++] = strtoull(at, &at, 10);
    while (*at++ == ';');
    return count;
}

static nps_composition composition_of(const nps_counts *a, const nps_counts *b, nps_method method)
{
    nps_composition_options options;
    nps_composition out;
    nps_composition_options_init(&options);
    options.method = method;
    assert_ok(nps_composition_test(a, b, &options, &out, NULL));
    return out;
}

static nps_composition distribution_of(const nps_accumulator *a, const nps_accumulator *b, nps_method method)
{
    nps_composition_options options;
    nps_composition out;
    nps_composition_options_init(&options);
    options.method = method;
    assert_ok(nps_distribution_test(a, b, &options, &out, NULL));
    return out;
}

/* The columns after the samples: exact, exact_ranks, score, score_ranks, statistic, variation, superiority, bounds. */
static void assert_figures(const struct figures *figures, const nps_composition *found, double n, bool is_exact,
                           double tolerance)
{
    const int p = is_exact ? 2 : 4;
    assert_double_near(found->p_value, figures_number(figures, p), tolerance * figures_number(figures, p));
    /* More than 200 ranks are rounded by the exact test of many categories. */
    assert_double_near(found->rank_p_value, figures_number(figures, p + 1),
                       (tolerance > 1e-3 && n > 100 ? 0.05 : 1e-8) * figures_number(figures, p + 1));
    assert_double_near(found->statistic, figures_number(figures, 6), 1e-9 * figures_number(figures, 6));
    assert_double_near(found->cramers_v, sqrt(figures_number(figures, 6) / n), 1e-9);
    assert_double_near(found->total_variation, figures_number(figures, 7), 1e-14);
    assert_double_near(found->superiority, figures_number(figures, 8), 1e-14);
    assert_double_near(found->superiority_lower, figures_number(figures, 9), 1e-10);
    assert_double_near(found->superiority_upper, figures_number(figures, 10), 1e-10);
    assert_double_near(found->cliffs_delta, 2 * found->superiority - 1, 0);
}

static void compositions_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("compositions.csv");
    (void)state;
    while (figures_next(&figures)) {
        nps_accumulator a = {{0}, 0, 0}, b = {{0}, 0, 0};
        const size_t count = read_answers(figures.fields[0], a.answers);
        double n = 0, n_a = 0, least;
        nps_composition found;
        read_answers(figures.fields[1], b.answers);
        for (size_t i = 0; i < count; i++)
            n += (double)(a.answers[i] + b.answers[i]);
        for (size_t i = 0; i < count; i++)
            n_a += (double)a.answers[i];
        least = fmin(n_a, n - n_a);
        found = distribution_of(&a, &b, NPS_METHOD_SCORE);
        assert_figures(&figures, &found, n, false, 1e-8);
        /* Only three categories are compared without rounding. */
        if (least <= NPS_DISTRIBUTION_EXACT_MAX && figures_number(&figures, 2) > 0) {
            found = distribution_of(&a, &b, NPS_METHOD_EXACT);
            assert_figures(&figures, &found, n, true, count == 3 ? 1e-10 : 0.02);
        }
        if (count == 3) {
            const nps_counts x = {a.answers[2], a.answers[1], a.answers[0]};
            const nps_counts y = {b.answers[2], b.answers[1], b.answers[0]};
            found = composition_of(&x, &y, NPS_METHOD_SCORE);
            assert_figures(&figures, &found, n, false, 1e-8);
            found = composition_of(&x, &y, NPS_METHOD_AUTO);
            assert_figures(&figures, &found, n, least <= NPS_COMPOSITION_EXACT_MAX, 1e-8);
        }
    }
    assert_int_equal(figures.row, 21);
}

/* ---- the exact test of many categories, by naive recursion over all splits ---- */

/* What counts splits: `shares` those at most as probable as the observed one, `most` also those which the library may
 * count with them. */
struct naive {
    const uint64_t *a;
    uint64_t both[MOST], n_a, n;
    double all, shares, most, ranks;
    double observed, slack;
    int64_t rank[MOST], observed_ranks;
};

static double log_choose(uint64_t n, uint64_t k)
{
    return lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1);
}

static void visit(struct naive *self, int category, uint64_t left, double logarithm, int64_t ranks)
{
    if (category == MOST) {
        const double probability = exp(logarithm - log_choose(self->n, self->n_a));
        if (left > 0)
            return;
        self->all += probability;
        self->shares += logarithm <= self->observed + 1e-9 ? probability : 0;
        self->most += logarithm <= self->observed + self->slack ? probability : 0;
        if (llabs(ranks) >= llabs(self->observed_ranks))
            self->ranks += probability;
        return;
    }
    for (uint64_t k = 0; k <= self->both[category] && k <= left; k++)
        visit(self, category + 1, left - k, logarithm + log_choose(self->both[category], k),
              ranks + (int64_t)k * self->rank[category]);
}

/* Returns whether rounding decides about no split, so that the p-value is the exact one. */
static bool assert_naive(const nps_accumulator *a, const nps_accumulator *b)
{
    struct naive naive = {.a = a->answers};
    const nps_composition found = distribution_of(a, b, NPS_METHOD_EXACT);
    int64_t lower = 0;
    for (int i = 0; i < MOST; i++) {
        naive.both[i] = a->answers[i] + b->answers[i];
        naive.n_a += a->answers[i];
        naive.n += naive.both[i];
    }
    for (int i = 0; i < MOST; i++) {
        naive.rank[i] = 2 * lower + (int64_t)naive.both[i] - (int64_t)naive.n;
        lower += (int64_t)naive.both[i];
        naive.observed += log_choose(naive.both[i], a->answers[i]);
        naive.slack += naive.both[i] != 0 ? 1.0 / 256 : 0;
        naive.observed_ranks += (int64_t)a->answers[i] * naive.rank[i];
    }
    visit(&naive, 0, naive.n_a, 0, 0);
    assert_double_near(naive.all, 1, 1e-9);
    assert_true(found.p_value >= naive.shares * (1 - 1e-9));
    assert_true(found.p_value <= naive.most * (1 + 1e-9));
    assert_double_near(found.rank_p_value, naive.ranks, 1e-9 * naive.ranks);
    return naive.shares == naive.most;
}

/* Splits by hand, with more categories than are enumerated. */
static void splits_that_are_equally_probable_count(void **state)
{
    static const struct {
        nps_accumulator a, b;
        double p;
    } pairs[] = {{{{0, 0, 0, 0, 1, 0, 0, 1}, 0, 0}, {{0, 0, 0, 1, 0, 1, 1, 0, 2, 2}, 0, 0}, 12.0 / 36},
                 {{{0, 3, 2}, 0, 0}, {{1, 0, 0, 1}, 0, 0}, 2.0 / 21},
                 {{{1, 0, 0, 1, 1, 1}, 0, 0}, {{0, 0, 2}, 0, 0}, 7.0 / 15}};
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_double_near(distribution_of(&pairs[i].a, &pairs[i].b, NPS_METHOD_EXACT).p_value, pairs[i].p, 1e-12);
        assert_double_near(distribution_of(&pairs[i].b, &pairs[i].a, NPS_METHOD_EXACT).p_value, pairs[i].p, 1e-12);
        assert_true(assert_naive(&pairs[i].a, &pairs[i].b));
    }
}

static void distributions_are_those_of_all_splits(void **state)
{
    uint64_t seed = 3;
    int exact = 0;
    (void)state;
    for (int round = 0; round < 60; round++) {
        nps_accumulator a = {{0}, 0, 0}, b = {{0}, 0, 0};
        const uint64_t kinds = 4 + next_below(&seed, 8);
        const int n_a = 1 + (int)next_below(&seed, 8), n_b = 1 + (int)next_below(&seed, 8);
        for (int i = 0; i < 4; i++)
            a.answers[i]++; /* four categories: fewer are enumerated */
        for (int i = 0; i < n_a; i++)
            a.answers[next_below(&seed, kinds)]++;
        for (int i = 0; i < n_b; i++)
            b.answers[next_below(&seed, kinds)]++;
        exact += assert_naive(&a, &b);
    }
    assert_true(exact > 40);
    {
        const nps_accumulator a = {{9, 9, 9, 9, 9, 0}, 0, 0}, b = {{0, 0, 0, 0, 0, 8, 9, 9, 9, 9, 9}, 0, 0};
        assert_true(distribution_of(&a, &b, NPS_METHOD_EXACT).p_value < 1e-14);
        assert_true(distribution_of(&a, &b, NPS_METHOD_EXACT).rank_p_value < 1e-27);
    }
}

static double binomial(int n, int k, double p)
{
    return exp(log_choose((uint64_t)n, (uint64_t)k) + k * log(p) + (n - k) * log(1 - p));
}

enum { SIX = 6 };

/* A table of six answers, by the numbers of detractors and passives; false if there is none. */
static bool fill_table(nps_counts *table, int place)
{
    const int detractors = place / (SIX + 1), passives = place % (SIX + 1);
    *table = (nps_counts){(uint64_t)(SIX - detractors - passives), (uint64_t)passives, (uint64_t)detractors};
    return detractors + passives <= SIX;
}

static double probability_of(const nps_counts *table, double detractors, double passives)
{
    const int d = (int)table->detractors;
    return binomial(SIX, d, detractors) * binomial(SIX - d, (int)table->passives, passives);
}

/* Adds up how often each test rejects at level .9, if the share of detractors, and that of passives among the others,
 * are the same in both samples. */
static void add_errors(double detractors, double passives, double *shares, double *ranks)
{
    enum { PLACES = (SIX + 1) * (SIX + 1) };
    for (int i = 0; i < PLACES * PLACES; i++) {
        nps_counts a, b;
        if (fill_table(&a, i / PLACES) && fill_table(&b, i % PLACES)) {
            const nps_composition found = composition_of(&a, &b, NPS_METHOD_AUTO);
            const double probability =
                probability_of(&a, detractors, passives) * probability_of(&b, detractors, passives);
            *shares += found.p_value <= 0.1 ? probability : 0;
            *ranks += found.rank_p_value <= 0.1 ? probability : 0;
        }
    }
}

/* Whatever the shares are, an exact test errs at most as often as it says. */
static void exact_tests_keep_their_level(void **state)
{
    double largest = 0;
    (void)state;
    for (int tenths = 1; tenths < 9; tenths++)
        for (int rest = 1; rest < 10; rest += 2) {
            double shares = 0, ranks = 0;
            add_errors(tenths / 10.0, rest / 10.0, &shares, &ranks);
            assert_true(shares <= 0.1 && ranks <= 0.1);
            largest = fmax(largest, fmin(shares, ranks));
        }
    assert_true(largest > 0.04);
}

static void assert_mirrored(const nps_composition *a, const nps_composition *b)
{
    assert_double_near(a->p_value, b->p_value, 1e-9 * a->p_value);
    assert_double_near(a->rank_p_value, b->rank_p_value, 1e-9 * a->rank_p_value);
    assert_double_near(a->statistic, b->statistic, 1e-9 * a->statistic);
    assert_double_near(a->superiority, 1 - b->superiority, 1e-14);
    assert_double_near(a->superiority_lower, 1 - b->superiority_upper, 1e-12);
    assert_double_near(a->superiority_upper, 1 - b->superiority_lower, 1e-12);
}

static void samples_and_the_scale_may_be_exchanged(void **state)
{
    uint64_t seed = 17;
    (void)state;
    for (int round = 0; round < 300; round++) {
        const uint64_t most = round % 3 == 0 ? 4 : round % 3 == 1 ? 300 : UINT64_C(1) << 40;
        const nps_counts a = {next_random(&seed) % most, next_random(&seed) % most, 1 + next_random(&seed) % most};
        const nps_counts b = {1 + next_random(&seed) % most, next_random(&seed) % most, next_random(&seed) % most};
        const nps_counts turned_a = {a.detractors, a.passives, a.promoters};
        const nps_counts turned_b = {b.detractors, b.passives, b.promoters};
        const nps_composition found = composition_of(&a, &b, NPS_METHOD_AUTO);
        const nps_composition exchanged = composition_of(&b, &a, NPS_METHOD_AUTO);
        const nps_composition turned = composition_of(&turned_a, &turned_b, NPS_METHOD_AUTO);
        assert_mirrored(&found, &exchanged);
        assert_mirrored(&found, &turned);
        assert_true(found.superiority_lower <= found.superiority && found.superiority <= found.superiority_upper);
    }
}

static void differences_are_those_of_two_proportions(void **state)
{
    const nps_counts a = {40, 60, 0}, b = {65, 10, 25};
    const nps_counts passives_a = {60, 0, 40}, passives_b = {10, 0, 90};
    nps_share_difference shares[3];
    nps_composition found;
    nps_comparison expected;
    (void)state;
    assert_ok(nps_composition_test(&a, &b, NULL, &found, shares));
    assert_int_equal(found.method, NPS_METHOD_EXACT);
    assert_double_near(shares[0].difference, -25, 1e-12);
    assert_double_near(shares[1].difference, 50, 1e-12);
    assert_double_near(shares[2].difference, -25, 1e-12);
    assert_ok(nps_compare(&passives_a, &passives_b, NPS_METHOD_SKEWNESS_SCORE, 1 - 0.05 / 3, &expected));
    assert_double_near(shares[1].bounds.lower, expected.bounds.lower / 2, 1e-9);
    assert_double_near(shares[1].bounds.upper, expected.bounds.upper / 2, 1e-9);
}

static void answers_of_a_scale_are_its_categories(void **state)
{
    nps_accumulator a = {{0, 3, 4, 5, 6, 7}, 9, 9}, b = {{0, 5, 5, 5, 5, 5}, 1, 1};
    nps_share_difference shares[11];
    nps_composition_options options;
    nps_composition found;
    nps_comparison expected;
    const nps_counts high_a = {7, 0, 18}, high_b = {5, 0, 20};
    (void)state;
    nps_composition_options_init(&options);
    options.scale = nps_scale_1_5();
    assert_ok(nps_distribution_test(&a, &b, &options, &found, shares));
    assert_double_near(found.degrees, 4, 0);
    assert_ok(nps_compare(&high_a, &high_b, NPS_METHOD_SKEWNESS_SCORE, 1 - 0.05 / 5, &expected));
    assert_double_near(shares[5].difference, 8, 1e-12);
    assert_double_near(shares[5].bounds.lower, expected.bounds.lower / 2, 1e-9);
    assert_double_near(shares[0].difference, 0, 0);
    assert_double_near(shares[10].bounds.upper, 0, 0);
    a.answers[0] = 1;
    assert_status(nps_distribution_test(&a, &b, &options, &found, shares), NPS_ERROR_OUTSIDE);
    options.scale = &(nps_scale){5, 1, 2, 3};
    assert_status(nps_distribution_test(&a, &b, &options, &found, shares), NPS_ERROR_SCALE);
}

static void wrong_input_is_refused(void **state)
{
    const nps_counts some = {3, 4, 5}, none = {0, 0, 0}, huge = {UINT64_MAX, 1, 0}, most = {UINT64_MAX, 0, 0};
    const nps_counts many = {1000, 500, 489}, more = {999, 1, 1};
    const nps_accumulator answers = {{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 1}, 0, 0}, empty = {{0}, 7, 7};
    static const struct {
        int method;
        nps_status status;
    } methods[] = {{NPS_METHOD_SCORE, NPS_OK},
                   {NPS_METHOD_EXACT, NPS_ERROR_TOO_MANY},
                   {NPS_METHOD_WALD, NPS_ERROR_UNAVAILABLE},
                   {NPS_METHOD_ANYTIME, NPS_ERROR_UNAVAILABLE},
                   {99, NPS_ERROR_METHOD},
                   {-1, NPS_ERROR_METHOD}};
    static const double levels[] = {0, 1, -1, 2, NAN, INFINITY};
    nps_composition_options options;
    nps_composition out = {.p_value = 7}, before = out;
    nps_share_difference shares[11] = {{1, {2, 3}}};
    (void)state;
    assert_status(nps_composition_test(NULL, &some, NULL, &out, shares), NPS_ERROR_NULL);
    assert_status(nps_composition_test(&some, NULL, NULL, &out, shares), NPS_ERROR_NULL);
    assert_status(nps_composition_test(&some, &some, NULL, NULL, shares), NPS_ERROR_NULL);
    assert_status(nps_composition_test(&some, &none, NULL, &out, shares), NPS_ERROR_EMPTY);
    assert_status(nps_composition_test(&huge, &some, NULL, &out, shares), NPS_ERROR_OVERFLOW);
    assert_status(nps_composition_test(&most, &some, NULL, &out, shares), NPS_ERROR_OVERFLOW);
    assert_status(nps_distribution_test(NULL, &answers, NULL, &out, shares), NPS_ERROR_NULL);
    assert_status(nps_distribution_test(&answers, NULL, NULL, &out, shares), NPS_ERROR_NULL);
    assert_status(nps_distribution_test(&answers, &answers, NULL, NULL, shares), NPS_ERROR_NULL);
    assert_status(nps_distribution_test(&answers, &empty, NULL, &out, shares), NPS_ERROR_EMPTY);
    nps_composition_options_init(&options);
    options.size = 3;
    assert_status(nps_composition_test(&some, &some, &options, &out, shares), NPS_ERROR_SIZE);
    nps_composition_options_init(&options);
    options.allocator = &(nps_allocator){0};
    assert_status(nps_distribution_test(&answers, &answers, &options, &out, shares), NPS_ERROR_NULL);
    options.allocator = NULL;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        options.level = levels[i];
        assert_status(nps_composition_test(&some, &some, &options, &out, shares), NPS_ERROR_LEVEL);
    }
    assert_memory_equal(&out, &before, sizeof out);
    assert_double_near(shares[0].bounds.lower, 2, 0);
    options.level = 0.95;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        options.method = (nps_method)methods[i].method;
        assert_status(nps_composition_test(&many, &more, &options, &out, NULL), methods[i].status);
        assert_status(nps_distribution_test(&answers, &answers, &options, &out, NULL), methods[i].status);
    }
}

static void levels_next_to_one_are_bounded(void **state)
{
    const nps_counts a = {3, 4, 5}, b = {UINT64_MAX / 2, 0, 1};
    static const double levels[] = {5e-324, 0.5, 0.999999, 1 - 0x1p-53};
    nps_composition_options options;
    (void)state;
    nps_composition_options_init(&options);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        nps_share_difference shares[3];
        nps_composition out;
        options.level = levels[i];
        assert_ok(nps_composition_test(&a, &b, &options, &out, shares));
        assert_true(out.superiority_lower >= 0 && out.superiority_lower <= out.superiority);
        assert_true(out.superiority_upper <= 1 && out.superiority_upper >= out.superiority);
        for (int j = 0; j < 3; j++) {
            assert_true(shares[j].bounds.lower >= -100 && shares[j].bounds.upper <= 100);
            assert_true(shares[j].bounds.lower <= shares[j].bounds.upper);
        }
    }
}

static void memory_may_end(void **state)
{
    const nps_accumulator a = {{5, 5, 5, 5, 5, 5, 5, 5, 0, 5}, 0, 0}, b = {{0, 9, 1, 9, 0, 9, 1, 9, 9, 1, 1}, 0, 0};
    nps_composition_options options;
    (void)state;
    for (size_t fail_at = 1; fail_at <= 3; fail_at++) {
        struct failing failing = {.fail_at = fail_at};
        const nps_allocator allocator = {&failing, failing_allocate, failing_release};
        nps_composition out = {.p_value = 7};
        nps_composition_options_init(&options);
        options.allocator = &allocator;
        assert_status(nps_distribution_test(&a, &b, &options, &out, NULL), fail_at < 3 ? NPS_ERROR_MEMORY : NPS_OK);
        assert_true(fail_at == 3 || out.p_value == 7);
        assert_int_equal(failing.bytes, 0);
        assert_true(failing.peak <= 6000000 && (fail_at == 1 || failing.peak > 0));
    }
}

static void shares_are_rounded_to_100(void **state)
{
    const uint64_t counts[] = {2080, 159, 42}, huge[] = {UINT64_MAX, 1}, none[] = {0, 0};
    double percent[3] = {7, 7, 7};
    (void)state;
    assert_status(nps_shares_round(NULL, 3, 1, percent), NPS_ERROR_NULL);
    assert_status(nps_shares_round(counts, 3, 1, NULL), NPS_ERROR_NULL);
    assert_status(nps_shares_round(huge, 2, 1, percent), NPS_ERROR_OVERFLOW);
    assert_status(nps_shares_round(none, 2, 1, percent), NPS_ERROR_EMPTY);
    assert_status(nps_shares_round(counts, 0, 1, percent), NPS_ERROR_EMPTY);
    assert_status(nps_shares_round(counts, 3, NPS_SHARES_DECIMALS_MAX + 1, percent), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_shares_round(counts, 3, UINT32_MAX, percent), NPS_ERROR_UNAVAILABLE);
    assert_double_near(percent[0], 7, 0);
    assert_ok(nps_shares_round(counts, 3, 1, percent));
    assert_double_near(percent[0], 91.2, 0);
    assert_double_near(percent[1], 7.0, 0);
    assert_double_near(percent[2], 1.8, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compositions_are_the_reference_figures),
        cmocka_unit_test(distributions_are_those_of_all_splits),
        cmocka_unit_test(splits_that_are_equally_probable_count),
        cmocka_unit_test(exact_tests_keep_their_level),
        cmocka_unit_test(samples_and_the_scale_may_be_exchanged),
        cmocka_unit_test(differences_are_those_of_two_proportions),
        cmocka_unit_test(answers_of_a_scale_are_its_categories),
        cmocka_unit_test(wrong_input_is_refused),
        cmocka_unit_test(levels_next_to_one_are_bounded),
        cmocka_unit_test(memory_may_end),
        cmocka_unit_test(shares_are_rounded_to_100),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
