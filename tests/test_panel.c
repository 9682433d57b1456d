/* Panels of more than two waves: each pair of waves against two waves alone.
 * SPDX-License-Identifier: MIT */
#include "segments.h"

enum { WAVES = 4, WAVE_PAIRS = 6, PEOPLE = 700 };

/* Answers of people who stay, leave and join; -1 for none. */
static void draw(int64_t answers[WAVES][PEOPLE])
{
    uint64_t random = 3;
    size_t person, wave;
    for (person = 0; person < PEOPLE; person++) {
        const int64_t mood = (int64_t)next_below(&random, 11);
        for (wave = 0; wave < WAVES; wave++) {
            const int64_t answer = mood + (int64_t)next_below(&random, 3) - 1 + (wave == 3);
            answers[wave][person] = next_below(&random, 4) == 0 ? -1 : answer < 0 ? 0 : answer > 10 ? 10 : answer;
        }
    }
}

static void make_columns(int64_t answers[WAVES][PEOPLE], nps_column columns[WAVES])
{
    int wave;
    for (wave = 0; wave < WAVES; wave++)
        nps_column_init(&columns[wave], NPS_COLUMN_I64, answers[wave], PEOPLE);
}

/* The pairs of a panel, each counted alone. */
static void count_pairs(int64_t answers[WAVES][PEOPLE], nps_paired pairs[WAVE_PAIRS])
{
    size_t i, j, person, place = 0;
    memset(pairs, 0, WAVE_PAIRS * sizeof *pairs);
    for (i = 0; i < WAVES; i++)
        for (j = i + 1; j < WAVES; j++, place++)
            for (person = 0; person < PEOPLE; person++)
                assert_ok(nps_paired_add(&pairs[place], answers[i][person], answers[j][person], 1, NULL));
}

static void people_and_columns_count_alike(void **state)
{
    static int64_t answers[WAVES][PEOPLE];
    nps_paired expected[WAVE_PAIRS], one_by_one[WAVE_PAIRS], by_column[WAVE_PAIRS], halves[WAVE_PAIRS];
    nps_column columns[WAVES];
    size_t person;
    int wave;
    (void)state;
    draw(answers);
    count_pairs(answers, expected);
    memset(one_by_one, 0, sizeof one_by_one);
    memset(by_column, 0, sizeof by_column);
    memset(halves, 0, sizeof halves);
    for (person = 0; person < PEOPLE; person++) {
        int64_t of_one[WAVES];
        for (wave = 0; wave < WAVES; wave++)
            of_one[wave] = answers[wave][person];
        assert_ok(nps_panel_add(person % 2 ? one_by_one : halves, WAVES, of_one, 1, NULL));
    }
    assert_ok(nps_panel_merge(one_by_one, WAVES, halves));
    make_columns(answers, columns);
    assert_ok(nps_panel_add_column(by_column, WAVES, columns, NULL));
    assert_memory_equal(one_by_one, expected, sizeof expected);
    assert_memory_equal(by_column, expected, sizeof expected);
}

static void changes_are_those_of_two_waves(void **state)
{
    static int64_t answers[WAVES][PEOPLE];
    nps_paired pairs[WAVE_PAIRS];
    struct family family = family_with(NPS_METHOD_AUTO, 0.9, NPS_ADJUST_FALSE_DISCOVERY);
    double p[WAVE_PAIRS], adjusted[WAVE_PAIRS];
    size_t order[WAVE_PAIRS], i;
    (void)state;
    draw(answers);
    count_pairs(answers, pairs);
    assert_ok(nps_panel_compare(pairs, WAVES, &family.options, family.out));
    for (i = 0; i < WAVE_PAIRS; i++) {
        nps_comparison expected;
        assert_ok(nps_paired_compare(&pairs[i], NPS_METHOD_AUTO, 1 - (1 - 0.9) / 6, &expected));
        assert_comparison_equal(&family.out[i].comparison, &expected);
        p[i] = expected.p_value;
    }
    assert_ok(nps_adjust(p, WAVE_PAIRS, NPS_ADJUST_BENJAMINI_YEKUTIELI, adjusted, order));
    for (i = 0; i < WAVE_PAIRS; i++)
        assert_memory_equal(&family.out[i].adjusted, &adjusted[i], sizeof *adjusted);
    /* Only the last wave is another. */
    assert_true(family.out[2].adjusted < 0.1 && family.out[4].adjusted < 0.1 && family.out[5].adjusted < 0.1);
    assert_true(family.out[0].adjusted > 0.1 && family.out[2].comparison.difference > 0);
}

