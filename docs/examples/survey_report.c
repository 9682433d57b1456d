/* SPDX-License-Identifier: MIT */
/*
 * A report on a survey in a CSV file: what libnps looks like in a whole program.
 *
 *     cc -std=c11 survey_report.c $(pkg-config --cflags --libs libnps) -lcsv -o survey_report
 *     ./survey_report --help
 *
 * libcsv takes the file apart, libnps counts and computes, this program only asks and prints. The file is read as a
 * stream: memory depends on the number of years and segments, not on the number of respondents. survey_report.py
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
    YEARS = 10000,          /* a year of four digits is its own place in a table */
    STREAM_LIMIT = 1000000, /* a row of more respondents is counted in one step */
    MOST_DIGITS = 18,       /* of a whole number: always fits in int64_t */
    NOT_A_NUMBER = -1,      /* an invalid answer, like any that is not 0 to 10 */
    NAME_WIDTH = 20,        /* longer names of segments are cut where they are printed */
    BAR_WIDTH = 50,         /* of a bar that stands for 100 % */
    PLOT_WIDTH = 37,        /* of the drawn intervals */
};

/* ---- Complaints ------------------------------------------------------------------------------------------------ */

/* Says on stderr what is wrong. Always false, so that a function can end with `return complain(...)`. */
static bool complain(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("survey_report: ", stderr);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
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

enum column { ANSWER, SEGMENT, COUNT, DATE, COLUMNS };

struct options {
    const char *file;
    const char *columns[COLUMNS]; /* their names in the header line; NULL: there is none */
    const char *missing;          /* codes, separated by commas */
    double level;
    nps_method method;
    bool has_benchmark;
    double benchmark;
    const char *benchmark_name;
};

static const char help[] =
    "usage: survey_report FILE --answer NAME [options]\n"
    "\n"
    "Reports on a survey that asked \"how likely are you to recommend us, 0 to 10?\": the Net Promoter\n"
    "Score with its interval, by year and by segment, the change from year to year, and the standing\n"
    "against a benchmark.\n"
    "\n"
    "  FILE                   CSV in UTF-8 with a header line; - reads standard input\n"
    "\n"
    "Columns, by their names in the header line (blanks around a name do not matter):\n"
    "  --answer NAME          the answers, 0 to 10; a blank is missing, anything else is invalid\n"
    "  --segment NAME         what to report by: a region, a shop, a boarding area\n"
    "  --count NAME           how many respondents a row stands for; without it each row is one\n"
    "  --date NAME            the date, YYYY-MM-DD; its year is the period\n"
    "\n"
    "Reading the answers:\n"
    "  --missing CODES        what else means \"no answer\", separated by commas: --missing=11,99,NA\n"
    "\n"
    "Statistics:\n"
    "  --level LEVEL          how sure the intervals are to hold the truth, 0.5 to 0.9999 (0.95)\n"
    "  --method NAME          of the intervals: auto, score, skewness-corrected-score, adjusted-wald,\n"
    "                         agresti-min, bonett-price or wald (auto)\n"
    "  --benchmark SCORE      a published score, -100 to 100, to compare the latest period with\n"
    "  --benchmark-name TEXT  whose score that is\n"
    "\n"
    "  -h, --help             this text\n"
    "\n"
    "Exit status: 0 a report was printed, 1 the data cannot be read, 2 the options make no sense.\n"
    "\n"
    "Example:\n"
    "  survey_report sfo_recommend_counts.csv --answer answer --segment boarding_area \\\n"
    "      --count respondents --date date --missing 11 --benchmark 36 --benchmark-name airlines\n";

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
    static const nps_counts any = {1, 1, 1};
    nps_bounds bounds;
    nps_status status;
    int i = NPS_METHOD_AUTO;
    while (i <= NPS_METHOD_ANYTIME && !is_same_name(nps_method_string((nps_method)i), name))
        i++;
    *method = (nps_method)i;
    status = nps_interval(&any, *method, 0.95, &bounds); /* tells whether this version has it */
    return status == NPS_OK || complain("--method '%s': %s", name, nps_status_string(status));
}

