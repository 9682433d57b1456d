/* SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "figures.h"

static nps_weighted_estimate read_weighted(const nps_weighted *weighted)
{
    nps_weighted_estimate estimate;
    assert_ok(nps_weighted_read(weighted, nps_scale_0_10(), &estimate, NULL));
    return estimate;
}

static nps_weighted_estimate read_design(const nps_weighted_design *design)
{
    nps_weighted_estimate estimate;
    assert_ok(nps_weighted_design_read(design, nps_scale_0_10(), &estimate, NULL));
    return estimate;
}

static nps_weighted_design *new_design(void)
{
    nps_weighted_design *design;
    assert_ok(nps_weighted_design_create(NULL, &design));
    return design;
}

static nps_interval_result interval_of(const nps_weighted_estimate *estimate, nps_method method, double level)
{
    nps_interval_result result;
    assert_ok(nps_weighted_interval(estimate, method, level, &result));
    return result;
}

static double p_of(const nps_weighted_estimate *estimate, double reference, nps_method method,
                   nps_alternative alternative)
{
    double p;
    assert_ok(nps_weighted_test(estimate, reference, method, alternative, &p));
    return p;
}

static nps_weighted airport(const char *year)
{
    struct figures figures = figures_open("../../docs/examples/data/sfo_recommend_weights.csv");
    nps_weighted weighted = {0};
    while (figures_next(&figures)) {
        const double weight = figures_number(&figures, 3);
        const uint64_t respondents = strtoull(figures.fields[4], NULL, 10);
        if (strcmp(figures.fields[0], year) != 0)
            continue;
        if (figures.fields[2][0] == '\0' || strcmp(figures.fields[2], "11") == 0)
            assert_ok(nps_weighted_add_missing(&weighted, weight, respondents));
        else
            assert_ok(nps_weighted_add_n(&weighted, strtol(figures.fields[2], NULL, 10), weight, respondents));
    }
    return weighted;
}

static void the_airport_with_its_weights(void **state)
{
    const nps_weighted of_2017 = airport("2017"), of_2018 = airport("2018");
    nps_weighted_estimate estimate = read_weighted(&of_2017);
    nps_counts effective;
    nps_bounds bounds;
    (void)state;
    assert_double_near(estimate.score, 40.398435511707426, 1e-12);
    assert_double_near(estimate.kish, 2266.512355086741, 1e-9);
    assert_int_equal(estimate.respondents, 2746);
    /* Real-valued counts lie between whole ones. */
    effective = (nps_counts){(uint64_t)(estimate.promoters * estimate.kish + 0.5),
                             (uint64_t)(estimate.passives * estimate.kish + 0.5),
                             (uint64_t)(estimate.detractors * estimate.kish + 0.5)};
    assert_ok(nps_interval(&effective, NPS_METHOD_SCORE, 0.95, &bounds));
    assert_double_near(interval_of(&estimate, NPS_METHOD_SCORE, 0.95).bounds.lower, bounds.lower, 0.05);
    assert_double_near(interval_of(&estimate, NPS_METHOD_SCORE, 0.95).bounds.upper, bounds.upper, 0.05);
    estimate = read_weighted(&of_2018);
    assert_double_near(estimate.score, 35.11363210359724, 1e-12);
    assert_double_near(estimate.kish, 2134.243010124503, 1e-9);
    assert_int_equal(estimate.respondents, 2650);
}

/* One of the surveys of weighted_rows.csv, with its strata and clusters and without. */
static void read_survey(const char *name, nps_weighted *weighted, nps_weighted_design *design)
{
    struct figures figures = figures_open("weighted_rows.csv");
    memset(weighted, 0, sizeof *weighted);
    while (figures_next(&figures)) {
        const int64_t stratum = strtol(figures.fields[1], NULL, 10), answer = strtol(figures.fields[3], NULL, 10);
        const double weight = figures_number(&figures, 4);
        if (strcmp(figures.fields[0], name) != 0)
            continue;
        assert_ok(nps_weighted_add(weighted, answer, weight));
        if (figures.fields[2][0] == '\0')
            assert_ok(nps_weighted_design_add(design, stratum, answer, weight, 1));
        else
            assert_ok(nps_weighted_design_add_cluster(design, stratum, strtol(figures.fields[2], NULL, 10), answer,
                                                      weight, 1));
    }
}

static void assert_relative(double actual, double expected)
{
    assert_double_near(actual, expected, 1e-12 * fabs(expected));
}

static void estimates_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("weighted_figures.csv");
    (void)state;
    while (figures_next(&figures)) {
        nps_weighted_design *design = new_design();
        nps_weighted weighted;
        nps_weighted_estimate estimate;
        read_survey(figures.fields[0], &weighted, design);
        estimate = read_design(design);
        assert_relative(estimate.score, 100 * figures_number(&figures, 1));
        assert_relative(estimate.standard_error, 100 * figures_number(&figures, 2));
        assert_relative(estimate.kish, figures_number(&figures, 3));
        assert_relative(estimate.design_effect, figures_number(&figures, 4));
        assert_relative(estimate.effective, figures_number(&figures, 5));
        assert_relative(estimate.degrees, figures_number(&figures, 6));
        estimate = read_weighted(&weighted);
        assert_relative(estimate.score, 100 * figures_number(&figures, 1));
        assert_relative(estimate.standard_error, 100 * figures_number(&figures, 7));
        assert_relative(estimate.design_effect, figures_number(&figures, 8));
        assert_relative(estimate.effective,
                        fmin(estimate.kish, (double)estimate.respondents / figures_number(&figures, 8)));
        assert_true(isinf(estimate.degrees));
        nps_weighted_design_destroy(design);
    }
    assert_int_equal(figures.row, 11);
}

static void intervals_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("weighted_intervals.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_method method = figures_method(&figures, 2);
        nps_weighted_design *design = new_design();
        nps_weighted weighted;
        nps_weighted_estimate estimate;
        nps_interval_result result;
        read_survey(figures.fields[0], &weighted, design);
        estimate = read_design(design);
        nps_weighted_design_destroy(design);
        result = interval_of(&estimate, method, figures_number(&figures, 1));
        assert_double_near(result.bounds.lower, fmax(-100, 100 * figures_number(&figures, 3)), 1e-8);
        assert_double_near(result.bounds.upper, fmin(100, 100 * figures_number(&figures, 4)), 1e-8);
        assert_int_equal(result.method, method);
        if (figures.fields[6][0] != '\0') {
            const double p = figures_number(&figures, 6);
            assert_double_near(p_of(&estimate, figures_number(&figures, 5), method, NPS_TWO_SIDED), p, 1e-9 * p);
        }
    }
    assert_int_equal(figures.row, 108);
}

