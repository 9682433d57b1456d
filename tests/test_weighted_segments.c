/* Families of weighted segments: against the functions for two samples, against those for counts, and against a plain
 * computation of what is put together.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "interrupts.h"
#include "segments.h"
#include "weighted_surveys.h"

/* ---- the same figures as counts ---- */

static void read_counts(nps_weighted_estimate estimates[COUNT])
{
    size_t i;
    for (i = 0; i < COUNT; i++)
        assert_ok(nps_weighted_read_counts(&SEGMENTS[i], &estimates[i]));
}

static void assert_near_family(const struct family *actual, const struct family *expected, size_t size)
{
    size_t i;
    for (i = 0; i < size; i++) {
        const nps_segment_comparison *a = &actual->out[i], *b = &expected->out[i];
        assert_double_near(a->comparison.difference, b->comparison.difference, 1e-11);
        assert_double_near(a->comparison.bounds.lower, b->comparison.bounds.lower, 1e-7);
        assert_double_near(a->comparison.bounds.upper, b->comparison.bounds.upper, 1e-7);
        assert_double_near(a->comparison.p_value, b->comparison.p_value, 1e-9);
        assert_double_near(a->adjusted, b->adjusted, 1e-8);
        assert_int_equal(a->order, b->order);
        assert_int_equal(a->status, b->status);
        assert_int_equal(a->comparison.method, b->comparison.method);
    }
}

static void counts_have_the_same_families(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_SCORE, NPS_METHOD_SKEWNESS_SCORE, NPS_METHOD_ADJUSTED_WALD};
    nps_weighted_estimate estimates[COUNT];
    size_t i;
    (void)state;
    read_counts(estimates);
    for (i = 0; i < 3; i++) {
        struct family expected = family_with(methods[i], 0.9, NPS_ADJUST_FALSE_DISCOVERY), found = expected;
        assert_ok(nps_segments_compare_pairs(SEGMENTS, COUNT, &expected.options, expected.out));
        assert_ok(nps_weighted_segments_compare_pairs(estimates, COUNT, &found.options, found.out));
        assert_near_family(&found, &expected, PAIRS);
        assert_ok(nps_segments_compare_rest(SEGMENTS, COUNT, &expected.options, expected.out));
        assert_ok(nps_weighted_segments_compare_rest(estimates, COUNT, &found.options, found.out));
        assert_near_family(&found, &expected, COUNT);
        assert_ok(nps_segments_compare_benchmark(SEGMENTS, COUNT, 20, 0, &expected.options, expected.out));
        assert_ok(nps_weighted_segments_compare_benchmark(estimates, COUNT, 20, 0, &found.options, found.out));
        assert_near_family(&found, &expected, COUNT);
        assert_ok(nps_segments_compare_benchmark(SEGMENTS, COUNT, 20, 300, &expected.options, expected.out));
        assert_ok(nps_weighted_segments_compare_benchmark(estimates, COUNT, 20, 300, &found.options, found.out));
        assert_near_family(&found, &expected, COUNT);
    }
}

static void counts_have_the_same_ranks(void **state)
{
    static const nps_method methods[] = {NPS_METHOD_AUTO, NPS_METHOD_SCORE, NPS_METHOD_BONETT_PRICE};
    nps_weighted_estimate estimates[COUNT];
    nps_segment_rank expected[COUNT], found[COUNT];
    nps_segment_best best[COUNT], same[COUNT];
    size_t i, k;
    (void)state;
    read_counts(estimates);
    for (k = 0; k < 3; k++) {
        struct family family = family_with(methods[k], 0.9, NPS_ADJUST_HOLM);
        assert_ok(nps_segments_rank(SEGMENTS, COUNT, &family.options, expected));
        assert_ok(nps_weighted_segments_rank(estimates, COUNT, &family.options, found));
        for (i = 0; i < COUNT; i++)
            assert_true(found[i].best == expected[i].best && found[i].worst == expected[i].worst &&
                        found[i].status == NPS_OK);
    }
    assert_true(expected[1].best > 1);
    assert_ok(nps_segments_best(SEGMENTS, COUNT, NULL, best));
    assert_ok(nps_weighted_segments_best(estimates, COUNT, NULL, same));
    for (i = 0; i < COUNT; i++)
        assert_double_near(same[i].probability, best[i].probability, 1e-9);
}