static bool read_option(int option, const char *value, struct options *options)
{
    switch (option) {
    case 'a': options->columns[ANSWER] = value; return true;
    case 's': options->columns[SEGMENT] = value; return true;
    case 'c': options->columns[COUNT] = value; return true;
    case 'd': options->columns[DATE] = value; return true;
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
            fputs(help, stdout);
            exit(EXIT_SUCCESS);
        }
        if (!read_option(option, optarg, options))
            return false;
    }
    if (optind + 1 != argc)
        return complain("give one FILE, or - for standard input");
    if (!options->columns[ANSWER])
        return complain("--answer NAME is needed: which column holds the answers?");
    options->file = argv[optind];
    return true;
}

/* ---- The survey ------------------------------------------------------------------------------------------------ */

/* What was counted: for each year its segments. Without a date all is in year 0, without a segment in group "". */
struct survey {
    nps_groups *years[YEARS];
};

static nps_status survey_add(struct survey *self, int year, const struct text *segment, const nps_accumulator *row)
{
    nps_groups **groups = &self->years[year];
    nps_status status = *groups ? NPS_OK : nps_groups_create(NULL, groups);
    return status ? status : nps_groups_merge_text(*groups, segment->bytes, segment->length, row);
}

/* Brings the segments into the order of their names. */
static void survey_sort(struct survey *self)
{
    int year;
    for (year = 0; year < YEARS; year++)
        nps_groups_sort(self->years[year]); /* does nothing to NULL */
}

static void survey_destroy(struct survey *self)
{
    int year;
    for (year = 0; year < YEARS; year++)
        nps_groups_destroy(self->years[year]);
}

/* All respondents of all years. */
static nps_status survey_total(const struct survey *self, nps_accumulator *out)
{
    nps_accumulator total = {{0}, 0, 0};
    int year;
    for (year = 0; year < YEARS; year++) {
        nps_accumulator all;
        nps_status status;
        if (!self->years[year])
            continue;
        status = nps_groups_total(self->years[year], &all);
        if (!status)
            status = nps_accumulator_merge(&total, &all);
        if (status)
            return status;
    }
    *out = total;
    return NPS_OK;
}

/* ---- Reading --------------------------------------------------------------------------------------------------- */

struct reading {
    const struct options *options;
    struct survey *survey;
    size_t places[COLUMNS];     /* which cell of a row holds what; valid when the column has a name */
    struct text cells[COLUMNS]; /* what these cells of the present row say */
    struct text names;          /* the header line, to quote it when a column is not found */
    size_t width;               /* how many cells the header line has; 0 before it was read */
    size_t cell;                /* how many cells of the present row were read */
    bool blank;                 /* nothing is in any of them */
    size_t line;                /* of the file, from 1 */
    size_t last_row_line;       /* where the last whole row ended */
    unsigned char last_byte;    /* to tell where lines end: LF, CR LF and CR alone are all in use */
    bool failed;                /* a complaint was printed: libcsv's callbacks cannot say so */
};

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
            return complain("line %zu: two columns are called '%.*s'", self->line, (int)length, bytes);
        self->places[i] = self->cell;
    }
    return text_append(&self->names, ", ", self->cell ? 2 : 0) && text_append_printable(&self->names, bytes, length);
}

