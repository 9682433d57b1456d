/* SPDX-License-Identifier: MIT */
#include "comparisons.h"

#include "figures.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The two-sided test at the level of the intervals. */
static bool is_beyond_chance(const struct report *report, double p_value)
{
    return p_value < 1 - report->options->level;
}

static void print_difference(const struct report *report, const nps_comparison *comparison)
{
    printf("  difference  %+.1f, %s interval %.1f to %.1f, ", tidy(comparison->difference), report->level,
           tidy(comparison->bounds.lower), tidy(comparison->bounds.upper));
    printf("%s (%s method)\n\n", p_text_of(comparison->p_value).text, nps_method_string(comparison->method));
}

static void print_change_sentence(const struct report *report, const nps_comparison *change)
{
    if (change->difference == 0)
        printf("  The two scores are equal, which does not show that nothing changed: see the interval.\n");
    else
        printf("  The %s of %s is %s.\n", change->difference < 0 ? "drop" : "rise", points_of(change->difference).text,
               is_beyond_chance(report, change->p_value)
                   ? "larger than chance alone explains"
                   : "not distinguishable from no change: chance alone may explain it");
    printf("  Respondents who share a gate, a flight or a shop are not independent of each other, and these\n"
           "  figures take them to be: the real uncertainty is larger than the interval says.\n");
}

/* One segment in two periods. */
struct pair {
    nps_group segment;
    struct measure before;
    struct measure after;
};

/* Reads a segment of `before` and looks for it in `after`; where it is not found there are no answers. */
static nps_status find_pair(const struct report *report, const nps_groups *before, size_t index,
                            const nps_groups *after, struct pair *out)
{
    nps_accumulator found = {{0}, 0, 0};
    nps_status status = nps_groups_get(before, index, &out->segment);
    if (status)
        return status;
    status = nps_groups_find_text(after, out->segment.text, out->segment.text_length, &found);
    if (status && status != NPS_ERROR_NOT_FOUND)
        return status;
    status = measure(&out->segment.accumulator, report->options, &out->before);
    return status ? status : measure(&found, report->options, &out->after);
}

static bool is_comparable(const struct pair *pair)
{
    return pair->before.n > 0 && pair->after.n > 0;
}

static nps_status count_pairs(const struct report *report, const nps_groups *before, const nps_groups *after,
                              size_t *pairs)
{
    size_t i;
    *pairs = 0;
    for (i = 0; i < nps_groups_count(before); i++) {
        struct pair pair;
        nps_status status = find_pair(report, before, i, after, &pair);
        if (status)
            return status;
        *pairs += is_comparable(&pair);
    }
    return NPS_OK;
}

/* After minus before. The exact comparison takes small samples only; the others are compared by the default method. */
static nps_status compare(const nps_counts *after, const nps_counts *before, nps_method method, double level,
                          nps_comparison *out)
{
    const nps_status status = nps_compare(after, before, method, level, out);
    return status == NPS_ERROR_TOO_MANY && method == NPS_METHOD_EXACT
               ? nps_compare(after, before, NPS_METHOD_AUTO, level, out)
               : status;
}

/* Who looks at many segments finds a change by luck. Bonferroni: share the permitted error among all the looks. */
static nps_status print_pair(const struct report *report, const struct pair *pair, size_t looks)
{
    double level = 1 - (1 - report->options->level) / (double)looks;
    nps_comparison change;
    double p_value;
    nps_status status = compare(&pair->after.counts, &pair->before.counts, report->options->method, level, &change);
    if (status)
        return status;
    p_value = change.p_value * (double)looks;
    if (p_value > 1)
        p_value = 1;
    print_segment_name(&pair->segment, report->name_width);
    printf("  %8.1f  %8.1f  %+8.1f  ", tidy(pair->before.score), tidy(pair->after.score), tidy(change.difference));
    print_bounds(&change.bounds);
    printf("  %-10s  %s\n", p_text_of(p_value).text,
           is_beyond_chance(report, p_value) ? "beyond chance" : "may be chance");
    return NPS_OK;
}