/* ---- weights ---- */

enum { SURVEYS = 4 };

/* Weighted samples, and what they are together without each. */
static void make_surveys(nps_weighted surveys[SURVEYS])
{
    uint64_t random = 17;
    size_t i, row;
    memset(surveys, 0, SURVEYS * sizeof *surveys);
    for (i = 0; i < SURVEYS; i++)
        for (row = 0; row < 60 * (i + 1); row++)
            assert_ok(nps_weighted_add(&surveys[i], (int64_t)next_below(&random, 10 - i) + (i == 3 ? 3 : 0),
                                       i == 2 ? 2.5 : 0.25 + (double)next_below(&random, 8) / 4));
}

static void members_are_comparisons_of_two(void **state)
{
    struct family family = family_with(NPS_METHOD_AUTO, 0.9, NPS_ADJUST_HOLM);
    nps_weighted surveys[SURVEYS];
    nps_weighted_estimate estimates[SURVEYS];
    nps_comparison expected;
    size_t i, j, place = 0;
    (void)state;
    make_surveys(surveys);
    for (i = 0; i < SURVEYS; i++)
        estimates[i] = read_weighted(&surveys[i]);
    estimates[1].degrees = 9;
    assert_ok(nps_weighted_segments_compare_pairs(estimates, SURVEYS, &family.options, family.out));
    for (i = 0; i < SURVEYS; i++)
        for (j = i + 1; j < SURVEYS; j++) {
            assert_ok(
                nps_weighted_compare(&estimates[i], &estimates[j], NPS_METHOD_AUTO, 1 - (1 - 0.9) / 6, &expected));
            assert_comparison_equal(&family.out[place++].comparison, &expected);
        }
    assert_ok(nps_weighted_segments_compare_benchmark(estimates, SURVEYS, -30, 0, &family.options, family.out));
    for (i = 0; i < SURVEYS; i++) {
        assert_ok(nps_weighted_compare_benchmark(&estimates[i], -30, 0, NPS_METHOD_AUTO, 1 - (1 - 0.9) / 4, &expected));
        assert_comparison_equal(&family.out[i].comparison, &expected);
    }
    /* A known benchmark leaves independent tests, a sampled one does not. */
    family.options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_ok(nps_weighted_segments_compare_benchmark(estimates, SURVEYS, 0, 0, &family.options, family.out));
    assert_status(nps_weighted_segments_compare_benchmark(estimates, SURVEYS, 0, 50, &family.options, family.out),
                  NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_segments_compare_pairs(estimates, SURVEYS, &family.options, family.out),
                  NPS_ERROR_UNAVAILABLE);
    assert_status(nps_weighted_segments_compare_rest(estimates, SURVEYS, &family.options, family.out),
                  NPS_ERROR_UNAVAILABLE);
}

/* The rest as one object has its score and Kish's effective respondents. */
static void the_rest_is_what_the_others_are_together(void **state)
{
    struct family family = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_NONE);
    nps_weighted surveys[SURVEYS];
    nps_weighted_estimate estimates[SURVEYS];
    size_t i, j;
    (void)state;
    make_surveys(surveys);
    for (i = 0; i < SURVEYS; i++) {
        estimates[i] = read_weighted(&surveys[i]);
        estimates[i].effective = estimates[i].kish;
    }
    assert_ok(nps_weighted_segments_compare_rest(estimates, SURVEYS, &family.options, family.out));
    for (i = 0; i < SURVEYS; i++) {
        nps_weighted rest = {.weightless = 0};
        nps_weighted_estimate others;
        nps_comparison expected;
        for (j = 0; j < SURVEYS; j++)
            if (j != i)
                assert_ok(nps_weighted_merge(&rest, &surveys[j]));
        others = read_weighted(&rest);
        others.effective = others.kish;
        assert_ok(nps_weighted_compare(&estimates[i], &others, NPS_METHOD_SCORE, 0.95, &expected));
        assert_double_near(family.out[i].comparison.difference, expected.difference, 1e-11);
        assert_double_near(family.out[i].comparison.bounds.lower, expected.bounds.lower, 1e-8);
        assert_double_near(family.out[i].comparison.bounds.upper, expected.bounds.upper, 1e-8);
        assert_double_near(family.out[i].comparison.p_value, expected.p_value, 1e-9);
    }
}

