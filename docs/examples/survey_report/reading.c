/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include "complaints.h"
#include "text.h"
#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STREAM_LIMIT = 1000000, /* a row of more respondents is counted in one step */
    NOT_A_NUMBER = -1,      /* an invalid answer, like any that is not 0 to 10 */
};

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

/* libcsv calls this for each cell. */
static void on_cell(void *cell, size_t length, void *data)
{
    struct reading *self = data;
    const char *bytes = trim(cell, &length);
    if (!self->failed)
        self->failed = !(self->width ? read_cell(self, bytes, length) : read_header_cell(self, bytes, length));
    self->blank = (self->blank || self->cell == 0) && length == 0;
    self->cell++;
}

/* libcsv calls this at the end of each row. A row without anything is no respondent: spreadsheets leave such rows
 * behind. */
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

bool read_survey(const struct options *options, struct survey *survey)
{
    int i;
    for (i = 0; i < options->file_count; i++)
        if (!read_file(options, options->files[i], survey))
            return false;
    return check(survey_split(survey));
}
