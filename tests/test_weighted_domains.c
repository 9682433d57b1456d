/* Domains of designs against R's figures, and against a plain computation.
 * SPDX-License-Identifier: MIT */
#include "weighted_surveys.h"

enum { DESIGNS = 8, DOMAINS = 3, MOST_STRATA = 8 };

/* One of the designs of survey_designs.csv: all rows, and each domain. */
struct survey {
    nps_weighted_design *whole, *parts[DOMAINS];
    nps_stratum_population populations[MOST_STRATA];
    size_t strata;
};

static void add_row(nps_weighted_design *design, const struct figures *row)
{
    const int64_t stratum = strtol(row->fields[3], NULL, 10), cluster = strtol(row->fields[4], NULL, 10);
    const double weight = figures_number(row, 2);
    if (row->fields[1][0] == '\0')
        assert_ok(nps_weighted_design_add_cluster_missing(design, stratum, cluster, weight, 1));
    else
        assert_ok(
            nps_weighted_design_add_cluster(design, stratum, cluster, strtol(row->fields[1], NULL, 10), weight, 1));
}

static struct survey read_designs(int number)
{
    struct figures figures = figures_open("survey_designs.csv");
    struct survey survey = {.whole = new_design(), .strata = 0};
    int i;
    for (i = 0; i < DOMAINS; i++)
        survey.parts[i] = new_design();
    while (figures_next(&figures)) {
        const int64_t stratum = strtol(figures.fields[3], NULL, 10);
        if (strtol(figures.fields[0], NULL, 10) != number)
            continue;
        add_row(survey.whole, &figures);
        add_row(survey.parts[strtol(figures.fields[5], NULL, 10)], &figures);
        assert_true(stratum < MOST_STRATA);
        if ((size_t)stratum >= survey.strata)
            survey.strata = (size_t)stratum + 1;
        survey.populations[stratum] = (nps_stratum_population){stratum, strtoull(figures.fields[8], NULL, 10)};
    }
    return survey;
}

static void destroy(struct survey *survey)
{
    int i;
    nps_weighted_design_destroy(survey->whole);
    for (i = 0; i < DOMAINS; i++)
        nps_weighted_design_destroy(survey->parts[i]);
}

static nps_weighted_estimate read_domain(const nps_weighted_design *whole, const nps_weighted_design *part,
                                         const nps_variance_options *options)
{
    nps_weighted_estimate estimate;
    assert_ok(nps_weighted_design_domain(whole, part, options, NULL, &estimate, NULL));
    return estimate;
}

static void assert_near(double actual, double expected)
{
    assert_double_near(actual, expected, 1e-8 * fabs(expected));
}

static void domains_are_those_of_r(void **state)
{
    struct figures figures = figures_open("survey_figures.csv");
    struct survey survey[DESIGNS];
    int i, checked = 0;
    (void)state;
    for (i = 0; i < DESIGNS; i++)
        survey[i] = read_designs(i + 1);
    while (figures_next(&figures)) {
        const struct survey *read = &survey[strtol(figures.fields[0], NULL, 10) - 1];
        const nps_weighted_design *part = read->whole;
        nps_variance_options options;
        nps_weighted_estimate estimate;
        nps_variance_options_init(&options);
        if (strcmp(figures.fields[1], "difference") == 0)
            continue;
        if (strcmp(figures.fields[1], "domain") == 0)
            part = read->parts[strtol(figures.fields[2], NULL, 10)];
        if (strcmp(figures.fields[1], "finite population") == 0) {
            options.populations = read->populations;
            options.population_count = read->strata;
        }
        estimate = read_domain(read->whole, part, &options);
        assert_near(estimate.score, figures_number(&figures, 4));
        assert_near(estimate.standard_error, figures_number(&figures, 5));
        assert_double_near(estimate.degrees, figures_number(&figures, 6), 0);
        checked++;
    }
    assert_int_equal(checked, 5 * DESIGNS);
    for (i = 0; i < DESIGNS; i++)
        destroy(&survey[i]);
}

static nps_weighted_difference compare(const nps_weighted_design *whole, const nps_weighted_design *a,
                                       const nps_weighted_design *b, const nps_variance_options *options)
{
    nps_weighted_difference difference;
    assert_ok(nps_weighted_design_compare(whole, a, b, options, NULL, &difference));
    return difference;
}