/* With Wald's method the rest is a mean of means: its variance is sum W^2 / n times the pooled variance over W^2, and
 * its degrees are Satterthwaite's. Figures by hand. */
static void the_degrees_of_the_rest_are_those_of_satterthwaite(void **state)
{
    struct family family = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_NONE);
    nps_weighted_estimate s[3], rest;
    nps_comparison expected;
    const double terms[] = {100. * 100 / 20, 300. * 300 / 30};
    size_t i;
    (void)state;
    for (i = 0; i < 3; i++)
        s[i] = (nps_weighted_estimate){.score = 20,
                                       .standard_error = 10,
                                       .promoters = 0.5,
                                       .passives = 0.2,
                                       .detractors = 0.3,
                                       .respondents = 60,
                                       .effective = 20 + 10 * (double)i,
                                       .degrees = 5,
                                       .weight = 100};
    s[1].weight = 300;
    s[1].degrees = 12;
    s[1].score = -40;
    s[1].promoters = 0.2;
    s[1].detractors = 0.6;
    s[2].degrees = INFINITY;
    /* The rest of the last segment. */
    rest =
        (nps_weighted_estimate){.promoters = (0.5 + 3 * 0.2) / 4, .passives = 0.2, .detractors = (0.3 + 3 * 0.6) / 4};
    rest.score = 100 * (rest.promoters - rest.detractors);
    rest.effective = 400. * 400 / (terms[0] + terms[1]);
    rest.degrees = (terms[0] + terms[1]) * (terms[0] + terms[1]) / (terms[0] * terms[0] / 5 + terms[1] * terms[1] / 12);
    assert_ok(nps_weighted_segments_compare_rest(s, 3, &family.options, family.out));
    assert_ok(nps_weighted_compare(&s[2], &rest, NPS_METHOD_SCORE, 0.95, &expected));
    assert_double_near(family.out[2].comparison.difference, expected.difference, 1e-12);
    assert_double_near(family.out[2].comparison.bounds.lower, expected.bounds.lower, 1e-9);
    assert_double_near(family.out[2].comparison.bounds.upper, expected.bounds.upper, 1e-9);
    /* Nothing is known of the rest when nothing is known of one of its parts. */
    s[0].degrees = s[0].effective = 0;
    assert_ok(nps_weighted_segments_compare_rest(s, 3, &family.options, family.out));
    assert_double_near(family.out[2].comparison.p_value, 1, 0);
    assert_true(family.out[2].comparison.bounds.upper - family.out[2].comparison.bounds.lower > 200);
    assert_true(family.out[0].comparison.bounds.upper - family.out[0].comparison.bounds.lower > 200);
    assert_ok(nps_weighted_segments_compare_rest(s, 2, &family.options, family.out));
    /* No weight: it cannot be put together with others. */
    s[1].weight = 0;
    assert_status(nps_weighted_segments_compare_rest(s, 3, &family.options, family.out), NPS_ERROR_WEIGHT);
    s[1].weight = INFINITY;
    assert_status(nps_weighted_segments_compare_rest(s, 3, &family.options, family.out), NPS_ERROR_WEIGHT);
}

