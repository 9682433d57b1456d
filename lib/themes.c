/* Labels that overlap, each against all answers without it.
 * SPDX-License-Identifier: MIT */
#include <nps/themes.h>

#include <nps/proportion.h>

#include "allocator.h"
#include "compare/until.h"
#include "counts.h"
#include "drivers/effect.h"
#include "drivers/family.h"
#include "interrupt.h"
#include "math/numerics.h"
#include "multiplicity/options.h"
#include "status.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const nps_driver_effect NO_EFFECT = {NAN, {NAN, NAN}, NAN, NAN};

/* What a call needs beside its labels. The results are kept out of the caller's memory, which must not change if the
 * call is interrupted. */
struct theme_work {
    size_t count;
    uint64_t minimum;
    nps_segments_options options;
    nps_allocator memory;
    double *p_values;
    size_t *order;
};

static uint64_t answers_of(const nps_counts *counts)
{
    return counts->promoters + counts->passives + counts->detractors;
}

static bool is_part(const nps_counts *part, const nps_counts *all)
{
    return part->promoters <= all->promoters && part->passives <= all->passives && part->detractors <= all->detractors;
}

/* The state of a label in one period; `is_needed` if it must be on some answers. */
static nps_theme_state state_of(const nps_counts *label, const nps_counts *total, uint64_t minimum, bool is_needed)
{
    const uint64_t with = answers_of(label), without = answers_of(total) - with;
    if (without == 0 || (is_needed && with == 0))
        return NPS_THEME_ALONE;
    return (with != 0 && with < minimum) || without < minimum ? NPS_THEME_HIDDEN : NPS_THEME_SHOWN;
}

static nps_driver_effect effect_of(double points, double lower, double upper, double p_value)
{
    return (nps_driver_effect){points, {lower, upper}, p_value, p_value};
}

static nps_driver_effect effect_of_comparison(const nps_comparison *found)
{
    return effect_of(found->difference, found->bounds.lower, found->bounds.upper, found->p_value);
}

static nps_driver_family family_of(const struct theme_work *work, void *results)
{
    return (nps_driver_family){results, work->count, work->options.adjustment, work->p_values, work->order};
}

static nps_status read_options(struct theme_work *work, const nps_segments_options *options, bool has_pointers,
                               nps_error_detail *detail)
{
    nps_status status = nps_segments_read_dependent(&work->options, &work->memory, options);
    if (!status && !has_pointers)
        status = NPS_ERROR_NULL;
    return nps_explain_status(detail, status);
}

static nps_status check_total(const nps_counts *total, const char *when, nps_error_detail *detail)
{
    uint64_t n;
    const nps_status status = nps_counts_total(total, &n);
    if (status == NPS_ERROR_EMPTY)
        return nps_explain(detail, status, "the total has no answers%s", when);
    return nps_explain_status(detail, status);
}

static nps_status check_label(const nps_counts *label, const nps_counts *total, size_t place, const char *when,
                              nps_error_detail *detail)
{
    if (is_part(label, total))
        return NPS_OK;
    return nps_explain(detail, NPS_ERROR_PART, "label %zu has more answers than the total%s", place, when);
}

/* Allocates the results and what the adjustment needs, computes, and copies the results. */
static nps_status run(struct theme_work *work, size_t size, void *out,
                      nps_status (*compute)(struct theme_work *work, const void *given, void *results),
                      const void *given, nps_error_detail *detail)
{
    const nps_allocator *memory = &work->memory;
    const size_t count = work->count;
    void *results = nps_allocator_array(memory, count, size);
    nps_status status = NPS_ERROR_MEMORY;
    work->p_values = nps_allocator_array(memory, count, sizeof *work->p_values);
    work->order = nps_allocator_array(memory, count, sizeof *work->order);
    if (results && work->p_values && work->order)
        status = compute(work, given, results);
    if (!status && count != 0)
        memcpy(out, results, count * size);
    nps_allocator_release(memory, results, count, size);
    nps_allocator_release(memory, work->p_values, count, sizeof *work->p_values);
    nps_allocator_release(memory, work->order, count, sizeof *work->order);
    return nps_explain_status(detail, status);
}

/* ---- one period ---- */

static nps_driver_effect *difference_in(void *results, size_t place)
{
    return &((nps_theme *)results)[place].difference;
}

static nps_driver_effect *impact_in(void *results, size_t place)
{
    return &((nps_theme *)results)[place].impact;
}

