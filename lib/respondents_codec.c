/* SPDX-License-Identifier: MIT */
#include <nps/respondents_codec.h>

#include "accumulator.h"
#include "bytes/envelope.h"
#include "bytes/order.h"
#include "codec.h"
#include "keys/encoded.h"
#include "respondents.h"
#include "status.h"
#include "support/options.h"

#include <string.h>

/* A row is a number of days and a bin; this bit of the bin says that a sequence number follows. */
enum { SEQUENCED = 16 };

/* Each person takes a byte or more for the id and for each number of a row, and one for the number of rows. */
enum { SMALLEST_ROW = 2, SMALLEST_PERSON = 1 + SMALLEST_ROW };

static nps_kind kind_of(nps_key_type type)
{
    return type == NPS_KEY_TEXT ? NPS_KIND_RESPONDENTS_BY_TEXT : NPS_KIND_RESPONDENTS_BY_INTEGER;
}

/* ---- writing: where there is no buffer, bytes are only counted ---- */

struct writer {
    unsigned char *to;
    size_t size;
};

static void put_number(struct writer *writer, uint64_t number)
{
    writer->size += nps_number_size(number);
    if (writer->to)
        writer->to = nps_write_number(writer->to, number);
}

static uint64_t written_window(uint32_t window)
{
    return window == NPS_NO_WINDOW ? 0 : window;
}

static void put_head(struct writer *writer, const nps_respondents *self)
{
    const size_t people = nps_ids_count(&self->ids);
    put_number(writer, (uint64_t)self->rule.keep);
    put_number(writer, written_window(self->rule.window));
    put_number(writer, self->rule.has_history);
    writer->size += nps_counters_size(&self->added);
    if (writer->to)
        writer->to = nps_write_counters(writer->to, &self->added);
    put_number(writer, people);
    if (people == 0)
        return;
    put_number(writer, nps_zigzag(self->days.first));
    put_number(writer, (uint64_t)((int64_t)self->days.last - self->days.first));
}

static void put_row(struct writer *writer, const nps_response *row, int32_t since)
{
    put_number(writer, (uint64_t)((int64_t)row->day - since));
    put_number(writer, row->bin | (row->sequence != 0 ? SEQUENCED : 0));
    if (row->sequence != 0)
        put_number(writer, nps_zigzag(row->sequence));
}

static uint64_t count_rows(const nps_respondents *self, size_t person)
{
    uint64_t count = 0;
    uint32_t row = nps_respondents_first_from(self, person, NPS_DAY_MIN);
    for (; row != NPS_NO_ROW; count++) {
        const nps_response response = nps_respondents_row(self, row);
        row = nps_respondents_next(self, person, &response);
    }
    return count;
}

static void put_person(struct writer *writer, const nps_respondents *self, size_t person)
{
    const nps_key id = nps_ids_get(&self->ids, person);
    uint32_t row = nps_respondents_first_from(self, person, NPS_DAY_MIN);
    int32_t since = self->days.first;
    writer->size += nps_key_encoded_size(self->rule.key_type, &id);
    if (writer->to)
        writer->to = nps_write_key(writer->to, self->rule.key_type, &id);
    if (self->rule.has_history)
        put_number(writer, count_rows(self, person));
    while (row != NPS_NO_ROW) {
        const nps_response response = nps_respondents_row(self, row);
        put_row(writer, &response, since);
        since = response.day;
        row = self->rule.has_history ? nps_respondents_next(self, person, &response) : NPS_NO_ROW;
    }
}

nps_status nps_respondents_encoded_size(const nps_respondents *self, size_t *size)
{
    struct writer counting = {NULL, NPS_ENVELOPE_SIZE};
    size_t person;
    if (!self || !size)
        return NPS_ERROR_NULL;
    put_head(&counting, self);
    for (person = 0; person < nps_ids_count(&self->ids); person++)
        put_person(&counting, self, person);
    *size = counting.size;
    return NPS_OK;
}

static int compare_people(const void *ids, size_t a, size_t b)
{
    const nps_ids *self = ids;
    const nps_key one = nps_ids_get(self, a), other = nps_ids_get(self, b);
    return nps_key_compare(self->texts.type, &one, &other);
}