static void a_wave_without_answers_has_no_change(void **state)
{
    const int64_t first[] = {9, -1, 10}, second[] = {3, 11, 9};
    nps_paired pairs[3];
    struct family family = family_with(NPS_METHOD_SCORE, 0.9, NPS_ADJUST_HOLM);
    (void)state;
    memset(pairs, 0, sizeof pairs);
    assert_ok(nps_panel_add(pairs, 3, first, 30, NULL));
    assert_ok(nps_panel_add(pairs, 3, second, 10, NULL));
    assert_ok(nps_panel_compare(pairs, 3, &family.options, family.out));
    assert_status(family.out[0].status, NPS_ERROR_EMPTY);
    assert_status(family.out[1].status, NPS_OK);
    assert_status(family.out[2].status, NPS_ERROR_EMPTY);
    assert_true(isnan(family.out[0].adjusted));
    assert_double_near(family.out[1].adjusted, family.out[1].comparison.p_value, 0);
}

static void bad_calls_change_nothing(void **state)
{
    static const int64_t answers[] = {9, 3, 10};
    static const uint8_t bytes[] = {9, 3, 10};
    const nps_scale impossible = {5, 1, 3, 4};
    nps_paired pairs[3], before[3];
    nps_column columns[3];
    struct family family = family_with(NPS_METHOD_EXACT, 0.9, NPS_ADJUST_HOLM);
    int i;
    (void)state;
    memset(pairs, 0, sizeof pairs);
    /* The last pair cannot hold more, so that the first two must not have changed. */
    assert_ok(nps_panel_add(pairs, 3, answers, 5, NULL));
    pairs[2].detractors.promoters = UINT64_MAX - 1;
    memcpy(before, pairs, sizeof pairs);
    for (i = 0; i < 3; i++)
        nps_column_init(&columns[i], NPS_COLUMN_U8, bytes, 3);
    assert_status(nps_panel_add(pairs, 3, answers, 2, NULL), NPS_ERROR_OVERFLOW);
    assert_status(nps_panel_add_column(pairs, 3, columns, NULL), NPS_ERROR_OVERFLOW);
    assert_status(nps_panel_merge(pairs, 3, pairs), NPS_ERROR_OVERFLOW);
    assert_status(nps_panel_add(NULL, 3, answers, 2, NULL), NPS_ERROR_NULL);
    assert_status(nps_panel_add(pairs, 3, NULL, 2, NULL), NPS_ERROR_NULL);
    assert_status(nps_panel_add(pairs, 3, answers, 1, &impossible), NPS_ERROR_SCALE);
    assert_status(nps_panel_add(pairs, SIZE_MAX, answers, 2, NULL), NPS_ERROR_OVERFLOW);
    assert_status(nps_panel_add_column(NULL, 3, columns, NULL), NPS_ERROR_NULL);
    assert_status(nps_panel_add_column(pairs, 3, NULL, NULL), NPS_ERROR_NULL);
    columns[2].length = 2;
    assert_status(nps_panel_add_column(pairs, 3, columns, NULL), NPS_ERROR_COLUMN);
    columns[2].size = 3;
    assert_status(nps_panel_add_column(pairs, 3, columns, NULL), NPS_ERROR_SIZE);
    assert_status(nps_panel_merge(NULL, 3, before), NPS_ERROR_NULL);
    assert_status(nps_panel_merge(pairs, 3, NULL), NPS_ERROR_NULL);
    assert_memory_equal(pairs, before, sizeof pairs);
    family.out[0].adjusted = 77;
    assert_status(nps_panel_compare(pairs, 3, &family.options, family.out), NPS_ERROR_UNAVAILABLE);
    family.options.method = NPS_METHOD_SCORE;
    assert_status(nps_panel_compare(NULL, 3, &family.options, family.out), NPS_ERROR_NULL);
    assert_status(nps_panel_compare(pairs, 3, &family.options, NULL), NPS_ERROR_NULL);
    family.options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_status(nps_panel_compare(pairs, 3, &family.options, family.out), NPS_ERROR_UNAVAILABLE);
    assert_double_near(family.out[0].adjusted, 77, 0);
    /* With fewer than two waves there is nothing to count. */
    assert_ok(nps_panel_add(NULL, 1, NULL, 2, NULL));
    assert_ok(nps_panel_add_column(NULL, 0, NULL, NULL));
    assert_ok(nps_panel_merge(NULL, 1, NULL));
    assert_ok(nps_panel_compare(NULL, 1, NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_and_columns_count_alike),
        cmocka_unit_test(changes_are_those_of_two_waves),
        cmocka_unit_test(a_wave_without_answers_has_no_change),
        cmocka_unit_test(bad_calls_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
