/* Standing against published scores by its definition, the three questions, and bands whose limits are the
 * conventions'. SPDX-License-Identifier: MIT */
#include "test.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static const nps_counts sample = {460, 300, 140}; /* 35.6 */

static void the_table_has_sources(void **state)
{
    const nps_benchmark *found;
    size_t place, companies = 0;
    (void)state;
    for (place = 0; (found = nps_benchmark_published(place)) != NULL; place++) {
        assert_true(found->score >= -100 && found->score <= 100);
        assert_true(strlen(found->name) > 1 && strlen(found->source) > 10);
        assert_true(found->year == 0 || (found->year >= 2010 && found->year <= 2026));
        assert_int_equal(found->respondents, 0);
        companies += found->kind == NPS_BENCHMARK_COMPANY;
    }
    assert_int_equal(place, 57);
    assert_int_equal(companies, 16);
    assert_null(nps_benchmark_published(SIZE_MAX));
    assert_double_near(nps_benchmark_published(3)->score, 36, 0);
    assert_string_equal(nps_benchmark_published(3)->name, "Airlines");
    assert_null(nps_benchmark_published(3)->region);
}

/* Holm's p-values and the rank, from the comparisons alone. */
static void standings_are_comparisons_adjusted_by_holm(void **state)
{
    static const nps_benchmark rivals[] = {
        {.score = 20, .respondents = 900}, {.score = 35}, {.score = 60}, {.score = 31}, {.score = -100}};
    enum { COUNT = sizeof rivals / sizeof *rivals };
    nps_standing_result found[COUNT];
    nps_standing_rank rank;
    uint64_t best = 1, worst = 1;
    size_t i, j;
    (void)state;
    assert_ok(nps_standing(&sample, rivals, COUNT, 0.95, found, &rank));
    for (i = 0; i < COUNT; i++) {
        nps_comparison alone;
        double adjusted = 0;
        assert_ok(
            nps_compare_benchmark(&sample, rivals[i].score, rivals[i].respondents, NPS_METHOD_AUTO, 0.95, &alone));
        assert_memory_equal(&alone.bounds, &found[i].comparison.bounds, sizeof alone.bounds);
        assert_double_near(alone.p_value, found[i].comparison.p_value, 0);
        for (j = 0; j < COUNT; j++) { /* the largest (m - rank) p among those that are not larger */
            size_t k, smaller = 0;
            if (found[j].comparison.p_value > alone.p_value)
                continue;
            for (k = 0; k < COUNT; k++)
                smaller += found[k].comparison.p_value < found[j].comparison.p_value;
            adjusted = fmax(adjusted, fmin(1, (double)(COUNT - smaller) * found[j].comparison.p_value));
        }
        assert_double_near(found[i].adjusted, adjusted, 1e-12);
        best += adjusted < 0.05 && alone.difference < 0;
        worst += !(adjusted < 0.05 && alone.difference > 0);
    }
    assert_int_equal(rank.best, best);
    assert_int_equal(rank.worst, worst);
    assert_int_equal(best, 2);
}

static void respondents_of_a_benchmark_count(void **state)
{
    static const nps_benchmark exact = {.score = 30}, few = {.score = 30, .respondents = 50};
    nps_standing_result one, other;
    nps_standing_rank rank;
    (void)state;
    assert_ok(nps_standing(&sample, &exact, 1, 0.95, &one, &rank));
    assert_ok(nps_standing(&sample, &few, 1, 0.95, &other, &rank));
    assert_true(other.comparison.bounds.upper - other.comparison.bounds.lower >
                2 * (one.comparison.bounds.upper - one.comparison.bounds.lower));
}

static void nobody_to_compare_with_is_rank_one(void **state)
{
    nps_standing_rank rank;
    (void)state;
    assert_ok(nps_standing(&sample, NULL, 0, 0.95, NULL, &rank));
    assert_int_equal(rank.best, 1);
    assert_int_equal(rank.worst, 1);
}

static nps_three_questions_result ask(const nps_counts *counts, double rival, const nps_counts *before)
{
    const nps_benchmark benchmark = {.score = rival};
    nps_three_questions_result found;
    assert_ok(nps_three_questions(counts, &benchmark, 1, before, 0.95, &found));
    return found;
}

