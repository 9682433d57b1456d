/* SPDX-License-Identifier: MIT */
/*
 * A report on a survey in a CSV file: what libnps looks like in a whole program.
 *
 *     cc -std=c11 survey_report.c $(pkg-config --cflags --libs libnps) -lcsv -o survey_report
 *     ./survey_report --help
 *
 * libcsv takes the file apart, libnps counts and computes, this program only asks and prints. The file is read as a
 * stream: memory depends on the number of periods and segments, not on the number of respondents. survey_report.py
 * beside this file prints the same report, byte for byte.
 *
 * The parts, in order: complaints, texts and numbers, options, the survey, reading, measuring, printing, main. Who came
 * for libnps alone looks at survey_add() and stream(), which count, measure(), which asks for a score and its interval,
 * and print_change() and print_benchmark(), which compare.
 */
#include <csv.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <nps/nps.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STREAM_LIMIT = 1000000, /* a row of more respondents is counted in one step */
    MOST_DIGITS = 18,       /* of a whole number: always fits in int64_t */
    NOT_A_NUMBER = -1,      /* an invalid answer, like any that is not 0 to 10 */
    NAME_WIDTH = 20,        /* longer names of segments and periods are cut where they are printed */
    SCORE_WIDTH = 8,        /* and names of periods above a column of scores are cut to this */
    BAR_WIDTH = 50,         /* of a bar that stands for 100 % */
    PLOT_WIDTH = 37,        /* of the drawn intervals */
    FEW_ANSWERS = 100,      /* below, the report says in words how little is known */
    FEW_SEGMENTS = 5,       /* above, the report warns of luck */
    LOW_ANSWER = 7,         /* when no answer to "0 to 10?" is higher, the scale may be another one */
};

/* ---- Complaints ------------------------------------------------------------------------------------------------ */

/* Says on stderr what is wrong, and in which file unless that is NULL, in which line unless that is 0. */
static bool complain_of(const char *file, size_t line, const char *format, va_list values)
{
    fputs("survey_report: ", stderr);
    if (file)
        fprintf(stderr, "%s: ", file);
    if (line > 0)
        fprintf(stderr, "line %zu: ", line);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    return false;
}

/* Always false, so that a function can end with `return complain(...)`. */
static bool complain(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    complain_of(NULL, 0, format, values);
    va_end(values);
    return false;
}

/* The library says what is wrong; we only pass it on. */
static bool check(nps_status status)
{
    return status == NPS_OK || complain("%s", nps_status_string(status));
}

/* ---- Texts and numbers ----------------------------------------------------------------------------------------- */

/* A text that grows; zeroed = empty. Its bytes end with a zero once something was appended. */
struct text {
    char *bytes;
    size_t length;
    size_t capacity;
};

static bool text_append(struct text *self, const char *bytes, size_t length)
{
    if (self->capacity - self->length <= length) {
        size_t capacity = 2 * (self->length + length) + 16;
        char *grown = realloc(self->bytes, capacity);
        if (!grown)
            return complain("out of memory");
        self->bytes = grown;
        self->capacity = capacity;
    }
    memcpy(self->bytes + self->length, bytes, length);
    self->length += length;
    self->bytes[self->length] = '\0';
    return true;
}

/* The length of the UTF-8 character at `bytes`; 0 when it is damaged. */
static size_t character_length(const unsigned char *bytes, size_t left)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000}; /* by length: less is written overlong */
    unsigned char first = bytes[0];
    size_t length = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
    uint32_t code = length < 2 ? first : first & (0x7fU >> length);
    size_t i;
    if (length == 0 || length > left)
        return 0;
    for (i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (bytes[i] & 0x3f);
    }
    return code < smallest[length] || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ? 0 : length;
}

static bool is_control(const unsigned char *character)
{
    return character[0] < 0x20 || character[0] == 0x7f || (character[0] == 0xc2 && character[1] < 0xa0);
}

/* Appends a text from outside so that it is safe to print: a control character or a damaged byte becomes "?". */
static bool text_append_printable(struct text *self, const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length) {
        const unsigned char *character = (const unsigned char *)bytes + i;
        size_t step = character_length(character, length - i);
        bool printable = step > 0 && !is_control(character);
        if (!(printable ? text_append(self, bytes + i, step) : text_append(self, "?", 1)))
            return false;
        i += step > 0 ? step : 1;
    }
    return text_append(self, "", 0); /* an empty text shall end with a zero, too */
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Leaves out the blanks around a text. */
static const char *trim(const char *bytes, size_t *length)
{
    while (*length && is_blank(bytes[*length - 1]))
        --*length;
    while (*length && is_blank(*bytes)) {
        bytes++;
        --*length;
    }
    return bytes;
}

/* Reads "9", "+9", "-1" or "9.0" (spreadsheets write whole numbers so), and nothing else. */
static bool read_whole_number(const char *bytes, size_t length, int64_t *number)
{
    bool negative = length && *bytes == '-';
    size_t digits = 0;
    int64_t value = 0;
    if (negative || (length && *bytes == '+')) {
        bytes++;
        length--;
    }
    for (; digits < length && bytes[digits] >= '0' && bytes[digits] <= '9'; digits++) {
        if (digits == MOST_DIGITS)
            return false;
        value = 10 * value + (bytes[digits] - '0');
    }
    if (digits == 0 || (digits < length && bytes[digits] != '.'))
        return false;
    if (digits < length && strspn(bytes + digits + 1, "0") < length - digits - 1)
        return false;
    *number = negative ? -value : value;
    return true;
}

/* ---- Options --------------------------------------------------------------------------------------------------- */

