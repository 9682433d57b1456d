/* The texts of each language, in the order of the labels. A new language is a table, and a row in lib/labels.c.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_LABELS_TABLES_H
#define NPS_LABELS_TABLES_H

#include <nps/labels.h>

/** A text, and the label whose turn it is, without NPS_LABEL_; the test repository.labels compares. A table is one
 * text: a table of pointers would be four times as long in a shared library, where each pointer has a relocation. */
#define NPS_TEXT(label, text) text "\0"

extern const char *const nps_labels_english;
extern const char *const nps_labels_lithuanian;
extern const char *const nps_labels_chinese;
extern const char *const nps_labels_russian;
extern const char *const nps_labels_filipino;
extern const char *const nps_labels_polish;

#endif