static void the_three_questions_are_answered(void **state)
{
    static const nps_counts worse = {300, 300, 300}, bad = {100, 300, 500}, few = {4, 2, 3};
    nps_three_questions_result found;
    (void)state;
    found = ask(&sample, 20, &worse);
    assert_int_equal(found.is_higher, NPS_VERDICT_YES);
    assert_int_equal(found.is_rising, NPS_VERDICT_YES);
    assert_int_equal(found.is_above_zero, NPS_VERDICT_YES);
    found = ask(&bad, 20, &worse);
    assert_int_equal(found.is_higher, NPS_VERDICT_NO);
    assert_int_equal(found.is_rising, NPS_VERDICT_NO);
    assert_int_equal(found.is_above_zero, NPS_VERDICT_NO);
    found = ask(&few, 20, &few);
    assert_int_equal(found.is_higher, NPS_VERDICT_NOT_KNOWN);
    assert_int_equal(found.is_rising, NPS_VERDICT_NOT_KNOWN);
    assert_int_equal(found.is_above_zero, NPS_VERDICT_NOT_KNOWN);
    assert_ok(nps_three_questions(&sample, NULL, 0, NULL, 0.95, &found));
    assert_int_equal(found.is_higher, NPS_VERDICT_NOT_KNOWN);
    assert_int_equal(found.is_rising, NPS_VERDICT_NOT_KNOWN);
    assert_true(isnan(found.change.difference));
    assert_double_near(found.score, 3200 / 90.0, 1e-12);
}

/* The band of a score that is known without doubt: many answers, all of them sure. */
static nps_label band_at(double score, nps_band_convention convention)
{
    const uint64_t many = UINT64_C(1000000000000);
    const uint64_t promoters = (uint64_t)((score + 100) / 200 * (double)many);
    const nps_counts counts = {promoters, 0, many - promoters};
    nps_band_result band;
    assert_ok(nps_band(&counts, convention, 0.95, &band));
    assert_int_equal(band.lowest, band.highest);
    return band.lowest;
}

static void bands_are_those_of_the_conventions(void **state)
{
    (void)state;
    assert_int_equal(band_at(-99, NPS_BAND_BAIN), NPS_LABEL_BAND_BELOW_ZERO);
    assert_int_equal(band_at(-0.1, NPS_BAND_BAIN), NPS_LABEL_BAND_BELOW_ZERO);
    assert_int_equal(band_at(0.1, NPS_BAND_BAIN), NPS_LABEL_BAND_GOOD);
    assert_int_equal(band_at(19.9, NPS_BAND_BAIN), NPS_LABEL_BAND_GOOD);
    assert_int_equal(band_at(20.1, NPS_BAND_BAIN), NPS_LABEL_BAND_FAVORABLE);
    assert_int_equal(band_at(49.9, NPS_BAND_BAIN), NPS_LABEL_BAND_FAVORABLE);
    assert_int_equal(band_at(50.1, NPS_BAND_BAIN), NPS_LABEL_BAND_EXCELLENT);
    assert_int_equal(band_at(80.1, NPS_BAND_BAIN), NPS_LABEL_BAND_WORLD_CLASS);
    assert_int_equal(band_at(-0.1, NPS_BAND_LADDER), NPS_LABEL_BAND_NEEDS_IMPROVEMENT);
    assert_int_equal(band_at(0.1, NPS_BAND_LADDER), NPS_LABEL_BAND_GOOD);
    assert_int_equal(band_at(29.9, NPS_BAND_LADDER), NPS_LABEL_BAND_GOOD);
    assert_int_equal(band_at(30.1, NPS_BAND_LADDER), NPS_LABEL_BAND_GREAT);
    assert_int_equal(band_at(69.9, NPS_BAND_LADDER), NPS_LABEL_BAND_GREAT);
    assert_int_equal(band_at(70.1, NPS_BAND_LADDER), NPS_LABEL_BAND_EXCELLENT);
    assert_int_equal(band_at(99.9, NPS_BAND_LADDER), NPS_LABEL_BAND_EXCELLENT);
}

