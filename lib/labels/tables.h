/* The table of each language, by label. A new language is a table like these, and a row in lib/labels.c.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_LABELS_TABLES_H
#define NPS_LABELS_TABLES_H

#include <nps/labels.h>

extern const char *const nps_labels_english[NPS_LABEL_END];
extern const char *const nps_labels_lithuanian[NPS_LABEL_END];
extern const char *const nps_labels_chinese[NPS_LABEL_END];
extern const char *const nps_labels_russian[NPS_LABEL_END];
extern const char *const nps_labels_filipino[NPS_LABEL_END];
extern const char *const nps_labels_polish[NPS_LABEL_END];

#endif