static void segments_without_answers_do_not_count(void **state)
{
    struct family all = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM), some = all;
    nps_weighted_estimate with[COUNT + 2], estimates[COUNT];
    nps_segment_rank ranks[COUNT + 2], expected[COUNT];
    nps_segment_best best[COUNT + 2];
    size_t i;
    (void)state;
    read_counts(estimates);
    memset(with, 0, sizeof with);
    for (i = 0; i < COUNT; i++)
        with[i + (i > 1)] = estimates[i]; /* the third and the last are empty */
    assert_ok(nps_weighted_segments_compare_rest(with, COUNT + 2, &all.options, all.out));
    assert_ok(nps_weighted_segments_compare_rest(estimates, COUNT, &some.options, some.out));
    assert_ok(nps_weighted_segments_rank(with, COUNT + 2, &all.options, ranks));
    assert_ok(nps_weighted_segments_rank(estimates, COUNT, &all.options, expected));
    assert_ok(nps_weighted_segments_best(with, COUNT + 2, NULL, best));
    for (i = 0; i < COUNT; i++) {
        const size_t at = i + (i > 1);
        assert_double_near(all.out[at].adjusted, some.out[i].adjusted, 1e-12);
        assert_double_near(all.out[at].comparison.bounds.lower, some.out[i].comparison.bounds.lower, 1e-9);
        assert_true(ranks[at].best == expected[i].best && ranks[at].worst == expected[i].worst);
    }
    for (i = 2; i < COUNT + 2; i += COUNT - 1) {
        assert_status(all.out[i].status, NPS_ERROR_EMPTY);
        assert_true(isnan(all.out[i].comparison.difference) && isnan(all.out[i].adjusted));
        assert_status(ranks[i].status, NPS_ERROR_EMPTY);
        assert_status(best[i].status, NPS_ERROR_EMPTY);
    }
    /* One that cannot be has another status. */
    with[2].promoters = NAN;
    assert_ok(nps_weighted_segments_compare_pairs(with, 3, &all.options, all.out));
    assert_status(all.out[0].status, NPS_OK);
    assert_status(all.out[1].status, NPS_ERROR_WEIGHT);
    assert_status(nps_weighted_segments_compare_rest(with, 3, &all.options, all.out), NPS_ERROR_WEIGHT);
    /* A single segment has no rest. */
    assert_ok(nps_weighted_segments_compare_rest(estimates, 1, &all.options, all.out));
    assert_status(all.out[0].status, NPS_ERROR_EMPTY);
}

static void a_segment_of_which_nothing_is_known_may_have_any_rank(void **state)
{
    nps_weighted_estimate estimates[3];
    nps_segment_rank ranks[3];
    nps_segment_best best[3];
    (void)state;
    assert_ok(nps_weighted_read_counts(&(nps_counts){900, 50, 50}, &estimates[0]));
    assert_ok(nps_weighted_read_counts(&(nps_counts){50, 50, 900}, &estimates[1]));
    estimates[2] =
        (nps_weighted_estimate){.score = 0, .promoters = 0.5, .detractors = 0.5, .respondents = 9, .weight = 9};
    assert_ok(nps_weighted_segments_rank(estimates, 3, NULL, ranks));
    assert_true(ranks[0].best == 1 && ranks[0].worst == 2);
    assert_true(ranks[1].best == 2 && ranks[1].worst == 3);
    assert_true(ranks[2].best == 1 && ranks[2].worst == 3);
    assert_ok(nps_weighted_segments_best(estimates, 3, NULL, best));
    assert_true(best[1].probability < 1e-9 && best[2].probability > 0.01);
    assert_double_near(best[0].probability + best[2].probability, 1, 1e-9);
}

/* The posterior of ten degrees of freedom is that of effective counts times (z / t)^2: t(.975, 10) = 2.228138852. */
static void the_best_with_degrees_of_freedom(void **state)
{
    const double ratio = 1.959963984540054 / 2.2281388519649385;
    nps_weighted_estimate estimates[2], cut[2];
    nps_segment_best best[2], expected[2];
    (void)state;
    assert_ok(nps_weighted_read_counts(&(nps_counts){30, 10, 10}, &estimates[0]));
    assert_ok(nps_weighted_read_counts(&(nps_counts){50, 20, 30}, &estimates[1]));
    cut[0] = estimates[0];
    cut[1] = estimates[1];
    estimates[0].degrees = 10;
    cut[0].effective *= ratio * ratio;
    assert_ok(nps_weighted_segments_best(estimates, 2, NULL, best));
    assert_ok(nps_weighted_segments_best(cut, 2, NULL, expected));
    assert_double_near(best[0].probability, expected[0].probability, 1e-9);
}

