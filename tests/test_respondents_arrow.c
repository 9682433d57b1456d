/* Respondents whose ids are Arrow arrays: like adding row by row.
 * SPDX-License-Identifier: MIT */
#include "arrow_arrays.h"
#include "failing_allocator.h"
#include "interrupts.h"

#include <limits.h>
#include <stdlib.h>

enum { ROWS = 1500, PEOPLE = 90, LONGEST = 24, BEFORE = 7 };

static const int64_t no_day = -1, no_answer = 99;

/* Rows with ids as texts and as integers; the bits of `valid` are those of ids. */
struct table {
    char names[PEOPLE][LONGEST];
    uint16_t people[ROWS];
    int64_t ids[ROWS];
    int32_t offsets[ROWS + 1], days[BEFORE + ROWS];
    int64_t wide_offsets[ROWS + 1];
    char bytes[ROWS * LONGEST];
    int16_t sequences[BEFORE + ROWS];
    uint8_t answers[BEFORE + ROWS], valid[ROWS / 8 + 1];
    int32_t name_offsets[PEOPLE + 1];
    char name_bytes[PEOPLE * LONGEST];
    nps_column day, answer, sequence;
    nps_respondents_columns columns;
};

static bool is_valid(const struct table *table, size_t row)
{
    return table->valid[row / 8] >> row % 8 & 1;
}

static void describe(struct table *table)
{
    nps_column_init(&table->day, NPS_COLUMN_I32, table->days, BEFORE + ROWS);
    nps_column_init(&table->answer, NPS_COLUMN_U8, table->answers, BEFORE + ROWS);
    nps_column_init(&table->sequence, NPS_COLUMN_I16, table->sequences, BEFORE + ROWS);
    table->day.missing_codes = &no_day;
    table->day.missing_code_count = 1;
    table->answer.missing_codes = &no_answer;
    table->answer.missing_code_count = 1;
    table->columns = (nps_respondents_columns){NULL, &table->day, &table->answer, &table->sequence};
}

/* Names are short and long, and one is empty. */
static void name_people(struct table *table)
{
    int person;
    for (person = 0; person < PEOPLE; person++) {
        const int length = person == 0 ? 0
                                       : snprintf(table->names[person], LONGEST, "%s%d",
                                                  person % 2 ? "a person with name " : "", person);
        table->name_offsets[person + 1] = table->name_offsets[person] + length;
        memcpy(table->name_bytes + table->name_offsets[person], table->names[person], (size_t)length);
    }
}

static struct table *new_table(uint64_t seed)
{
    struct table *table = calloc(1, sizeof *table);
    size_t i;
    assert_non_null(table);
    name_people(table);
    for (i = 0; i < ROWS; i++) {
        const size_t person = table->people[i] = (uint16_t)next_below(&seed, PEOPLE);
        const size_t length = strlen(table->names[person]);
        table->ids[i] = (int64_t)person - 40;
        memcpy(table->bytes + table->offsets[i], table->names[person], length);
        table->offsets[i + 1] = table->offsets[i] + (int32_t)length;
        table->wide_offsets[i + 1] = table->offsets[i + 1];
        table->valid[i / 8] = (uint8_t)(table->valid[i / 8] | (next_below(&seed, 9) != 0) << i % 8);
    }
    for (i = 0; i < BEFORE + ROWS; i++) {
        table->days[i] = next_below(&seed, 30) == 0 ? (int32_t)no_day : 100 + (int32_t)next_below(&seed, 20);
        table->answers[i] = next_below(&seed, 8) == 0 ? (uint8_t)no_answer : (uint8_t)next_below(&seed, 13);
        table->sequences[i] = (int16_t)next_below(&seed, 3);
    }
    describe(table);
    return table;
}

static nps_respondents *new_people(nps_key_type type, const nps_allocator *allocator)
{
    nps_respondents_options options;
    nps_respondents *people;
    nps_respondents_options_init(&options);
    options.key_type = type;
    options.allocator = allocator;
    assert_ok(nps_respondents_create(&options, &people));
    return people;
}

/* Adds row `row` of the columns, of the person of row `row - BEFORE`, by itself. */
static void add_row(nps_respondents *people, nps_accumulator *rest, const struct table *table, size_t row)
{
    const size_t id = row - BEFORE;
    const bool is_missing = table->answers[row] == no_answer;
    const int32_t day = table->days[row];
    const char *name = table->names[table->people[id]];
    nps_respondents_rule rule;
    assert_ok(nps_respondents_read_rule(people, &rule));
    if (!is_valid(table, id) || day == no_day)
        assert_ok(is_missing ? nps_accumulator_add_missing(rest, 1) : nps_accumulator_add(rest, table->answers[row]));
    else if (rule.key_type == NPS_KEY_TEXT)
        assert_ok(is_missing ? nps_respondents_add_missing_text(people, name, strlen(name), day, table->sequences[row])
                             : nps_respondents_add_text(people, name, strlen(name), day, table->answers[row],
                                                        table->sequences[row]));
    else
        assert_ok(is_missing ? nps_respondents_add_missing_integer(people, table->ids[id], day, table->sequences[row])
                             : nps_respondents_add_integer(people, table->ids[id], day, table->answers[row],
                                                           table->sequences[row]));
}