enum column { ANSWER, SEGMENT, COUNT, DATE, PERIOD, COLUMNS };

struct options {
    char *const *files;
    int file_count;
    const char *columns[COLUMNS]; /* their names in the header line; NULL: there is none */
    const char *missing;          /* codes, separated by commas */
    const nps_scale *scale;
    double level;
    nps_method method;
    bool has_benchmark;
    double benchmark;
    const char *benchmark_name;
};

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
    case NPS_METHOD_EXACT: return "covers the truth at least as often as claimed; up to 200 answers";
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

static bool read_options(int argc, char **argv, struct options *options)
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

static bool has_periods(const struct options *options)
{
    return options->columns[DATE] || options->columns[PERIOD];
}

/* What the blank cells of the period are called in the report. */
static const char *period_word(const struct options *options)
{
    return options->columns[DATE] ? "date" : "period";
}

/* ---- The survey ------------------------------------------------------------------------------------------------ */

/* The segments of one period. A survey without dates has one period, "", and without segments one segment, "". */
struct period {
    const char *name;
    nps_groups *segments;
};

/* What was counted. Reading counts by period and segment at once, survey_split() then takes the periods apart. */
struct survey {
    nps_groups *counted;     /* the keys: the name of a period, a zero byte, the name of a segment */
    nps_accumulator undated; /* how many respondents have no period, as missing */
    struct period *periods;  /* ordered by their names, as their segments are */
    size_t period_count;
};

static nps_status survey_add(struct survey *self, const struct text *key, const nps_accumulator *row)
{
    nps_status status = self->counted ? NPS_OK : nps_groups_create(NULL, &self->counted);
    return status ? status : nps_groups_merge_text(self->counted, key->bytes, key->length, row);
}

/* Adds a group, in the order of the keys. The key lives as long as `counted`, and its zero byte ends the name. */
static nps_status survey_split_group(struct survey *self, const nps_group *group)
{
    size_t start = strlen(group->text) + 1;
    struct period *last = self->periods + self->period_count;
    if (self->period_count > 0 && strcmp(last[-1].name, group->text) == 0) {
        last--;
    } else {
        nps_status status = nps_groups_create(NULL, &last->segments);
        if (status)
            return status;
        last->name = group->text;
        self->period_count++;
    }
    return nps_groups_merge_text(last->segments, group->text + start, group->text_length - start, &group->accumulator);
}

static nps_status survey_split(struct survey *self)
{
    size_t size = nps_groups_size(self->counted), i;
    nps_status status = NPS_OK;
    if (size == 0)
        return NPS_OK;
    nps_groups_sort(self->counted);
    self->periods = calloc(size, sizeof *self->periods);
    if (!self->periods)
        return NPS_ERROR_MEMORY;
    for (i = 0; i < size && !status; i++) {
        nps_group group;
        status = nps_groups_get(self->counted, i, &group);
        if (!status)
            status = survey_split_group(self, &group);
    }
    return status;
}

static void survey_destroy(struct survey *self)
{
    size_t i;
    for (i = 0; i < self->period_count; i++)
        nps_groups_destroy(self->periods[i].segments);
    free(self->periods);
    nps_groups_destroy(self->counted);
}

/* ---- Reading --------------------------------------------------------------------------------------------------- */

struct reading {
    const struct options *options;
    struct survey *survey;
    const char *file;
    size_t places[COLUMNS];     /* which cell of a row holds what; valid when the column has a name */
    struct text cells[COLUMNS]; /* what these cells of the present row say */
    struct text key;            /* the period and the segment of the present row */
    struct text names;          /* the header line, to quote it when a column is not found */
    size_t width;               /* how many cells the header line has; 0 before it was read */
    size_t cell;                /* how many cells of the present row were read */
    bool blank;                 /* nothing is in any of them */
    size_t line;                /* of the file, from 1 */
    size_t last_row_line;       /* where the last whole row ended */
    unsigned char last_byte;    /* to tell where lines end: LF, CR LF and CR alone are all in use */
    bool failed;                /* a complaint was printed: libcsv's callbacks cannot say so */
};

/* Complains of a line of the file, or with 0 of the file. Which file need not be said when there is only one. */
static bool complain_at(const struct reading *self, size_t line, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    complain_of(self->options->file_count > 1 ? self->file : NULL, line, format, values);
    va_end(values);
    return false;
}

/* A cell of the header line: remembers which wanted column it is. */
static bool read_header_cell(struct reading *self, const char *bytes, size_t length)
{
    int i;
    for (i = 0; i < COLUMNS; i++) {
        const char *name = self->options->columns[i];
        size_t wanted_length = name ? strlen(name) : 0;
        const char *wanted = name ? trim(name, &wanted_length) : NULL;
        if (!wanted || wanted_length != length || memcmp(wanted, bytes, length) != 0)
            continue;
        if (self->places[i] != SIZE_MAX)
            return complain_at(self, self->line, "two columns are called '%.*s'", (int)length, bytes);
        self->places[i] = self->cell;
    }
    return text_append(&self->names, ", ", self->cell ? 2 : 0) && text_append_printable(&self->names, bytes, length);
}

static bool finish_header(struct reading *self)
{
    int i;
    for (i = 0; i < COLUMNS; i++)
        if (self->options->columns[i] && self->places[i] == SIZE_MAX)
            return complain_at(self, 0, "no column is called '%s'; there are: %s%s", self->options->columns[i],
                               self->names.bytes,
                               self->cell == 1 && strchr(self->names.bytes, ';')
                                   ? " (is the separator a semicolon? It must be a comma)"
                                   : "");
    self->width = self->cell;
    return true;
}

