/* Samples from a finite population.
 * SPDX-License-Identifier: MIT */
#include "exact_oracle.h"
#include "test.h"

static nps_interval_options options_for(nps_method method, uint64_t population)
{
    nps_interval_options options;
    nps_interval_options_init(&options);
    options.method = method;
    options.population = population;
    return options;
}

static nps_bounds interval_of(const nps_counts *counts, nps_method method, uint64_t population, double level)
{
    nps_interval_options options = options_for(method, population);
    nps_interval_result result;
    options.level = level;
    assert_ok(nps_interval_with(counts, &options, &result));
    assert_int_equal(result.method, method);
    return result.bounds;
}

static double p_of(const nps_counts *counts, double reference, nps_alternative alternative, nps_method method,
                   uint64_t population)
{
    const nps_interval_options options = options_for(method, population);
    nps_test_result result;
    assert_ok(nps_test_with(counts, reference, alternative, &options, &result));
    return result.p_value;
}

/* ---- The exact method, compared with the enumeration of all samples of small populations ---- */

struct people {
    int promoters, passives, detractors;
};

static long double choose(int n, int k)
{
    long double ways = 1;
    int i;
    if (k < 0 || k > n)
        return 0;
    for (i = 1; i <= k; i++)
        ways = ways * (n - k + i) / i;
    return ways;
}

static long double chance(const struct people *people, const struct oracle_table *table)
{
    const int total = people->promoters + people->passives + people->detractors;
    const int drawn = table->promoters + table->passives + table->detractors;
    return choose(people->promoters, table->promoters) * choose(people->passives, table->passives) *
           choose(people->detractors, table->detractors) / choose(total, drawn);
}

/* The extremeness of a table at a score of any sign. */
static long double extremeness(const struct oracle *oracle, int table, double theta, nps_alternative alternative)
{
    const nps_alternative mirrored = alternative == NPS_GREATER ? NPS_LESS
                                     : alternative == NPS_LESS  ? NPS_GREATER
                                                                : NPS_TWO_SIDED;
    return theta < 0 ? oracle_extremeness(oracle, oracle_mirror(oracle, table), -theta, mirrored)
                     : oracle_extremeness(oracle, table, theta, alternative);
}

/* The probability, for this population, of a table at least as extreme as this one at theta. */
static long double tail(const struct oracle *oracle, const struct people *people, int table, double theta,
                        nps_alternative alternative)
{
    const long double least = extremeness(oracle, table, theta, alternative);
    long double sum = 0;
    int i;
    for (i = 0; i < oracle->count; i++)
        if (extremeness(oracle, i, theta, alternative) >= least - 1e-12L * (1 + fabsl(least)))
            sum += chance(people, &oracle->tables[i]);
    return sum;
}

static int is_possible(const struct people *people, const struct oracle_table *table)
{
    return people->promoters >= table->promoters && people->passives >= table->passives &&
           people->detractors >= table->detractors;
}

/* The p-value of each score k / N that is possible given the table; negative for the others. Index k + N. */
static void naive_p_values(const struct oracle *oracle, int table, int population, double *p)
{
    struct people people;
    int k;
    for (k = 0; k <= 2 * population; k++)
        p[k] = -1;
    for (people.promoters = 0; people.promoters <= population; people.promoters++)
        for (people.detractors = 0; people.promoters + people.detractors <= population; people.detractors++) {
            people.passives = population - people.promoters - people.detractors;
            k = people.promoters - people.detractors;
            if (is_possible(&people, &oracle->tables[table]))
                p[k + population] = fmax(p[k + population],
                                         (double)tail(oracle, &people, table, (double)k / population, NPS_TWO_SIDED));
        }
}

/* Where the statistic is 0, p lies between the values for the tests above and below it. */
static int is_between(const nps_counts *counts, double theta)
{
    const double d = (double)counts->promoters - (double)counts->detractors;
    const double n = (double)(counts->promoters + counts->passives + counts->detractors);
    return theta >= fmin(d / n, d / (n + 2)) - 1e-12 && theta <= fmax(d / n, d / (n + 2)) + 1e-12;
}