static void differences_are_those_of_r(void **state)
{
    struct figures figures = figures_open("survey_figures.csv");
    struct survey survey[DESIGNS];
    int i, checked = 0;
    (void)state;
    for (i = 0; i < DESIGNS; i++)
        survey[i] = read_designs(i + 1);
    while (figures_next(&figures)) {
        const struct survey *read = &survey[strtol(figures.fields[0], NULL, 10) - 1];
        nps_weighted_difference difference, back;
        nps_comparison wald;
        nps_interval_result of_one;
        double error, quantile;
        if (strcmp(figures.fields[1], "difference") != 0)
            continue;
        difference = compare(read->whole, read->parts[strtol(figures.fields[2], NULL, 10)],
                             read->parts[strtol(figures.fields[3], NULL, 10)], NULL);
        back = compare(read->whole, read->parts[strtol(figures.fields[3], NULL, 10)],
                       read->parts[strtol(figures.fields[2], NULL, 10)], NULL);
        error = figures_number(&figures, 5);
        assert_near(difference.difference, figures_number(&figures, 4));
        assert_near(difference.standard_error, error);
        assert_double_near(difference.degrees, figures_number(&figures, 6), 0);
        assert_double_near(back.difference, -difference.difference, 0);
        assert_double_near(back.standard_error, difference.standard_error, 1e-12);
        /* The quantile of t, from the interval of one domain that does not reach the end. */
        assert_ok(nps_weighted_difference_compare(&difference, NPS_METHOD_WALD, 0.5, &wald));
        of_one = interval_of(&difference.a, NPS_METHOD_WALD, 0.5);
        quantile = (of_one.bounds.upper - of_one.bounds.lower) / 2 / difference.a.standard_error;
        if (difference.a.standard_error > 0 && of_one.bounds.upper < 100 && of_one.bounds.lower > -100) {
            assert_double_near(wald.bounds.lower, fmax(-200, difference.difference - quantile * error), 1e-6);
            assert_double_near(wald.bounds.upper, fmin(200, difference.difference + quantile * error), 1e-6);
        }
        checked++;
    }
    assert_int_equal(checked, 3 * DESIGNS);
    for (i = 0; i < DESIGNS; i++)
        destroy(&survey[i]);
}

/* A part against the whole it belongs to, and two parts: respondents drawn by themselves against each of them as a
 * cluster of its own. */
static void respondents_alone_are_clusters_of_one(void **state)
{
    nps_weighted_design *alone[3] = {new_design(), new_design(), new_design()};
    nps_weighted_design *clusters[3] = {new_design(), new_design(), new_design()};
    uint64_t random = 5;
    int i, j, k;
    (void)state;
    for (i = 0; i < 60; i++) {
        const int64_t answer = (int64_t)next_below(&random, 12), stratum = (int64_t)next_below(&random, 3);
        const double weight = random_weight(&random);
        for (k = 0; k < 3; k++)
            if (k == 0 || (uint64_t)k == 1 + next_below(&random, 2)) {
                assert_ok(nps_weighted_design_add(alone[k], stratum, answer, weight, 1));
                assert_ok(nps_weighted_design_add_cluster(clusters[k], stratum, i, answer, weight, 1));
                if (k != 0)
                    break;
            }
    }
    for (i = 0; i < 3; i++)
        for (j = 0; j < 3; j++) {
            const nps_weighted_difference one = compare(alone[0], alone[i], alone[j], NULL);
            const nps_weighted_difference other = compare(clusters[0], clusters[i], clusters[j], NULL);
            nps_comparison comparison;
            if (i == j && i != 0)
                continue; /* the same respondents twice */
            assert_double_near(one.standard_error, other.standard_error, 1e-7);
            assert_double_near(one.kish_error, other.kish_error, 1e-9);
            assert_ok(nps_weighted_difference_compare(&one, NPS_METHOD_AUTO, 0.95, &comparison));
            assert_true(comparison.bounds.lower <= one.difference && one.difference <= comparison.bounds.upper);
            if (i == j)
                assert_double_near(one.standard_error, 0, 1e-6);
        }
    for (i = 0; i < 3; i++) {
        nps_weighted_design_destroy(alone[i]);
        nps_weighted_design_destroy(clusters[i]);
    }
}