static void assert_same(const nps_respondents *a, const nps_respondents *b)
{
    size_t size, other, length;
    unsigned char *bytes, *others;
    assert_ok(nps_respondents_encoded_size(a, &size));
    assert_ok(nps_respondents_encoded_size(b, &other));
    assert_int_equal(size, other);
    bytes = malloc(size);
    others = malloc(size);
    assert_true(bytes && others);
    assert_ok(nps_respondents_encode(a, bytes, size, &length));
    assert_ok(nps_respondents_encode(b, others, size, &length));
    assert_memory_equal(bytes, others, size);
    free(bytes);
    free(others);
}

/* Ids as texts with offsets of 32 and 64 bits, as a dictionary, and as integers. */
enum { NARROW, WIDE, ENCODED, INTEGERS, FORMS };

static void make_ids(arrow *ids, arrow *dictionary, struct table *table, int form)
{
    arrow_init_texts(dictionary, "u", NULL, PEOPLE, NULL, table->name_offsets, table->name_bytes);
    if (form == NARROW)
        arrow_init_texts(ids, "u", NULL, ROWS, table->valid, table->offsets, table->bytes);
    else if (form == WIDE)
        arrow_init_texts(ids, "U", NULL, ROWS, table->valid, table->wide_offsets, table->bytes);
    else if (form == INTEGERS)
        arrow_init(ids, "l", NULL, ROWS, table->valid, table->ids);
    else
        arrow_init(ids, "S", NULL, ROWS, table->valid, table->people);
    if (form == ENCODED)
        arrow_encode(ids, dictionary);
}

static void ids_of_every_form_are_like_single_rows(void **state)
{
    int form, parts;
    (void)state;
    for (form = 0; form < FORMS; form++)
        for (parts = 1; parts <= 3; parts++) {
            struct table *table = new_table((uint64_t)(10 * form + parts));
            const nps_key_type type = form == INTEGERS ? NPS_KEY_INTEGER : NPS_KEY_TEXT;
            nps_respondents *actual = new_people(type, NULL), *expected = new_people(type, NULL);
            nps_accumulator rest = {{0}, 0, 0}, expected_rest = {{0}, 0, 0};
            arrow ids, dictionary;
            size_t row;
            int part;
            make_ids(&ids, &dictionary, table, form);
            for (part = 0; part < parts; part++) {
                ids.array.offset = part * (ROWS / parts);
                ids.array.length = ROWS / parts;
                assert_ok(nps_respondents_add_arrow(
                    actual, &(nps_respondents_arrow){&ids.schema, &ids.array, BEFORE + (size_t)ids.array.offset},
                    &table->columns, &rest, NULL));
            }
            for (row = BEFORE; row < BEFORE + ROWS; row++)
                add_row(expected, &expected_rest, table, row);
            assert_true(expected_rest.missing > 0);
            assert_accumulator_equal(&rest, &expected_rest);
            assert_same(actual, expected);
            nps_respondents_destroy(actual);
            nps_respondents_destroy(expected);
            free(table);
        }
}

static void assert_refused(nps_respondents *people, const arrow *ids, const nps_respondents_columns *columns,
                           size_t first, nps_status expected, const char *text)
{
    nps_accumulator rest = {{0}, 0, 0};
    nps_error_detail detail;
    const size_t count = nps_respondents_count(people);
    assert_status(nps_respondents_add_arrow(people, &(nps_respondents_arrow){&ids->schema, &ids->array, first}, columns,
                                            &rest, &detail),
                  expected);
    assert_string_equal(detail.text, text);
    assert_int_equal(nps_respondents_count(people), count);
    assert_int_equal(rest.missing, 0);
    assert_status(nps_respondents_add_arrow(people, &(nps_respondents_arrow){&ids->schema, &ids->array, first}, columns,
                                            &rest, NULL),
                  expected);
}

