/* SPDX-License-Identifier: MIT */
/* Numbers and names as the report shows them. */
#ifndef SURVEY_REPORT_FIGURES_H
#define SURVEY_REPORT_FIGURES_H

#include "report.h"
#include <nps/nps.h>
#include <stddef.h>

enum {
    NAME_WIDTH = 20, /* longer names of segments and periods are cut where they are printed */
    SCORE_WIDTH = 8, /* names of periods above a column of scores are cut to this */
};

/* Points are printed with one decimal: the interval says how little the second one would mean. Rounds what would print
 * as "-0.0" to 0. */
double tidy(double points);

void print_bounds(const nps_bounds *bounds);

/* "p = 0.0123", and no digits after a 1, which is where a multiplied p-value is cut. */
struct p_text {
    char text[16];
};

struct p_text p_text_of(double p_value);

/* The characters of a text in UTF-8. */
int count_characters(const char *bytes, size_t length);

void print_heading(const char *heading, char underline);

/* Prints a name in a column of names that is `width` characters wide. */
void print_name(const char *bytes, size_t length, int width);

/* Prints the name of a period above a column of scores. */
void print_period_above(const struct period *period);

void print_segment_name(const nps_group *segment, int width);

/* Room for the name of a period: a character of UTF-8 has up to four bytes. */
struct period_name {
    char text[4 * NAME_WIDTH + 1];
};

/* "2017", or what to call the only period of a survey without dates. */
struct period_name period_name(const struct report *report, const struct period *period);

/* "5.0 points", without a "0.0 points". */
struct points {
    char text[32];
};

struct points points_of(double difference);

#endif
