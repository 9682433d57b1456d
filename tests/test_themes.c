/* Labels that overlap, against the answers without them.
 * SPDX-License-Identifier: MIT */
#include "failing_allocator.h"
#include "interrupts.h"
#include "test.h"

enum { MOST = 6, CELLS = 6 };

static const nps_counts TOTAL = {460, 300, 240};
static const nps_counts LABELS[] = {{30, 60, 110}, {150, 40, 10},   {1, 0, 2},
                                    {0, 0, 0},     {460, 300, 240}, {458, 299, 239}};
static const nps_driver_segment BOTH = {{460, 300, 240}, {430, 290, 280}};
static const nps_driver_segment MOVED[] = {{{30, 60, 110}, {40, 90, 180}}, {{150, 40, 10}, {0, 0, 0}},
                                           {{0, 0, 0}, {20, 10, 4}},       {{0, 0, 0}, {0, 0, 0}},
                                           {{1, 0, 2}, {5, 4, 3}},         {{460, 300, 240}, {10, 10, 10}}};

static nps_segments_options alone(void)
{
    nps_segments_options options;
    nps_segments_options_init(&options);
    options.adjustment = NPS_ADJUST_NONE;
    return options;
}

static double theta_of(double promoters, double passives, double detractors)
{
    return 100 * (promoters - detractors) / (promoters + passives + detractors);
}

static double score_of(const nps_counts *counts)
{
    return theta_of((double)counts->promoters, (double)counts->passives, (double)counts->detractors);
}

static nps_counts rest_of(const nps_counts *all, const nps_counts *part)
{
    return (nps_counts){all->promoters - part->promoters, all->passives - part->passives,
                        all->detractors - part->detractors};
}

/* ---- one period ---- */

static void the_impact_is_the_total_minus_that_without(void **unused)
{
    nps_theme found[MOST];
    nps_segments_options options = alone();
    size_t i;
    (void)unused;
    assert_ok(nps_themes(&(nps_theme_sample){LABELS, MOST, &TOTAL, 0}, &options, found, NULL));
    for (i = 0; i < MOST; i++) {
        const nps_counts rest = rest_of(&TOTAL, &LABELS[i]);
        nps_comparison compared;
        if (found[i].state != NPS_THEME_SHOWN)
            continue;
        assert_ok(nps_compare(&LABELS[i], &rest, NPS_METHOD_AUTO, 0.95, &compared));
        assert_double_near(found[i].score, score_of(&LABELS[i]), 1e-12);
        assert_double_near(found[i].without, score_of(&rest), 1e-12);
        assert_double_near(found[i].impact.points, score_of(&TOTAL) - score_of(&rest), 1e-11);
        assert_double_near(found[i].difference.points, compared.difference, 0);
        assert_double_near(found[i].difference.bounds.lower, compared.bounds.lower, 0);
        assert_double_near(found[i].difference.p_value, compared.p_value, 0);
        assert_double_near(found[i].impact.p_value, compared.p_value, 0);
        assert_int_equal(found[i].impact.bounds.lower > 0 || found[i].impact.bounds.upper < 0,
                         compared.bounds.lower > 0 || compared.bounds.upper < 0);
        assert_true(found[i].impact.bounds.upper - found[i].impact.bounds.lower >
                    found[i].share * (compared.bounds.upper - compared.bounds.lower) - 1e-9);
    }
}

static void states_and_small_groups(void **unused)
{
    static const nps_theme_state EXPECTED[] = {NPS_THEME_SHOWN, NPS_THEME_SHOWN, NPS_THEME_HIDDEN,
                                               NPS_THEME_ALONE, NPS_THEME_ALONE, NPS_THEME_HIDDEN};
    nps_theme found[MOST];
    size_t i;
    (void)unused;
    assert_ok(nps_themes(&(nps_theme_sample){LABELS, MOST, &TOTAL, 5}, NULL, found, NULL));
    for (i = 0; i < MOST; i++) {
        assert_int_equal(found[i].state, EXPECTED[i]);
        assert_int_equal(isnan(found[i].score) != 0, EXPECTED[i] != NPS_THEME_SHOWN);
        assert_int_equal(isnan(found[i].impact.points) != 0, EXPECTED[i] != NPS_THEME_SHOWN);
        assert_int_equal(isnan(found[i].difference.adjusted) != 0, EXPECTED[i] != NPS_THEME_SHOWN);
    }
    assert_int_equal(found[2].answers, 3);
    assert_double_near(found[2].share, 0.003, 1e-15);
    assert_ok(nps_themes(&(nps_theme_sample){LABELS, MOST, &TOTAL, 3}, NULL, found, NULL));
    assert_int_equal(found[2].state, NPS_THEME_SHOWN);
    assert_int_equal(found[5].state, NPS_THEME_SHOWN); /* without is 4 */
}

