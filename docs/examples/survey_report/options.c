/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "complaints.h"
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: survey_report FILE... --answer NAME [options]\n"
    "\n"
    "Reports on a survey that asked \"how likely are you to recommend us, 0 to 10?\", or on another\n"
    "scale: the Net Promoter Score with its interval, by period and by segment, the change from period\n"
    "to period, and the standing against a benchmark.\n"
    "\n"
    "  FILE                   CSV in UTF-8 with a header line; - reads standard input. Several files are\n"
    "                         one survey, as if they were one file\n"
    "\n"
    "Columns, by their names in the header line (blanks around a name do not matter):\n"
    "  --answer NAME          the answers; a blank is missing, what is not 0 to 10 is invalid\n"
    "  --segment NAME         what to report by: a region, a shop, a boarding area\n"
    "  --count NAME           how many respondents a row stands for; without it each row is one\n"
    "  --date NAME            the date, YYYY-MM-DD; its year is the period\n"
    "  --period NAME          instead of a date the period itself, any text; periods are ordered by\n"
    "                         their texts: 2018-Q1, 2018-Q2\n"
    "\n"
    "Reading the answers:\n"
    "  --scale SCALE          0-10, 1-10, 1-5 or 1-7 (0-10)\n"
    "  --missing CODES        what else means \"no answer\", separated by commas: --missing=11,99,NA\n"
    "\n"
    "Statistics:\n"
    "  --level LEVEL          how sure the intervals are to hold the truth, 0.5 to 0.9999 (0.95)\n"
    "  --method NAME          of the intervals, see below (auto)\n"
    "  --benchmark SCORE      a published score, -100 to 100, to compare the latest period with\n"
    "  --benchmark-name TEXT  whose score that is\n"
    "\n"
    "  -h, --help             this text\n"
    "\n"
    "Methods:\n";

static const char help_end[] =
    "\n"
    "Exit status: 0 a report was printed, 1 the data cannot be read, 2 the options make no sense.\n"
    "\n"
    "Example:\n"
    "  survey_report sfo_recommend_counts.csv --answer answer --segment boarding_area \\\n"
    "      --count respondents --date date --missing 11 --benchmark 36 --benchmark-name airlines\n";

/* The library names its methods; this program says a word on those it knows. */
static const char *method_explanation(nps_method method)
{
    switch (method) {
    case NPS_METHOD_AUTO: return "exact up to 100 answers; skewness-corrected above, and of changes";
    case NPS_METHOD_EXACT: return "covers the truth at least as often as claimed; up to 1000 answers";
    case NPS_METHOD_SCORE: return "inverts the score test (Tango 1998); good on few answers, too";
    case NPS_METHOD_SKEWNESS_SCORE: return "score, corrected for skewness (Laud 2017)";
    case NPS_METHOD_ADJUSTED_WALD: return "wald after adding three respondents (Rocks 2016)";
    case NPS_METHOD_AGRESTI_MIN: return "wald after adding two respondents (Agresti and Min 2005)";
    case NPS_METHOD_BONETT_PRICE: return "wald after adding a promoter and a detractor (2012)";
    case NPS_METHOD_WALD: return "score +- z standard errors; too narrow on few answers";
    case NPS_METHOD_BAYES: return "Dirichlet posterior, Jeffreys' prior, equal tails";
    case NPS_METHOD_ANYTIME: return "holds however often one looks while answers come in; wider";
    default: return "";
    }
}

/* Whether there is a method of this number. */
static bool is_method(int number, nps_method *method)
{
    *method = (nps_method)number;
    return strcmp(nps_method_string(*method), nps_method_string((nps_method)-1)) != 0;
}

static void print_help(void)
{
    nps_method method;
    int i;
    fputs(help, stdout);
    for (i = 0; is_method(i, &method); i++)
        printf("  %-24s  %s\n", nps_method_string(method), method_explanation(method));
    fputs(help_end, stdout);
}