static void equal_weights_are_no_weights(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_WALD,
                                         NPS_METHOD_ADJUSTED_WALD};
    static const nps_counts tables[] = {{1, 0, 0}, {5, 3, 2}, {0, 0, 9}, {1436, 968, 342}};
    static const double weights[] = {1, 0.3, 1e-30, 7e30};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < 4; i++)
        for (j = 0; j < 4; j++) {
            nps_weighted weighted = {0};
            nps_weighted_estimate estimate;
            double score;
            assert_ok(nps_weighted_add_n(&weighted, 10, weights[j], tables[i].promoters));
            assert_ok(nps_weighted_add_n(&weighted, 8, weights[j], tables[i].passives));
            assert_ok(nps_weighted_add_n(&weighted, 0, weights[j], tables[i].detractors));
            estimate = read_weighted(&weighted);
            assert_ok(nps_score(&tables[i], &score));
            assert_double_near(estimate.score, score, 1e-12);
            assert_relative(estimate.kish, (double)estimate.respondents);
            assert_relative(estimate.design_effect, 1);
            for (k = 0; k < 4; k++) {
                nps_bounds bounds;
                const nps_interval_result result = interval_of(&estimate, methods[k], 0.95);
                double p;
                assert_ok(nps_interval(&tables[i], methods[k], 0.95, &bounds));
                assert_double_near(result.bounds.lower, bounds.lower, 1e-5);
                assert_double_near(result.bounds.upper, bounds.upper, 1e-5);
                assert_ok(nps_test(&tables[i], 12, methods[k], NPS_GREATER, &p));
                assert_double_near(p_of(&estimate, 12, methods[k], NPS_GREATER), p, 1e-9);
            }
        }
}

static void scaling_the_weights_changes_nothing(void **state)
{
    static const char *const names[] = {"strata", "clusters", "both", "lonely", "mixed"};
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++) {
        nps_weighted_design *design = new_design(), *scaled = new_design();
        struct figures figures = figures_open("weighted_rows.csv");
        nps_weighted weighted;
        nps_weighted_estimate a, b;
        read_survey(names[i], &weighted, design);
        while (figures_next(&figures))
            if (strcmp(figures.fields[0], names[i]) == 0) {
                const int64_t cluster = figures.fields[2][0] ? strtol(figures.fields[2], NULL, 10) : 1000 + figures.row;
                assert_ok(nps_weighted_design_add_cluster(scaled, strtol(figures.fields[1], NULL, 10), cluster,
                                                          strtol(figures.fields[3], NULL, 10),
                                                          3e20 * figures_number(&figures, 4), 1));
            }
        a = read_design(design);
        b = read_design(scaled);
        assert_relative(a.score, b.score);
        assert_relative(a.standard_error, b.standard_error);
        assert_relative(a.effective, b.effective);
        assert_double_near(a.degrees, b.degrees, 0);
        nps_weighted_design_destroy(design);
        nps_weighted_design_destroy(scaled);
    }
}

/* A product of two doubles is the nearest to the exact one, and so must the sum be. */
static void a_billion_rows_lose_nothing(void **state)
{
    nps_weighted weighted = {0}, one_by_one = {0}, at_once = {0};
    double weights[NPS_ANSWERS];
    int i;
    (void)state;
    assert_ok(nps_weighted_add_n(&weighted, 9, 0.1, 1000000000));
    assert_ok(nps_weighted_add_n(&weighted, 3, 1e-30, UINT64_MAX));
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    assert_double_near(weights[9], 0.1 * 1e9, 0);
    assert_double_near(weights[3], 1e-30 * 0x1p64, 1e-26);
    for (i = 0; i < 100000; i++)
        assert_ok(nps_weighted_add(&one_by_one, 9, 0.1));
    assert_ok(nps_weighted_add_n(&at_once, 9, 0.1, 100000));
    assert_memory_equal(&one_by_one, &at_once, sizeof at_once);
}

/* Half a unit in the last place goes to the even neighbour; a trace more goes up. */
static void sums_are_rounded_to_the_nearest_double(void **state)
{
    nps_weighted weighted = {0};
    double weights[NPS_ANSWERS];
    (void)state;
    assert_ok(nps_weighted_add(&weighted, 4, 1));
    assert_ok(nps_weighted_add(&weighted, 4, 0x1p-53));
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    assert_double_near(weights[4], 1, 0);
    assert_ok(nps_weighted_add(&weighted, 4, 0x1p-110));
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    assert_double_near(weights[4], 1 + 0x1p-52, 0);
}

static void nothing_small_is_lost_beside_the_large(void **state)
{
    nps_weighted weighted = {0}, large = {0};
    double weights[NPS_ANSWERS], missing, invalid;
    (void)state;
    assert_ok(nps_weighted_add_n(&weighted, 9, 0x1p-126, 5));
    assert_ok(nps_weighted_add_n(&weighted, 42, 1.25, 2));
    assert_ok(nps_weighted_add_missing(&weighted, 0.5, 3));
    assert_ok(nps_weighted_add_n(&large, 9, nextafter(0x1p128, 0), UINT64_MAX - 5));
    assert_ok(nps_weighted_merge(&weighted, &large));
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    assert_double_near(weights[9], 0x1p192, 0x1p141);
    assert_ok(nps_weighted_subtract(&weighted, &large));
    assert_ok(nps_weighted_weights(&weighted, weights, &missing, &invalid));
    assert_double_near(weights[9], 5 * 0x1p-126, 0);
    assert_double_near(missing, 1.5, 0);
    assert_double_near(invalid, 2.5, 0);
    assert_status(nps_weighted_subtract(&weighted, &large), NPS_ERROR_UNDERFLOW);
    assert_ok(nps_weighted_subtract(&weighted, &weighted));
    memset(&large, 0, sizeof large);
    assert_memory_equal(&weighted, &large, sizeof large);
    assert_ok(nps_weighted_add(&large, 9, 0));
    assert_status(nps_weighted_subtract(&weighted, &large), NPS_ERROR_UNDERFLOW);
}

/* What was never added may still be less in every counter and sum. */
static void only_parts_are_taken_away(void **state)
{
    nps_weighted weighted = {0}, heavy = {0}, light = {0}, before;
    (void)state;
    assert_ok(nps_weighted_add_missing(&weighted, 1.5, 2));
    assert_ok(nps_weighted_add_n(&weighted, 9, 1, 3));
    before = weighted;
    assert_ok(nps_weighted_add_missing(&heavy, 3, 1));
    assert_status(nps_weighted_subtract(&weighted, &heavy), NPS_ERROR_UNDERFLOW);
    assert_ok(nps_weighted_add_n(&light, 9, 0.5, 3));
    assert_status(nps_weighted_subtract(&weighted, &light), NPS_ERROR_UNDERFLOW);
    assert_memory_equal(&weighted, &before, sizeof before);
}