static void a_family_is_what_is_shown(void **unused)
{
    nps_theme plain[MOST], adjusted[MOST];
    nps_segments_options options = alone();
    (void)unused;
    assert_ok(nps_themes(&(nps_theme_sample){LABELS, MOST, &TOTAL, 5}, &options, plain, NULL));
    options.adjustment = NPS_ADJUST_HOLM;
    assert_ok(nps_themes(&(nps_theme_sample){LABELS, MOST, &TOTAL, 5}, &options, adjusted, NULL));
    assert_double_near(plain[1].impact.adjusted, plain[1].impact.p_value, 0);
    assert_double_near(
        adjusted[1].impact.adjusted,
        fmax(plain[0].difference.p_value > plain[1].difference.p_value ? 2 * plain[1].impact.p_value
                                                                       : plain[1].impact.p_value,
             plain[0].difference.p_value > plain[1].difference.p_value ? 0 : 2 * plain[0].difference.p_value),
        1e-18);
    options.adjustment = NPS_ADJUST_NONE;
    options.level = 0.975;
    assert_ok(nps_themes(&(nps_theme_sample){LABELS, MOST, &TOTAL, 5}, &options, plain, NULL));
    assert_double_near(adjusted[1].impact.bounds.lower, plain[1].impact.bounds.lower, 1e-12);
}

/* ---- two periods ---- */

static double impact_at(const double *cells)
{
    return theta_of(cells[0] + cells[3], cells[1] + cells[4], cells[2] + cells[5]) -
           theta_of(cells[3], cells[4], cells[5]);
}

/* The variance of an impact by the delta method, with derivatives from small differences. */
static double delta_variance(const nps_counts *label, const nps_counts *total)
{
    double cells[CELLS] = {(double)label->promoters,
                           (double)label->passives,
                           (double)label->detractors,
                           (double)(total->promoters - label->promoters),
                           (double)(total->passives - label->passives),
                           (double)(total->detractors - label->detractors)};
    double n = 0, mean = 0, square = 0;
    int i;
    for (i = 0; i < CELLS; i++)
        n += cells[i];
    for (i = 0; i < CELLS; i++) {
        const double kept = cells[i], step = 1e-4 * n;
        double slope;
        cells[i] = kept + step;
        slope = impact_at(cells);
        cells[i] = kept - step;
        slope = (slope - impact_at(cells)) / (2 * step) * n;
        cells[i] = kept;
        mean += kept / n * slope;
        square += kept / n * slope * slope;
    }
    return (square - mean * mean) / n;
}

static void changes_are_those_of_the_delta_method(void **unused)
{
    static const nps_driver_segment ALL = {{4600000, 3000000, 2400000}, {4300000, 2900000, 2800000}},
                                    LABEL = {{300000, 600000, 1100000}, {400000, 900000, 1080000}};
    const nps_segments_options options = alone();
    nps_theme_change found;
    nps_counts first, second;
    double error;
    (void)unused;
    assert_ok(nps_themes_change(&(nps_theme_periods){&LABEL, 1, &ALL, 0}, &options, &found, NULL));
    first = rest_of(&ALL.before, &LABEL.before);
    second = rest_of(&ALL.after, &LABEL.after);
    assert_double_near(found.impact_before, score_of(&ALL.before) - score_of(&first), 1e-11);
    assert_double_near(found.impact_after, score_of(&ALL.after) - score_of(&second), 1e-11);
    assert_double_near(found.impact.points, found.impact_after - found.impact_before, 1e-12);
    error = sqrt(delta_variance(&LABEL.before, &ALL.before) + delta_variance(&LABEL.after, &ALL.after));
    assert_double_near(found.impact.bounds.upper - found.impact.points, 1.959963984540054 * error, 1e-4 * error);
    assert_double_near(found.share.points, 0.038, 1e-12);
}