static nps_status print_segment_changes(const struct report *report, const struct period *before_period,
                                        const struct period *after_period)
{
    const nps_groups *before = before_period->segments, *after = after_period->segments;
    size_t looks, i;
    nps_status status = count_pairs(report, before, after, &looks);
    if (status || looks == 0)
        return status;
    putchar('\n');
    print_name(report->options->columns[SEGMENT], strlen(report->options->columns[SEGMENT]), report->name_width);
    print_period_above(before_period);
    print_period_above(after_period);
    printf("  %8s  %7s interval\n", "change", report->level);
    for (i = 0; i < nps_groups_count(before); i++) {
        struct pair pair;
        status = find_pair(report, before, i, after, &pair);
        if (!status && is_comparable(&pair))
            status = print_pair(report, &pair, looks);
        if (status)
            return status;
    }
    printf("\n  Many looks find something by luck. The %zu intervals of this table are widened so that all hold\n"
           "  together at %s, and each p is multiplied by %zu, up to 1 (Bonferroni).\n",
           looks, report->level, looks);
    return NPS_OK;
}

nps_status print_change(const struct report *report, const struct period *before_period,
                        const struct period *after_period)
{
    const struct options *options = report->options;
    char heading[2 * sizeof(struct period_name) + 32];
    struct measure before, after;
    nps_comparison change;
    nps_status status = measure_period(before_period, options, &before);
    if (!status)
        status = measure_period(after_period, options, &after);
    if (status)
        return status;
    snprintf(heading, sizeof heading, "Change from %s to %s", period_name(report, before_period).text,
             period_name(report, after_period).text);
    putchar('\n');
    print_heading(heading, '-');
    if (before.n == 0 || after.n == 0) {
        printf("  One of the two has no answers: there is nothing to compare.\n");
        return NPS_OK;
    }
    status = compare(&after.counts, &before.counts, options->method, options->level, &change);
    if (status)
        return status;
    printf("  NPS         %.1f, then %.1f\n", tidy(before.score), tidy(after.score));
    print_difference(report, &change);
    print_change_sentence(report, &change);
    return options->columns[SEGMENT] ? print_segment_changes(report, before_period, after_period) : NPS_OK;
}

static void print_standing_sentence(const struct report *report, const nps_comparison *standing)
{
    struct points points = points_of(standing->difference);
    if (standing->difference == 0)
        printf("  The score is that of the benchmark, which does not show that they are the same: see the interval.\n");
    else if (is_beyond_chance(report, standing->p_value))
        printf("  The score lies %s %s the benchmark, more than chance alone explains.\n", points.text,
               standing->difference < 0 ? "below" : "above");
    else
        printf("  The score is not distinguishable from the benchmark: chance alone may explain %s.\n", points.text);
    printf("  Whom the benchmark asked, how many and how is not known here. It is taken as exact, which no\n"
           "  survey is: the real uncertainty is larger than the interval says.\n");
}

nps_status print_benchmark(const struct report *report, const struct period *period)
{
    const struct options *options = report->options;
    struct measure latest;
    nps_comparison standing;
    nps_status status = measure_period(period, options, &latest);
    if (status)
        return status;
    putchar('\n');
    print_heading("Against the benchmark", '-');
    if (latest.n == 0) {
        printf("  The latest period has no answers: there is nothing to compare.\n");
        return NPS_OK;
    }
    status = nps_compare_benchmark(&latest.counts, options->benchmark, 0, options->method, options->level, &standing);
    if (status)
        return status;
    printf("  NPS         %.1f (%s)\n", tidy(latest.score), period_name(report, period).text);
    printf("  benchmark   %g (%s)\n", options->benchmark, options->benchmark_name);
    print_difference(report, &standing);
    print_standing_sentence(report, &standing);
    return NPS_OK;
}