/* By the rule for lonely strata; the score is that of all. */
static void lonely_strata_have_three_rules(void **state)
{
    static const double variances[NPS_LONELY_END] = {0.203125, 0.0625, 0.125};
    nps_weighted_design *design = new_design();
    nps_weighted_estimate estimate;
    nps_variance_options options;
    int rule;
    (void)state;
    /* theta is -1/4. The totals are 5/16 and 1/16, so that their stratum has the variance 1/16, and -3/8. */
    assert_ok(nps_weighted_design_add_cluster(design, 1, 1, 10, 1, 2));
    assert_ok(nps_weighted_design_add_cluster(design, 1, 2, 7, 1, 2));
    assert_ok(nps_weighted_design_add_cluster(design, 2, 1, 0, 1, 4));
    nps_variance_options_init(&options);
    for (rule = 0; rule < NPS_LONELY_END; rule++) {
        options.lonely = (nps_lonely)rule;
        estimate = read_domain(design, design, &options);
        assert_int_equal(estimate.lonely, rule);
        assert_int_equal(estimate.lonely_strata, 1);
        assert_double_near(estimate.degrees, 1, 0);
        assert_double_near(estimate.standard_error, 100 * sqrt(variances[rule]), 1e-10);
    }
    nps_weighted_design_destroy(design);
}