/* A cell of a row: keeps it when it is wanted. */
static bool read_cell(struct reading *self, const char *bytes, size_t length)
{
    int i;
    for (i = 0; i < COLUMNS; i++) {
        struct text *kept = &self->cells[i];
        if (!self->options->columns[i] || self->places[i] != self->cell)
            continue;
        kept->length = 0;
        if (!text_append_printable(kept, bytes, length))
            return false;
    }
    return true;
}

static bool is_missing(const struct text *cell, const char *codes)
{
    int64_t number, code_number;
    bool is_number = read_whole_number(cell->bytes, cell->length, &number);
    if (cell->length == 0)
        return true;
    while (*codes) {
        size_t step = strcspn(codes, ","), length = step;
        const char *code = trim(codes, &length);
        if (length == cell->length && memcmp(code, cell->bytes, length) == 0)
            return true;
        if (is_number && read_whole_number(code, length, &code_number) && number == code_number)
            return true;
        codes += codes[step] ? step + 1 : step;
    }
    return false;
}

/* Counts the respondents of a row one at a time, as a kiosk would. Only a row that stands for more than any kiosk has
 * seen is counted in one step: one at a time it would take for ever. */
static nps_status stream(const struct text *answer, const char *codes, uint64_t respondents, nps_accumulator *row)
{
    bool missing = is_missing(answer, codes);
    uint64_t step = respondents > STREAM_LIMIT ? respondents : 1;
    nps_status status = NPS_OK;
    int64_t number;
    if (!read_whole_number(answer->bytes, answer->length, &number))
        number = NOT_A_NUMBER;
    for (; respondents > 0 && !status; respondents -= step)
        status = missing ? nps_accumulator_add_missing(row, step) : nps_accumulator_add_n(row, number, step);
    return status;
}

/* "2018", "20181231", "2018-12-31" and what begins so; a longer row of digits is no date. */
static bool begins_with_year(const struct text *date)
{
    size_t digits = strspn(date->bytes, "0123456789");
    return digits == 4 || digits == 8;
}

/* The name of the period; an empty one when the cell is blank, or when the survey has no periods. */
static bool read_period(const struct reading *self, const char **name, size_t *length)
{
    const struct text *cell = &self->cells[self->options->columns[DATE] ? DATE : PERIOD];
    *name = has_periods(self->options) ? cell->bytes : "";
    *length = strlen(*name);
    if (!self->options->columns[DATE] || *length == 0)
        return true;
    if (!begins_with_year(cell))
        return complain_at(self, self->line, "the date '%s' is not understood: write YYYY-MM-DD", cell->bytes);
    *length = 4;
    return true;
}

static bool read_count(const struct reading *self, uint64_t *respondents)
{
    const struct text *count = &self->cells[COUNT];
    int64_t number = 1;
    if (self->options->columns[COUNT] && (!read_whole_number(count->bytes, count->length, &number) || number < 0))
        return complain_at(self, self->line, "the count '%s' is not a whole number from 0 to 10^%d - 1", count->bytes,
                           MOST_DIGITS);
    *respondents = (uint64_t)number;
    return true;
}

/* Counts a row in its period and segment. */
static nps_status count_row(struct reading *self, uint64_t respondents)
{
    nps_accumulator row = {{0}, 0, 0};
    nps_status status = stream(&self->cells[ANSWER], self->options->missing, respondents, &row);
    return status ? status : survey_add(self->survey, &self->key, &row);
}

static bool finish_row(struct reading *self)
{
    const struct text *segment = &self->cells[SEGMENT];
    uint64_t respondents = 0;
    const char *period;
    size_t length;
    nps_status status;
    if (self->cell != self->width)
        return complain_at(self, self->line, "%zu cells, but the header line has %zu", self->cell, self->width);
    if (!read_period(self, &period, &length) || !read_count(self, &respondents))
        return false;
    self->key.length = 0;
    if (!text_append(&self->key, period, length) || !text_append(&self->key, "", 1) ||
        !text_append(&self->key, segment->length ? segment->bytes : "", segment->length))
        return false;
    if (respondents == 0)
        return true;
    if (has_periods(self->options) && length == 0)
        status = nps_accumulator_add_missing(&self->survey->undated, respondents);
    else
        status = count_row(self, respondents);
    return status == NPS_OK || complain_at(self, self->line, "%s", nps_status_string(status));
}

/* libcsv calls this for each cell, */
static void on_cell(void *cell, size_t length, void *data)
{
    struct reading *self = data;
    const char *bytes = trim(cell, &length);
    if (!self->failed)
        self->failed = !(self->width ? read_cell(self, bytes, length) : read_header_cell(self, bytes, length));
    self->blank = (self->blank || self->cell == 0) && length == 0;
    self->cell++;
}

/* and this at the end of each row. A row without anything is no respondent: spreadsheets leave such rows behind. */
static void on_row(int end, void *data)
{
    struct reading *self = data;
    bool empty = self->blank && self->width > 1;
    (void)end;
    if (!self->failed && !empty)
        self->failed = !(self->width ? finish_row(self) : finish_header(self));
    self->cell = 0;
    self->last_row_line = self->line;
}

/* Our trim() takes the blanks away, within quotation marks too; libcsv shall leave them alone. */
static int never_a_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* Hands bytes to libcsv one at a time, so that a complaint can name its line. */
static bool read_bytes(struct reading *self, struct csv_parser *parser, const unsigned char *bytes, size_t length)
{
    size_t i;
    for (i = 0; i < length; i++) {
        if (self->last_byte == '\n' || (self->last_byte == '\r' && bytes[i] != '\n'))
            self->line++;
        self->last_byte = bytes[i];
        if (bytes[i] == '\0')
            return complain_at(self, self->line, "a zero byte; this is no text in UTF-8 (UTF-16, perhaps?)");
        if (csv_parse(parser, &bytes[i], 1, on_cell, on_row, self) != 1)
            return complain_at(self, self->line, "%s",
                               csv_error(parser) == CSV_EPARSE ? "a quotation mark where none may be"
                                                               : csv_strerror(csv_error(parser)));
        if (self->failed)
            return false;
    }
    return true;
}