static void an_interval_over_a_limit_lies_between_two_bands(void **state)
{
    static const nps_counts few = {46, 30, 14};
    nps_band_result band;
    (void)state;
    assert_ok(nps_band(&few, NPS_BAND_LADDER, 0.95, &band));
    assert_int_equal(band.lowest, NPS_LABEL_BAND_GOOD);
    assert_int_equal(band.highest, NPS_LABEL_BAND_GREAT);
    assert_true(band.bounds.lower < 30 && band.bounds.upper > 30);
}

/* A sample whose weights are all 1 stands as its counts do, and one with other weights as its comparisons do. */
static void weighted_samples_stand_as_their_comparisons(void **state)
{
    static const nps_benchmark rivals[] = {{.score = 20, .respondents = 900}, {.score = 35}, {.score = 60}};
    static const nps_counts earlier = {350, 320, 230};
    nps_standing_result found[3], plain[3];
    nps_three_questions_result asked, asked_plain;
    nps_weighted_estimate estimate, before;
    nps_standing_rank rank, rank_plain;
    nps_band_result band, band_plain;
    nps_comparison one;
    size_t i;
    (void)state;
    assert_ok(nps_weighted_read_counts(&sample, &estimate));
    assert_ok(nps_weighted_read_counts(&earlier, &before));
    assert_ok(nps_weighted_standing(&estimate, rivals, 3, .95, found, &rank));
    assert_ok(nps_standing(&sample, rivals, 3, .95, plain, &rank_plain));
    assert_int_equal(rank.best, rank_plain.best);
    assert_int_equal(rank.worst, rank_plain.worst);
    for (i = 0; i < 3; i++) {
        assert_double_near(found[i].comparison.bounds.lower, plain[i].comparison.bounds.lower, 1e-6);
        assert_double_near(found[i].adjusted, plain[i].adjusted, 1e-6);
    }
    assert_ok(nps_weighted_three_questions(&estimate, rivals, 1, &before, .95, &asked));
    assert_ok(nps_three_questions(&sample, rivals, 1, &earlier, .95, &asked_plain));
    assert_int_equal(asked.is_higher, NPS_VERDICT_YES);
    assert_int_equal(asked.is_rising, asked_plain.is_rising);
    assert_int_equal(asked.is_above_zero, asked_plain.is_above_zero);
    assert_double_near(asked.bounds.upper, asked_plain.bounds.upper, 1e-6);
    assert_double_near(asked.change.difference, asked_plain.change.difference, 1e-6);
    assert_ok(nps_weighted_band(&estimate, NPS_BAND_BAIN, .95, &band));
    assert_ok(nps_band(&sample, NPS_BAND_BAIN, .95, &band_plain));
    assert_int_equal(band.lowest, band_plain.lowest);
    assert_int_equal(band.highest, band_plain.highest);

    estimate.effective = 40; /* as heavy weights make it */
    estimate.standard_error *= sqrt(900. / 40);
    assert_ok(nps_weighted_standing(&estimate, rivals, 3, .95, found, &rank));
    for (i = 0; i < 3; i++) {
        assert_ok(nps_weighted_compare_benchmark(&estimate, rivals[i].score, rivals[i].respondents, NPS_METHOD_AUTO,
                                                 .95, &one));
        assert_double_near(found[i].comparison.p_value, one.p_value, 0);
        assert_double_near(found[i].comparison.bounds.upper, one.bounds.upper, 0);
    }
    assert_int_equal(rank.best, 1);
    assert_int_equal(rank.worst, 4);
    assert_ok(nps_weighted_three_questions(&estimate, rivals, 1, NULL, .95, &asked));
    assert_int_equal(asked.is_higher, NPS_VERDICT_NOT_KNOWN);
    assert_true(isnan(asked.change.p_value));
    assert_ok(nps_weighted_band(&estimate, NPS_BAND_BAIN, .95, &band));
    assert_true(band.lowest != band.highest);
    assert_status(nps_weighted_standing(NULL, rivals, 3, .95, found, &rank), NPS_ERROR_NULL);
    assert_status(nps_weighted_standing(&estimate, rivals, 3, 1, found, &rank), NPS_ERROR_LEVEL);
    assert_status(nps_weighted_three_questions(&estimate, rivals, 1, NULL, .95, NULL), NPS_ERROR_NULL);
    assert_status(nps_weighted_band(&estimate, (nps_band_convention)2, .95, &band), NPS_ERROR_METHOD);
    assert_status(nps_weighted_band(&estimate, NPS_BAND_BAIN, .95, NULL), NPS_ERROR_NULL);
}