/* ---- domains of one design ---- */

enum { DOMAINS = 3 };

struct survey {
    nps_weighted_design *whole, *parts[DOMAINS];
    nps_weighted_domains domains;
};

static void open_survey(struct survey *survey, int number)
{
    struct figures figures = figures_open("survey_designs.csv");
    int i;
    survey->whole = new_design();
    for (i = 0; i < DOMAINS; i++)
        survey->parts[i] = new_design();
    while (figures_next(&figures)) {
        nps_weighted_design *const both[] = {survey->whole, survey->parts[strtol(figures.fields[5], NULL, 10)]};
        const int64_t stratum = strtol(figures.fields[3], NULL, 10), cluster = strtol(figures.fields[4], NULL, 10);
        if (strtol(figures.fields[0], NULL, 10) != number)
            continue;
        for (i = 0; i < 2; i++)
            if (figures.fields[1][0] == '\0')
                assert_ok(
                    nps_weighted_design_add_cluster_missing(both[i], stratum, cluster, figures_number(&figures, 2), 1));
            else
                assert_ok(nps_weighted_design_add_cluster(
                    both[i], stratum, cluster, strtol(figures.fields[1], NULL, 10), figures_number(&figures, 2), 1));
    }
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

static nps_comparison compare_domains(const struct survey *survey, const nps_weighted_design *a,
                                      const nps_weighted_design *b, nps_method method, double level)
{
    nps_weighted_difference difference;
    nps_comparison comparison;
    assert_ok(nps_weighted_design_compare(survey->whole, a, b, NULL, NULL, &difference));
    assert_ok(nps_weighted_difference_compare(&difference, method, level, &comparison));
    return comparison;
}

/* The functions for two domains are compared with R in test_weighted_domains.c. */
static void domains_are_compared_with_their_covariance(void **state)
{
    int number;
    (void)state;
    for (number = 1; number <= 8; number++) {
        struct family family = family_with(NPS_METHOD_AUTO, 0.95, NPS_ADJUST_FALSE_DISCOVERY);
        struct survey survey;
        size_t i, j, place = 0;
        open_survey(&survey, number);
        assert_ok(nps_weighted_domains_compare_pairs(&survey.domains, &family.options, family.out));
        for (i = 0; i < DOMAINS; i++)
            for (j = i + 1; j < DOMAINS; j++) {
                const nps_comparison expected =
                    compare_domains(&survey, survey.parts[i], survey.parts[j], NPS_METHOD_AUTO, 1 - 0.05 / 3);
                assert_double_near(family.out[place].comparison.bounds.lower, expected.bounds.lower, 1e-9);
                assert_double_near(family.out[place].comparison.p_value, expected.p_value, 1e-12);
                place++;
            }
        assert_ok(nps_weighted_domains_compare_rest(&survey.domains, &family.options, family.out));
        for (i = 0; i < DOMAINS; i++) {
            nps_weighted_design *rest = new_design();
            nps_comparison expected;
            for (j = DOMAINS; j-- > 0;)
                if (j != i)
                    assert_ok(nps_weighted_design_merge(rest, survey.parts[j]));
            expected = compare_domains(&survey, survey.parts[i], rest, NPS_METHOD_AUTO, 1 - 0.05 / 3);
            assert_double_near(family.out[i].comparison.difference, expected.difference, 1e-9);
            assert_double_near(family.out[i].comparison.bounds.upper, expected.bounds.upper, 1e-9);
            nps_weighted_design_destroy(rest);
        }
        assert_ok(nps_weighted_domains_compare_benchmark(&survey.domains, 10, 0, &family.options, family.out));
        for (i = 0; i < DOMAINS; i++) {
            nps_weighted_estimate estimate;
            nps_comparison expected;
            assert_ok(nps_weighted_design_domain(survey.whole, survey.parts[i], NULL, NULL, &estimate, NULL));
            assert_ok(nps_weighted_compare_benchmark(&estimate, 10, 0, NPS_METHOD_AUTO, 1 - 0.05 / 3, &expected));
            assert_comparison_equal(&family.out[i].comparison, &expected);
        }
        close_survey(&survey);
    }
}

/* Twelve clusters with an effect of their own that is larger than the difference of two domains in each: only with
 * their covariance are they told apart. */
static void ranks_of_domains_use_the_covariance(void **state)
{
    nps_weighted_design *whole = new_design(), *parts[3] = {new_design(), new_design(), new_design()};
    const nps_weighted_domains domains = {whole, (const nps_weighted_design *const *)parts, 3, NULL, NULL};
    nps_weighted_estimate estimates[2];
    nps_segment_rank ranks[3], alone[2];
    int64_t cluster;
    int i;
    (void)state;
    for (cluster = 0; cluster < 12; cluster++) {
        const uint64_t promoters = (uint64_t)cluster * 8;
        for (i = 0; i < 2; i++) {
            nps_weighted_design *const both[] = {whole, parts[i]};
            int k;
            for (k = 0; k < 2; k++) {
                assert_ok(nps_weighted_design_add_cluster(both[k], 0, cluster, 10, 1, promoters + (i == 0 ? 12 : 0)));
                assert_ok(
                    nps_weighted_design_add_cluster(both[k], 0, cluster, 0, 1, 100 - promoters - (i == 0 ? 12 : 0)));
            }
        }
    }
    assert_ok(nps_weighted_domains_rank(&domains, NULL, ranks));
    assert_true(ranks[0].best == 1 && ranks[0].worst == 1 && ranks[1].best == 2 && ranks[1].worst == 2);
    assert_status(ranks[2].status, NPS_ERROR_EMPTY);
    for (i = 0; i < 2; i++)
        assert_ok(nps_weighted_design_domain(whole, parts[i], NULL, NULL, &estimates[i], NULL));
    assert_ok(nps_weighted_segments_rank(estimates, 2, NULL, alone));
    assert_true(alone[0].worst == 2 && alone[1].best == 1);
    nps_weighted_design_destroy(whole);
    for (i = 0; i < 3; i++)
        nps_weighted_design_destroy(parts[i]);
}

/* ---- what cannot be ---- */

static void bad_calls_write_nothing(void **state)
{
    struct family family = family_with(NPS_METHOD_AUTO, 0.95, NPS_ADJUST_HOLM);
    nps_weighted_estimate estimates[COUNT];
    nps_segment_rank ranks[COUNT] = {{77, 0, NPS_OK}};
    nps_segment_best best[COUNT] = {{77, NPS_OK}};
    size_t i;
    (void)state;
    read_counts(estimates);
    family.out[0].adjusted = 77;
    for (i = 0; i < 5; i++) {
        static const nps_method methods[] = {NPS_METHOD_EXACT, NPS_METHOD_ANYTIME, NPS_METHOD_AUTO, NPS_METHOD_AUTO,
                                             NPS_METHOD_AUTO};
        static const nps_status wrong[] = {NPS_ERROR_UNAVAILABLE, NPS_ERROR_UNAVAILABLE, NPS_ERROR_LEVEL,
                                           NPS_ERROR_PRIOR, NPS_ERROR_SIZE};
        nps_segments_options options;
        nps_segments_options_init(&options);
        options.method = methods[i];
        options.level = i == 2 ? 1 : 0.95;
        options.prior[0] = i == 3;
        options.size = i == 4 ? 3 : options.size;
        assert_status(nps_weighted_segments_compare_pairs(estimates, COUNT, &options, family.out), wrong[i]);
        assert_status(nps_weighted_segments_compare_rest(estimates, COUNT, &options, family.out), wrong[i]);
        assert_status(nps_weighted_segments_compare_benchmark(estimates, COUNT, 0, 0, &options, family.out), wrong[i]);
        assert_status(nps_weighted_segments_rank(estimates, COUNT, &options, ranks), wrong[i]);
    }
    assert_status(nps_weighted_segments_compare_pairs(NULL, 2, NULL, family.out), NPS_ERROR_NULL);
    assert_status(nps_weighted_segments_compare_rest(NULL, 2, NULL, family.out), NPS_ERROR_NULL);
    assert_status(nps_weighted_segments_compare_benchmark(NULL, 2, 0, 0, NULL, family.out), NPS_ERROR_NULL);
    assert_status(nps_weighted_segments_rank(NULL, 2, NULL, ranks), NPS_ERROR_NULL);
    assert_status(nps_weighted_segments_best(NULL, 2, NULL, best), NPS_ERROR_NULL);
    assert_status(nps_weighted_segments_compare_pairs(estimates, 2, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_segments_compare_rest(estimates, 2, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_segments_rank(estimates, 2, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_segments_best(estimates, 2, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_segments_compare_pairs(estimates, SIZE_MAX, NULL, family.out), NPS_ERROR_OVERFLOW);
    assert_status(nps_weighted_segments_compare_benchmark(estimates, 2, NAN, 0, NULL, family.out), NPS_ERROR_REFERENCE);
    family.options.adjustment = NPS_ADJUST_NONE;
    assert_status(nps_weighted_segments_rank(estimates, 2, &family.options, ranks), NPS_ERROR_UNAVAILABLE);
    assert_double_near(family.out[0].adjusted, 77, 0);
    assert_true(ranks[0].best == 77);
    assert_double_near(best[0].probability, 77, 0);
    assert_ok(nps_weighted_segments_compare_pairs(NULL, 0, NULL, NULL));
    assert_ok(nps_weighted_segments_compare_rest(NULL, 0, NULL, NULL));
    assert_ok(nps_weighted_segments_rank(NULL, 0, NULL, NULL));
    assert_ok(nps_weighted_segments_best(NULL, 0, NULL, NULL));
}

static void bad_domains_write_nothing(void **state)
{
    struct family family = family_with(NPS_METHOD_AUTO, 0.95, NPS_ADJUST_HOLM);
    struct survey survey;
    nps_weighted_domains domains;
    nps_segment_rank ranks[DOMAINS] = {{77, 0, NPS_OK}};
    const nps_weighted_design *overlapping[3];
    const nps_scale impossible = {5, 1, 3, 4};
    (void)state;
    open_survey(&survey, 1);
    family.out[0].adjusted = 77;
    domains = survey.domains;
    assert_status(nps_weighted_domains_compare_pairs(NULL, NULL, family.out), NPS_ERROR_NULL);
    assert_status(nps_weighted_domains_rank(NULL, NULL, ranks), NPS_ERROR_NULL);
    assert_status(nps_weighted_domains_compare_pairs(&domains, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_domains_rank(&domains, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_domains_compare_benchmark(&domains, 101, 0, NULL, family.out), NPS_ERROR_REFERENCE);
    domains.whole = NULL;
    assert_status(nps_weighted_domains_compare_rest(&domains, NULL, family.out), NPS_ERROR_NULL);
    domains = survey.domains;
    domains.parts = NULL;
    assert_status(nps_weighted_domains_compare_rest(&domains, NULL, family.out), NPS_ERROR_NULL);
    domains = survey.domains;
    domains.whole = survey.parts[0];
    assert_status(nps_weighted_domains_compare_pairs(&domains, NULL, family.out), NPS_ERROR_PART);
    domains = survey.domains;
    domains.scale = &impossible;
    assert_status(nps_weighted_domains_rank(&domains, NULL, ranks), NPS_ERROR_SCALE);
    domains = survey.domains;
    family.options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_status(nps_weighted_domains_compare_benchmark(&domains, 0, 0, &family.options, family.out),
                  NPS_ERROR_UNAVAILABLE);
    family.options.adjustment = NPS_ADJUST_HOLM;
    family.options.method = NPS_METHOD_EXACT;
    assert_status(nps_weighted_domains_rank(&domains, &family.options, ranks), NPS_ERROR_UNAVAILABLE);
    /* Parts that overlap are together more than there is. */
    family.options.method = NPS_METHOD_AUTO;
    overlapping[0] = overlapping[1] = overlapping[2] = survey.whole;
    domains.parts = overlapping;
    assert_status(nps_weighted_domains_compare_rest(&domains, &family.options, family.out), NPS_ERROR_PART);
    assert_double_near(family.out[0].adjusted, 77, 0);
    assert_true(ranks[0].best == 77);
    domains.count = 0;
    assert_ok(nps_weighted_domains_compare_pairs(&domains, NULL, NULL));
    assert_ok(nps_weighted_domains_rank(&domains, NULL, NULL));
    close_survey(&survey);
}

static nps_status compare_all(const struct survey *survey, const nps_weighted_estimate *estimates,
                              const nps_segments_options *options, int question, struct family *family)
{
    nps_segment_rank ranks[COUNT];
    switch (question) {
    case 0: return nps_weighted_segments_compare_rest(estimates, COUNT, options, family->out);
    case 1: return nps_weighted_domains_compare_rest(&survey->domains, options, family->out);
    case 2: return nps_weighted_domains_compare_pairs(&survey->domains, options, family->out);
    case 3: return nps_weighted_domains_compare_benchmark(&survey->domains, 5, 0, options, family->out);
    default: return nps_weighted_domains_rank(&survey->domains, options, ranks);
    }
}

static void without_memory_nothing_is_written(void **state)
{
    struct survey survey;
    nps_weighted_estimate estimates[COUNT];
    int question;
    (void)state;
    open_survey(&survey, 2);
    read_counts(estimates);
    for (question = 0; question < 5; question++) {
        nps_status status = NPS_ERROR_MEMORY;
        size_t fail_at;
        for (fail_at = 1; status == NPS_ERROR_MEMORY; fail_at++) {
            struct failing failing = {.fail_at = fail_at};
            const nps_allocator allocator = {&failing, failing_allocate, failing_release};
            struct family family = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
            family.options.allocator = &allocator;
            family.out[0].adjusted = 77;
            status = compare_all(&survey, estimates, &family.options, question, &family);
            assert_int_equal(failing.bytes, 0);
            assert_true((family.out[0].adjusted == 77) == (status != NPS_OK || question == 4));
        }
        assert_ok(status);
        assert_true(fail_at > 4);
    }
    close_survey(&survey);
}

static void a_caller_may_stop(void **state)
{
    struct survey survey;
    nps_weighted_estimate estimates[COUNT];
    int question;
    (void)state;
    open_survey(&survey, 2);
    read_counts(estimates);
    for (question = 0; question < 5; question++) {
        struct family family = family_with(NPS_METHOD_SCORE, 0.95, NPS_ADJUST_HOLM);
        struct caller caller;
        family.options.interrupt = stop_at(&caller, 2);
        family.out[0].adjusted = 77;
        assert_status(compare_all(&survey, estimates, &family.options, question, &family), NPS_ERROR_INTERRUPTED);
        assert_double_near(family.out[0].adjusted, 77, 0);
    }
    close_survey(&survey);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_have_the_same_families),
        cmocka_unit_test(counts_have_the_same_ranks),
        cmocka_unit_test(members_are_comparisons_of_two),
        cmocka_unit_test(the_rest_is_what_the_others_are_together),
        cmocka_unit_test(the_degrees_of_the_rest_are_those_of_satterthwaite),
        cmocka_unit_test(segments_without_answers_do_not_count),
        cmocka_unit_test(a_segment_of_which_nothing_is_known_may_have_any_rank),
        cmocka_unit_test(the_best_with_degrees_of_freedom),
        cmocka_unit_test(domains_are_compared_with_their_covariance),
        cmocka_unit_test(ranks_of_domains_use_the_covariance),
        cmocka_unit_test(bad_calls_write_nothing),
        cmocka_unit_test(bad_domains_write_nothing),
        cmocka_unit_test(without_memory_nothing_is_written),
        cmocka_unit_test(a_caller_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