static bool read_stream(struct reading *self, struct csv_parser *parser, FILE *in)
{
    static const unsigned char byte_order_mark[] = {0xef, 0xbb, 0xbf};
    unsigned char block[65536];
    size_t length = fread(block, 1, sizeof block, in);
    size_t start = length >= 3 && memcmp(block, byte_order_mark, 3) == 0 ? 3 : 0;
    while (length > 0) {
        if (!read_bytes(self, parser, block + start, length - start))
            return false;
        start = 0;
        length = fread(block, 1, sizeof block, in);
    }
    if (ferror(in))
        return complain("cannot read %s: %s", self->file, strerror(errno));
    if (csv_fini(parser, on_cell, on_row, self) != 0)
        return complain_at(self, 0, "after line %zu: a quotation mark opens a cell that never ends",
                           self->last_row_line);
    if (!self->failed && self->width == 0)
        return complain_at(self, 0, "there is no header line: the file is empty");
    return !self->failed;
}

static bool read_open_file(struct reading *self, FILE *in)
{
    struct csv_parser parser;
    bool ok;
    int i;
    for (i = 0; i < COLUMNS; i++)
        self->places[i] = SIZE_MAX;
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_space_func(&parser, never_a_space);
    csv_set_blk_size(&parser, 4096);
    ok = read_stream(self, &parser, in);
    csv_free(&parser);
    for (i = 0; i < COLUMNS; i++)
        free(self->cells[i].bytes);
    free(self->key.bytes);
    free(self->names.bytes);
    return ok;
}

static bool read_file(const struct options *options, const char *file, struct survey *survey)
{
    struct reading reading = {.options = options, .survey = survey, .file = file, .line = 1};
    bool standard_input = strcmp(file, "-") == 0;
    FILE *in = standard_input ? stdin : fopen(file, "rb");
    bool ok;
    if (!in)
        return complain("cannot read %s: %s", file, strerror(errno));
    ok = read_open_file(&reading, in);
    if (!standard_input)
        fclose(in);
    return ok;
}

static bool read_survey(const struct options *options, struct survey *survey)
{
    int i;
    for (i = 0; i < options->file_count; i++)
        if (!read_file(options, options->files[i], survey))
            return false;
    return check(survey_split(survey));
}

/* ---- Measuring ------------------------------------------------------------------------------------------------- */

/* What the report says of a group of respondents. Without answers there is no score and no interval. */
struct measure {
    uint64_t missing, invalid, outside;
    nps_counts counts;
    uint64_t n;
    double score;
    nps_interval_result interval;
};

/* All but the score and its interval. */
static nps_status count(const nps_accumulator *group, const struct options *options, struct measure *out)
{
    nps_status status = nps_accumulator_counts(group, options->scale, &out->counts, &out->outside);
    if (status)
        return status;
    out->missing = group->missing;
    out->invalid = group->invalid;
    out->n = out->counts.promoters + out->counts.passives + out->counts.detractors;
    return NPS_OK;
}

static nps_status measure(const nps_accumulator *group, const struct options *options, struct measure *out)
{
    nps_interval_options how;
    nps_status status = count(group, options, out);
    if (!status)
        status = nps_score(&out->counts, &out->score);
    if (status)
        return status == NPS_ERROR_EMPTY ? NPS_OK : status;
    nps_interval_options_init(&how);
    how.level = options->level;
    how.method = options->method;
    return nps_interval_with(&out->counts, &how, &out->interval);
}

static nps_status measure_period(const struct period *period, const struct options *options, struct measure *out)
{
    nps_accumulator all;
    nps_status status = nps_groups_total(period->segments, &all);
    return status ? status : measure(&all, options, out);
}

/* ---- Printing: numbers and names ------------------------------------------------------------------------------- */

/* What all parts of the report share. */
struct report {
    const struct options *options;
    const struct survey *survey;
    struct measure all; /* without score and interval */
    int highest;        /* the highest answer that was given */
    uint64_t silent;    /* how many gave no answer on the scale */
    char level[16];     /* "95 %" */
    int name_width;     /* of the names of segments */
    int n_width;        /* of numbers of respondents */
    int low, high;      /* the scores at the ends of the drawn intervals */
};

/* Points are printed with one decimal: the interval says how little the second one would mean. Rounds what would print
 * as "-0.0" to 0. */
static double tidy(double points)
{
    return points > -0.05 && points < 0.05 ? 0 : points;
}

static void print_bounds(const nps_bounds *bounds)
{
    printf("%6.1f to %-6.1f", tidy(bounds->lower), tidy(bounds->upper));
}

/* "p = 0.0123", and no digits after a 1, which is where a multiplied p-value is cut. */
struct p_text {
    char text[16];
};

static struct p_text p_text_of(double p_value)
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

static int count_characters(const char *bytes, size_t length)
{
    int count = 0;
    size_t i;
    for (i = 0; i < length; i++)
        count += begins_character(bytes[i]);
    return count;
}

static void print_heading(const char *heading, char underline)
{
    int i;
    printf("%s\n", heading);
    for (i = count_characters(heading, strlen(heading)); i > 0; i--)
        putchar(underline);
    putchar('\n');
}

/* How a name of any length is shown: so many of its bytes, then these dots; together so many characters. */
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