/* A multiple of 2^-20 below 1000: sums of them are exact in 64 bits. */
static double random_weight(uint64_t *random)
{
    return (double)(1 + next_below(random, 1000 << 20)) / (1 << 20);
}

static void sums_are_those_of_whole_numbers(void **state)
{
    nps_weighted weighted = {0}, negative = {0};
    uint64_t random = 5, sums[NPS_ANSWERS] = {0};
    double weights[NPS_ANSWERS];
    int i;
    (void)state;
    for (i = 0; i < 20000; i++) {
        const int64_t answer = (int64_t)next_below(&random, 11);
        const uint64_t times = next_below(&random, 1000);
        const double weight = random_weight(&random);
        sums[answer] += times * (uint64_t)(weight * (1 << 20));
        assert_ok(nps_weighted_add_n(&weighted, answer, weight, times));
    }
    assert_ok(nps_weighted_weights(&weighted, weights, NULL, NULL));
    for (i = 0; i < NPS_ANSWERS; i++)
        assert_double_near(weights[i], (double)sums[i] / (1 << 20), 0);
    assert_ok(nps_weighted_weights(&negative, weights, NULL, NULL));
    assert_double_near(weights[0], 0, 0);
}

enum { ROWS = 600, PARTS = 7 };

static double any_weight(uint64_t *random)
{
    return ldexp(1 + (double)(next_random(random) >> 12) * 0x1p-52, (int)next_below(random, 120) - 60);
}

/* The same rows in any order and in any number of parts, merged in any order. */
static void the_order_does_not_matter_to_a_bit(void **state)
{
    nps_weighted parts[PARTS], whole = {0}, merged = {0};
    nps_weighted_design *design = new_design(), *part_designs[PARTS], *merged_design = new_design();
    nps_weighted_estimate a, b;
    uint64_t random = 3;
    int i;
    (void)state;
    memset(parts, 0, sizeof parts);
    for (i = 0; i < PARTS; i++)
        part_designs[i] = new_design();
    for (i = 0; i < ROWS; i++) {
        /* Row i * 7 of the ring, so that the parts get them in another order. */
        uint64_t row = 1 + (uint64_t)i, mirror = 1 + (uint64_t)(i * 7 + 3) % ROWS;
        const int64_t stratum = (int64_t)next_below(&row, 5), cluster = (int64_t)next_below(&row, 9);
        const int64_t answer = (int64_t)next_below(&row, 12);
        const double weight = any_weight(&row);
        assert_ok(nps_weighted_add(&whole, answer, weight));
        if (cluster == 0)
            assert_ok(nps_weighted_design_add(design, stratum, answer, weight, 1));
        else
            assert_ok(nps_weighted_design_add_cluster(design, stratum, cluster, answer, weight, 1));
        {
            const int64_t other_stratum = (int64_t)next_below(&mirror, 5), other = (int64_t)next_below(&mirror, 9);
            const int64_t other_answer = (int64_t)next_below(&mirror, 12);
            const double other_weight = any_weight(&mirror);
            const uint64_t part = next_below(&random, PARTS);
            assert_ok(nps_weighted_add(&parts[part], other_answer, other_weight));
            if (other == 0)
                assert_ok(nps_weighted_design_add(part_designs[part], other_stratum, other_answer, other_weight, 1));
            else
                assert_ok(nps_weighted_design_add_cluster(part_designs[part], other_stratum, other, other_answer,
                                                          other_weight, 1));
        }
    }
    for (i = PARTS - 1; i >= 0; i--) {
        assert_ok(nps_weighted_merge(&merged, &parts[i]));
        assert_ok(nps_weighted_design_merge(merged_design, part_designs[i]));
        nps_weighted_design_destroy(part_designs[i]);
    }
    assert_memory_equal(&merged, &whole, sizeof whole);
    a = read_design(design);
    b = read_design(merged_design);
    assert_memory_equal(&a, &b, sizeof a);
    assert_ok(nps_weighted_design_total(merged_design, &merged));
    assert_memory_equal(&merged, &whole, sizeof whole);
    nps_weighted_design_destroy(design);
    nps_weighted_design_destroy(merged_design);
}

static void merging_with_itself_doubles(void **state)
{
    nps_weighted_design *design = new_design();
    nps_weighted_estimate before, after;
    nps_weighted weighted;
    (void)state;
    read_survey("clusters", &weighted, design);
    before = read_design(design);
    assert_ok(nps_weighted_design_merge(design, design));
    after = read_design(design);
    /* The clusters are the same, each twice as heavy. */
    assert_relative(after.score, before.score);
    assert_relative(after.standard_error, before.standard_error);
    assert_double_near(after.degrees, before.degrees, 0);
    assert_int_equal(after.respondents, 2 * before.respondents);
    assert_ok(nps_weighted_merge(&weighted, &weighted));
    assert_relative(read_weighted(&weighted).kish, after.kish);
    nps_weighted_design_destroy(design);
}

