/* SPDX-License-Identifier: MIT */
#include "period.h"

#include "figures.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    BAR_WIDTH = 50,    /* of a bar that stands for 100 % */
    PLOT_WIDTH = 37,   /* of the drawn intervals */
    FEW_ANSWERS = 100, /* below, the report says in words how little is known */
    FEW_SEGMENTS = 5,  /* above, the report warns of luck */
};

static void print_share(const struct report *report, const char *name, uint64_t count, uint64_t n)
{
    static const char bar[BAR_WIDTH + 1] = "##################################################";
    printf("  %-10s  %*" PRIu64 "  %5.1f %%  |%.*s\n", name, report->n_width, count, 100 * (double)count / (double)n,
           (int)(BAR_WIDTH * (double)count / (double)n + 0.5), bar);
}

static int place(const struct report *report, double score)
{
    return (int)((score - report->low) * (PLOT_WIDTH - 1) / (report->high - report->low) + 0.5);
}

/* Draws an interval: "|    ---o---  :   |", the colon standing for the score of all segments together. */
static void print_plot(const struct report *report, const struct measure *segment, double all)
{
    char plot[PLOT_WIDTH + 1];
    int i;
    memset(plot, ' ', PLOT_WIDTH);
    plot[PLOT_WIDTH] = '\0';
    plot[place(report, all)] = ':';
    for (i = place(report, segment->interval.bounds.lower); i <= place(report, segment->interval.bounds.upper); i++)
        plot[i] = '-';
    plot[place(report, segment->score)] = 'o';
    printf("|%s|\n", plot);
}

static void print_segment_measure(const struct report *report, const struct measure *segment, double all)
{
    if (segment->n == 0) {
        printf("  %*d  no answers\n", report->n_width, 0);
        return;
    }
    printf("  %*" PRIu64 "  %8.1f  ", report->n_width, segment->n, tidy(segment->score));
    print_bounds(&segment->interval.bounds);
    printf("  ");
    print_plot(report, segment, all);
}

static void print_segments_header(const struct report *report)
{
    print_name(report->options->columns[SEGMENT], strlen(report->options->columns[SEGMENT]), report->name_width);
    printf("  %*s  %8s  %7s interval   %-*d%*d\n", report->n_width, "n", "NPS", report->level, PLOT_WIDTH / 2 + 1,
           report->low, PLOT_WIDTH / 2 + 2, report->high);
}

/* Nobody shall take the best and the worst of many for more than they are. */
static void print_segments_warning(const struct report *report, int segments)
{
    if (segments > FEW_SEGMENTS)
        printf("\n  Each interval holds at %s by itself. Of these %d some may miss the truth by luck, and the best\n"
               "  and the worst segment look further apart than they are.\n",
               report->level, segments);
}

static nps_status print_segments(const struct report *report, const nps_groups *groups, const struct measure *all)
{
    int with_answers = 0;
    size_t i;
    print_segments_header(report);
    for (i = 0; i < nps_groups_count(groups); i++) {
        nps_group segment;
        struct measure measured;
        nps_status status = nps_groups_get(groups, i, &segment);
        if (!status)
            status = measure(&segment.accumulator, report->options, &measured);
        if (status)
            return status;
        print_segment_name(&segment, report->name_width);
        print_segment_measure(report, &measured, all->score);
        with_answers += measured.n > 0;
    }
    print_name("all", strlen("all"), report->name_width);
    print_segment_measure(report, all, all->score);
    print_segments_warning(report, with_answers);
    return NPS_OK;
}

static void print_numbers(const struct report *report, const struct measure *all)
{
    printf("  %-10s  %*" PRIu64 "\n", "answers", report->n_width, all->n);
    printf("  %-10s  %*" PRIu64 "\n", "missing", report->n_width, all->missing);
    printf("  %-10s  %*" PRIu64 "\n", "invalid", report->n_width, all->invalid);
    if (!is_standard(report->options->scale))
        printf("  %-10s  %*" PRIu64 "\n", "outside", report->n_width, all->outside);
    putchar('\n');
}

static void print_score(const struct report *report, const struct measure *all)
{
    double lower = tidy(all->interval.bounds.lower), upper = tidy(all->interval.bounds.upper);
    printf("\n  NPS %.1f, %s interval %.1f to %.1f (%s method)\n", tidy(all->score), report->level, lower, upper,
           nps_method_string(all->interval.method));
    if (all->n < FEW_ANSWERS)
        printf("  With %" PRIu64 " %s the true score may well lie anywhere from %.1f to %.1f.\n", all->n,
               all->n == 1 ? "answer" : "answers", lower, upper);
    if (all->interval.bounds.lower <= 0 && all->interval.bounds.upper >= 0)
        printf("  The interval contains 0: promoters may outnumber detractors, or the reverse.\n");
}

nps_status print_period(const struct report *report, const struct period *period)
{
    struct measure all;
    nps_status status = measure_period(period, report->options, &all);
    if (status)
        return status;
    putchar('\n');
    print_heading(period_name(report, period).text, '-');
    print_numbers(report, &all);
    if (all.n == 0) {
        printf("  No answers, so no score.\n");
        return NPS_OK;
    }
    print_share(report, "promoters", all.counts.promoters, all.n);
    print_share(report, "passives", all.counts.passives, all.n);
    print_share(report, "detractors", all.counts.detractors, all.n);
    print_score(report, &all);
    if (!report->options->columns[SEGMENT])
        return NPS_OK;
    putchar('\n');
    return print_segments(report, period->segments, &all);
}