static bool finish_header(struct reading *self)
{
    int i;
    for (i = 0; i < COLUMNS; i++)
        if (self->options->columns[i] && self->places[i] == SIZE_MAX)
            return complain("no column is called '%s'; there are: %s", self->options->columns[i], self->names.bytes);
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

static bool read_year(const struct reading *self, int *year)
{
    const struct text *date = &self->cells[DATE];
    *year = 0;
    if (!self->options->columns[DATE])
        return true;
    if (date->length < 4 || strspn(date->bytes, "0123456789") < 4)
        return complain("line %zu: the date '%s' does not begin with a year of four digits", self->line, date->bytes);
    *year = 1000 * (date->bytes[0] - '0') + 100 * (date->bytes[1] - '0') + 10 * (date->bytes[2] - '0') +
            (date->bytes[3] - '0');
    return true;
}

static bool read_count(const struct reading *self, uint64_t *respondents)
{
    const struct text *count = &self->cells[COUNT];
    int64_t number = 1;
    if (self->options->columns[COUNT] && (!read_whole_number(count->bytes, count->length, &number) || number < 0))
        return complain("line %zu: the count '%s' is not a whole number from 0 to 10^%d - 1", self->line, count->bytes,
                        MOST_DIGITS);
    *respondents = (uint64_t)number;
    return true;
}

static bool finish_row(struct reading *self)
{
    nps_accumulator row = {{0}, 0, 0};
    uint64_t respondents = 0;
    int year;
    nps_status status;
    if (self->cell != self->width)
        return complain("line %zu: %zu cells, but the header line has %zu", self->line, self->cell, self->width);
    if (!read_year(self, &year) || !read_count(self, &respondents))
        return false;
    status = stream(&self->cells[ANSWER], self->options->missing, respondents, &row);
    if (!status && respondents > 0)
        status = survey_add(self->survey, year, &self->cells[SEGMENT], &row);
    return status == NPS_OK || complain("line %zu: %s", self->line, nps_status_string(status));
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
            return complain("line %zu: a zero byte; this is no text in UTF-8 (UTF-16, perhaps?)", self->line);
        if (csv_parse(parser, &bytes[i], 1, on_cell, on_row, self) != 1)
            return complain("line %zu: %s", self->line,
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
        return complain("cannot read %s: %s", self->options->file, strerror(errno));
    if (csv_fini(parser, on_cell, on_row, self) != 0)
        return complain("after line %zu: a quotation mark opens a cell that never ends", self->last_row_line);
    if (!self->failed && self->width == 0)
        return complain("there is no header line: the file is empty");
    return !self->failed;
}

static bool read_file(struct reading *self, FILE *in)
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
    free(self->names.bytes);
    return ok;
}

static bool read_survey(const struct options *options, struct survey *survey)
{
    struct reading reading = {.options = options, .survey = survey, .line = 1};
    bool standard_input = strcmp(options->file, "-") == 0;
    FILE *in = standard_input ? stdin : fopen(options->file, "rb");
    bool ok;
    if (!in)
        return complain("cannot read %s: %s", options->file, strerror(errno));
    ok = read_file(&reading, in);
    if (!standard_input)
        fclose(in);
    survey_sort(survey);
    return ok;
}

/* ---- Measuring ------------------------------------------------------------------------------------------------- */

/* What the report says of a group of respondents. Without answers there is no score and no interval. */
struct measure {
    uint64_t missing, invalid;
    nps_counts counts;
    uint64_t n;
    double score;
    nps_interval_result interval;
};

static nps_status measure(const nps_accumulator *group, const struct options *options, struct measure *out)
{
    nps_interval_options how;
    nps_status status = nps_accumulator_counts(group, nps_scale_0_10(), &out->counts, NULL);
    if (!status)
        status = nps_score(&out->counts, &out->score);
    out->missing = group->missing;
    out->invalid = group->invalid;
    out->n = 0;
    if (status)
        return status == NPS_ERROR_EMPTY ? NPS_OK : status;
    out->n = out->counts.promoters + out->counts.passives + out->counts.detractors;
    nps_interval_options_init(&how);
    how.level = options->level;
    how.method = options->method;
    return nps_interval_with(&out->counts, &how, &out->interval);
}

static nps_status measure_year(const struct survey *survey, int year, const struct options *options,
                               struct measure *out)
{
    nps_accumulator all;
    nps_status status = nps_groups_total(survey->years[year], &all);
    return status ? status : measure(&all, options, out);
}

/* ---- Printing: numbers and names ------------------------------------------------------------------------------- */

/* What all parts of the report share. */
struct report {
    const struct options *options;
    const struct survey *survey;
    char level[16]; /* "95 %" */
    int name_width; /* of the names of segments */
    int n_width;    /* of numbers of respondents */
    int low, high;  /* the scores at the ends of the drawn intervals */
};

/* Rounds what would print as "-0.0" to 0. */
static double tidy(double value, double half_a_digit)
{
    return value > -half_a_digit && value < half_a_digit ? 0 : value;
}

static double score_digits(double score)
{
    return tidy(score, 0.0005);
}

static void print_bounds(const nps_bounds *bounds)
{
    printf("%6.1f to %-6.1f", tidy(bounds->lower, 0.05), tidy(bounds->upper, 0.05));
}

static void print_p_value(double p_value)
{
    if (p_value < 0.0001)
        printf("p < 0.0001");
    else
        printf("p = %.4f", p_value);
}

static void print_heading(const char *heading, char underline)
{
    size_t i;
    printf("%s\n", heading);
    for (i = 0; i < strlen(heading); i++)
        putchar(underline);
    putchar('\n');
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

/* Prints a name of any length in a column; one that is too long is cut and ends in two dots. */
static void print_name(const char *bytes, size_t length, int width)
{
    int count = count_characters(bytes, length);
    int shown = count > NAME_WIDTH ? NAME_WIDTH - 2 : count;
    size_t end = 0;
    while (end < length && shown >= begins_character(bytes[end]))
        shown -= begins_character(bytes[end++]);
    printf("  %.*s%s", (int)end, bytes, count > NAME_WIDTH ? ".." : "");
    printf("%*s", width - (count > NAME_WIDTH ? NAME_WIDTH : count), "");
}

static void print_segment_name(const nps_group *segment, int width)
{
    if (segment->text_length > 0)
        print_name(segment->text, segment->text_length, width);
    else
        print_name("(blank)", strlen("(blank)"), width);
}

/* "2017", or what to call the only period of a survey without dates. */
static const char *period_name(const struct report *report, int year, char name[16])
{
    if (report->options->columns[DATE])
        snprintf(name, 16, "%04d", year);
    else
        snprintf(name, 16, "all dates");
    return name;
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
    printf("  %*" PRIu64 "  %8.3f  ", report->n_width, segment->n, score_digits(segment->score));
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

static nps_status print_segments(const struct report *report, const nps_groups *groups, const struct measure *all)
{
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
    }
    print_name("all", strlen("all"), report->name_width);
    print_segment_measure(report, all, all->score);
    return NPS_OK;
}

static nps_status print_period(const struct report *report, int year)
{
    char name[16];
    struct measure all;
    nps_status status = measure_year(report->survey, year, report->options, &all);
    if (status)
        return status;
    putchar('\n');
    print_heading(period_name(report, year, name), '-');
    printf("  %-10s  %*" PRIu64 "\n", "answers", report->n_width, all.n);
    printf("  %-10s  %*" PRIu64 "\n", "missing", report->n_width, all.missing);
    printf("  %-10s  %*" PRIu64 "\n\n", "invalid", report->n_width, all.invalid);
    if (all.n == 0) {
        printf("  No answers, so no score.\n");
        return NPS_OK;
    }
    print_share(report, "promoters", all.counts.promoters, all.n);
    print_share(report, "passives", all.counts.passives, all.n);
    print_share(report, "detractors", all.counts.detractors, all.n);
    printf("\n  NPS %.3f, %s interval %.1f to %.1f (%s method)\n", score_digits(all.score), report->level,
           tidy(all.interval.bounds.lower, 0.05), tidy(all.interval.bounds.upper, 0.05),
           nps_method_string(all.interval.method));
    if (!report->options->columns[SEGMENT])
        return NPS_OK;
    putchar('\n');
    return print_segments(report, report->survey->years[year], &all);
}

/* ---- Printing: comparisons ------------------------------------------------------------------------------------- */

/* The two-sided test at the level of the intervals. */
static bool is_beyond_chance(const struct report *report, double p_value)
{
    return p_value < 1 - report->options->level;
}

static double size_of(double difference)
{
    return difference < 0 ? -difference : difference;
}

static void print_difference(const struct report *report, const nps_comparison *comparison)
{
    printf("  difference  %+.3f, %s interval %.1f to %.1f, ", score_digits(comparison->difference), report->level,
           tidy(comparison->bounds.lower, 0.05), tidy(comparison->bounds.upper, 0.05));
    print_p_value(comparison->p_value);
    printf(" (%s method)\n\n", nps_method_string(comparison->method));
}

static void print_change_sentence(const struct report *report, const nps_comparison *change)
{
    const char *direction = change->difference < 0 ? "drop" : change->difference > 0 ? "rise" : "change";
    printf("  The %s of %.1f points is %s.\n", direction, size_of(change->difference),
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
    printf("  %8.3f  %8.3f  %+8.3f  ", score_digits(pair->before.score), score_digits(pair->after.score),
           score_digits(change.difference));
    print_bounds(&change.bounds);
    printf("  ");
    print_p_value(p_value);
    printf("  %s\n", is_beyond_chance(report, p_value) ? "beyond chance" : "may be chance");
    return NPS_OK;
}

static nps_status print_segment_changes(const struct report *report, int before_year, int after_year)
{
    const nps_groups *before = report->survey->years[before_year], *after = report->survey->years[after_year];
    size_t looks, i;
    nps_status status = count_pairs(report, before, after, &looks);
    if (status || looks == 0)
        return status;
    putchar('\n');
    print_name(report->options->columns[SEGMENT], strlen(report->options->columns[SEGMENT]), report->name_width);
    printf("  %8d  %8d  %8s  %7s interval\n", before_year, after_year, "change", report->level);
    for (i = 0; i < nps_groups_size(before); i++) {
        struct pair pair;
        status = find_pair(report, before, i, after, &pair);
        if (!status && is_comparable(&pair))
            status = print_pair(report, &pair, looks);
        if (status)
            return status;
    }
    printf("\n  Many looks find something by luck. The %zu intervals of this table are widened so that all hold\n"
           "  together at %s, and each p is multiplied by %zu (Bonferroni).\n",
           looks, report->level, looks);
    return NPS_OK;
}

static nps_status print_change(const struct report *report, int before_year, int after_year)
{
    const struct options *options = report->options;
    char heading[64];
    struct measure before, after;
    nps_comparison change;
    nps_status status = measure_year(report->survey, before_year, options, &before);
    if (!status)
        status = measure_year(report->survey, after_year, options, &after);
    if (status)
        return status;
    snprintf(heading, sizeof heading, "Change from %04d to %04d", before_year, after_year);
    putchar('\n');
    print_heading(heading, '-');
    if (before.n == 0 || after.n == 0) {
        printf("  One of the two has no answers: there is nothing to compare.\n");
        return NPS_OK;
    }
    status = nps_compare(&after.counts, &before.counts, options->method, options->level, &change);
    if (status)
        return status;
    printf("  NPS         %.3f, then %.3f\n", score_digits(before.score), score_digits(after.score));
    print_difference(report, &change);
    print_change_sentence(report, &change);
    return options->columns[SEGMENT] ? print_segment_changes(report, before_year, after_year) : NPS_OK;
}

static void print_standing_sentence(const struct report *report, const nps_comparison *standing)
{
    double points = size_of(standing->difference);
    if (is_beyond_chance(report, standing->p_value))
        printf("  The score lies %.1f points %s the benchmark, more than chance alone explains.\n", points,
               standing->difference < 0 ? "below" : "above");
    else
        printf("  The score is not distinguishable from the benchmark: chance alone may explain %.1f points.\n",
               points);
    printf("  Whom the benchmark asked, how many and how is not known here. It is taken as exact, which no\n"
           "  survey is: the real uncertainty is larger than the interval says.\n");
}

static nps_status print_benchmark(const struct report *report, int year)
{
    const struct options *options = report->options;
    char name[16];
    struct measure latest;
    nps_comparison standing;
    nps_status status = measure_year(report->survey, year, options, &latest);
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
    printf("  NPS         %.3f (%s)\n", score_digits(latest.score), period_name(report, year, name));
    printf("  benchmark   %g (%s)\n", options->benchmark, options->benchmark_name);
    print_difference(report, &standing);
    print_standing_sentence(report, &standing);
    return NPS_OK;
}

/* ---- Printing: the whole --------------------------------------------------------------------------------------- */

static void print_summary(const struct report *report, const struct measure *all)
{
    const struct options *options = report->options;
    print_heading("Net Promoter Score report", '=');
    printf("  file         %s\n", strcmp(options->file, "-") == 0 ? "standard input" : options->file);
    printf("  respondents  %" PRIu64 " answers, %" PRIu64 " missing, %" PRIu64 " invalid\n", all->n, all->missing,
           all->invalid);
    printf("  answers      column \"%s\": 0-6 detractor, 7-8 passive, 9-10 promoter\n", options->columns[ANSWER]);
    printf("  missing      blank%s%s; whatever else is not 0 to 10 is invalid\n", *options->missing ? " or " : "",
           options->missing);
    if (options->columns[SEGMENT])
        printf("  drawings     o the score, ---- its %s interval, : the score of all segments\n", report->level);
    if (all->invalid > 0)
        printf(
            "\n  There are invalid answers. If they are a code that means \"no answer\", declare it with --missing.\n");
}

static void print_limits(const struct measure *all)
{
    putchar('\n');
    print_heading("What these figures cannot tell", '-');
    printf("  No interval covers the bias of those who did not answer: %" PRIu64 " here gave no valid answer, and\n"
           "  others were never asked. Every interval takes the respondents as an independent random sample.\n",
           all->missing + all->invalid);
}

static nps_status print_report(const struct report *report, const struct measure *all)
{
    int year, previous = -1;
    nps_status status = NPS_OK;
    print_summary(report, all);
    for (year = 0; year < YEARS && !status; year++)
        if (report->survey->years[year])
            status = print_period(report, year);
    for (year = 0; year < YEARS && !status; year++) {
        if (!report->survey->years[year])
            continue;
        if (previous >= 0)
            status = print_change(report, previous, year);
        previous = year;
    }
    if (!status && report->options->has_benchmark)
        status = print_benchmark(report, previous);
    print_limits(all);
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

static nps_status fit_year(struct report *report, int year)
{
    const nps_groups *groups = report->survey->years[year];
    struct measure measured;
    nps_status status = measure_year(report->survey, year, report->options, &measured);
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

static nps_status fit_report(struct report *report, uint64_t respondents)
{
    nps_status status = NPS_OK;
    int year;
    snprintf(report->level, sizeof report->level, "%g %%", 100 * report->options->level);
    report->n_width = snprintf(NULL, 0, "%6" PRIu64, respondents);
    report->low = 90;
    report->high = -90;
    fit_name(report, "(blank)", strlen("(blank)"));
    if (report->options->columns[SEGMENT])
        fit_name(report, report->options->columns[SEGMENT], strlen(report->options->columns[SEGMENT]));
    for (year = 0; year < YEARS && !status; year++)
        if (report->survey->years[year])
            status = fit_year(report, year);
    if (report->low == report->high)
        report->low -= 10;
    return status;
}

/* ---- Main ------------------------------------------------------------------------------------------------------ */

static bool report_survey(const struct options *options, const struct survey *survey)
{
    struct report report = {.options = options, .survey = survey};
    struct measure all;
    nps_accumulator total;
    if (!check(survey_total(survey, &total)) || !check(measure(&total, options, &all)))
        return false;
    if (all.n == 0)
        return complain("the column '%s' holds no answers (%" PRIu64 " missing, %" PRIu64
                        " invalid), so there is no score",
                        options->columns[ANSWER], all.missing, all.invalid);
    if (!check(fit_report(&report, all.n)) || !check(print_report(&report, &all)))
        return false;
    return (fflush(stdout) == 0 && !ferror(stdout)) || complain("cannot write the report: %s", strerror(errno));
}

int main(int argc, char **argv)
{
    struct options options = {
        .missing = "", .level = 0.95, .method = NPS_METHOD_AUTO, .benchmark_name = "no name given"};
    struct survey survey = {{NULL}};
    bool ok;
    if (!read_options(argc, argv, &options))
        return 2;
    ok = read_survey(&options, &survey) && report_survey(&options, &survey);
    survey_destroy(&survey);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