/* Prints a name in a column of names, */
static void print_name(const char *bytes, size_t length, int width)
{
    struct cut cut = cut_name(bytes, length, NAME_WIDTH);
    printf("  %.*s%s%*s", cut.bytes, bytes, cut.dots, width - cut.width, "");
}

/* and that of a period above a column of scores. */
static void print_period_above(const struct period *period)
{
    struct cut cut = cut_name(period->name, strlen(period->name), SCORE_WIDTH);
    printf("  %*s%.*s%s", SCORE_WIDTH - cut.width, "", cut.bytes, period->name, cut.dots);
}

static void print_segment_name(const nps_group *segment, int width)
{
    if (segment->text_length > 0)
        print_name(segment->text, segment->text_length, width);
    else
        print_name("(blank)", strlen("(blank)"), width);
}

/* Room for the name of a period: a character of UTF-8 has up to four bytes. */
struct period_name {
    char text[4 * NAME_WIDTH + 1];
};

/* "2017", or what to call the only period of a survey without dates. */
static struct period_name period_name(const struct report *report, const struct period *period)
{
    struct cut cut = cut_name(period->name, strlen(period->name), NAME_WIDTH);
    struct period_name name;
    if (has_periods(report->options))
        snprintf(name.text, sizeof name.text, "%.*s%s", cut.bytes, period->name, cut.dots);
    else
        snprintf(name.text, sizeof name.text, "all dates");
    return name;
}

/* "5.0 points", without a "0.0 points". */
struct points {
    char text[32];
};

static struct points points_of(double difference)
{
    double size = difference < 0 ? -difference : difference;
    struct points points;
    if (size < 0.05)
        snprintf(points.text, sizeof points.text, "less than 0.1 points");
    else
        snprintf(points.text, sizeof points.text, "%.1f points", size);
    return points;
}

/* ---- Printing: one period -------------------------------------------------------------------------------------- */

static void print_share(const struct report *report, const char *name, uint64_t count, uint64_t n)
{
    static const char bar[BAR_WIDTH + 1] = "##################################################";
    printf("  %-10s  %*" PRIu64 "  %5.1f %%  |%.*s\n", name, report->n_width, count, 100 * (double)count / (double)n,
           (int)(BAR_WIDTH * (double)count / (double)n + 0.5), bar);
}

static int place(const struct report *report, double score)
{
    return (int)((score - report->low) * (PLOT_WIDTH - 1) / (report->high - report->low) + 0.5);
}

/* Draws an interval: "|    ---o---  :   |", the colon standing for the score of all segments together. */
static void print_plot(const struct report *report, const struct measure *segment, double all)
{
    char plot[PLOT_WIDTH + 1];
    int i;
    memset(plot, ' ', PLOT_WIDTH);
    plot[PLOT_WIDTH] = '\0';
    plot[place(report, all)] = ':';
    for (i = place(report, segment->interval.bounds.lower); i <= place(report, segment->interval.bounds.upper); i++)
        plot[i] = '-';
    plot[place(report, segment->score)] = 'o';
    printf("|%s|\n", plot);
}

static void print_segment_measure(const struct report *report, const struct measure *segment, double all)
{
    if (segment->n == 0) {
        printf("  %*d  no answers\n", report->n_width, 0);
        return;
    }
    printf("  %*" PRIu64 "  %8.1f  ", report->n_width, segment->n, tidy(segment->score));
    print_bounds(&segment->interval.bounds);
    printf("  ");
    print_plot(report, segment, all);
}

static void print_segments_header(const struct report *report)
{
    print_name(report->options->columns[SEGMENT], strlen(report->options->columns[SEGMENT]), report->name_width);
    printf("  %*s  %8s  %7s interval   %-*d%*d\n", report->n_width, "n", "NPS", report->level, PLOT_WIDTH / 2 + 1,
           report->low, PLOT_WIDTH / 2 + 2, report->high);
}

/* Nobody shall take the best and the worst of many for more than they are. */
static void print_segments_warning(const struct report *report, int segments)
{
    if (segments > FEW_SEGMENTS)
        printf("\n  Each interval holds at %s by itself. Of these %d some may miss the truth by luck, and the best\n"
               "  and the worst segment look further apart than they are.\n",
               report->level, segments);
}

static nps_status print_segments(const struct report *report, const nps_groups *groups, const struct measure *all)
{
    int with_answers = 0;
    size_t i;
    print_segments_header(report);
    for (i = 0; i < nps_groups_size(groups); i++) {
        nps_group segment;
        struct measure measured;
        nps_status status = nps_groups_get(groups, i, &segment);
        if (!status)
            status = measure(&segment.accumulator, report->options, &measured);
        if (status)
            return status;
        print_segment_name(&segment, report->name_width);
        print_segment_measure(report, &measured, all->score);
        with_answers += measured.n > 0;
    }
    print_name("all", strlen("all"), report->name_width);
    print_segment_measure(report, all, all->score);
    print_segments_warning(report, with_answers);
    return NPS_OK;
}

static bool is_standard(const nps_scale *scale)
{
    return memcmp(scale, nps_scale_0_10(), sizeof *scale) == 0;
}

static void print_numbers(const struct report *report, const struct measure *all)
{
    printf("  %-10s  %*" PRIu64 "\n", "answers", report->n_width, all->n);
    printf("  %-10s  %*" PRIu64 "\n", "missing", report->n_width, all->missing);
    printf("  %-10s  %*" PRIu64 "\n", "invalid", report->n_width, all->invalid);
    if (!is_standard(report->options->scale))
        printf("  %-10s  %*" PRIu64 "\n", "outside", report->n_width, all->outside);
    putchar('\n');
}

