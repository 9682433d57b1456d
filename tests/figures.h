/* Reading the tables of reference figures: a header line, then comma-separated values without quotes.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_FIGURES_H
#define NPS_TESTS_FIGURES_H

#include "test.h"

#include <stdbool.h>
#include <stdlib.h>

enum { FIGURES_FIELDS = 20 };

/** A table being read, one row at a time. */
struct figures {
    FILE *file;
    char line[1024];
    char *fields[FIGURES_FIELDS];
    int field_count, row;
};

/** Opens `name` in the folder that the build defines, and skips the header; a missing file fails the test. */
static inline struct figures figures_open(const char *name)
{
    struct figures figures;
    char path[1024];
    memset(&figures, 0, sizeof figures);
    snprintf(path, sizeof path, "%s/%s", NPS_TESTS_FIGURES, name);
    figures.file = fopen(path, "r");
    if (!figures.file || !fgets(figures.line, sizeof figures.line, figures.file))
        fail_msg("cannot read %s", path);
    return figures;
}

/** Reads the next row into fields; returns false at the end. */
static inline bool figures_next(struct figures *figures)
{
    char *at = figures->line;
    if (!fgets(figures->line, sizeof figures->line, figures->file)) {
        fclose(figures->file);
        return false;
    }
    at[strcspn(at, "\r\n")] = '\0';
    figures->row++;
    for (figures->field_count = 0; at && figures->field_count < FIGURES_FIELDS; figures->field_count++) {
        figures->fields[figures->field_count] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = '\0';
    }
    return true;
}

static inline double figures_number(const struct figures *figures, int field)
{
    assert_true(field < figures->field_count);
    return strtod(figures->fields[field], NULL);
}

/** Promoters, passives and detractors in three fields. */
static inline nps_counts figures_counts(const struct figures *figures, int field)
{
    assert_true(field + 2 < figures->field_count);
    return (nps_counts){strtoull(figures->fields[field], NULL, 10), strtoull(figures->fields[field + 1], NULL, 10),
                        strtoull(figures->fields[field + 2], NULL, 10)};
}

/** The method with a name; an unknown name fails the test. */
static inline nps_method figures_method(const struct figures *figures, int field)
{
    int method;
    for (method = NPS_METHOD_AUTO; method <= NPS_METHOD_ANYTIME; method++)
        if (strcmp(nps_method_string((nps_method)method), figures->fields[field]) == 0)
            return (nps_method)method;
    fail_msg("no method is called %s", figures->fields[field]);
    return NPS_METHOD_AUTO;
}

#endif