static unsigned char *write_people(const nps_respondents *self, unsigned char *bytes, const unsigned char *order)
{
    struct writer writer = {nps_envelope_begin(bytes, kind_of(self->rule.key_type)), 0};
    size_t i;
    put_head(&writer, self);
    for (i = 0; i < nps_ids_count(&self->ids); i++)
        put_person(&writer, self, nps_order_get(order, i));
    return writer.to;
}

nps_status nps_respondents_encode(const nps_respondents *self, void *bytes, size_t capacity, size_t *length)
{
    size_t size, count, i;
    nps_budget budget;
    nps_allocator allocator;
    unsigned char *memory, *order;
    nps_status status = nps_respondents_encoded_size(self, &size);
    if (status)
        return status;
    if (!bytes || !length)
        return NPS_ERROR_NULL;
    if (capacity < size)
        return NPS_ERROR_SPACE;
    budget = (nps_budget){self->budget.source, self->budget.limit, 0};
    allocator = nps_budget_allocator(&budget);
    count = nps_ids_count(&self->ids);
    memory = nps_allocator_array(&allocator, count + 1, (size_t)2 * NPS_PLACE_SIZE);
    if (!memory)
        return NPS_ERROR_MEMORY;
    order = memory + count * NPS_PLACE_SIZE;
    for (i = 0; i < count; i++)
        nps_order_put(order, i, i);
    nps_order_sort(order, count, compare_people, &self->ids);
    *length = nps_envelope_end(bytes, write_people(self, bytes, order));
    nps_allocator_release(&allocator, memory, count + 1, (size_t)2 * NPS_PLACE_SIZE);
    return NPS_OK;
}

/* ---- reading ---- */

/* A walk through encoded rows, which may be copied to walk again. */
struct encoded_rows {
    nps_reader reader;
    nps_respondents_rule rule;
    nps_accumulator added;
    nps_period days;
    uint64_t people, person; /* how many there are, and how many were begun */
    uint64_t left;           /* rows of the person that was begun */
    nps_key id;
    int32_t day; /* of the last row of the person */
};

static nps_status refuse(const nps_reader *reader, size_t start, const char *expected, uint64_t found)
{
    return nps_explain(reader->detail, NPS_ERROR_FORMAT, "byte %zu: expected %s, got %llu", start, expected,
                       (unsigned long long)found);
}

/* A number up to `most`. */
static nps_status read_up_to(nps_reader *reader, uint64_t most, const char *expected, uint64_t *value)
{
    const size_t start = reader->offset;
    const nps_status status = nps_read_number(reader, value);
    return !status && *value > most ? refuse(reader, start, expected, *value) : status;
}

static nps_status read_rule(struct encoded_rows *rows)
{
    nps_reader *reader = &rows->reader;
    uint64_t keep, window, has_history = 0;
    const size_t start = reader->offset;
    nps_status status = read_up_to(reader, NPS_KEEP_FIRST, "0 or 1, the answer that is kept", &keep);
    if (!status)
        status = read_up_to(reader, NPS_NO_WINDOW - 1, "a window below 2^32 - 1 days", &window);
    if (!status)
        status = read_up_to(reader, 1, "0 or 1, whether there is history", &has_history);
    if (status)
        return status;
    rows->rule.keep = (nps_keep)keep;
    rows->rule.window = window != 0 ? (uint32_t)window : NPS_NO_WINDOW;
    rows->rule.has_history = (uint32_t)has_history;
    return keep == NPS_KEEP_FIRST && window != 0 && !has_history
               ? refuse(reader, start, "history, as first answers in a window need it", has_history)
               : NPS_OK;
}

static nps_status read_days(struct encoded_rows *rows)
{
    nps_reader *reader = &rows->reader;
    const size_t start = reader->offset;
    uint64_t first, span;
    nps_status status = nps_read_number(reader, &first);
    if (status)
        return status;
    if (!nps_is_day(nps_unzigzag(first)))
        return refuse(reader, start, "a day of the years 1 to 9999", first);
    rows->days.first = (int32_t)nps_unzigzag(first);
    status = read_up_to(reader, (uint64_t)((int64_t)NPS_DAY_MAX - rows->days.first), "a last day up to the year 9999",
                        &span);
    if (!status)
        rows->days.last = rows->days.first + (int32_t)span;
    return status;
}

