/* The made-up stratified cluster samples of survey_designs.csv, of which R's package survey gives the figures.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_SURVEY_DESIGNS_H
#define NPS_TESTS_SURVEY_DESIGNS_H

#include "figures.h"

enum { SURVEY_DESIGNS = 8, SURVEY_ROWS = 400, SURVEY_CATEGORIES = 3 };

/** A sample with two margins, g of three categories and r of two. */
struct survey_design {
    size_t rows;
    uint8_t answers[SURVEY_ROWS]; /* NPS_ANSWER_MISSING where nobody answered */
    double weights[SURVEY_ROWS];
    int64_t strata[SURVEY_ROWS], clusters[SURVEY_ROWS], domains[SURVEY_ROWS];
    uint32_t g[SURVEY_ROWS], r[SURVEY_ROWS];
    double totals[2][SURVEY_CATEGORIES];
    nps_margin margins[2];
};

/** The column of answers. */
static inline nps_column survey_design_answers(const struct survey_design *design)
{
    static const int64_t missing = NPS_ANSWER_MISSING;
    nps_column column;
    nps_column_init(&column, NPS_COLUMN_U8, design->answers, design->rows);
    column.missing_codes = &missing;
    column.missing_code_count = 1;
    return column;
}

/** Reads the design with a number, 1 to 8; its margins have no totals yet. */
static inline void survey_design_read(int number, struct survey_design *design)
{
    struct figures figures = figures_open("survey_designs.csv");
    memset(design, 0, sizeof *design);
    while (figures_next(&figures)) {
        const size_t i = design->rows;
        if (strtol(figures.fields[0], NULL, 10) != number)
            continue;
        assert_true(i < SURVEY_ROWS);
        design->answers[i] =
            *figures.fields[1] ? (uint8_t)strtoul(figures.fields[1], NULL, 10) : (uint8_t)NPS_ANSWER_MISSING;
        design->weights[i] = figures_number(&figures, 2);
        design->strata[i] = strtoll(figures.fields[3], NULL, 10);
        design->clusters[i] = strtoll(figures.fields[4], NULL, 10);
        design->domains[i] = strtoll(figures.fields[5], NULL, 10);
        design->g[i] = (uint32_t)strtoul(figures.fields[6], NULL, 10);
        design->r[i] = (uint32_t)strtoul(figures.fields[7], NULL, 10);
        design->rows++;
    }
    assert_true(design->rows > 0);
    design->margins[0] = (nps_margin){design->g, design->totals[0], 3};
    design->margins[1] = (nps_margin){design->r, design->totals[1], 2};
}

/** The rows of a design, with both margins. */
static inline nps_calibration_sample survey_design_sample(const struct survey_design *design)
{
    return (nps_calibration_sample){.weights = design->weights,
                                    .row_count = design->rows,
                                    .margins = design->margins,
                                    .margin_count = 2,
                                    .strata = design->strata,
                                    .clusters = design->clusters};
}

/** Sets the totals of a margin from a field of survey_calibrated.csv: numbers with a blank between them. */
static inline void survey_design_set_totals(struct survey_design *design, int margin, const char *field)
{
    char *end = (char *)(uintptr_t)field;
    size_t i;
    for (i = 0; i < design->margins[margin].category_count; i++)
        design->totals[margin][i] = strtod(end, &end);
}

/** Compares an estimate with the row of survey_calibrated.csv that was read last. */
static inline void survey_assert_estimate(const struct figures *figures, const nps_weighted_estimate *estimate)
{
    assert_double_near(estimate->score, figures_number(figures, 4), 1e-8);
    assert_double_near(estimate->standard_error, figures_number(figures, 5), 1e-8);
    assert_double_near(estimate->degrees, figures_number(figures, 6), 0);
}

/** A check of a design against its row of survey_calibrated.csv. */
typedef void survey_check(const struct figures *figures, struct survey_design *design);

/** Makes a check with every design; `what` is the second field of the rows. */
static inline void survey_check_designs(const char *what, survey_check *check)
{
    struct figures figures = figures_open("survey_calibrated.csv");
    struct survey_design design;
    int found = 0;
    while (figures_next(&figures))
        if (strcmp(figures.fields[1], what) == 0) {
            survey_design_read(atoi(figures.fields[0]), &design);
            check(&figures, &design);
            found++;
        }
    assert_int_equal(found, SURVEY_DESIGNS);
}

#endif