static void weights_that_are_none_are_refused(void **state)
{
    static const double none[] = {-1, -1e-300, NAN, INFINITY, -INFINITY, 1e-39, 0x1p128, 1e300, 5e-324};
    const nps_weighted empty = {0};
    nps_weighted weighted = {0};
    nps_weighted_design *design = new_design();
    nps_weighted_estimate estimate = {.score = 1};
    const uint8_t answers[] = {9, 9};
    nps_column column;
    size_t i;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_U8, answers, 2);
    for (i = 0; i < sizeof none / sizeof *none; i++) {
        const double weights[] = {1, none[i]};
        assert_status(nps_weighted_add(&weighted, 9, none[i]), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_add_n(&weighted, 9, none[i], 0), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_add_missing(&weighted, none[i], 1), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_add_column(&weighted, &column, weights), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_design_add(design, 1, 9, none[i], 1), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_design_add_cluster(design, 1, 1, 9, none[i], 1), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_design_add_column(design, &column, weights, NULL, NULL), NPS_ERROR_WEIGHT);
    }
    assert_memory_equal(&weighted, &empty, sizeof empty);
    assert_ok(nps_weighted_design_total(design, &weighted));
    assert_memory_equal(&weighted, &empty, sizeof empty);
    /* A row without weight is a row. */
    assert_ok(nps_weighted_add_n(&weighted, 9, 0, 3));
    assert_ok(nps_weighted_add_n(&weighted, 9, -0.0, 1));
    assert_ok(nps_weighted_add_missing(&weighted, 0, 1));
    assert_int_equal(weighted.weightless, 5);
    assert_status(nps_weighted_read(&weighted, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_weighted_design_read(design, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_EMPTY);
    assert_double_near(estimate.score, 1, 0);
    nps_weighted_design_destroy(design);
}

static void one_answer_is_enough(void **state)
{
    nps_weighted weighted = {0};
    nps_weighted_design *design = new_design();
    nps_weighted_estimate estimate;
    nps_interval_result result;
    (void)state;
    assert_ok(nps_weighted_add(&weighted, 10, 2.5));
    estimate = read_weighted(&weighted);
    assert_double_near(estimate.score, 100, 0);
    assert_double_near(estimate.effective, 1, 1e-15);
    assert_true(isinf(estimate.standard_error));
    assert_double_near(estimate.design_effect, 1, 1e-15);
    assert_ok(nps_weighted_design_add(design, 1, 10, 2.5, 1));
    estimate = read_design(design);
    result = interval_of(&estimate, NPS_METHOD_WALD, 0.95);
    assert_double_near(result.bounds.lower, -100, 0);
    assert_double_near(result.bounds.upper, 100, 0);
    assert_double_near(p_of(&estimate, -100, NPS_METHOD_SCORE, NPS_TWO_SIDED), 1, 0);
    assert_double_near(p_of(&estimate, -100, NPS_METHOD_SCORE, NPS_GREATER), 0.5, 0);
    nps_weighted_design_destroy(design);
}

static void other_scales_may_leave_answers_outside(void **state)
{
    nps_weighted weighted = {0};
    nps_weighted_design *design = new_design();
    nps_weighted_estimate a, b;
    uint64_t outside = 0;
    int64_t answer;
    (void)state;
    for (answer = 0; answer <= 10; answer++) {
        assert_ok(nps_weighted_add(&weighted, answer, 1 + (double)answer));
        assert_ok(nps_weighted_design_add_cluster(design, 0, answer, answer, 1 + (double)answer, 1));
    }
    assert_status(nps_weighted_read(&weighted, nps_scale_1_5(), &a, NULL), NPS_ERROR_OUTSIDE);
    assert_ok(nps_weighted_read(&weighted, nps_scale_1_5(), &a, &outside));
    assert_int_equal(outside, 6);
    assert_double_near(a.score, 100 * (6. - 9) / 20, 1e-12);
    assert_status(nps_weighted_design_read(design, nps_scale_1_5(), &b, NULL), NPS_ERROR_OUTSIDE);
    assert_ok(nps_weighted_design_read(design, nps_scale_1_5(), &b, &outside));
    assert_double_near(b.standard_error, a.standard_error, 1e-12);
    assert_double_near(b.degrees, 4, 0);
    nps_weighted_design_destroy(design);
}

/* p is 1 - level where the interval just touches the reference. */
static void p_value_and_interval_agree(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE,       NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
                                         NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE,   NPS_METHOD_WALD};
    static const double degrees[] = {1, 2, 7, 40, 12345, INFINITY};
    uint64_t random = 9;
    int round;
    (void)state;
    for (round = 0; round < 400; round++) {
        const double a = random_weight(&random), m = random_weight(&random), c = random_weight(&random);
        const double total = a + m + c;
        const nps_weighted_estimate estimate = {.promoters = a / total,
                                                .passives = m / total,
                                                .detractors = c / total,
                                                .effective = 1.5 + 0.1 * random_weight(&random),
                                                .degrees = degrees[round % 6]};
        const nps_method method = methods[round % 5 + round % 2];
        const double level = 0.5 + 0.499 * (double)next_below(&random, 1000) / 1000;
        const nps_interval_result result = interval_of(&estimate, method, level);
        if (result.bounds.lower > -100)
            assert_double_near(p_of(&estimate, result.bounds.lower, method, NPS_TWO_SIDED), 1 - level, 1e-9);
        if (result.bounds.upper < 100)
            assert_double_near(p_of(&estimate, result.bounds.upper, method, NPS_TWO_SIDED), 1 - level, 1e-9);
        if (method != NPS_METHOD_SKEWNESS_SCORE) {
            const double greater = p_of(&estimate, 5, method, NPS_GREATER), less = p_of(&estimate, 5, method, NPS_LESS);
            assert_double_near(greater + less, 1, 1e-9);
            assert_double_near(2 * fmin(greater, less), p_of(&estimate, 5, method, NPS_TWO_SIDED), 1e-9);
        }
    }
}

/* The estimate that weighted_comparisons.csv calls so: a year of the airport without its design, or a survey. */
static nps_weighted_estimate estimate_called(const char *name)
{
    nps_weighted_design *design = new_design();
    nps_weighted weighted;
    nps_weighted_estimate estimate;
    if (name[0] == '2') {
        weighted = airport(name);
        estimate = read_weighted(&weighted);
    } else {
        read_survey(name, &weighted, design);
        estimate = read_design(design);
    }
    nps_weighted_design_destroy(design);
    return estimate;
}

static nps_comparison comparison_of(const nps_weighted_estimate *a, const nps_weighted_estimate *b, nps_method method,
                                    double level)
{
    nps_comparison comparison;
    assert_ok(nps_weighted_compare(a, b, method, level, &comparison));
    return comparison;
}

static void comparisons_are_the_reference_figures(void **state)
{
    struct figures figures = figures_open("weighted_comparisons.csv");
    (void)state;
    while (figures_next(&figures)) {
        const nps_weighted_estimate a = estimate_called(figures.fields[0]), b = estimate_called(figures.fields[1]);
        const nps_method method = figures_method(&figures, 3);
        const nps_comparison comparison = comparison_of(&a, &b, method, figures_number(&figures, 2));
        assert_double_near(comparison.difference, 100 * figures_number(&figures, 4), 1e-11);
        assert_double_near(comparison.bounds.lower, fmax(-200, 100 * figures_number(&figures, 5)), 1e-8);
        assert_double_near(comparison.bounds.upper, fmin(200, 100 * figures_number(&figures, 6)), 1e-8);
        assert_int_equal(comparison.method, method);
    }
    assert_int_equal(figures.row, 84);
}

static void the_airport_became_worse_with_its_weights_too(void **state)
{
    const nps_weighted_estimate of_2017 = estimate_called("2017"), of_2018 = estimate_called("2018");
    const nps_comparison comparison = comparison_of(&of_2018, &of_2017, NPS_METHOD_AUTO, 0.95);
    (void)state;
    assert_double_near(comparison.difference, 35.11363210359724 - 40.398435511707426, 1e-12);
    assert_double_near(comparison.bounds.lower, -9.528, 0.0005);
    assert_double_near(comparison.bounds.upper, -1.047, 0.0005);
    assert_double_near(comparison.p_value, 0.01445, 0.000005);
    assert_int_equal(comparison.method, NPS_METHOD_SKEWNESS_SCORE);
}