static nps_status read_head(struct encoded_rows *rows)
{
    nps_reader *reader = &rows->reader;
    const size_t smallest = SMALLEST_PERSON + (rows->rule.has_history ? 1 : 0);
    nps_status status = nps_read_counters(reader, &rows->added);
    if (!status)
        status = read_up_to(reader, (reader->length - reader->offset) / smallest, "a number of people that fit",
                            &rows->people);
    if (status)
        return status;
    if (rows->people != 0)
        return read_days(rows);
    rows->days = (nps_period){NPS_DAY_MAX, NPS_DAY_MIN};
    return memcmp(&rows->added, &nps_accumulator_empty, sizeof nps_accumulator_empty) != 0
               ? nps_explain(reader->detail, NPS_ERROR_FORMAT, "expected people, as there are answers, got none")
               : NPS_OK;
}

static nps_status open_rows(struct encoded_rows *rows, const void *bytes, size_t length, nps_error_detail *detail)
{
    unsigned kind;
    nps_status status;
    memset(rows, 0, sizeof *rows);
    status = nps_envelope_open(&rows->reader, &kind, bytes, length, detail);
    if (!status && kind != NPS_KIND_RESPONDENTS_BY_TEXT && kind != NPS_KIND_RESPONDENTS_BY_INTEGER)
        status = nps_envelope_refuse(&rows->reader, kind, "kind 18 or 28 (respondents)");
    if (status)
        return status;
    rows->rule.key_type = kind == NPS_KIND_RESPONDENTS_BY_TEXT ? NPS_KEY_TEXT : NPS_KEY_INTEGER;
    status = read_rule(rows);
    return status ? status : read_head(rows);
}

static nps_status begin_person(struct encoded_rows *rows)
{
    nps_reader *reader = &rows->reader;
    const nps_key before = rows->id;
    nps_status status = nps_read_key(reader, rows->rule.key_type, rows->person != 0 ? &before : NULL, &rows->id);
    const size_t start = reader->offset;
    rows->person++;
    rows->left = 1;
    if (!status && rows->rule.has_history)
        status = read_up_to(reader, (reader->length - start) / SMALLEST_ROW, "a number of rows that fit", &rows->left);
    return !status && rows->left == 0 ? refuse(reader, start, "one row of a person or more", 0) : status;
}

static nps_status read_row(struct encoded_rows *rows, nps_source_response *out)
{
    nps_reader *reader = &rows->reader;
    const int32_t since = out->is_new ? rows->days.first : rows->day;
    const size_t start = reader->offset;
    uint64_t days, bin, sequence = 0;
    nps_status status =
        read_up_to(reader, (uint64_t)((int64_t)rows->days.last - since), "a day up to the last one", &days);
    if (!status && !out->is_new && days == 0)
        status = refuse(reader, start, "a later day of the person", 0);
    if (!status)
        status = read_up_to(reader, SEQUENCED + NPS_ANSWER_INVALID, "an answer", &bin);
    if (status)
        return status;
    if ((bin & (SEQUENCED - 1)) > NPS_ANSWER_INVALID)
        return refuse(reader, start, "an answer", bin);
    if (bin & SEQUENCED) {
        status = nps_read_number(reader, &sequence);
        if (!status && sequence == 0)
            status = refuse(reader, start, "a sequence number other than 0", 0);
    }
    rows->day = since + (int32_t)days;
    out->response = (nps_response){rows->day, (uint32_t)(bin & (SEQUENCED - 1)), nps_unzigzag(sequence)};
    return status;
}

/* Reads the next row; only after the last one may the bytes end. */
static nps_status next_row(struct encoded_rows *rows, nps_source_response *out)
{
    nps_status status = NPS_OK;
    out->is_new = rows->left == 0;
    if (out->is_new)
        status = begin_person(rows);
    if (!status)
        status = read_row(rows, out);
    if (status)
        return status;
    out->id = rows->id;
    rows->left--;
    return rows->left == 0 && rows->person == rows->people ? nps_read_end(&rows->reader) : NPS_OK;
}

