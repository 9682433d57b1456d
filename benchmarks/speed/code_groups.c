/* Codes of several widths with their answers, in few and in many groups. The naive loop does not check its codes.
 * SPDX-License-Identifier: MIT */
#include "code_groups.h"

#include <nps/nps.h>
#include <stdlib.h>
#include <string.h>

struct groups_case {
    const char *name;
    size_t group_count;
    nps_column_type codes, answers;
    bool skewed; /* a few groups have most of the rows */
};

static const struct groups_case CASES[] = {
    {"groups, u8 codes, 2", 2, NPS_COLUMN_U8, NPS_COLUMN_U8, false},
    {"groups, u8 codes, 8", 8, NPS_COLUMN_U8, NPS_COLUMN_U8, false},
    {"groups, u8 codes, 256", 256, NPS_COLUMN_U8, NPS_COLUMN_U8, false},
    {"groups, u16 codes, 256", 256, NPS_COLUMN_U16, NPS_COLUMN_U8, false},
    {"groups, u16 codes, 10,000", 10000, NPS_COLUMN_U16, NPS_COLUMN_U8, false},
    {"groups, u32 codes, 2", 2, NPS_COLUMN_U32, NPS_COLUMN_U8, false},
    {"groups, u32 codes, 2, skewed", 2, NPS_COLUMN_U32, NPS_COLUMN_U8, true},
    {"groups, u32 codes, 8", 8, NPS_COLUMN_U32, NPS_COLUMN_U8, false},
    {"groups, u32 codes, 8, skewed", 8, NPS_COLUMN_U32, NPS_COLUMN_U8, true},
    {"groups, u32 codes, 256", 256, NPS_COLUMN_U32, NPS_COLUMN_U8, false},
    {"groups, u32 codes, 256, skewed", 256, NPS_COLUMN_U32, NPS_COLUMN_U8, true},
    {"groups, u32 codes, 10,000", 10000, NPS_COLUMN_U32, NPS_COLUMN_U8, false},
    {"groups, u32 codes, 10,000, skewed", 10000, NPS_COLUMN_U32, NPS_COLUMN_U8, true},
    {"groups, u32 codes, 1,000,000", 1000000, NPS_COLUMN_U32, NPS_COLUMN_U8, false},
    {"groups, u32 codes, 1,000,000, skewed", 1000000, NPS_COLUMN_U32, NPS_COLUMN_U8, true},
    {"groups, all i64, 8", 8, NPS_COLUMN_I64, NPS_COLUMN_I64, false},
    {"groups, all i64, 256", 256, NPS_COLUMN_I64, NPS_COLUMN_I64, false},
    {"groups, all i64, 10,000", 10000, NPS_COLUMN_I64, NPS_COLUMN_I64, false},
    {"groups, all i64, 1,000,000", 1000000, NPS_COLUMN_I64, NPS_COLUMN_I64, false},
};

/* The length of a row of the naive loop's table, and the cell for values that are not answers. */
enum { LINE = 16, NO_ANSWER = 11 };

/* The number of rows of a call: one row for this number of bytes of a large column. */
enum { BYTES_A_ROW = 32 };

struct rows {
    size_t length;
    nps_column codes, answers;
    nps_code_groups groups;
    nps_code_groups_options options;
    uint64_t *lines;
    uint64_t counted, lines_counted; /* how often all rows were added to the groups and to the naive table */
    volatile uint64_t read;
};

static void put(void *data, nps_column_type type, size_t i, uint64_t value)
{
    switch (type) {
    case NPS_COLUMN_U8: ((uint8_t *)data)[i] = (uint8_t)value; break;
    case NPS_COLUMN_U16: ((uint16_t *)data)[i] = (uint16_t)value; break;
    case NPS_COLUMN_U32: ((uint32_t *)data)[i] = (uint32_t)value; break;
    default: ((int64_t *)data)[i] = (int64_t)value;
    }
}

/* One row in 64 has a value that is not an answer. */
static void fill(const struct groups_case *self, void *codes, void *answers, size_t length)
{
    uint64_t random = 3;
    size_t i;
    for (i = 0; i < length; i++) {
        const uint64_t r = speed_random(&random);
        double place = (double)(speed_random(&random) >> 11) * 0x1p-53;
        if (self->skewed)
            place = place * place * place * place;
        put(codes, self->codes, i, (uint64_t)(place * (double)self->group_count));
        put(answers, self->answers, i, r % 64 == 0 ? NO_ANSWER : (r >> 32) % NPS_ANSWERS);
    }
}