static void unweighted_samples_are_compared_as_ever(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE,
                                         NPS_METHOD_ADJUSTED_WALD};
    static const nps_counts tables[] = {{1, 0, 0}, {5, 3, 2}, {0, 0, 9}, {1436, 968, 342}, {UINT64_MAX - 9, 4, 5}};
    size_t i, j, k;
    (void)state;
    for (i = 0; i < 5; i++)
        for (j = 0; j < 5; j++)
            for (k = 0; k < 4; k++) {
                nps_weighted_estimate a, b;
                nps_comparison expected, comparison;
                assert_ok(nps_weighted_read_counts(&tables[i], &a));
                assert_ok(nps_weighted_read_counts(&tables[j], &b));
                comparison = comparison_of(&a, &b, methods[k], 0.95);
                assert_ok(nps_compare(&tables[i], &tables[j], methods[k], 0.95, &expected));
                assert_double_near(comparison.difference, expected.difference, 1e-12);
                assert_double_near(comparison.bounds.lower, expected.bounds.lower, 1e-8);
                assert_double_near(comparison.bounds.upper, expected.bounds.upper, 1e-8);
                assert_double_near(comparison.p_value, expected.p_value, 1e-7 * expected.p_value);
                assert_int_equal(comparison.method, expected.method);
            }
}

static void unweighted_samples_are_estimates(void **state)
{
    const nps_counts counts = {5, 3, 2}, one = {0, 1, 0}, none = {0, 0, 0}, too_many = {UINT64_MAX, 0, 1};
    nps_weighted_estimate estimate;
    (void)state;
    assert_ok(nps_weighted_read_counts(&counts, &estimate));
    assert_double_near(estimate.score, 30, 1e-13);
    /* The variance of 1, 0, -1 five, three and two times, over ten. */
    assert_relative(estimate.standard_error, 100 * sqrt((5 * 0.49 + 3 * 0.09 + 2 * 1.69) / 90));
    assert_relative(estimate.promoters, 0.5);
    assert_relative(estimate.passives, 0.3);
    assert_relative(estimate.detractors, 0.2);
    assert_int_equal(estimate.respondents, 10);
    assert_relative(estimate.kish, 10);
    assert_relative(estimate.design_effect, 1);
    assert_relative(estimate.effective, 10);
    assert_true(isinf(estimate.degrees));
    assert_ok(nps_weighted_read_counts(&one, &estimate));
    assert_double_near(estimate.effective, 1, 0);
    estimate.score = 77;
    assert_status(nps_weighted_read_counts(NULL, &estimate), NPS_ERROR_NULL);
    assert_status(nps_weighted_read_counts(&counts, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_read_counts(&none, &estimate), NPS_ERROR_EMPTY);
    assert_status(nps_weighted_read_counts(&too_many, &estimate), NPS_ERROR_OVERFLOW);
    assert_double_near(estimate.score, 77, 0);
}

/* Shares, effective respondents and degrees of freedom of any size. */
static nps_weighted_estimate any_estimate(uint64_t *random)
{
    static const double degrees[] = {1, 2, 7, 40, 12345, INFINITY};
    const double a = random_weight(random), m = random_weight(random), c = random_weight(random), total = a + m + c;
    return (nps_weighted_estimate){.score = 100 * (a - c) / total,
                                   .promoters = a / total,
                                   .passives = m / total,
                                   .detractors = c / total,
                                   .effective = 1.5 + random_weight(random),
                                   .degrees = degrees[next_below(random, 6)]};
}

/* At the level of 1 - p the interval just touches no difference; and exchanging the samples changes the sign. */
static void p_values_of_differences_agree_with_their_intervals(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE,       NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD,
                                         NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE,   NPS_METHOD_WALD};
    uint64_t random = 11;
    int round, inside = 0;
    (void)state;
    for (round = 0; round < 300; round++) {
        const nps_weighted_estimate a = any_estimate(&random), b = any_estimate(&random);
        const nps_method method = methods[round % 6];
        const nps_comparison one = comparison_of(&a, &b, method, 0.9), back = comparison_of(&b, &a, method, 0.9);
        assert_double_near(one.difference, -back.difference, 0);
        assert_double_near(one.bounds.lower, -back.bounds.upper, 1e-10);
        assert_double_near(one.p_value, back.p_value, 1e-9);
        assert_true((one.p_value < 0.1) == (one.bounds.lower > 0 || one.bounds.upper < 0));
        if (one.p_value > 1e-6 && one.p_value < 0.999999) {
            const nps_comparison touching = comparison_of(&a, &b, method, 1 - one.p_value);
            assert_double_near(fmin(fabs(touching.bounds.lower), fabs(touching.bounds.upper)), 0, 1e-5);
            inside++;
        }
    }
    assert_true(inside > 100);
}

/* What is not known of one of them leaves every difference open that the other one does. */
static void without_degrees_of_freedom_nothing_is_told_apart(void **state)
{
    const nps_counts all_promoters = {1000000, 0, 0};
    nps_weighted_estimate known, unknown;
    nps_weighted_design *design = new_design();
    nps_comparison comparison;
    double lower;
    (void)state;
    assert_ok(nps_weighted_read_counts(&all_promoters, &known));
    assert_ok(nps_weighted_design_add_cluster(design, 1, 1, 0, 2.5, 7));
    unknown = read_design(design);
    nps_weighted_design_destroy(design);
    lower = interval_of(&known, NPS_METHOD_SCORE, 0.95).bounds.lower;
    comparison = comparison_of(&known, &unknown, NPS_METHOD_SCORE, 0.95);
    assert_double_near(comparison.difference, 200, 0);
    assert_double_near(comparison.bounds.lower, lower - 100, 1e-12);
    assert_double_near(comparison.bounds.upper, 200, 0);
    assert_double_near(comparison.p_value, 1, 0);
    comparison = comparison_of(&unknown, &known, NPS_METHOD_WALD, 0.95);
    assert_double_near(comparison.bounds.lower, -200, 0);
    assert_double_near(comparison.bounds.upper, 0, 0);
    comparison = comparison_of(&unknown, &unknown, NPS_METHOD_AUTO, 0.95);
    assert_double_near(comparison.bounds.lower, -200, 0);
    assert_double_near(comparison.bounds.upper, 200, 0);
}