static void check_against_naive(const struct oracle *oracle, int table, int population)
{
    enum { MOST = 64 };
    const double alpha = 0.1;
    const nps_counts counts = oracle_counts(oracle, table);
    const nps_bounds bounds = interval_of(&counts, NPS_METHOD_EXACT, (uint64_t)population, 1 - alpha);
    double p[2 * MOST + 1], score, lower, upper, largest;
    int k;
    assert_ok(nps_score(&counts, &score));
    naive_p_values(oracle, table, population, p);
    lower = upper = score;
    for (k = -population; k <= population; k++)
        if (p[k + population] >= alpha) {
            lower = fmin(lower, 100.0 * k / population);
            upper = fmax(upper, 100.0 * k / population);
        }
    /* Scores between the estimate and the centre of the statistic are never rejected either. */
    assert_true(is_between(&counts, bounds.lower / 100) || fabs(bounds.lower - lower) < 1e-9);
    assert_true(is_between(&counts, bounds.upper / 100) || fabs(bounds.upper - upper) < 1e-9);
    for (largest = 0, k = population; k >= -population; k--) {
        const double theta = (double)k / population;
        largest = fmax(largest, p[k + population]);
        if (theta > fmax(score / 100, 0) && !is_between(&counts, theta))
            assert_double_near(p_of(&counts, 100 * theta, NPS_TWO_SIDED, NPS_METHOD_EXACT, (uint64_t)population),
                               largest, 1e-10);
    }
}

static void exact_is_what_enumeration_gives(void **state)
{
    static const int sizes[][2] = {{1, 2}, {2, 5}, {3, 4}, {3, 9}, {5, 6}, {5, 12}, {8, 15}};
    static struct oracle oracle;
    size_t i;
    int table;
    (void)state;
    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        oracle_init(&oracle, sizes[i][0]);
        for (table = 0; table < oracle.count; table++)
            check_against_naive(&oracle, table, sizes[i][1]);
    }
}

/* One-sided: at the worst population of the hypothesis, found by trying all of them. */
static void one_sided_p_values_are_what_enumeration_gives(void **state)
{
    enum { POPULATION = 11 };
    static struct oracle oracle;
    struct people people;
    int table, k;
    (void)state;
    oracle_init(&oracle, 4);
    for (table = 0; table < oracle.count; table++) {
        const nps_counts counts = oracle_counts(&oracle, table);
        const struct oracle_table *const drawn = &oracle.tables[table];
        /* At the ends of the scale the statistic of the oracle is 0 / 0. */
        assert_double_near(p_of(&counts, -100, NPS_GREATER, NPS_METHOD_EXACT, POPULATION), drawn->detractors == 4, 0);
        assert_double_near(p_of(&counts, 100, NPS_GREATER, NPS_METHOD_EXACT, POPULATION), 1, 1e-10);
        for (k = 1 - POPULATION; k < POPULATION; k++) {
            const double theta = (double)k / POPULATION;
            long double worst = 0;
            int possible = 0;
            for (people.promoters = 0; people.promoters <= POPULATION; people.promoters++)
                for (people.detractors = 0; people.promoters + people.detractors <= POPULATION; people.detractors++) {
                    people.passives = POPULATION - people.promoters - people.detractors;
                    if (people.promoters - people.detractors > k)
                        continue;
                    worst = fmaxl(worst, tail(&oracle, &people, table, theta, NPS_GREATER));
                    possible |= is_possible(&people, drawn);
                }
            assert_double_near(p_of(&counts, 100 * theta, NPS_GREATER, NPS_METHOD_EXACT, POPULATION),
                               possible ? (double)worst : 0, 1e-10);
        }
    }
}

/* For every population, the exact interval misses the true score with at most the probability alpha; `believed` is
 * the population size passed to it. */
