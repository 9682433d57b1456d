/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

double tidy(double points)
{
    return points > -0.05 && points < 0.05 ? 0 : points;
}

void print_bounds(const nps_bounds *bounds)
{
    printf("%6.1f to %-6.1f", tidy(bounds->lower), tidy(bounds->upper));
}

struct p_text p_text_of(double p_value)
{
    struct p_text p;
    if (p_value < 0.0001)
        snprintf(p.text, sizeof p.text, "p < 0.0001");
    else if (p_value > 0.99995)
        snprintf(p.text, sizeof p.text, "p = 1");
    else
        snprintf(p.text, sizeof p.text, "p = %.4f", p_value);
    return p;
}

static bool begins_character(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

int count_characters(const char *bytes, size_t length)
{
    int count = 0;
    size_t i;
    for (i = 0; i < length; i++)
        count += begins_character(bytes[i]);
    return count;
}

void print_heading(const char *heading, char underline)
{
    int i;
    printf("%s\n", heading);
    for (i = count_characters(heading, strlen(heading)); i > 0; i--)
        putchar(underline);
    putchar('\n');
}

/* How a long name is shown: its first bytes, then dots, in `width` characters. */
struct cut {
    int bytes;
    const char *dots;
    int width;
};

static struct cut cut_name(const char *bytes, size_t length, int most)
{
    int count = count_characters(bytes, length);
    int shown = count > most ? most - 2 : count;
    size_t end = 0;
    while (end < length && shown >= begins_character(bytes[end]))
        shown -= begins_character(bytes[end++]);
    return (struct cut){(int)end, count > most ? ".." : "", count > most ? most : count};
}

void print_name(const char *bytes, size_t length, int width)
{
    struct cut cut = cut_name(bytes, length, NAME_WIDTH);
    printf("  %.*s%s%*s", cut.bytes, bytes, cut.dots, width - cut.width, "");
}

void print_period_above(const struct period *period)
{
    struct cut cut = cut_name(period->name, strlen(period->name), SCORE_WIDTH);
    printf("  %*s%.*s%s", SCORE_WIDTH - cut.width, "", cut.bytes, period->name, cut.dots);
}

void print_segment_name(const nps_group *segment, int width)
{
    if (segment->text_length > 0)
        print_name(segment->text, segment->text_length, width);
    else
        print_name("(blank)", strlen("(blank)"), width);
}

struct period_name period_name(const struct report *report, const struct period *period)
{
    struct cut cut = cut_name(period->name, strlen(period->name), NAME_WIDTH);
    struct period_name name;
    if (has_periods(report->options))
        snprintf(name.text, sizeof name.text, "%.*s%s", cut.bytes, period->name, cut.dots);
    else
        snprintf(name.text, sizeof name.text, "all dates");
    return name;
}

struct points points_of(double difference)
{
    double size = difference < 0 ? -difference : difference;
    struct points points;
    if (size < 0.05)
        snprintf(points.text, sizeof points.text, "less than 0.1 points");
    else
        snprintf(points.text, sizeof points.text, "%.1f points", size);
    return points;
}