static void bad_comparisons_leave_the_output_alone(void **state)
{
    static const nps_counts counts = {5, 3, 2};
    nps_weighted_estimate good, bad;
    nps_comparison comparison = {.difference = 77};
    size_t i;
    (void)state;
    assert_ok(nps_weighted_read_counts(&counts, &good));
    assert_status(nps_weighted_compare(NULL, &good, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_NULL);
    assert_status(nps_weighted_compare(&good, NULL, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_NULL);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_SCORE, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_compare(&good, &good, (nps_method)99, 0.95, &comparison), NPS_ERROR_METHOD);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_EXACT, 0.95, &comparison), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_ANYTIME, 0.95, &comparison), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_SCORE, 1, &comparison), NPS_ERROR_LEVEL);
    assert_status(nps_weighted_compare(&good, &good, NPS_METHOD_SCORE, NAN, &comparison), NPS_ERROR_LEVEL);
    for (i = 0; i < 7; i++) {
        static const double none[] = {NAN, -1, NAN, -1e-9, NAN, NAN, 101};
        bad = good;
        *(i < 2 ? &bad.effective : i < 4 ? &bad.passives : i < 5 ? &bad.degrees : &bad.score) = none[i];
        assert_status(nps_weighted_compare(&bad, &good, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_compare(&good, &bad, NPS_METHOD_SCORE, 0.95, &comparison), NPS_ERROR_WEIGHT);
    }
    assert_double_near(comparison.difference, 77, 0);
}

static void columns_are_rows(void **state)
{
    static const int64_t missing_codes[] = {11, 98};
    static const uint8_t validity[] = {0xfb, 0xff, 0xff, 0xff};
    int32_t answers[60];
    double weights[30], reals[30];
    int64_t strata[30], clusters[30];
    nps_weighted one_by_one = {0}, column_wise = {0}, of_reals = {0};
    nps_weighted_design *rows = new_design(), *columns = new_design();
    nps_weighted_estimate a, b;
    nps_column column;
    uint64_t random = 77;
    int i;
    (void)state;
    for (i = 0; i < 30; i++) {
        const int64_t answer = (int64_t)next_below(&random, 14) - 1;
        answers[2 * i] = (int32_t)answer;
        weights[i] = i == 4 ? 0 : random_weight(&random);
        strata[i] = i % 3;
        clusters[i] = i % 7;
        reals[i] = i == 0 || answer == 11 ? NAN : (double)answer;
        if (i == 0 || answer == 11)
            assert_ok(nps_weighted_add_missing(&one_by_one, weights[i], 1));
        else
            assert_ok(nps_weighted_add(&one_by_one, answer, weights[i]));
        if (i != 0 && answer != 11)
            assert_ok(nps_weighted_design_add_cluster(rows, strata[i], clusters[i], answer, weights[i], 1));
    }
    nps_column_init(&column, NPS_COLUMN_I32, answers, 30);
    column.stride = 8;
    column.missing_codes = missing_codes;
    column.missing_code_count = 2;
    column.validity = validity;
    column.validity_offset = 2;
    assert_ok(nps_weighted_add_column(&column_wise, &column, weights));
    assert_memory_equal(&column_wise, &one_by_one, sizeof one_by_one);
    assert_ok(nps_weighted_design_add_column(columns, &column, weights, strata, clusters));
    a = read_design(rows);
    b = read_design(columns);
    assert_memory_equal(&a, &b, sizeof a);
    nps_column_init(&column, NPS_COLUMN_F64, reals, 30);
    assert_ok(nps_weighted_add_column(&of_reals, &column, weights));
    assert_memory_equal(&of_reals, &one_by_one, sizeof one_by_one);
    nps_weighted_design_destroy(rows);
    nps_weighted_design_destroy(columns);
}