static void print_score(const struct report *report, const struct measure *all)
{
    double lower = tidy(all->interval.bounds.lower), upper = tidy(all->interval.bounds.upper);
    printf("\n  NPS %.1f, %s interval %.1f to %.1f (%s method)\n", tidy(all->score), report->level, lower, upper,
           nps_method_string(all->interval.method));
    if (all->n < FEW_ANSWERS)
        printf("  With %" PRIu64 " %s the true score may well lie anywhere from %.1f to %.1f.\n", all->n,
               all->n == 1 ? "answer" : "answers", lower, upper);
    if (all->interval.bounds.lower <= 0 && all->interval.bounds.upper >= 0)
        printf("  The interval contains 0: promoters may outnumber detractors, or the reverse.\n");
}

static nps_status print_period(const struct report *report, const struct period *period)
{
    struct measure all;
    nps_status status = measure_period(period, report->options, &all);
    if (status)
        return status;
    putchar('\n');
    print_heading(period_name(report, period).text, '-');
    print_numbers(report, &all);
    if (all.n == 0) {
        printf("  No answers, so no score.\n");
        return NPS_OK;
    }
    print_share(report, "promoters", all.counts.promoters, all.n);
    print_share(report, "passives", all.counts.passives, all.n);
    print_share(report, "detractors", all.counts.detractors, all.n);
    print_score(report, &all);
    if (!report->options->columns[SEGMENT])
        return NPS_OK;
    putchar('\n');
    return print_segments(report, period->segments, &all);
}

/* ---- Printing: comparisons ------------------------------------------------------------------------------------- */

/* The two-sided test at the level of the intervals. */
static bool is_beyond_chance(const struct report *report, double p_value)
{
    return p_value < 1 - report->options->level;
}

static void print_difference(const struct report *report, const nps_comparison *comparison)
{
    printf("  difference  %+.1f, %s interval %.1f to %.1f, ", tidy(comparison->difference), report->level,
           tidy(comparison->bounds.lower), tidy(comparison->bounds.upper));
    printf("%s (%s method)\n\n", p_text_of(comparison->p_value).text, nps_method_string(comparison->method));
}

static void print_change_sentence(const struct report *report, const nps_comparison *change)
{
    if (change->difference == 0)
        printf("  The two scores are equal, which does not show that nothing changed: see the interval.\n");
    else
        printf("  The %s of %s is %s.\n", change->difference < 0 ? "drop" : "rise", points_of(change->difference).text,
               is_beyond_chance(report, change->p_value)
                   ? "larger than chance alone explains"
                   : "not distinguishable from no change: chance alone may explain it");
    printf("  Respondents who share a gate, a flight or a shop are not independent of each other, and these\n"
           "  figures take them to be: the real uncertainty is larger than the interval says.\n");
}

/* One segment in two periods. */
struct pair {
    nps_group segment;
    struct measure before;
    struct measure after;
};

/* Reads a segment of `before` and looks for it in `after`; where it is not found there are no answers. */
static nps_status find_pair(const struct report *report, const nps_groups *before, size_t index,
                            const nps_groups *after, struct pair *out)
{
    nps_accumulator found = {{0}, 0, 0};
    nps_status status = nps_groups_get(before, index, &out->segment);
    if (status)
        return status;
    status = nps_groups_find_text(after, out->segment.text, out->segment.text_length, &found);
    if (status && status != NPS_ERROR_NOT_FOUND)
        return status;
    status = measure(&out->segment.accumulator, report->options, &out->before);
    return status ? status : measure(&found, report->options, &out->after);
}

static bool is_comparable(const struct pair *pair)
{
    return pair->before.n > 0 && pair->after.n > 0;
}

static nps_status count_pairs(const struct report *report, const nps_groups *before, const nps_groups *after,
                              size_t *pairs)
{
    size_t i;
    *pairs = 0;
    for (i = 0; i < nps_groups_size(before); i++) {
        struct pair pair;
        nps_status status = find_pair(report, before, i, after, &pair);
        if (status)
            return status;
        *pairs += is_comparable(&pair);
    }
    return NPS_OK;
}

/* Who looks at many segments finds a change by luck. Bonferroni: share the permitted error among all the looks. */
static nps_status print_pair(const struct report *report, const struct pair *pair, size_t looks)
{
    double level = 1 - (1 - report->options->level) / (double)looks;
    nps_comparison change;
    double p_value;
    nps_status status = nps_compare(&pair->after.counts, &pair->before.counts, report->options->method, level, &change);
    if (status)
        return status;
    p_value = change.p_value * (double)looks;
    if (p_value > 1)
        p_value = 1;
    print_segment_name(&pair->segment, report->name_width);
    printf("  %8.1f  %8.1f  %+8.1f  ", tidy(pair->before.score), tidy(pair->after.score), tidy(change.difference));
    print_bounds(&change.bounds);
    printf("  %-10s  %s\n", p_text_of(p_value).text,
           is_beyond_chance(report, p_value) ? "beyond chance" : "may be chance");
    return NPS_OK;
}

static nps_status print_segment_changes(const struct report *report, const struct period *before_period,
                                        const struct period *after_period)
{
    const nps_groups *before = before_period->segments, *after = after_period->segments;
    size_t looks, i;
    nps_status status = count_pairs(report, before, after, &looks);
    if (status || looks == 0)
        return status;
    putchar('\n');
    print_name(report->options->columns[SEGMENT], strlen(report->options->columns[SEGMENT]), report->name_width);
    print_period_above(before_period);
    print_period_above(after_period);
    printf("  %8s  %7s interval\n", "change", report->level);
    for (i = 0; i < nps_groups_size(before); i++) {
        struct pair pair;
        status = find_pair(report, before, i, after, &pair);
        if (!status && is_comparable(&pair))
            status = print_pair(report, &pair, looks);
        if (status)
            return status;
    }
    printf("\n  Many looks find something by luck. The %zu intervals of this table are widened so that all hold\n"
           "  together at %s, and each p is multiplied by %zu, up to 1 (Bonferroni).\n",
           looks, report->level, looks);
    return NPS_OK;
}