static void check_coverage(const struct oracle *oracle, int population, uint64_t believed, double level)
{
    static nps_bounds bounds[ORACLE_TABLES_MAX];
    struct people people;
    int table;
    for (table = 0; table < oracle->count; table++) {
        const nps_counts counts = oracle_counts(oracle, table);
        bounds[table] = interval_of(&counts, NPS_METHOD_EXACT, believed, level);
    }
    for (people.promoters = 0; people.promoters <= population; people.promoters++)
        for (people.detractors = 0; people.promoters + people.detractors <= population; people.detractors++) {
            const double truth = 100.0 * (people.promoters - people.detractors) / population;
            long double covered = 0;
            people.passives = population - people.promoters - people.detractors;
            for (table = 0; table < oracle->count; table++)
                if (truth >= bounds[table].lower - 1e-9 && truth <= bounds[table].upper + 1e-9)
                    covered += chance(&people, &oracle->tables[table]);
            assert_true(covered >= (long double)level - 1e-12L);
        }
}

static void exact_covers_every_population(void **state)
{
    static const int sizes[][2] = {{1, 3}, {3, 8}, {5, 10}, {10, 25}, {15, 16}};
    static const double levels[] = {0.8, 0.95, 0.99};
    static struct oracle oracle;
    size_t i, j;
    (void)state;
    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        oracle_init(&oracle, sizes[i][0]);
        for (j = 0; j < sizeof levels / sizeof *levels; j++)
            check_coverage(&oracle, sizes[i][1], (uint64_t)sizes[i][1], levels[j]);
    }
}

/* Larger populations are treated as infinite. The interval is then no narrower, and covers smaller populations too. */
static void exact_treats_large_populations_as_infinite(void **state)
{
    static const int sizes[][2] = {{3, 30}, {5, 25}, {8, 80}};
    static const double levels[] = {0.8, 0.9, 0.95, 0.99};
    static struct oracle oracle;
    const nps_counts counts = {6, 3, 3};
    const nps_bounds endless = interval_of(&counts, NPS_METHOD_EXACT, 0, 0.95);
    const nps_bounds large = interval_of(&counts, NPS_METHOD_EXACT, NPS_EXACT_POPULATION_MAX + 1, 0.95);
    size_t i, j;
    (void)state;
    assert_memory_equal(&large, &endless, sizeof large);
    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        oracle_init(&oracle, sizes[i][0]);
        for (j = 0; j < sizeof levels / sizeof *levels; j++)
            check_coverage(&oracle, sizes[i][1], 0, levels[j]);
    }
}

static void exact_test_and_interval_agree(void **state)
{
    static const nps_counts samples[] = {{12, 5, 3}, {0, 20, 0}, {20, 0, 0}, {10, 0, 10}, {1, 18, 1}};
    size_t i;
    (void)state;
    for (i = 0; i < sizeof samples / sizeof *samples; i++) {
        const nps_bounds bounds = interval_of(&samples[i], NPS_METHOD_EXACT, 60, 0.95);
        assert_true(p_of(&samples[i], bounds.lower, NPS_TWO_SIDED, NPS_METHOD_EXACT, 60) >= 0.05);
        assert_true(p_of(&samples[i], bounds.upper, NPS_TWO_SIDED, NPS_METHOD_EXACT, 60) >= 0.05);
        if (bounds.lower > -100 + 1e-6)
            assert_true(p_of(&samples[i], bounds.lower - 1e-6, NPS_TWO_SIDED, NPS_METHOD_EXACT, 60) < 0.05);
        if (bounds.upper < 100 - 1e-6)
            assert_true(p_of(&samples[i], bounds.upper + 1e-6, NPS_TWO_SIDED, NPS_METHOD_EXACT, 60) < 0.05);
    }
}