static void describe(const nps_counts *label, const nps_counts *total, uint64_t minimum, nps_theme *theme)
{
    memset(theme, 0, sizeof *theme);
    theme->state = state_of(label, total, minimum, true);
    theme->answers = answers_of(label);
    theme->share = (double)theme->answers / (double)answers_of(total);
    theme->score = theme->without = NAN;
    theme->difference = theme->impact = NO_EFFECT;
}

static nps_status compare_label(const struct theme_work *work, const nps_counts *label, const nps_counts *total,
                                double level, nps_theme *theme)
{
    const nps_counts others = nps_counts_without(total, label);
    const double variation = (1 - theme->share) / (double)theme->answers;
    nps_comparison found;
    nps_status status =
        nps_compare_until(label, &others, work->options.method, level, &work->options.interrupt, &found);
    if (!status)
        status = nps_score(label, &theme->score);
    if (!status)
        status = nps_score(&others, &theme->without);
    if (status)
        return status;
    theme->difference = effect_of_comparison(&found);
    theme->impact =
        nps_driver_product_effect(theme->share, variation, &found, nps_normal_two_sided_quantile(1 - level));
    return NPS_OK;
}

static nps_status compare_labels(struct theme_work *work, const void *given, void *results)
{
    const nps_theme_sample *themes = given;
    nps_theme *out = results;
    nps_driver_family family;
    double level;
    size_t i, shown = 0;
    nps_status status;
    for (i = 0; i < work->count; i++) {
        describe(&themes->labels[i], themes->total, work->minimum, &out[i]);
        shown += out[i].state == NPS_THEME_SHOWN;
    }
    status = nps_segments_level_of_one(&work->options, shown, &level);
    for (i = 0; !status && i < work->count; i++) {
        status = nps_interrupt_check(&work->options.interrupt);
        if (!status && out[i].state == NPS_THEME_SHOWN)
            status = compare_label(work, &themes->labels[i], themes->total, level, &out[i]);
    }
    if (status)
        return status;
    family = family_of(work, out);
    nps_driver_adjust(&family, difference_in);
    nps_driver_adjust(&family, impact_in);
    return NPS_OK;
}

nps_status nps_themes(const nps_theme_sample *sample, const nps_segments_options *options, nps_theme *out,
                      nps_error_detail *detail)
{
    const nps_theme_sample given = sample ? *sample : (nps_theme_sample){.count = 0};
    struct theme_work work = {.count = given.count, .minimum = given.minimum};
    size_t i;
    nps_status status =
        read_options(&work, options, given.total && (given.count == 0 || (given.labels && out)), detail);
    if (!status)
        status = check_total(given.total, "", detail);
    for (i = 0; !status && i < given.count; i++)
        status = check_label(&given.labels[i], given.total, i, "", detail);
    return status ? status : run(&work, sizeof *out, out, compare_labels, &given, detail);
}

/* ---- two periods ---- */

static nps_driver_effect *share_change_in(void *results, size_t place)
{
    return &((nps_theme_change *)results)[place].share;
}

static nps_driver_effect *score_change_in(void *results, size_t place)
{
    return &((nps_theme_change *)results)[place].score;
}

static nps_driver_effect *impact_change_in(void *results, size_t place)
{
    return &((nps_theme_change *)results)[place].impact;
}

static void describe_change(const nps_driver_segment *label, const nps_driver_segment *total, uint64_t minimum,
                            nps_theme_change *change)
{
    const nps_theme_state before = state_of(&label->before, &total->before, minimum, false),
                          after = state_of(&label->after, &total->after, minimum, false);
    const uint64_t first = answers_of(&label->before), second = answers_of(&label->after);
    memset(change, 0, sizeof *change);
    if (first != 0)
        change->presence = second != 0 ? NPS_DRIVER_STAYED : NPS_DRIVER_GONE;
    else
        change->presence = second != 0 ? NPS_DRIVER_NEW : NPS_DRIVER_ABSENT;
    change->state = before > after ? before : after;
    if (change->presence == NPS_DRIVER_ABSENT)
        change->state = NPS_THEME_ALONE;
    change->share_before = (double)first / (double)answers_of(&total->before);
    change->share_after = (double)second / (double)answers_of(&total->after);
    change->impact_before = change->impact_after = NAN;
    change->share = change->score = change->impact = NO_EFFECT;
}

/* The levels of the intervals of the three families. */
struct theme_levels {
    double share, score, impact;
};

