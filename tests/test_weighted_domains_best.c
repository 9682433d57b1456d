/* The best of many domains of a design: against closed forms, integrals and independent segments.
 * SPDX-License-Identifier: MIT */
#include "allocator.h"
#include "failing_allocator.h"
#include "interrupts.h"
#include "multiplicity/joint_best.h"
#include "test.h"

#include <math.h>
#include <nps/nps.h>
#include <stdlib.h>
#include <string.h>

/* The error that weighted_segments.h allows. */
static const double ERROR = 0.002;

enum { MOST = 12 };

/* Sets the probabilities of segments with these posteriors and correlations. */
static void find(const nps_real_counts *posteriors, size_t count, const double *correlations, double *best)
{
    static nps_joint_segment segments[MOST];
    const nps_allocator memory = nps_allocator_default();
    const nps_interrupt never = {NULL, NULL};
    double copy[MOST * MOST];
    size_t i;
    for (i = 0; i < count; i++)
        nps_joint_prepare(&segments[i], &posteriors[i]);
    memcpy(copy, correlations, count * count * sizeof *copy);
    assert_ok(nps_joint_find(&(nps_joint){segments, count, copy, &memory, &never}));
    for (i = 0; i < count; i++)
        best[i] = segments[i].best;
}

static double mean_of(const nps_real_counts *counts)
{
    return nps_real_counts_theta(counts);
}

static double variance_of(const nps_real_counts *counts)
{
    const double n = nps_real_counts_total(counts), mean = mean_of(counts);
    return ((counts->promoters + counts->detractors) / n - mean * mean) / (n + 1);
}

static double normal_below(double z)
{
    return 0.5 * erfc(-z / sqrt(2));
}

static void two_are_a_normal_probability(void **state)
{
    double correlation, best[2];
    (void)state;
    for (correlation = -1; correlation <= 1.001; correlation += 0.125) {
        const nps_real_counts two[2] = {{4e6, 3e6, 2e6}, {4.002e6, 3e6, 2.001e6}};
        const double matrix[] = {1, correlation, correlation, 1}, of_0 = variance_of(&two[0]),
                     of_1 = variance_of(&two[1]);
        const double variance = of_0 + of_1 - 2 * correlation * sqrt(of_0 * of_1);
        find(two, 2, matrix, best);
        assert_double_near(best[0], normal_below((mean_of(&two[0]) - mean_of(&two[1])) / sqrt(variance)), ERROR);
        assert_double_near(best[0] + best[1], 1, 1e-12);
    }
}

/* Also where they cannot be told apart at all. */
static void equal_ones_share(void **state)
{
    const nps_real_counts three[3] = {{40.5, 3.5, 20.5}, {40.5, 3.5, 20.5}, {40.5, 3.5, 20.5}};
    const double matrix[] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    double best[3];
    int i;
    (void)state;
    find(three, 3, matrix, best);
    for (i = 0; i < 3; i++)
        assert_double_near(best[i], 1 / 3.0, 1e-9);
}

/* Equal correlations are a common part, which decides nothing, and independent rests: an integral over one of them. */
static void equal_correlations_are_an_integral(void **state)
{
    static const double correlations[] = {0, 0.3, 0.9};
    enum { COUNT = 6 };
    size_t c, i, j;
    (void)state;
    for (c = 0; c < 3; c++) {
        nps_real_counts posteriors[COUNT];
        double matrix[COUNT * COUNT], best[COUNT], rest, x;
        for (i = 0; i < COUNT; i++) {
            posteriors[i] = (nps_real_counts){4e6 + 400.0 * (double)i, 3e6, 3e6 - 400.0 * (double)i};
            for (j = 0; j < COUNT; j++)
                matrix[i * COUNT + j] = i == j ? 1 : correlations[c];
        }
        find(posteriors, COUNT, matrix, best);
        rest = sqrt((1 - correlations[c]) * variance_of(&posteriors[0]));
        for (i = 0; i < COUNT; i++) {
            double sum = 0;
            for (x = -8; x <= 8; x += 0.01) {
                double product = 0.01 * exp(-0.5 * x * x) / sqrt(2 * acos(-1));
                for (j = 0; j < COUNT; j++)
                    if (j != i)
                        product *= normal_below(x + (mean_of(&posteriors[i]) - mean_of(&posteriors[j])) / rest);
                sum += product;
            }
            assert_double_near(best[i], sum, ERROR);
        }
    }
}

/* Without correlations the posteriors are all that matters, also those of few answers. */
static void independent_ones_are_segments(void **state)
{
    static const nps_counts counts[] = {{5, 0, 0}, {3, 1, 1}, {40, 30, 12}, {0, 4, 0}, {1, 0, 0}, {60, 12, 20}};
    enum { COUNT = sizeof counts / sizeof *counts };
    nps_real_counts posteriors[COUNT];
    double matrix[COUNT * COUNT] = {0}, best[COUNT];
    nps_segment_best expected[COUNT];
    size_t i;
    (void)state;
    for (i = 0; i < COUNT; i++) {
        posteriors[i] = (nps_real_counts){(double)counts[i].promoters + 0.5, (double)counts[i].passives + 0.5,
                                          (double)counts[i].detractors + 0.5};
        matrix[i * COUNT + i] = 1;
    }
    find(posteriors, COUNT, matrix, best);
    assert_ok(nps_segments_best(counts, COUNT, NULL, expected));
    for (i = 0; i < COUNT; i++)
        assert_double_near(best[i], expected[i].probability, ERROR);
}

/* ---- domains of a design ---- */

enum { DOMAINS = 4 };

struct survey {
    nps_weighted_design *whole, *parts[DOMAINS];
    nps_weighted_domains domains;
};

