/* SPDX-License-Identifier: MIT */
/* Reads CSV files into a survey. */
#ifndef SURVEY_REPORT_READING_H
#define SURVEY_REPORT_READING_H

#include "options.h"
#include "survey.h"
#include <stdbool.h>

/* Reads all files. False, after a complaint, when one cannot be read. */
bool read_survey(const struct options *options, struct survey *survey);

#endif