static nps_status find_levels(const struct theme_work *work, const nps_theme_change *changes,
                              struct theme_levels *levels)
{
    size_t i, shares = 0, scores = 0, impacts = 0;
    nps_status status;
    for (i = 0; i < work->count; i++) {
        const bool is_shown = changes[i].state == NPS_THEME_SHOWN;
        shares += changes[i].presence != NPS_DRIVER_ABSENT;
        impacts += is_shown;
        scores += is_shown && changes[i].presence == NPS_DRIVER_STAYED;
    }
    status = nps_segments_level_of_one(&work->options, shares, &levels->share);
    if (!status)
        status = nps_segments_level_of_one(&work->options, scores, &levels->score);
    return status ? status : nps_segments_level_of_one(&work->options, impacts, &levels->impact);
}

static nps_status compare_shares(const nps_driver_segment *label, const nps_driver_segment *total, double level,
                                 nps_theme_change *change)
{
    const nps_proportion before = {answers_of(&label->before), answers_of(&total->before)},
                         after = {answers_of(&label->after), answers_of(&total->after)};
    nps_proportion_difference found;
    const nps_status status = nps_proportion_compare(&after, &before, level, &found);
    if (!status)
        change->share = effect_of(found.difference, found.lower, found.upper, found.p_value);
    return status;
}

static nps_status compare_scores(const struct theme_work *work, const nps_driver_segment *label, double level,
                                 nps_theme_change *change)
{
    nps_comparison found;
    const nps_status status =
        nps_compare_until(&label->after, &label->before, work->options.method, level, &work->options.interrupt, &found);
    if (!status)
        change->score = effect_of_comparison(&found);
    return status;
}

static nps_status compare_periods(const struct theme_work *work, const nps_driver_segment *label,
                                  const nps_driver_segment *total, const struct theme_levels *levels,
                                  nps_theme_change *change)
{
    nps_status status = NPS_OK;
    if (change->presence != NPS_DRIVER_ABSENT)
        status = compare_shares(label, total, levels->share, change);
    if (status || change->state != NPS_THEME_SHOWN)
        return status;
    if (change->presence == NPS_DRIVER_STAYED)
        status = compare_scores(work, label, levels->score, change);
    if (!status) {
        const nps_driver_estimate before = nps_driver_impact(&label->before, &total->before),
                                  after = nps_driver_impact(&label->after, &total->after),
                                  gain = {after.points - before.points,
                                          hypot(after.standard_error, before.standard_error)};
        change->impact_before = before.points;
        change->impact_after = after.points;
        change->impact = nps_driver_normal_effect(&gain, nps_normal_two_sided_quantile(1 - levels->impact));
    }
    return status;
}

static nps_status compare_changes(struct theme_work *work, const void *given, void *results)
{
    const nps_theme_periods *themes = given;
    nps_theme_change *out = results;
    nps_driver_family family;
    struct theme_levels levels;
    size_t i;
    nps_status status;
    for (i = 0; i < work->count; i++)
        describe_change(&themes->labels[i], themes->total, work->minimum, &out[i]);
    status = find_levels(work, out, &levels);
    for (i = 0; !status && i < work->count; i++) {
        status = nps_interrupt_check(&work->options.interrupt);
        if (!status)
            status = compare_periods(work, &themes->labels[i], themes->total, &levels, &out[i]);
    }
    if (status)
        return status;
    family = family_of(work, out);
    nps_driver_adjust(&family, share_change_in);
    nps_driver_adjust(&family, score_change_in);
    nps_driver_adjust(&family, impact_change_in);
    return NPS_OK;
}

nps_status nps_themes_change(const nps_theme_periods *periods, const nps_segments_options *options,
                             nps_theme_change *out, nps_error_detail *detail)
{
    const nps_theme_periods given = periods ? *periods : (nps_theme_periods){.count = 0};
    struct theme_work work = {.count = given.count, .minimum = given.minimum};
    size_t i;
    nps_status status =
        read_options(&work, options, given.total && (given.count == 0 || (given.labels && out)), detail);
    if (!status)
        status = check_total(&given.total->before, " in the first period", detail);
    if (!status)
        status = check_total(&given.total->after, " in the second period", detail);
    for (i = 0; !status && i < given.count; i++) {
        status = check_label(&given.labels[i].before, &given.total->before, i, " in the first period", detail);
        if (!status)
            status = check_label(&given.labels[i].after, &given.total->after, i, " in the second period", detail);
    }
    return status ? status : run(&work, sizeof *out, out, compare_changes, &given, detail);
}
