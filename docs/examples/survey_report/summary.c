/* SPDX-License-Identifier: MIT */
#include "summary.h"

#include "figures.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LOW_ANSWER = 7 }; /* when no answer to "0 to 10?" is higher, the scale may be another one */

static void print_answers_of(const char *before, int lowest, int highest, const char *who)
{
    if (lowest < highest)
        printf("%s%d-%d %s", before, lowest, highest, who);
    else if (lowest == highest)
        printf("%s%d %s", before, lowest, who);
}

static void print_scale(const struct options *options)
{
    const nps_scale *scale = options->scale;
    printf("  answers      column \"%s\"", options->columns[ANSWER]);
    print_answers_of(": ", scale->lowest, scale->detractor_max, "detractor");
    print_answers_of(", ", scale->detractor_max + 1, scale->promoter_min - 1, "passive");
    print_answers_of(", ", scale->promoter_min, scale->highest, "promoter");
    printf("\n  missing      blank%s%s; ", *options->missing ? " or " : "", options->missing);
    if (is_standard(scale))
        printf("whatever else is not 0 to 10 is invalid\n");
    else
        printf("0 to 10 but not %d to %d is outside, whatever else is invalid\n", scale->lowest, scale->highest);
}

/* What may have gone wrong without anybody noticing. */
static void print_doubts(const struct report *report)
{
    if (report->all.invalid > 0)
        printf(
            "\n  There are invalid answers. If they are a code that means \"no answer\", declare it with --missing.\n");
    if (report->options->scale->highest == NPS_ANSWERS - 1 && report->highest <= LOW_ANSWER)
        printf("\n  No answer is above %d: is this the right scale? See --scale.\n", report->highest);
    if (report->all.outside > 0)
        printf(
            "\n  There are answers outside the scale, which count for nothing: is this the right one? See --scale.\n");
}

void print_summary(const struct report *report)
{
    const struct options *options = report->options;
    const struct measure *all = &report->all;
    int i;
    print_heading("Net Promoter Score report", '=');
    for (i = 0; i < options->file_count; i++)
        printf("  file         %s\n", strcmp(options->files[i], "-") == 0 ? "standard input" : options->files[i]);
    printf("  respondents  %" PRIu64 " answers, %" PRIu64 " missing, %" PRIu64 " invalid", all->n, all->missing,
           all->invalid);
    if (!is_standard(options->scale))
        printf(", %" PRIu64 " outside", all->outside);
    if (report->survey->undated.missing > 0)
        printf("\n  no %-10s%" PRIu64 ", left out of every figure", period_word(options),
               report->survey->undated.missing);
    putchar('\n');
    print_scale(options);
    if (options->columns[SEGMENT])
        printf("  drawings     o the score, ---- its %s interval, : the score of all segments\n", report->level);
    printf("  figures      each is rounded by itself, so that a change may seem 0.1 points off\n");
    print_doubts(report);
}

void print_limits(const struct report *report)
{
    putchar('\n');
    print_heading("What these figures cannot tell", '-');
    if (report->silent > 0)
        printf("  No interval covers the bias of those who did not answer: %" PRIu64 " here gave no valid answer, and\n"
               "  others were never asked. Every interval takes the respondents as an independent random sample.\n",
               report->silent);
    else
        printf("  No interval covers the bias of those who did not answer: this survey does not tell of any, but\n"
               "  they may not be in it, and others were never asked. Every interval takes the respondents as an\n"
               "  independent random sample.\n");
}
