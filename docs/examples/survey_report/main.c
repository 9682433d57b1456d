/* SPDX-License-Identifier: MIT */
/*
 * A report on a survey in a CSV file: what libnps looks like in a whole program.
 *
 *     cc -std=c11 *.c $(pkg-config --cflags --libs libnps) -lcsv -o survey_report
 *     ./survey_report --help
 *
 * libcsv takes the file apart, libnps counts and computes, this program only asks and prints. The file is read as a
 * stream: memory depends on the number of periods and segments, not on the number of respondents. ../survey_report.py,
 * the report of the Python package, has the same figures.
 *
 * libnps is used in four files: survey.c and reading.c count, measure.c asks for a score and its interval, and
 * comparisons.c compares.
 */
#include "complaints.h"
#include "options.h"
#include "reading.h"
#include "report.h"
#include "survey.h"
#include <stdlib.h>

int main(int argc, char **argv)
{
    static char name[] = "survey_report"; /* for getopt_long(), which names the program when it complains */
    struct options options = {.missing = "",
                              .scale = nps_scale_0_10(),
                              .level = 0.95,
                              .method = NPS_METHOD_AUTO,
                              .benchmark_name = "no name given"};
    struct survey survey = {0};
    bool ok;
    if (argc > 0)
        argv[0] = name;
    if (!read_options(argc, argv, &options)) {
        complain("try --help");
        return 2;
    }
    ok = read_survey(&options, &survey) && report_survey(&options, &survey);
    survey_destroy(&survey);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