static nps_status print_change(const struct report *report, const struct period *before_period,
                               const struct period *after_period)
{
    const struct options *options = report->options;
    char heading[2 * sizeof(struct period_name) + 32];
    struct measure before, after;
    nps_comparison change;
    nps_status status = measure_period(before_period, options, &before);
    if (!status)
        status = measure_period(after_period, options, &after);
    if (status)
        return status;
    snprintf(heading, sizeof heading, "Change from %s to %s", period_name(report, before_period).text,
             period_name(report, after_period).text);
    putchar('\n');
    print_heading(heading, '-');
    if (before.n == 0 || after.n == 0) {
        printf("  One of the two has no answers: there is nothing to compare.\n");
        return NPS_OK;
    }
    status = nps_compare(&after.counts, &before.counts, options->method, options->level, &change);
    if (status)
        return status;
    printf("  NPS         %.1f, then %.1f\n", tidy(before.score), tidy(after.score));
    print_difference(report, &change);
    print_change_sentence(report, &change);
    return options->columns[SEGMENT] ? print_segment_changes(report, before_period, after_period) : NPS_OK;
}

static void print_standing_sentence(const struct report *report, const nps_comparison *standing)
{
    struct points points = points_of(standing->difference);
    if (standing->difference == 0)
        printf("  The score is that of the benchmark, which does not show that they are the same: see the interval.\n");
    else if (is_beyond_chance(report, standing->p_value))
        printf("  The score lies %s %s the benchmark, more than chance alone explains.\n", points.text,
               standing->difference < 0 ? "below" : "above");
    else
        printf("  The score is not distinguishable from the benchmark: chance alone may explain %s.\n", points.text);
    printf("  Whom the benchmark asked, how many and how is not known here. It is taken as exact, which no\n"
           "  survey is: the real uncertainty is larger than the interval says.\n");
}

static nps_status print_benchmark(const struct report *report, const struct period *period)
{
    const struct options *options = report->options;
    struct measure latest;
    nps_comparison standing;
    nps_status status = measure_period(period, options, &latest);
    if (status)
        return status;
    putchar('\n');
    print_heading("Against the benchmark", '-');
    if (latest.n == 0) {
        printf("  The latest period has no answers: there is nothing to compare.\n");
        return NPS_OK;
    }
    status = nps_compare_benchmark(&latest.counts, options->benchmark, 0, options->method, options->level, &standing);
    if (status)
        return status;
    printf("  NPS         %.1f (%s)\n", tidy(latest.score), period_name(report, period).text);
    printf("  benchmark   %g (%s)\n", options->benchmark, options->benchmark_name);
    print_difference(report, &standing);
    print_standing_sentence(report, &standing);
    return NPS_OK;
}

/* ---- Printing: the whole --------------------------------------------------------------------------------------- */

static void print_answers_of(const char *before, int lowest, int highest, const char *who)
{
    if (lowest < highest)
        printf("%s%d-%d %s", before, lowest, highest, who);
    else if (lowest == highest)
        printf("%s%d %s", before, lowest, who);
}

static void print_scale(const struct options *options)
{
    const nps_scale *scale = options->scale;
    printf("  answers      column \"%s\"", options->columns[ANSWER]);
    print_answers_of(": ", scale->lowest, scale->detractor_max, "detractor");
    print_answers_of(", ", scale->detractor_max + 1, scale->promoter_min - 1, "passive");
    print_answers_of(", ", scale->promoter_min, scale->highest, "promoter");
    printf("\n  missing      blank%s%s; ", *options->missing ? " or " : "", options->missing);
    if (is_standard(scale))
        printf("whatever else is not 0 to 10 is invalid\n");
    else
        printf("0 to 10 but not %d to %d is outside, whatever else is invalid\n", scale->lowest, scale->highest);
}

/* What may have gone wrong without anybody noticing. */
static void print_doubts(const struct report *report)
{
    if (report->all.invalid > 0)
        printf(
            "\n  There are invalid answers. If they are a code that means \"no answer\", declare it with --missing.\n");
    if (report->options->scale->highest == NPS_ANSWERS - 1 && report->highest <= LOW_ANSWER)
        printf("\n  No answer is above %d: is this the right scale? See --scale.\n", report->highest);
    if (report->all.outside > 0)
        printf(
            "\n  There are answers outside the scale, which count for nothing: is this the right one? See --scale.\n");
}

static void print_summary(const struct report *report)
{
    const struct options *options = report->options;
    const struct measure *all = &report->all;
    int i;
    print_heading("Net Promoter Score report", '=');
    for (i = 0; i < options->file_count; i++)
        printf("  file         %s\n", strcmp(options->files[i], "-") == 0 ? "standard input" : options->files[i]);
    printf("  respondents  %" PRIu64 " answers, %" PRIu64 " missing, %" PRIu64 " invalid", all->n, all->missing,
           all->invalid);
    if (!is_standard(options->scale))
        printf(", %" PRIu64 " outside", all->outside);
    if (report->survey->undated.missing > 0)
        printf("\n  no %-10s%" PRIu64 ", left out of every figure", period_word(options),
               report->survey->undated.missing);
    putchar('\n');
    print_scale(options);
    if (options->columns[SEGMENT])
        printf("  drawings     o the score, ---- its %s interval, : the score of all segments\n", report->level);
    printf("  figures      each is rounded by itself, so that a change may seem 0.1 points off\n");
    print_doubts(report);
}

