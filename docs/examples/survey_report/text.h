/* SPDX-License-Identifier: MIT */
/* Texts and numbers, as cells of a CSV file have them. */
#ifndef SURVEY_REPORT_TEXT_H
#define SURVEY_REPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_DIGITS = 18 }; /* of a whole number: always fits in int64_t */

/* A text that grows; zeroed = empty. Its bytes end with a zero once something was appended. */
struct text {
    char *bytes;
    size_t length;
    size_t capacity;
};

/* False, after a complaint, when there is no memory. */
bool text_append(struct text *self, const char *bytes, size_t length);

/* Appends a text from outside so that it is safe to print: a control character or a damaged byte becomes "?". */
bool text_append_printable(struct text *self, const char *bytes, size_t length);

/* Leaves out the blanks around a text. */
const char *trim(const char *bytes, size_t *length);

/* Reads "9", "+9", "-1" or "9.0" (spreadsheets write whole numbers so), and nothing else. */
bool read_whole_number(const char *bytes, size_t length, int64_t *number);

#endif