static void open_survey(struct survey *survey)
{
    int i;
    assert_ok(nps_weighted_design_create(NULL, &survey->whole));
    for (i = 0; i < DOMAINS; i++)
        assert_ok(nps_weighted_design_create(NULL, &survey->parts[i]));
    survey->domains =
        (nps_weighted_domains){survey->whole, (const nps_weighted_design *const *)survey->parts, DOMAINS, NULL, NULL};
}

static void close_survey(struct survey *survey)
{
    int i;
    nps_weighted_design_destroy(survey->whole);
    for (i = 0; i < DOMAINS; i++)
        nps_weighted_design_destroy(survey->parts[i]);
}

static void add(struct survey *survey, int domain, const int64_t *cluster, int64_t answer, uint64_t times)
{
    nps_weighted_design *const both[] = {survey->whole, survey->parts[domain]};
    int i;
    for (i = 0; i < 2; i++)
        assert_ok(cluster ? nps_weighted_design_add_cluster(both[i], 0, *cluster, answer, 1, times)
                          : nps_weighted_design_add(both[i], 0, answer, 1, times));
}

/* What nps_weighted_segments_best() says, as if the domains were independent. */
static void find_alone(const struct survey *survey, size_t count, nps_segment_best *out)
{
    nps_weighted_estimate estimates[DOMAINS];
    size_t i;
    for (i = 0; i < count; i++)
        assert_ok(nps_weighted_design_domain(survey->whole, survey->parts[i], NULL, NULL, &estimates[i], NULL));
    assert_ok(nps_weighted_segments_best(estimates, count, NULL, out));
}

/* Respondents who were drawn by themselves share no cluster. The last domain is empty. */
static void domains_without_clusters_are_segments(void **state)
{
    struct survey survey;
    nps_segment_best best[DOMAINS], alone[DOMAINS];
    size_t i;
    (void)state;
    open_survey(&survey);
    for (i = 0; i < 3; i++) {
        add(&survey, (int)i, NULL, 10, 30 + 4 * i);
        add(&survey, (int)i, NULL, 8, 20);
        add(&survey, (int)i, NULL, 2, 10 + 3 * i);
    }
    assert_ok(nps_weighted_domains_best(&survey.domains, NULL, best));
    find_alone(&survey, 3, alone);
    for (i = 0; i < 3; i++) {
        assert_ok(best[i].status);
        assert_double_near(best[i].probability, alone[i].probability, 0.01);
    }
    assert_status(best[3].status, NPS_ERROR_EMPTY);
    assert_true(isnan(best[3].probability));
    close_survey(&survey);
}

static void add_flights(struct survey *survey)
{
    int64_t cluster;
    int i;
    for (cluster = 0; cluster < 12; cluster++)
        for (i = 0; i < 2; i++) {
            const uint64_t promoters = (uint64_t)cluster * 8 + (i == 0 ? 12 : 0);
            add(survey, i, &cluster, 10, promoters);
            add(survey, i, &cluster, 0, 100 - promoters);
        }
}

/* Twelve clusters with an effect of their own that is larger than the difference of two domains in each: only with
 * their covariance the better one is certain. */
static void the_best_domain_is_found_by_its_covariance(void **state)
{
    struct survey survey;
    nps_segment_best best[DOMAINS], alone[DOMAINS];
    (void)state;
    open_survey(&survey);
    add_flights(&survey);
    assert_ok(nps_weighted_domains_best(&survey.domains, NULL, best));
    find_alone(&survey, 2, alone);
    assert_true(best[0].probability > 0.99 && best[1].probability < 0.01);
    assert_true(alone[0].probability > 0.6 && alone[0].probability < 0.9);
    close_survey(&survey);
}

static void what_cannot_be_writes_nothing(void **state)
{
    struct survey survey;
    nps_segment_best best[DOMAINS] = {{.probability = 7}}, before[DOMAINS];
    nps_segments_options options;
    struct caller caller;
    int patience;
    size_t fail_at;
    (void)state;
    memcpy(before, best, sizeof best);
    open_survey(&survey);
    add_flights(&survey);
    nps_segments_options_init(&options);
    assert_status(nps_weighted_domains_best(NULL, NULL, best), NPS_ERROR_NULL);
    assert_status(nps_weighted_domains_best(&survey.domains, NULL, NULL), NPS_ERROR_NULL);
    options.prior[0] = -1;
    assert_status(nps_weighted_domains_best(&survey.domains, &options, best), NPS_ERROR_PRIOR);
    options.prior[0] = 0;
    for (patience = 1; patience < 40; patience += 3) {
        options.interrupt = stop_at(&caller, patience);
        assert_status(nps_weighted_domains_best(&survey.domains, &options, best), NPS_ERROR_INTERRUPTED);
        assert_int_equal(caller.asked, patience);
    }
    nps_segments_options_init(&options);
    for (fail_at = 1; fail_at <= 7; fail_at++) {
        struct failing failing = {.fail_at = fail_at};
        const nps_allocator allocator = {&failing, failing_allocate, failing_release};
        options.allocator = &allocator;
        assert_status(nps_weighted_domains_best(&survey.domains, &options, best), NPS_ERROR_MEMORY);
        assert_int_equal(failing.bytes, 0);
    }
    assert_memory_equal(best, before, sizeof best);
    close_survey(&survey);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_are_a_normal_probability),
        cmocka_unit_test(equal_ones_share),
        cmocka_unit_test(equal_correlations_are_an_integral),
        cmocka_unit_test(independent_ones_are_segments),
        cmocka_unit_test(domains_without_clusters_are_segments),
        cmocka_unit_test(the_best_domain_is_found_by_its_covariance),
        cmocka_unit_test(what_cannot_be_writes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