static void wrong_arguments_change_nothing(void **state)
{
    static const nps_counts nobody = {0, 0, 0}, huge = {UINT64_MAX, 1, 0};
    static const nps_benchmark rivals[] = {{.score = 20}, {.score = 101}}, nan = {.score = NAN};
    nps_standing_result found[2], untouched[2];
    nps_standing_rank rank = {7, 7};
    nps_three_questions_result answers, as_before;
    nps_band_result band, same;
    (void)state;
    memset(found, 0x5A, sizeof found);
    memset(&answers, 0x5A, sizeof answers);
    memset(&band, 0x5A, sizeof band);
    memcpy(untouched, found, sizeof found);
    as_before = answers;
    same = band;
    assert_status(nps_standing(NULL, rivals, 1, 0.95, found, &rank), NPS_ERROR_NULL);
    assert_status(nps_standing(&sample, NULL, 1, 0.95, found, &rank), NPS_ERROR_NULL);
    assert_status(nps_standing(&sample, rivals, 1, 0.95, NULL, &rank), NPS_ERROR_NULL);
    assert_status(nps_standing(&sample, rivals, 1, 0.95, found, NULL), NPS_ERROR_NULL);
    assert_status(nps_standing(&sample, rivals, 2, 0.95, found, &rank), NPS_ERROR_REFERENCE);
    assert_status(nps_standing(&sample, &nan, 1, 0.95, found, &rank), NPS_ERROR_REFERENCE);
    assert_status(nps_standing(&sample, rivals, 1, 95, found, &rank), NPS_ERROR_LEVEL);
    assert_status(nps_standing(&sample, NULL, 0, 95, NULL, &rank), NPS_ERROR_LEVEL);
    assert_status(nps_standing(&nobody, rivals, 1, 0.95, found, &rank), NPS_ERROR_EMPTY);
    assert_status(nps_standing(&huge, rivals, 1, 0.95, found, &rank), NPS_ERROR_OVERFLOW);
    assert_status(nps_standing(&sample, rivals, SIZE_MAX, 0.95, found, &rank), NPS_ERROR_MEMORY);
    assert_status(nps_three_questions(&sample, rivals, 2, NULL, 0.95, &answers), NPS_ERROR_REFERENCE);
    assert_status(nps_three_questions(&sample, rivals, 1, &nobody, 0.95, &answers), NPS_ERROR_EMPTY);
    assert_status(nps_three_questions(&nobody, NULL, 0, NULL, 0.95, &answers), NPS_ERROR_EMPTY);
    assert_status(nps_three_questions(&sample, NULL, 0, NULL, 0, &answers), NPS_ERROR_LEVEL);
    assert_status(nps_three_questions(&sample, NULL, 0, NULL, 0.95, NULL), NPS_ERROR_NULL);
    assert_status(nps_band(&sample, (nps_band_convention)2, 0.95, &band), NPS_ERROR_METHOD);
    assert_status(nps_band(&nobody, NPS_BAND_BAIN, 0.95, &band), NPS_ERROR_EMPTY);
    assert_status(nps_band(&sample, NPS_BAND_BAIN, 1, &band), NPS_ERROR_LEVEL);
    assert_status(nps_band(NULL, NPS_BAND_BAIN, 0.95, &band), NPS_ERROR_NULL);
    assert_status(nps_band(&sample, NPS_BAND_BAIN, 0.95, NULL), NPS_ERROR_NULL);
    assert_memory_equal(found, untouched, sizeof found);
    assert_memory_equal(&answers, &as_before, sizeof answers);
    assert_memory_equal(&band, &same, sizeof band);
    assert_int_equal(rank.best, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_has_sources),
        cmocka_unit_test(standings_are_comparisons_adjusted_by_holm),
        cmocka_unit_test(respondents_of_a_benchmark_count),
        cmocka_unit_test(nobody_to_compare_with_is_rank_one),
        cmocka_unit_test(the_three_questions_are_answered),
        cmocka_unit_test(bands_are_those_of_the_conventions),
        cmocka_unit_test(an_interval_over_a_limit_lies_between_two_bands),
        cmocka_unit_test(weighted_samples_stand_as_their_comparisons),
        cmocka_unit_test(wrong_arguments_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