/* The larger the population, the wider the interval, up to that of an infinite one. */
static void exact_narrows_with_the_population(void **state)
{
    static const uint64_t populations[] = {31, 40, 60, 100, 250, 1000};
    const nps_counts counts = {18, 8, 4};
    const nps_bounds endless = interval_of(&counts, NPS_METHOD_EXACT, 0, 0.95);
    double before = 0;
    size_t i;
    (void)state;
    for (i = 0; i < sizeof populations / sizeof *populations; i++) {
        const nps_bounds bounds = interval_of(&counts, NPS_METHOD_EXACT, populations[i], 0.95);
        assert_true(bounds.upper - bounds.lower > before);
        before = bounds.upper - bounds.lower;
    }
    assert_true(before < endless.upper - endless.lower);
    assert_double_near(before, endless.upper - endless.lower, 2);
}

/* ---- The correction of the other methods ---- */

static void wald_has_the_textbook_correction(void **state)
{
    const nps_counts counts = {120, 50, 30};
    const double n = 200, people = 500, theta = 0.45, variance = 150 / n - theta * theta;
    const double error = sqrt(variance / n * (people - n) / (people - 1));
    const nps_bounds bounds = interval_of(&counts, NPS_METHOD_WALD, 500, 0.95);
    (void)state;
    assert_double_near(bounds.lower, 100 * (theta - 1.959963984540054 * error), 1e-10);
    assert_double_near(bounds.upper, 100 * (theta + 1.959963984540054 * error), 1e-10);
}

static const nps_method CORRECTED[] = {NPS_METHOD_SCORE,       NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
                                       NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE,   NPS_METHOD_WALD,
                                       NPS_METHOD_BAYES};
enum { CORRECTED_COUNT = sizeof CORRECTED / sizeof *CORRECTED };

static void correction_narrows_to_the_score(void **state)
{
    static const uint64_t populations[] = {1000000000000000000, 20000, 1000, 300, 201};
    const nps_counts counts = {120, 50, 30};
    size_t i, j;
    (void)state;
    for (i = 0; i < CORRECTED_COUNT; i++) {
        const nps_bounds endless = interval_of(&counts, CORRECTED[i], 0, 0.95);
        double before = endless.upper - endless.lower;
        for (j = 0; j < sizeof populations / sizeof *populations; j++) {
            const nps_bounds bounds = interval_of(&counts, CORRECTED[i], populations[j], 0.95);
            const double width = bounds.upper - bounds.lower;
            if (j == 0)
                assert_double_near(width, before, 1e-10);
            else
                assert_true(width < before);
            assert_true(bounds.lower < 45 && 45 < bounds.upper);
            assert_double_near(p_of(&counts, bounds.lower, NPS_TWO_SIDED, CORRECTED[i], populations[j]), 0.05, 1e-8);
            before = width;
        }
    }
}

/* Simulated: 60 of 200 people, where without the correction the coverage is 98 % and more. */
static void correction_keeps_the_level(void **state)
{
    enum { PROMOTERS = 100, PASSIVES = 60, POPULATION = 200, SAMPLE = 60, RUNS = 4000 };
    uint64_t random = 2026;
    int run, covered = 0, uncorrected = 0;
    (void)state;
    for (run = 0; run < RUNS; run++) {
        uint64_t left[3] = {PROMOTERS, PASSIVES, POPULATION - PROMOTERS - PASSIVES}, drawn[3] = {0, 0, 0};
        nps_counts counts;
        nps_bounds bounds;
        int i;
        for (i = 0; i < SAMPLE; i++) {
            const uint64_t who = next_below(&random, (uint64_t)(POPULATION - i));
            const int kind = who < left[0] ? 0 : who < left[0] + left[1] ? 1 : 2;
            left[kind]--;
            drawn[kind]++;
        }
        counts = (nps_counts){drawn[0], drawn[1], drawn[2]};
        bounds = interval_of(&counts, NPS_METHOD_SKEWNESS_SCORE, POPULATION, 0.95);
        covered += bounds.lower <= 30 && 30 <= bounds.upper;
        bounds = interval_of(&counts, NPS_METHOD_SKEWNESS_SCORE, 0, 0.95);
        uncorrected += bounds.lower <= 30 && 30 <= bounds.upper;
    }
    assert_true(covered > 0.935 * RUNS && covered < 0.97 * RUNS);
    assert_true(uncorrected > 0.97 * RUNS);
}