static void what_is_not_a_part_is_refused(void **state)
{
    nps_weighted_design *whole = new_design(), *part = new_design();
    nps_weighted_estimate estimate = {.score = 777};
    nps_weighted_difference difference = {.difference = 777};
    nps_variance_options options;
    nps_stratum_population populations[] = {{1, 5}, {2, 2}};
    uint64_t outside = 5;
    int64_t i;
    (void)state;
    for (i = 0; i < 3; i++)
        assert_ok(nps_weighted_design_add_cluster(whole, 1, i, 9, 2, 3));
    assert_ok(nps_weighted_design_add(whole, 2, 4, 1, 2));
    assert_status(nps_weighted_design_domain(whole, part, NULL, NULL, &estimate, NULL), NPS_ERROR_EMPTY);
    assert_status(nps_weighted_design_domain(NULL, part, NULL, NULL, &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_domain(whole, NULL, NULL, NULL, &estimate, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_domain(whole, part, NULL, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_ok(nps_weighted_design_add_cluster(part, 1, 3, 9, 2, 0)); /* a cluster that the whole does not know */
    assert_status(nps_weighted_design_domain(whole, part, NULL, NULL, &estimate, NULL), NPS_ERROR_PART);
    nps_weighted_design_destroy(part);
    part = new_design();
    assert_ok(nps_weighted_design_add(part, 3, 4, 1, 0)); /* a stratum */
    assert_status(nps_weighted_design_domain(whole, part, NULL, NULL, &estimate, NULL), NPS_ERROR_PART);
    nps_weighted_design_destroy(part);
    part = new_design();
    assert_ok(nps_weighted_design_add(part, 2, 4, 1, 2));
    assert_ok(nps_weighted_design_domain(whole, part, NULL, NULL, &estimate, &outside));
    assert_double_near(estimate.score, -100, 0);
    assert_double_near(estimate.degrees, 3, 0);
    assert_int_equal(outside, 0);
    assert_ok(nps_weighted_design_compare(whole, part, whole, NULL, NULL, &difference));
    difference.difference = estimate.score = 777;
    nps_variance_options_init(&options);
    options.populations = populations;
    options.population_count = 2;
    assert_ok(nps_weighted_design_domain(whole, whole, &options, NULL, &estimate, NULL));
    estimate.score = 777;
    populations[1].units = 1;
    assert_status(nps_weighted_design_domain(whole, part, &options, NULL, &estimate, NULL), NPS_ERROR_POPULATION);
    populations[1].stratum = 1;
    assert_status(nps_weighted_design_domain(whole, part, &options, NULL, &estimate, NULL), NPS_ERROR_POPULATION);
    options.population_count = 1;
    assert_status(nps_weighted_design_domain(whole, part, &options, NULL, &estimate, NULL), NPS_ERROR_POPULATION);
    nps_variance_options_init(&options);
    options.lonely = NPS_LONELY_END;
    assert_status(nps_weighted_design_domain(whole, part, &options, NULL, &estimate, NULL), NPS_ERROR_METHOD);
    nps_variance_options_init(&options);
    options.degrees = NPS_DEGREES_END;
    assert_status(nps_weighted_design_compare(whole, part, whole, &options, NULL, &difference), NPS_ERROR_METHOD);
    options.size = 3;
    assert_status(nps_weighted_design_domain(whole, part, &options, NULL, &estimate, NULL), NPS_ERROR_SIZE);
    assert_status(nps_weighted_design_domain(whole, part, NULL, nps_scale_1_5(), &estimate, NULL), NPS_OK);
    estimate.score = 777;
    assert_status(nps_weighted_design_domain(whole, whole, NULL, nps_scale_1_5(), &estimate, NULL), NPS_ERROR_OUTSIDE);
    assert_ok(nps_weighted_design_add(part, 2, 4, 1, 1)); /* more than there are */
    assert_status(nps_weighted_design_domain(whole, part, NULL, NULL, &estimate, NULL), NPS_ERROR_PART);
    assert_status(nps_weighted_design_compare(whole, whole, part, NULL, NULL, &difference), NPS_ERROR_PART);
    assert_double_near(estimate.score, 777, 0);
    assert_double_near(difference.difference, 777, 0);
    nps_weighted_design_destroy(whole);
    nps_weighted_design_destroy(part);
}

/* A domain inside one cluster of each stratum has R's standard error; inside one cluster of all, nothing is known. */
static void a_domain_in_one_cluster(void **state)
{
    nps_weighted_design *whole = new_design(), *each = new_design(), *single = new_design();
    nps_weighted_estimate estimate;
    int64_t stratum, cluster;
    (void)state;
    for (stratum = 0; stratum < 3; stratum++)
        for (cluster = 0; cluster < 5; cluster++) {
            assert_ok(nps_weighted_design_add_cluster(whole, stratum, cluster, 3 * stratum + 3, 1, 4));
            if (cluster == 2)
                assert_ok(nps_weighted_design_add_cluster(each, stratum, cluster, 3 * stratum + 3, 1, 2));
        }
    estimate = read_domain(whole, each, NULL);
    /* Detractors (3, 6) and promoters (9): theta = -1/3, totals 2/6 (-2/3, -2/3, 4/3), 5/4 times each square less a
     * fifth. */
    assert_double_near(estimate.standard_error, 100 * sqrt(24. / 9) / 3, 1e-10);
    assert_double_near(estimate.degrees, 12, 0);
    assert_ok(nps_weighted_design_add_cluster(single, 1, 2, 6, 1, 2));
    estimate = read_domain(whole, single, NULL);
    assert_true(isinf(estimate.standard_error));
    assert_double_near(estimate.degrees, 0, 0);
    assert_double_near(interval_of(&estimate, NPS_METHOD_AUTO, 0.95).bounds.upper, 100, 0);
    nps_weighted_design_destroy(whole);
    nps_weighted_design_destroy(each);
    nps_weighted_design_destroy(single);
}

/* Two strata of four clusters; the answers are in two clusters of each, and the others are only known. */
static void clusters_without_answers_count(void **state)
{
    static const int64_t answers[2] = {10, 3};
    int known;
    (void)state;
    for (known = 0; known < 4; known++) {
        nps_weighted_design *design = new_design();
        nps_weighted_estimate estimate;
        int64_t cluster;
        uint64_t outside;
        int stratum;
        for (stratum = 0; stratum < 2; stratum++) {
            assert_ok(nps_weighted_design_add_cluster(design, stratum, 0, answers[stratum], 1, 20));
            assert_ok(nps_weighted_design_add_cluster(design, stratum, 1, answers[stratum], 1, 19));
            assert_ok(nps_weighted_design_add_cluster(design, stratum, 1, 8, 1, 1));
            for (cluster = 2; cluster < 4; cluster++)
                switch (known) {
                case 0: assert_ok(nps_weighted_design_add_cluster_missing(design, stratum, cluster, 1, 3)); break;
                case 1: assert_ok(nps_weighted_design_add_cluster(design, stratum, cluster, 11, 1, 1)); break;
                case 2: assert_ok(nps_weighted_design_add_cluster(design, stratum, cluster, 5, 0, 1)); break;
                default: assert_ok(nps_weighted_design_add_cluster(design, stratum, cluster, 5, 1, 0)); break;
                }
        }
        assert_ok(nps_weighted_design_read(design, NULL, &estimate, &outside));
        assert_double_near(estimate.score, 0, 1e-12);
        assert_double_near(estimate.standard_error, 39.83, 0.005);
        assert_double_near(estimate.degrees, 6, 0);
        assert_int_equal(estimate.units, 8);
        assert_int_equal(estimate.strata, 2);
        assert_int_equal(estimate.lonely_strata, 0);
        nps_weighted_design_destroy(design);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(domains_are_those_of_r),
        cmocka_unit_test(differences_are_those_of_r),
        cmocka_unit_test(respondents_alone_are_clusters_of_one),
        cmocka_unit_test(lonely_strata_have_three_rules),
        cmocka_unit_test(what_is_not_a_part_is_refused),
        cmocka_unit_test(a_domain_in_one_cluster),
        cmocka_unit_test(clusters_without_answers_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