static void who_stays_and_who_does_not(void **unused)
{
    static const nps_driver_presence PRESENCE[] = {NPS_DRIVER_STAYED, NPS_DRIVER_GONE,   NPS_DRIVER_NEW,
                                                   NPS_DRIVER_ABSENT, NPS_DRIVER_STAYED, NPS_DRIVER_STAYED};
    static const nps_theme_state STATES[] = {NPS_THEME_SHOWN, NPS_THEME_SHOWN,  NPS_THEME_SHOWN,
                                             NPS_THEME_ALONE, NPS_THEME_HIDDEN, NPS_THEME_ALONE};
    nps_theme_change found[MOST];
    nps_segments_options options = alone();
    nps_comparison compared;
    size_t i;
    (void)unused;
    assert_ok(nps_themes_change(&(nps_theme_periods){MOVED, MOST, &BOTH, 5}, &options, found, NULL));
    for (i = 0; i < MOST; i++) {
        assert_int_equal(found[i].presence, PRESENCE[i]);
        assert_int_equal(found[i].state, STATES[i]);
        assert_int_equal(isnan(found[i].impact.points) != 0, STATES[i] != NPS_THEME_SHOWN);
        assert_int_equal(isnan(found[i].share.points) != 0, PRESENCE[i] == NPS_DRIVER_ABSENT);
        assert_int_equal(isnan(found[i].score.points) != 0,
                         STATES[i] != NPS_THEME_SHOWN || PRESENCE[i] != NPS_DRIVER_STAYED);
    }
    assert_double_near(found[1].impact_after, 0, 0);
    assert_double_near(found[2].impact_before, 0, 0);
    assert_double_near(found[4].share_after, 0.012, 1e-15);
    assert_ok(nps_compare(&MOVED[0].after, &MOVED[0].before, NPS_METHOD_AUTO, 0.95, &compared));
    assert_double_near(found[0].score.points, compared.difference, 0);
    assert_double_near(found[0].score.bounds.upper, compared.bounds.upper, 0);
}

static void changes_are_three_families(void **unused)
{
    nps_theme_change plain[MOST], adjusted[MOST];
    double p_values[4], expected[4];
    size_t order[4], i, used = 0;
    nps_segments_options options = alone();
    (void)unused;
    assert_ok(nps_themes_change(&(nps_theme_periods){MOVED, MOST, &BOTH, 5}, &options, plain, NULL));
    assert_ok(nps_themes_change(&(nps_theme_periods){MOVED, MOST, &BOTH, 5}, NULL, adjusted, NULL));
    for (i = 0; i < 3; i++)
        p_values[used++] = plain[i].impact.p_value;
    assert_ok(nps_adjust(p_values, used, NPS_ADJUST_HOLM, expected, order));
    for (i = 0; i < used; i++)
        assert_double_near(adjusted[i].impact.adjusted, expected[i], 1e-15);
    assert_double_near(adjusted[0].score.adjusted, plain[0].score.p_value, 0); /* the only one that stayed */
    assert_true(adjusted[0].share.adjusted > plain[0].share.p_value);
}

/* ---- errors ---- */

static void assert_refused(const nps_counts *total, const nps_segments_options *options, nps_status expected,
                           const char *text)
{
    nps_theme found[MOST], untouched[MOST];
    nps_error_detail detail = {""};
    memset(found, 0x5A, sizeof found);
    memcpy(untouched, found, sizeof found);
    assert_status(nps_themes(&(nps_theme_sample){LABELS, MOST, total, 0}, options, found, &detail), expected);
    assert_memory_equal(found, untouched, sizeof found);
    assert_non_null(strstr(detail.text, text));
}

