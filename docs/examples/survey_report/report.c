/* SPDX-License-Identifier: MIT */
#include "report.h"

#include "comparisons.h"
#include "complaints.h"
#include "figures.h"
#include "period.h"
#include "summary.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static nps_status print_report(const struct report *report)
{
    const struct survey *survey = report->survey;
    nps_status status = NPS_OK;
    size_t i;
    print_summary(report);
    for (i = 0; i < survey->period_count && !status; i++)
        status = print_period(report, &survey->periods[i]);
    for (i = 1; i < survey->period_count && !status; i++)
        status = print_change(report, &survey->periods[i - 1], &survey->periods[i]);
    if (!status && report->options->has_benchmark)
        status = print_benchmark(report, &survey->periods[survey->period_count - 1]);
    print_limits(report);
    return status;
}

static void fit_name(struct report *report, const char *bytes, size_t length)
{
    int width = count_characters(bytes, length);
    if (width > NAME_WIDTH)
        width = NAME_WIDTH;
    if (width > report->name_width)
        report->name_width = width;
}

static void fit_score(struct report *report, double score)
{
    while (report->low > score)
        report->low -= 10;
    while (report->high < score)
        report->high += 10;
}

/* Widens the axis of the drawings. The score may lie outside an interval of the Wald family. */
static void fit_measure(struct report *report, const struct measure *measured)
{
    if (measured->n > 0) {
        fit_score(report, measured->score);
        fit_score(report, measured->interval.bounds.lower);
        fit_score(report, measured->interval.bounds.upper);
    }
}

static nps_status fit_period(struct report *report, const struct period *period)
{
    const nps_groups *groups = period->segments;
    struct measure measured;
    nps_status status = measure_period(period, report->options, &measured);
    size_t i;
    for (i = 0; i < nps_groups_count(groups) && !status; i++) {
        nps_group segment;
        fit_measure(report, &measured);
        status = nps_groups_get(groups, i, &segment);
        if (!status)
            status = measure(&segment.accumulator, report->options, &measured);
        if (!status)
            fit_name(report, segment.text, segment.text_length);
    }
    if (!status)
        fit_measure(report, &measured);
    return status;
}

static nps_status fit_report(struct report *report)
{
    const struct survey *survey = report->survey;
    nps_status status = NPS_OK;
    size_t i;
    snprintf(report->level, sizeof report->level, "%g %%", 100 * report->options->level);
    report->n_width = snprintf(NULL, 0, "%6" PRIu64, report->all.n);
    report->low = 90;
    report->high = -90;
    fit_name(report, "(blank)", strlen("(blank)"));
    if (report->options->columns[SEGMENT])
        fit_name(report, report->options->columns[SEGMENT], strlen(report->options->columns[SEGMENT]));
    for (i = 0; i < survey->period_count && !status; i++)
        status = fit_period(report, &survey->periods[i]);
    if (report->low == report->high)
        report->low -= 10;
    return status;
}

/* Counts all respondents of all periods. */
static nps_status count_all(struct report *report)
{
    const struct survey *survey = report->survey;
    nps_accumulator total = {{0}, 0, 0}, silent = {{0}, 0, 0};
    nps_status status = survey->counted ? nps_groups_total(survey->counted, &total) : NPS_OK;
    if (!status)
        status = count(&total, report->options, &report->all);
    if (!status)
        status = nps_accumulator_add_missing(&silent, report->all.missing);
    if (!status)
        status = nps_accumulator_add_missing(&silent, report->all.invalid);
    if (!status)
        status = nps_accumulator_add_missing(&silent, report->all.outside);
    report->silent = silent.missing;
    report->highest = NPS_ANSWERS - 1;
    while (report->highest > 0 && total.answers[report->highest] == 0)
        report->highest--;
    return status;
}

static bool complain_of_no_answers(const struct report *report)
{
    const struct options *options = report->options;
    char outside[64] = "", undated[64] = "";
    if (!is_standard(options->scale))
        snprintf(outside, sizeof outside, ", %" PRIu64 " outside", report->all.outside);
    if (report->survey->undated.missing > 0)
        snprintf(undated, sizeof undated, ", %" PRIu64 " without a %s", report->survey->undated.missing,
                 period_word(options));
    return complain("the column '%s' holds no answers (%" PRIu64 " missing, %" PRIu64
                    " invalid%s%s), so there is no score",
                    options->columns[ANSWER], report->all.missing, report->all.invalid, outside, undated);
}

bool report_survey(const struct options *options, const struct survey *survey)
{
    struct report report = {.options = options, .survey = survey};
    if (!check(count_all(&report)))
        return false;
    if (report.all.n == 0)
        return complain_of_no_answers(&report);
    if (!check(fit_report(&report)) || !check(print_report(&report)))
        return false;
    return (fflush(stdout) == 0 && !ferror(stdout)) || complain("cannot write the report: %s", strerror(errno));
}