static void read_rows(void *context)
{
    struct rows *const rows = context;
    rows->read = speed_read(rows->codes.data, speed_column_bytes(&rows->codes)) ^
                 speed_read(rows->answers.data, speed_column_bytes(&rows->answers));
}

static void count_rows(void *context)
{
    struct rows *const rows = context;
    if (nps_code_groups_add_column(&rows->groups, &rows->codes, &rows->answers, &rows->options))
        abort();
    rows->counted++;
}

#define NAIVE(code_type, answer_type)                                                                                  \
    static void naive_##code_type(struct rows *rows)                                                                   \
    {                                                                                                                  \
        const code_type *const codes = rows->codes.data;                                                               \
        const answer_type *const answers = rows->answers.data;                                                         \
        size_t i;                                                                                                      \
        for (i = 0; i < rows->length; i++)                                                                             \
            rows->lines[(size_t)codes[i] * LINE + (size_t)answers[i]]++;                                               \
    }

NAIVE(uint8_t, uint8_t)
NAIVE(uint16_t, uint8_t)
NAIVE(uint32_t, uint8_t)
NAIVE(int64_t, int64_t)

static void count_naively(void *context)
{
    struct rows *const rows = context;
    switch (rows->codes.type) {
    case NPS_COLUMN_U8: naive_uint8_t(rows); break;
    case NPS_COLUMN_U16: naive_uint16_t(rows); break;
    case NPS_COLUMN_U32: naive_uint32_t(rows); break;
    default: naive_int64_t(rows);
    }
    rows->lines_counted++;
}

static bool is_right(const void *context)
{
    static const nps_code_groups_rest NO_REST;
    const struct rows *const rows = context;
    size_t group, answer;
    for (group = 0; group < rows->groups.group_count; group++) {
        const uint64_t *const line = rows->lines + group * LINE;
        for (answer = 0; answer < NPS_ANSWERS; answer++)
            if (rows->groups.groups[group].answers[answer] * rows->lines_counted != line[answer] * rows->counted)
                return false;
        if (rows->groups.groups[group].invalid * rows->lines_counted != line[NO_ANSWER] * rows->counted)
            return false;
    }
    return memcmp(&rows->groups.rest, &NO_REST, sizeof NO_REST) == 0;
}

static void run_case(const struct groups_case *self, const struct speed_options *options)
{
    const size_t length = options->large / BYTES_A_ROW, code_bytes = length * nps_column_width(self->codes),
                 answer_bytes = length * nps_column_width(self->answers),
                 groups_bytes = self->group_count * sizeof(nps_accumulator),
                 lines_bytes = self->group_count * LINE * sizeof(uint64_t),
                 workspace_bytes = nps_code_groups_workspace_size(self->group_count) + 1;
    static struct rows rows;
    struct speed_row row = {0};
    void *const codes = speed_map(code_bytes), *const answers = speed_map(answer_bytes);
    fill(self, codes, answers, length);
    memset(&rows, 0, sizeof rows);
    rows.length = length;
    nps_column_init(&rows.codes, self->codes, codes, length);
    nps_column_init(&rows.answers, self->answers, answers, length);
    nps_code_groups_init(&rows.groups, speed_map(groups_bytes), self->group_count);
    nps_code_groups_options_init(&rows.options);
    rows.lines = speed_map(lines_bytes);
    rows.options.workspace = speed_map(workspace_bytes);
    rows.options.workspace_size = workspace_bytes;
    row.name = self->name;
    row.bytes = code_bytes + answer_bytes;
    row.rows = length;
    row.threads = 1;
    row.limit = (struct speed_work){read_rows, &rows};
    row.count = (struct speed_work){count_rows, &rows};
    row.naive = (struct speed_work){count_naively, &rows};
    row.is_right = is_right;
    speed_measure(&row, options);
    speed_unmap(codes, code_bytes);
    speed_unmap(answers, answer_bytes);
    speed_unmap(rows.groups.groups, groups_bytes);
    speed_unmap(rows.lines, lines_bytes);
    speed_unmap(rows.options.workspace, workspace_bytes);
}

void speed_code_groups(const struct speed_options *options)
{
    size_t i;
    for (i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (speed_is_chosen(options, CASES[i].name))
            run_case(&CASES[i], options);
}