static void print_limits(const struct report *report)
{
    putchar('\n');
    print_heading("What these figures cannot tell", '-');
    if (report->silent > 0)
        printf("  No interval covers the bias of those who did not answer: %" PRIu64 " here gave no valid answer, and\n"
               "  others were never asked. Every interval takes the respondents as an independent random sample.\n",
               report->silent);
    else
        printf("  No interval covers the bias of those who did not answer: this survey does not tell of any, but\n"
               "  they may not be in it, and others were never asked. Every interval takes the respondents as an\n"
               "  independent random sample.\n");
}

static nps_status print_report(const struct report *report)
{
    const struct survey *survey = report->survey;
    nps_status status = NPS_OK;
    size_t i;
    print_summary(report);
    for (i = 0; i < survey->period_count && !status; i++)
        status = print_period(report, &survey->periods[i]);
    for (i = 1; i < survey->period_count && !status; i++)
        status = print_change(report, &survey->periods[i - 1], &survey->periods[i]);
    if (!status && report->options->has_benchmark)
        status = print_benchmark(report, &survey->periods[survey->period_count - 1]);
    print_limits(report);
    return status;
}

/* ---- Fitting: how wide what is printed will be ----------------------------------------------------------------- */

static void fit_name(struct report *report, const char *bytes, size_t length)
{
    int width = count_characters(bytes, length);
    if (width > NAME_WIDTH)
        width = NAME_WIDTH;
    if (width > report->name_width)
        report->name_width = width;
}

static void fit_score(struct report *report, double score)
{
    while (report->low > score)
        report->low -= 10;
    while (report->high < score)
        report->high += 10;
}

/* Widens the axis of the drawings. The score may lie outside an interval of the Wald family. */
static void fit_measure(struct report *report, const struct measure *measured)
{
    if (measured->n > 0) {
        fit_score(report, measured->score);
        fit_score(report, measured->interval.bounds.lower);
        fit_score(report, measured->interval.bounds.upper);
    }
}

static nps_status fit_period(struct report *report, const struct period *period)
{
    const nps_groups *groups = period->segments;
    struct measure measured;
    nps_status status = measure_period(period, report->options, &measured);
    size_t i;
    for (i = 0; i < nps_groups_size(groups) && !status; i++) {
        nps_group segment;
        fit_measure(report, &measured);
        status = nps_groups_get(groups, i, &segment);
        if (!status)
            status = measure(&segment.accumulator, report->options, &measured);
        if (!status)
            fit_name(report, segment.text, segment.text_length);
    }
    if (!status)
        fit_measure(report, &measured);
    return status;
}

static nps_status fit_report(struct report *report)
{
    const struct survey *survey = report->survey;
    nps_status status = NPS_OK;
    size_t i;
    snprintf(report->level, sizeof report->level, "%g %%", 100 * report->options->level);
    report->n_width = snprintf(NULL, 0, "%6" PRIu64, report->all.n);
    report->low = 90;
    report->high = -90;
    fit_name(report, "(blank)", strlen("(blank)"));
    if (report->options->columns[SEGMENT])
        fit_name(report, report->options->columns[SEGMENT], strlen(report->options->columns[SEGMENT]));
    for (i = 0; i < survey->period_count && !status; i++)
        status = fit_period(report, &survey->periods[i]);
    if (report->low == report->high)
        report->low -= 10;
    return status;
}

/* ---- Main ------------------------------------------------------------------------------------------------------ */

/* Counts all respondents of all periods. */
static nps_status count_all(struct report *report)
{
    const struct survey *survey = report->survey;
    nps_accumulator total = {{0}, 0, 0}, silent = {{0}, 0, 0};
    nps_status status = survey->counted ? nps_groups_total(survey->counted, &total) : NPS_OK;
    if (!status)
        status = count(&total, report->options, &report->all);
    if (!status)
        status = nps_accumulator_add_missing(&silent, report->all.missing);
    if (!status)
        status = nps_accumulator_add_missing(&silent, report->all.invalid);
    if (!status)
        status = nps_accumulator_add_missing(&silent, report->all.outside);
    report->silent = silent.missing;
    report->highest = NPS_ANSWERS - 1;
    while (report->highest > 0 && total.answers[report->highest] == 0)
        report->highest--;
    return status;
}

static bool complain_of_no_answers(const struct report *report)
{
    const struct options *options = report->options;
    char outside[64] = "", undated[64] = "";
    if (!is_standard(options->scale))
        snprintf(outside, sizeof outside, ", %" PRIu64 " outside", report->all.outside);
    if (report->survey->undated.missing > 0)
        snprintf(undated, sizeof undated, ", %" PRIu64 " without a %s", report->survey->undated.missing,
                 period_word(options));
    return complain("the column '%s' holds no answers (%" PRIu64 " missing, %" PRIu64
                    " invalid%s%s), so there is no score",
                    options->columns[ANSWER], report->all.missing, report->all.invalid, outside, undated);
}

static bool report_survey(const struct options *options, const struct survey *survey)
{
    struct report report = {.options = options, .survey = survey};
    if (!check(count_all(&report)))
        return false;
    if (report.all.n == 0)
        return complain_of_no_answers(&report);
    if (!check(fit_report(&report)) || !check(print_report(&report)))
        return false;
    return (fflush(stdout) == 0 && !ferror(stdout)) || complain("cannot write the report: %s", strerror(errno));
}

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