static void bad_ids_and_columns_change_nothing(void **state)
{
    struct table *table = new_table(5);
    nps_respondents *texts = new_people(NPS_KEY_TEXT, NULL), *integers = new_people(NPS_KEY_INTEGER, NULL);
    nps_accumulator rest = {{0}, 0, 0};
    double halves[] = {1, 2.5};
    arrow ids, dictionary;
    (void)state;
    assert_ok(nps_respondents_add_text(texts, "Ann", 3, 100, 3, 0));
    make_ids(&ids, &dictionary, table, NARROW);
    assert_refused(integers, &ids, &table->columns, 0, NPS_ERROR_KEY,
                   "Arrow: keys are integers here, got format \"u\" (texts)");
    assert_refused(texts, &ids, &table->columns, BEFORE + 1, NPS_ERROR_COLUMN,
                   "expected an answer for each of 1500 ids from row 8 on, got 1507 answers in all");
    assert_refused(texts, &ids, &table->columns, SIZE_MAX, NPS_ERROR_COLUMN,
                   "expected an answer for each of 1500 ids from row 18446744073709551615 on, got 1507 answers in all");
    table->valid[700 / 8] = 0xFF;
    table->days[BEFORE + 700] = INT32_MAX;
    assert_refused(texts, &ids, &table->columns, BEFORE, NPS_ERROR_DAY,
                   "row 707: expected a day from -719162 to 2932896, got 2147483647");
    table->days[BEFORE + 700] = 100;
    table->offsets[701] = INT32_MAX;
    assert_refused(texts, &ids, &table->columns, BEFORE, NPS_ERROR_COLUMN,
                   "Arrow: offset 7809 of text 702 comes after 2147483647");
    table->columns.days = NULL;
    assert_refused(texts, &ids, &table->columns, BEFORE, NPS_ERROR_NULL, nps_status_string(NPS_ERROR_NULL));
    describe(table);
    arrow_init(&ids, "g", NULL, 2, NULL, halves);
    assert_refused(integers, &ids, &table->columns, 0, NPS_ERROR_KEY,
                   "Arrow: the key of row 1 is not a whole number from -2^63 to 2^63 - 1");
    assert_status(nps_respondents_add_arrow(NULL, &(nps_respondents_arrow){&ids.schema, &ids.array, 0}, &table->columns,
                                            &rest, NULL),
                  NPS_ERROR_NULL);
    assert_status(nps_respondents_add_arrow(texts, NULL, &table->columns, &rest, NULL), NPS_ERROR_NULL);
    assert_status(
        nps_respondents_add_arrow(texts, &(nps_respondents_arrow){NULL, &ids.array, 0}, &table->columns, &rest, NULL),
        NPS_ERROR_NULL);
    assert_status(
        nps_respondents_add_arrow(texts, &(nps_respondents_arrow){&ids.schema, NULL, 0}, &table->columns, &rest, NULL),
        NPS_ERROR_NULL);
    assert_status(
        nps_respondents_add_arrow(texts, &(nps_respondents_arrow){&ids.schema, &ids.array, 0}, NULL, &rest, NULL),
        NPS_ERROR_NULL);
    assert_status(nps_respondents_add_arrow(texts, &(nps_respondents_arrow){&ids.schema, &ids.array, 0},
                                            &table->columns, NULL, NULL),
                  NPS_ERROR_NULL);
    nps_respondents_destroy(texts);
    nps_respondents_destroy(integers);
    free(table);
}

static void without_memory_nothing_changes(void **state)
{
    struct table *table = new_table(6);
    struct failing memory = {0};
    const nps_allocator allocator = {&memory, failing_allocate, failing_release};
    nps_status status = NPS_ERROR_MEMORY;
    arrow ids, dictionary;
    size_t fail_at;
    (void)state;
    make_ids(&ids, &dictionary, table, ENCODED);
    for (fail_at = 1; status; fail_at++) {
        nps_accumulator rest = {{0}, 0, 0};
        nps_respondents *people;
        memory.fail_at = 0;
        people = new_people(NPS_KEY_TEXT, &allocator);
        assert_ok(nps_respondents_add_text(people, "x", 1, 1, 1, 0));
        memory.calls = 0;
        memory.fail_at = fail_at;
        status = nps_respondents_add_arrow(people, &(nps_respondents_arrow){&ids.schema, &ids.array, BEFORE},
                                           &table->columns, &rest, NULL);
        if (status) {
            assert_status(status, NPS_ERROR_MEMORY);
            assert_int_equal(nps_respondents_count(people), 1);
            assert_int_equal(rest.missing, 0);
        }
        nps_respondents_destroy(people);
        assert_int_equal(memory.bytes, 0);
    }
    assert_true(fail_at > 5);
    free(table);
}

static void a_call_can_be_interrupted(void **state)
{
    struct table *table = new_table(7);
    nps_respondents_options options;
    nps_respondents *people;
    nps_accumulator rest = {{0}, 0, 0};
    struct caller caller;
    arrow ids, dictionary;
    (void)state;
    make_ids(&ids, &dictionary, table, NARROW);
    nps_respondents_options_init(&options);
    options.interrupt = stop_at(&caller, 2);
    assert_ok(nps_respondents_create(&options, &people));
    assert_status(nps_respondents_add_arrow(people, &(nps_respondents_arrow){&ids.schema, &ids.array, BEFORE},
                                            &table->columns, &rest, NULL),
                  NPS_ERROR_INTERRUPTED);
    assert_int_equal(nps_respondents_count(people), 0);
    assert_int_equal(rest.missing, 0);
    nps_respondents_destroy(people);
    free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_of_every_form_are_like_single_rows),
        cmocka_unit_test(bad_ids_and_columns_change_nothing),
        cmocka_unit_test(without_memory_nothing_changes),
        cmocka_unit_test(a_call_can_be_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