static void errors_change_nothing(void **unused)
{
    static const nps_counts NONE = {0, 0, 0}, FEW = {459, 400, 400}, HUGE_ONE = {UINT64_MAX, 1, 0};
    static const nps_driver_segment LATER = {{460, 300, 240}, {0, 0, 0}}, LESS = {{460, 300, 240}, {39, 400, 400}};
    nps_segments_options options = alone();
    nps_error_detail detail;
    nps_theme theme;
    nps_theme_change change;
    (void)unused;
    assert_refused(NULL, NULL, NPS_ERROR_NULL, "NULL");
    assert_refused(&NONE, NULL, NPS_ERROR_EMPTY, "the total has no answers");
    assert_refused(&FEW, NULL, NPS_ERROR_PART, "label 4 has more answers than the total");
    assert_refused(&HUGE_ONE, NULL, NPS_ERROR_OVERFLOW, "");
    options.level = 1;
    assert_refused(&TOTAL, &options, NPS_ERROR_LEVEL, "level");
    options = alone();
    options.adjustment = NPS_ADJUST_BENJAMINI_HOCHBERG;
    assert_refused(&TOTAL, &options, NPS_ERROR_UNAVAILABLE, "");
    options = alone();
    options.method = NPS_METHOD_EXACT;
    assert_refused(&TOTAL, &options, NPS_ERROR_TOO_MANY, "");
    assert_status(nps_themes(&(nps_theme_sample){LABELS, 1, &TOTAL, 0}, NULL, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_themes(&(nps_theme_sample){NULL, 1, &TOTAL, 0}, NULL, &theme, NULL), NPS_ERROR_NULL);
    assert_status(nps_themes(NULL, NULL, &theme, NULL), NPS_ERROR_NULL);
    assert_status(nps_themes_change(NULL, NULL, &change, NULL), NPS_ERROR_NULL);
    assert_ok(nps_themes(&(nps_theme_sample){NULL, 0, &TOTAL, 0}, NULL, NULL, NULL));
    assert_status(nps_themes_change(&(nps_theme_periods){MOVED, 1, &LATER, 0}, NULL, &change, &detail),
                  NPS_ERROR_EMPTY);
    assert_string_equal(detail.text, "the total has no answers in the second period");
    assert_status(nps_themes_change(&(nps_theme_periods){MOVED, 1, &LESS, 0}, NULL, &change, &detail), NPS_ERROR_PART);
    assert_string_equal(detail.text, "label 0 has more answers than the total in the second period");
    assert_status(nps_themes_change(&(nps_theme_periods){NULL, 1, &BOTH, 0}, NULL, &change, NULL), NPS_ERROR_NULL);
    assert_ok(nps_themes_change(&(nps_theme_periods){NULL, 0, &BOTH, 0}, NULL, NULL, NULL));
}

static void memory_that_ends_and_an_interrupt(void **unused)
{
    struct failing failing = {0, 0, false, 0, 0};
    const nps_allocator allocator = {&failing, failing_allocate, failing_release};
    struct caller caller;
    nps_segments_options options = alone();
    nps_theme found[MOST];
    nps_theme_change changes[MOST];
    (void)unused;
    options.allocator = &allocator;
    for (failing.fail_at = 1; failing.fail_at <= 3; failing.fail_at++) {
        failing.calls = 0;
        assert_refused(&TOTAL, &options, NPS_ERROR_MEMORY, "memory");
        assert_int_equal(failing.bytes, 0);
    }
    failing.calls = failing.fail_at = 0;
    assert_ok(nps_themes(&(nps_theme_sample){LABELS, MOST, &TOTAL, 0}, &options, found, NULL));
    assert_ok(nps_themes_change(&(nps_theme_periods){MOVED, MOST, &BOTH, 0}, &options, changes, NULL));
    assert_int_equal(failing.calls, 6);
    assert_int_equal(failing.bytes, 0);
    options.interrupt = stop_at(&caller, 3);
    assert_refused(&TOTAL, &options, NPS_ERROR_INTERRUPTED, "");
    options.interrupt = stop_at(&caller, 3);
    assert_status(nps_themes_change(&(nps_theme_periods){MOVED, MOST, &BOTH, 0}, &options, changes, NULL),
                  NPS_ERROR_INTERRUPTED);
    assert_int_equal(failing.bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_impact_is_the_total_minus_that_without),
        cmocka_unit_test(states_and_small_groups),
        cmocka_unit_test(a_family_is_what_is_shown),
        cmocka_unit_test(changes_are_those_of_the_delta_method),
        cmocka_unit_test(who_stays_and_who_does_not),
        cmocka_unit_test(changes_are_three_families),
        cmocka_unit_test(errors_change_nothing),
        cmocka_unit_test(memory_that_ends_and_an_interrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