static void a_census_is_certain(void **state)
{
    const nps_counts counts = {6, 3, 2};
    double score;
    size_t i;
    (void)state;
    assert_ok(nps_score(&counts, &score));
    for (i = 0; i <= CORRECTED_COUNT; i++) {
        const nps_method method = i < CORRECTED_COUNT ? CORRECTED[i] : NPS_METHOD_EXACT;
        const nps_bounds bounds = interval_of(&counts, method, 11, 0.95);
        assert_double_near(bounds.lower, score, 1e-12);
        assert_double_near(bounds.upper, score, 1e-12);
        assert_double_near(p_of(&counts, score, NPS_TWO_SIDED, method, 11), 1, 0);
        assert_double_near(p_of(&counts, score + 0.1, NPS_TWO_SIDED, method, 11), 0, 0);
        assert_double_near(p_of(&counts, score + 0.1, NPS_LESS, method, 11), 0, 0);
        assert_double_near(p_of(&counts, score + 0.1, NPS_GREATER, method, 11), 1, 0);
        assert_double_near(p_of(&counts, score, NPS_GREATER, method, 11), 1, 0);
        assert_double_near(p_of(&counts, score - 0.1, NPS_GREATER, method, 11), 0, 0);
    }
}

static void many_intervals_have_the_same_population(void **state)
{
    static const nps_counts many[] = {{12, 5, 3}, {3, 5, 12}, {40, 9, 2}, {12, 5, 3}, {150, 20, 10}, {200, 20, 81}};
    nps_interval_options options = options_for(NPS_METHOD_AUTO, 300);
    nps_interval_result results[6], alone;
    nps_status statuses[6];
    size_t i;
    (void)state;
    assert_ok(nps_interval_many(many, 6, &options, results, statuses));
    for (i = 0; i < 5; i++) {
        assert_ok(statuses[i]);
        assert_ok(nps_interval_with(&many[i], &options, &alone));
        assert_memory_equal(&alone.bounds, &results[i].bounds, sizeof alone.bounds);
        assert_int_equal(alone.method, results[i].method);
    }
    assert_status(statuses[5], NPS_ERROR_POPULATION);
}

static void impossible_populations_are_refused(void **state)
{
    const nps_counts counts = {6, 3, 2};
    nps_interval_options options = options_for(NPS_METHOD_AUTO, 10);
    nps_interval_result result;
    nps_test_result test;
    (void)state;
    assert_status(nps_interval_with(&counts, &options, &result), NPS_ERROR_POPULATION);
    assert_status(nps_test_with(&counts, 0, NPS_GREATER, &options, &test), NPS_ERROR_POPULATION);
    options = options_for(NPS_METHOD_ANYTIME, 100);
    assert_status(nps_interval_with(&counts, &options, &result), NPS_ERROR_UNAVAILABLE);
    options = options_for(NPS_METHOD_AUTO, UINT64_MAX);
    assert_ok(nps_interval_with(&counts, &options, &result));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_is_what_enumeration_gives),
        cmocka_unit_test(one_sided_p_values_are_what_enumeration_gives),
        cmocka_unit_test(exact_covers_every_population),
        cmocka_unit_test(exact_treats_large_populations_as_infinite),
        cmocka_unit_test(exact_test_and_interval_agree),
        cmocka_unit_test(exact_narrows_with_the_population),
        cmocka_unit_test(wald_has_the_textbook_correction),
        cmocka_unit_test(correction_narrows_to_the_score),
        cmocka_unit_test(correction_keeps_the_level),
        cmocka_unit_test(a_census_is_certain),
        cmocka_unit_test(many_intervals_have_the_same_population),
        cmocka_unit_test(impossible_populations_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
