/* Designs: strata, clusters and their memory.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "weighted_surveys.h"

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
    /* The clusters are the same, each with twice the weight. */
    assert_relative(after.score, before.score);
    assert_relative(after.standard_error, before.standard_error);
    assert_double_near(after.degrees, before.degrees, 0);
    assert_int_equal(after.respondents, 2 * before.respondents);
    assert_ok(nps_weighted_merge(&weighted, &weighted));
    assert_relative(read_weighted(&weighted).kish, after.kish);
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
    /* Clusters whose answers are off the scale are still clusters of the design: eleven, not five. */
    assert_double_near(b.standard_error, a.standard_error * sqrt(1.1 / 1.25), 1e-12);
    assert_double_near(b.degrees, 10, 0);
    nps_weighted_design_destroy(design);
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

/* Adds rows, a merge and a column, each again after a failed allocation. */
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
    if (nps_weighted_design_add_column(design, &column, weights, strata, strata, NULL) != NPS_OK) {
        assert_same_designs(design, truth);
        ++*failures;
        assert_ok(nps_weighted_design_add_column(design, &column, weights, strata, strata, NULL));
    }
    assert_ok(nps_weighted_design_add_column(truth, &column, weights, strata, strata, NULL));
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

static void assert_units(const nps_weighted_design *design, uint64_t units, uint64_t strata, uint64_t lonely)
{
    const nps_weighted_estimate estimate = read_design(design);
    assert_int_equal(estimate.units, units);
    assert_int_equal(estimate.strata, strata);
    assert_int_equal(estimate.lonely_strata, lonely);
    assert_double_near(estimate.degrees, (double)(units - strata), 0);
}

static void rows_without_answers_make_their_units_known(void **state)
{
    nps_weighted_design *design = new_design();
    nps_weighted_estimate before, after;
    nps_weighted weighted, total;
    (void)state;
    read_survey("both", &weighted, design);
    before = read_design(design);
    assert_units(design, 12, 4, 0);
    assert_ok(nps_weighted_design_add_cluster_missing(design, 1, 1, 0.5, 7)); /* a cluster that has answers, too */
    assert_ok(nps_weighted_design_add_missing(design, 99, 2, 0));             /* a stratum without a unit */
    after = read_design(design);
    assert_memory_equal(&after, &before, sizeof after);
    assert_ok(nps_weighted_design_add_cluster_missing(design, 1, -77, 0.25, 3));
    assert_units(design, 13, 4, 0);
    assert_ok(nps_weighted_design_add_cluster_missing(design, 99, 1, 2, 0));
    assert_units(design, 14, 5, 1);
    assert_ok(nps_weighted_design_add_missing(design, 1, 4, 5));
    assert_units(design, 19, 5, 1);
    assert_ok(nps_weighted_design_add_missing(design, -98, 0, 6));
    assert_units(design, 25, 6, 1);
    after = read_design(design);
    assert_double_near(after.score, before.score, 0);
    assert_double_near(after.kish, before.kish, 0);
    assert_int_equal(after.respondents, before.respondents);
    assert_ok(nps_weighted_add_missing(&weighted, 0.5, 7));
    assert_ok(nps_weighted_add_missing(&weighted, 0.25, 3));
    assert_ok(nps_weighted_add_missing(&weighted, 4, 5));
    assert_ok(nps_weighted_add_missing(&weighted, 0, 6));
    assert_ok(nps_weighted_design_total(design, &total));
    assert_memory_equal(&total, &weighted, sizeof total);
    nps_weighted_design_destroy(design);
}

static void rows_without_answers_may_be_refused(void **state)
{
    nps_weighted_design *design = new_design();
    nps_weighted total, before;
    (void)state;
    assert_ok(nps_weighted_design_add_cluster_missing(design, 1, 2, 1, UINT64_MAX));
    assert_ok(nps_weighted_design_add_missing(design, 3, 0, UINT64_MAX));
    assert_ok(nps_weighted_design_total(design, &before));
    assert_int_equal(before.rows.missing, UINT64_MAX);
    assert_status(nps_weighted_design_add_cluster_missing(design, 1, 4, 1, 1), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_design_add_missing(design, 3, 0, 1), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_design_add_missing(design, 5, -1, 0), NPS_ERROR_WEIGHT);
    assert_status(nps_weighted_design_add_cluster_missing(design, 5, 5, NAN, 1), NPS_ERROR_WEIGHT);
    assert_status(nps_weighted_design_add_missing(NULL, 5, 1, 1), NPS_ERROR_NULL);
    assert_status(nps_weighted_design_add_cluster_missing(NULL, 5, 5, 1, 1), NPS_ERROR_NULL);
    assert_ok(nps_weighted_design_total(design, &total));
    assert_memory_equal(&total, &before, sizeof total);
    nps_weighted_design_destroy(design);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scaling_the_weights_changes_nothing),
        cmocka_unit_test(merging_with_itself_doubles),
        cmocka_unit_test(other_scales_may_leave_answers_outside),
        cmocka_unit_test(many_clusters_are_like_an_array),
        cmocka_unit_test(each_allocation_may_fail_and_nothing_is_lost),
        cmocka_unit_test(rows_without_answers_make_their_units_known),
        cmocka_unit_test(rows_without_answers_may_be_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