static bool read_number(const char *option, const char *text, double lowest, double highest, double *number)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= lowest && value <= highest))
        return complain("%s must be a number from %g to %g, not '%s'", option, lowest, highest, text);
    *number = value;
    return true;
}

/* Words may be joined by a blank or a hyphen, so that nobody needs quotation marks. */
static bool is_same_name(const char *a, const char *b)
{
    while (*a && (*a == *b || (strchr(" -", *a) && strchr(" -", *b) && *b))) {
        a++;
        b++;
    }
    return *a == *b;
}

static bool read_method(const char *name, nps_method *method)
{
    int i;
    for (i = 0; is_method(i, method); i++)
        if (is_same_name(nps_method_string(*method), name))
            return true;
    fprintf(stderr, "survey_report: --method is one of");
    for (i = 0; is_method(i, method); i++)
        fprintf(stderr, "%s %s", i ? "," : "", nps_method_string(*method));
    fprintf(stderr, ", not '%s'\n", name);
    return false;
}

static bool read_scale(const char *name, const nps_scale **scale)
{
    static const struct {
        const char *name;
        const nps_scale *(*scale)(void);
    } scales[] = {{"0-10", nps_scale_0_10}, {"1-10", nps_scale_1_10}, {"1-5", nps_scale_1_5}, {"1-7", nps_scale_1_7}};
    size_t i;
    for (i = 0; i < sizeof scales / sizeof *scales; i++) {
        if (strcmp(scales[i].name, name) == 0) {
            *scale = scales[i].scale();
            return true;
        }
    }
    return complain("--scale is one of 0-10, 1-10, 1-5, 1-7, not '%s'", name);
}

static bool read_option(int option, const char *value, struct options *options)
{
    switch (option) {
    case 'a': options->columns[ANSWER] = value; return true;
    case 's': options->columns[SEGMENT] = value; return true;
    case 'c': options->columns[COUNT] = value; return true;
    case 'd': options->columns[DATE] = value; return true;
    case 'p': options->columns[PERIOD] = value; return true;
    case 'k': return read_scale(value, &options->scale);
    case 'm': options->missing = value; return true;
    case 'l': return read_number("--level", value, 0.5, 0.9999, &options->level);
    case 'e': return read_method(value, &options->method);
    case 'b': options->has_benchmark = true; return read_number("--benchmark", value, -100, 100, &options->benchmark);
    case 'n': options->benchmark_name = value; return true;
    }
    return false; /* getopt_long() has said why */
}

bool read_options(int argc, char **argv, struct options *options)
{
    static const struct option known[] = {
        {"answer", required_argument, NULL, 'a'},
        {"segment", required_argument, NULL, 's'},
        {"count", required_argument, NULL, 'c'},
        {"date", required_argument, NULL, 'd'},
        {"period", required_argument, NULL, 'p'},
        {"scale", required_argument, NULL, 'k'},
        {"missing", required_argument, NULL, 'm'},
        {"level", required_argument, NULL, 'l'},
        {"method", required_argument, NULL, 'e'},
        {"benchmark", required_argument, NULL, 'b'},
        {"help", no_argument, NULL, 'h'},
        {"benchmark-name", required_argument, NULL, 'n'},
        {NULL, 0, NULL, 0},
    };
    int option;
    while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
        if (option == 'h') {
            print_help();
            exit(EXIT_SUCCESS);
        }
        if (!read_option(option, optarg, options))
            return false;
    }
    if (optind >= argc)
        return complain("give a FILE, or - for standard input");
    if (!options->columns[ANSWER])
        return complain("--answer NAME is needed: which column holds the answers?");
    if (options->columns[DATE] && options->columns[PERIOD])
        return complain("give --date or --period, not both");
    options->files = argv + optind;
    options->file_count = argc - optind;
    return true;
}

bool has_periods(const struct options *options)
{
    return options->columns[DATE] || options->columns[PERIOD];
}

const char *period_word(const struct options *options)
{
    return options->columns[DATE] ? "date" : "period";
}

bool is_standard(const nps_scale *scale)
{
    return memcmp(scale, nps_scale_0_10(), sizeof *scale) == 0;
}