static void bad_columns_change_nothing(void **state)
{
    const double weights[2] = {1, 1};
    const uint8_t answers[2] = {9, 9};
    const nps_weighted empty = {0};
    nps_weighted weighted = {0};
    nps_weighted_design *design = new_design();
    nps_column column;
    (void)state;
    nps_column_init(&column, NPS_COLUMN_U8, answers, 2);
    assert_status(nps_weighted_add_column(NULL, &column, weights), NPS_ERROR_NULL);
    assert_status(nps_weighted_add_column(&weighted, NULL, weights), NPS_ERROR_NULL);
    assert_status(nps_weighted_add_column(&weighted, &column, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_add_column(NULL, &column, weights, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_add_column(design, &column, NULL, NULL, NULL), NPS_ERROR_NULL);
    column.data = NULL;
    assert_status(nps_weighted_add_column(&weighted, &column, weights), NPS_ERROR_NULL);
    column.length = 0;
    assert_ok(nps_weighted_add_column(&weighted, &column, NULL));
    assert_ok(nps_weighted_design_add_column(design, &column, NULL, NULL, NULL));
    column.missing_code_count = 1;
    assert_status(nps_weighted_add_column(&weighted, &column, NULL), NPS_ERROR_NULL);
    column.missing_code_count = 0;
    column.type = (nps_column_type)0;
    assert_status(nps_weighted_add_column(&weighted, &column, NULL), NPS_ERROR_COLUMN);
    column.size = 3;
    assert_status(nps_weighted_add_column(&weighted, &column, NULL), NPS_ERROR_SIZE);
    assert_memory_equal(&weighted, &empty, sizeof empty);
    nps_weighted_design_destroy(design);
}

static void too_many_rows_are_refused(void **state)
{
    nps_weighted weighted = {0}, more = {0};
    nps_weighted_design *design = new_design(), *other = new_design();
    nps_weighted_estimate estimate;
    (void)state;
    assert_ok(nps_weighted_add_n(&weighted, 9, 3, UINT64_MAX));
    assert_status(nps_weighted_add(&weighted, 9, 1), NPS_ERROR_OVERFLOW);
    estimate = read_weighted(&weighted);
    assert_double_near(estimate.effective, 0x1p64, 0x1p20);
    assert_true(interval_of(&estimate, NPS_METHOD_SCORE, 0.95).bounds.lower > 99.999);
    assert_ok(nps_weighted_add(&more, 8, 1));
    assert_ok(nps_weighted_merge(&weighted, &more));
    assert_status(nps_weighted_read(&weighted, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_merge(&weighted, &weighted), NPS_ERROR_OVERFLOW);
    assert_ok(nps_weighted_add_n(&weighted, 0, 0, UINT64_MAX));
    assert_ok(nps_weighted_add(&more, 0, 0));
    assert_status(nps_weighted_merge(&weighted, &more), NPS_ERROR_OVERFLOW);

    assert_ok(nps_weighted_design_add_cluster(design, 1, 1, 9, 3, UINT64_MAX));
    assert_status(nps_weighted_design_add_cluster(design, 1, 2, 9, 3, 1), NPS_ERROR_OVERFLOW);
    assert_ok(nps_weighted_design_add(design, 1, 9, 3, UINT64_MAX));
    assert_ok(nps_weighted_design_add(other, 2, 9, 3, 1));
    assert_ok(nps_weighted_design_add(other, 1, 9, 3, 1));
    assert_status(nps_weighted_design_merge(design, other), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_design_total(design, &more), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_design_read(design, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_OVERFLOW);
    nps_weighted_design_destroy(design);
    nps_weighted_design_destroy(other);
}

static void many_clusters_are_like_an_array(void **state)
{
    enum { CLUSTERS = 3000 };
    static double promoters[CLUSTERS], detractors[CLUSTERS];
    nps_weighted_design *design = new_design();
    nps_weighted_estimate estimate;
    double total = 0, theta = 0, squares = 0;
    uint64_t random = 21;
    int i;
    (void)state;
    for (i = 0; i < 10 * CLUSTERS; i++) {
        const uint64_t k = next_below(&random, CLUSTERS);
        const double weight = random_weight(&random);
        const bool promotes = next_below(&random, 2);
        assert_ok(nps_weighted_design_add_cluster(design, -5, (int64_t)k - 1000, promotes ? 10 : 0, weight, 1));
        *(promotes ? &promoters[k] : &detractors[k]) += weight;
    }
    for (i = 0; i < CLUSTERS; i++) {
        total += promoters[i] + detractors[i];
        theta += promoters[i] - detractors[i];
    }
    theta /= total;
    for (i = 0; i < CLUSTERS; i++)
        squares += pow((promoters[i] * (1 - theta) - detractors[i] * (1 + theta)) / total, 2);
    estimate = read_design(design);
    assert_double_near(estimate.score, 100 * theta, 1e-10);
    assert_double_near(estimate.standard_error, 100 * sqrt(squares * CLUSTERS / (CLUSTERS - 1)), 1e-10);
    assert_double_near(estimate.degrees, CLUSTERS - 1, 0);
    nps_weighted_design_destroy(design);
}

static void assert_same_designs(const nps_weighted_design *a, const nps_weighted_design *b)
{
    nps_weighted total_a, total_b;
    nps_weighted_estimate one = {0}, two = {0};
    assert_ok(nps_weighted_design_total(a, &total_a));
    assert_ok(nps_weighted_design_total(b, &total_b));
    assert_memory_equal(&total_a, &total_b, sizeof total_a);
    assert_int_equal(nps_weighted_design_read(a, nps_scale_0_10(), &one, NULL),
                     nps_weighted_design_read(b, nps_scale_0_10(), &two, NULL));
    assert_memory_equal(&one, &two, sizeof one);
}

/* Adds rows, a merge and a column, each again after a failure. */
static void fill_in_spite_of_failures(nps_weighted_design *design, nps_weighted_design *truth, size_t *failures)
{
    nps_weighted_design *more = new_design();
    const uint8_t answers[] = {1, 9, 10};
    const double weights[] = {1, 2, 3};
    const int64_t strata[] = {70, 71, 72};
    nps_column column;
    int64_t i;
    nps_column_init(&column, NPS_COLUMN_U8, answers, 3);
    for (i = 0; i < 60; i++) {
        if (nps_weighted_design_add_cluster(design, i / 3, i, i % 11, 1, 1) != NPS_OK) {
            assert_same_designs(design, truth);
            ++*failures;
            assert_ok(nps_weighted_design_add_cluster(design, i / 3, i, i % 11, 1, 1));
        }
        assert_ok(nps_weighted_design_add_cluster(truth, i / 3, i, i % 11, 1, 1));
        assert_ok(nps_weighted_design_add_cluster(more, i, i, 10 - i % 11, 1, 1));
    }
    if (nps_weighted_design_merge(design, more) != NPS_OK) {
        assert_same_designs(design, truth);
        ++*failures;
        assert_ok(nps_weighted_design_merge(design, more));
    }
    assert_ok(nps_weighted_design_merge(truth, more));
    if (nps_weighted_design_add_column(design, &column, weights, strata, strata) != NPS_OK) {
        assert_same_designs(design, truth);
        ++*failures;
        assert_ok(nps_weighted_design_add_column(design, &column, weights, strata, strata));
    }
    assert_ok(nps_weighted_design_add_column(truth, &column, weights, strata, strata));
    assert_same_designs(design, truth);
    nps_weighted_design_destroy(more);
}

static void each_allocation_may_fail_and_nothing_is_lost(void **state)
{
    size_t fail_at, failures = 0;
    int worked = 0;
    (void)state;
    for (fail_at = 1; !worked; fail_at++) {
        struct failing failing = {.fail_at = fail_at};
        const nps_allocator allocator = {&failing, failing_allocate, failing_release};
        nps_weighted_design_options options;
        nps_weighted_design *design = NULL, *truth = new_design();
        nps_weighted_design_options_init(&options);
        options.allocator = &allocator;
        if (nps_weighted_design_create(&options, &design) != NPS_OK) {
            assert_null(design);
            failures++;
        } else {
            fill_in_spite_of_failures(design, truth, &failures);
        }
        worked = failing.calls < fail_at;
        nps_weighted_design_destroy(design);
        nps_weighted_design_destroy(truth);
        assert_int_equal(failing.bytes, 0);
    }
    assert_int_equal(failures, fail_at - 2);
    assert_true(failures > 20);
}

static void bad_requests_are_statuses(void **state)
{
    nps_weighted weighted = {0};
    nps_weighted_estimate estimate = {0};
    nps_weighted_design *design = new_design(), *out = design;
    nps_weighted_design_options options;
    nps_allocator half = {NULL, NULL, NULL};
    const nps_scale impossible = {5, 3, 2, 1};
    double weights[NPS_ANSWERS];
    (void)state;
    nps_weighted_design_options_init(NULL);
    nps_weighted_design_options_init(&options);
    options.size = 1;
    assert_status(nps_weighted_design_create(&options, &out), NPS_ERROR_SIZE);
    nps_weighted_design_options_init(&options);
    options.allocator = &half;
    assert_status(nps_weighted_design_create(&options, &out), NPS_ERROR_NULL);
    assert_ptr_equal(out, design);
    assert_status(nps_weighted_design_create(NULL, NULL), NPS_ERROR_NULL);
    nps_weighted_design_destroy(NULL);
    assert_status(nps_weighted_add(NULL, 9, 1), NPS_ERROR_NULL);
    assert_status(nps_weighted_merge(NULL, &weighted), NPS_ERROR_NULL);
    assert_status(nps_weighted_merge(&weighted, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_subtract(&weighted, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_weights(&weighted, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_weights(NULL, weights, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_add(NULL, 1, 1, 1, 1), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_merge(design, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_merge(NULL, design), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_total(design, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_total(NULL, &weighted), NPS_ERROR_NULL);
    assert_ok(nps_weighted_add(&weighted, 9, 1));
    assert_ok(nps_weighted_design_add(design, 1, 9, 1, 1));
    assert_status(nps_weighted_read(NULL, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_read(&weighted, NULL, &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_read(&weighted, &impossible, &estimate, NULL), NPS_ERROR_SCALE);
    assert_status(nps_weighted_read(&weighted, nps_scale_0_10(), NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_read(NULL, nps_scale_0_10(), &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_read(design, NULL, &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_read(design, &impossible, &estimate, NULL), NPS_ERROR_SCALE);
    assert_status(nps_weighted_design_read(design, nps_scale_0_10(), NULL, NULL), NPS_ERROR_NULL);
    nps_weighted_design_destroy(design);
}

static void bad_inferences_leave_the_output_alone(void **state)
{
    const nps_weighted_estimate good = {
        .promoters = 0.5, .passives = 0.25, .detractors = 0.25, .effective = 12, .degrees = 5};
    nps_weighted_estimate bad[5];
    nps_interval_result out = {{1, 2}, NPS_METHOD_BAYES};
    double p = 3;
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++)
        bad[i] = good;
    bad[0].promoters = NAN;
    bad[1].passives = -0.25;
    bad[2].effective = 0;
    bad[3].degrees = NAN;
    bad[4].effective = INFINITY;
    for (i = 0; i < 5; i++) {
        assert_status(nps_weighted_interval(&bad[i], NPS_METHOD_AUTO, 0.95, &out), NPS_ERROR_WEIGHT);
        assert_status(nps_weighted_test(&bad[i], 0, NPS_METHOD_AUTO, NPS_TWO_SIDED, &p), NPS_ERROR_WEIGHT);
    }
    assert_status(nps_weighted_interval(NULL, NPS_METHOD_AUTO, 0.95, &out), NPS_ERROR_NULL);
    assert_status(nps_weighted_interval(&good, NPS_METHOD_AUTO, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_interval(&good, NPS_METHOD_EXACT, 0.95, &out), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_interval(&good, NPS_METHOD_ANYTIME, 0.95, &out), NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_interval(&good, (nps_method)99, 0.95, &out), NPS_ERROR_METHOD);
    assert_status(nps_weighted_interval(&good, NPS_METHOD_AUTO, NAN, &out), NPS_ERROR_LEVEL);
    assert_status(nps_weighted_test(NULL, 0, NPS_METHOD_AUTO, NPS_TWO_SIDED, &p), NPS_ERROR_NULL);
    assert_status(nps_weighted_test(&good, 0, NPS_METHOD_AUTO, NPS_TWO_SIDED, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_test(&good, 101, NPS_METHOD_AUTO, NPS_TWO_SIDED, &p), NPS_ERROR_REFERENCE);
    assert_status(nps_weighted_test(&good, 0, NPS_METHOD_AUTO, (nps_alternative)3, &p), NPS_ERROR_ALTERNATIVE);
    assert_status(nps_weighted_test(&good, 0, NPS_METHOD_EXACT, NPS_TWO_SIDED, &p), NPS_ERROR_UNAVAILABLE);
    assert_double_near(out.bounds.lower, 1, 0);
    assert_int_equal(out.method, NPS_METHOD_BAYES);
    assert_double_near(p, 3, 0);
}

/* One degree of freedom has so long a tail that no interval is cut off too early. */
static void few_degrees_and_extreme_levels_are_survived(void **state)
{
    static const double levels[] = {1e-300, 1e-9, 0.5, 0.999999, 1 - 0x1p-53};
    nps_weighted_estimate estimate = {.promoters = 1, .effective = 1e19, .degrees = 1};
    size_t i;
    (void)state;
    for (i = 0; i < 5; i++) {
        const nps_interval_result result = interval_of(&estimate, NPS_METHOD_SCORE, levels[i]);
        assert_double_near(result.bounds.upper, 100, 0);
        assert_true(result.bounds.lower >= -100 && result.bounds.lower <= 100);
    }
    assert_true(p_of(&estimate, -100, NPS_METHOD_WALD, NPS_TWO_SIDED) <= 1e-307);
    estimate.degrees = 0;
    estimate.effective = 0;
    assert_double_near(p_of(&estimate, -100, NPS_METHOD_WALD, NPS_TWO_SIDED), 1, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_airport_with_its_weights),
        cmocka_unit_test(estimates_are_the_reference_figures),
        cmocka_unit_test(intervals_are_the_reference_figures),
        cmocka_unit_test(equal_weights_are_no_weights),
        cmocka_unit_test(scaling_the_weights_changes_nothing),
        cmocka_unit_test(a_billion_rows_lose_nothing),
        cmocka_unit_test(sums_are_rounded_to_the_nearest_double),
        cmocka_unit_test(nothing_small_is_lost_beside_the_large),
        cmocka_unit_test(only_parts_are_taken_away),
        cmocka_unit_test(sums_are_those_of_whole_numbers),
        cmocka_unit_test(the_order_does_not_matter_to_a_bit),
        cmocka_unit_test(merging_with_itself_doubles),
        cmocka_unit_test(weights_that_are_none_are_refused),
        cmocka_unit_test(one_answer_is_enough),
        cmocka_unit_test(other_scales_may_leave_answers_outside),
        cmocka_unit_test(p_value_and_interval_agree),
        cmocka_unit_test(comparisons_are_the_reference_figures),
        cmocka_unit_test(the_airport_became_worse_with_its_weights_too),
        cmocka_unit_test(unweighted_samples_are_compared_as_ever),
        cmocka_unit_test(unweighted_samples_are_estimates),
        cmocka_unit_test(p_values_of_differences_agree_with_their_intervals),
        cmocka_unit_test(without_degrees_of_freedom_nothing_is_told_apart),
        cmocka_unit_test(bad_comparisons_leave_the_output_alone),
        cmocka_unit_test(columns_are_rows),
        cmocka_unit_test(bad_columns_change_nothing),
        cmocka_unit_test(too_many_rows_are_refused),
        cmocka_unit_test(many_clusters_are_like_an_array),
        cmocka_unit_test(each_allocation_may_fail_and_nothing_is_lost),
        cmocka_unit_test(bad_requests_are_statuses),
        cmocka_unit_test(bad_inferences_leave_the_output_alone),
        cmocka_unit_test(few_degrees_and_extreme_levels_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