static bool is_done(const struct encoded_rows *rows)
{
    return rows->left == 0 && rows->person == rows->people;
}

/* Reads all rows: how many there are, and whether they can be what is left of the rows that were added. */
static nps_status check_rows(struct encoded_rows rows, size_t *count)
{
    nps_accumulator kept = {{0}, 0, 0};
    nps_period days = {NPS_DAY_MAX, NPS_DAY_MIN};
    nps_source_response row;
    nps_status status = NPS_OK;
    if (rows.people == 0)
        return nps_read_end(&rows.reader);
    for (*count = 0; !status && !is_done(&rows); ++*count) {
        status = next_row(&rows, &row);
        if (status)
            return status;
        ++*nps_accumulator_counter(&kept, row.response.bin);
        days.first = row.response.day < days.first ? row.response.day : days.first;
        days.last = row.response.day > days.last ? row.response.day : days.last;
    }
    if (!nps_accumulator_has_part(&rows.added, &kept))
        return nps_explain(rows.reader.detail, NPS_ERROR_FORMAT, "expected at most the rows that were added, got more");
    if (rows.rule.has_history && (days.first != rows.days.first || days.last != rows.days.last))
        return nps_explain(rows.reader.detail, NPS_ERROR_FORMAT, "expected rows from day %d to day %d, got %d to %d",
                           (int)rows.days.first, (int)rows.days.last, (int)days.first, (int)days.last);
    return NPS_OK;
}

/* Opens rows that are all right; `count` receives their number. */
static nps_status open_checked_rows(struct encoded_rows *rows, size_t *count, const void *bytes, size_t length,
                                    nps_error_detail *detail)
{
    const nps_status status = open_rows(rows, bytes, length, detail);
    *count = 0;
    return status ? status : check_rows(*rows, count);
}

/* Encoded rows as a source. */
struct encoded_source {
    struct encoded_rows start, rows;
};

static nps_status read_encoded(void *context, size_t index, nps_source_response *out)
{
    struct encoded_source *encoded = context;
    if (index == 0)
        encoded->rows = encoded->start;
    return next_row(&encoded->rows, out);
}

static nps_status merge_rows(nps_respondents *self, const struct encoded_rows *rows, size_t count)
{
    struct encoded_source encoded = {*rows, *rows};
    const nps_respondents_source source = {&encoded, count, rows->added, rows->days, read_encoded};
    return nps_explain_status(rows->reader.detail, nps_respondents_merge_source(self, &source, NPS_TIES_BY_CONTENT));
}

static nps_status create(const nps_respondents_options *options, const nps_respondents_rule *rule,
                         nps_respondents **out)
{
    nps_respondents_options read;
    nps_status status = NPS_OK;
    nps_respondents_options_init(&read);
    if (options)
        status = nps_options_read(&read, sizeof read, sizeof read, options);
    read.key_type = rule->key_type;
    read.keep = rule->keep;
    read.window = rule->window;
    read.has_history = rule->has_history;
    return status ? status : nps_respondents_create(&read, out);
}

nps_status nps_respondents_decode(const nps_respondents_options *options, const void *bytes, size_t length,
                                  nps_respondents **out, nps_error_detail *detail)
{
    struct encoded_rows rows;
    nps_respondents *made;
    size_t count;
    nps_status status;
    if (!out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_checked_rows(&rows, &count, bytes, length, detail);
    if (status)
        return status;
    status = create(options, &rows.rule, &made);
    if (status)
        return nps_explain_status(detail, status);
    status = merge_rows(made, &rows, count);
    if (status)
        nps_respondents_destroy(made);
    else
        *out = made;
    return status;
}

nps_status nps_respondents_merge_encoded(nps_respondents *self, const void *bytes, size_t length,
                                         nps_error_detail *detail)
{
    struct encoded_rows rows;
    size_t count;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_checked_rows(&rows, &count, bytes, length, detail);
    if (status)
        return status;
    status = nps_explain_status(detail, nps_respondents_check_rule(self, &rows.rule));
    return status ? status : merge_rows(self, &rows, count);
}
