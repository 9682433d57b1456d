/* Answers with weights. The naive loop adds doubles, so it rounds; it has no squares and checks nothing. The oracle
 * adds row by row.
 * SPDX-License-Identifier: MIT */
#include "weights.h"

#include <nps/nps.h>
#include <stdlib.h>
#include <string.h>

enum { EQUAL = 1, WEIGHTLESS = 2, OUTLIERS = 4, ANY_SIZE = 8, INTEGERS = 16 };

struct weights_case {
    const char *name;
    size_t length; /* 0: a large column */
    unsigned features;
    double target; /* times the naive loop; 0: none */
};

static const struct weights_case CASES[] = {
    {"weights, random answers", 0, 0, 1},
    {"weights, equal answers", 0, EQUAL, 0},
    {"weights, i64 answers", 0, INTEGERS, 0},
    {"weights, one in ten is 0", 0, WEIGHTLESS, 0},
    {"weights, one in a thousand is large", 0, OUTLIERS, 0},
    {"weights of any size", 0, ANY_SIZE, 0},
    {"weights, 100,000 rows", 100000, 0, 1},
    {"weights, 1,000 rows", 1000, 0, 1},
    {"weights, 50 rows", 50, 0, 0},
};

/* The number of rows of a call: one row for this number of bytes of a large column. */
enum { BYTES_A_ROW = 32 };

struct rows {
    nps_column answers;
    double *weights;
    nps_weighted expected, counted;
    volatile double sums[16];
    volatile uint64_t read;
};

/* Weights between .1 and 5, as in many surveys. */
static double usual_weight(uint64_t *random)
{
    return 0.1 + (double)(speed_random(random) >> 11) * 0x1p-53 * 4.9;
}

static double any_weight(uint64_t *random)
{
    double weight = usual_weight(random);
    int places = (int)(speed_random(random) >> 32) % 100;
    while (places-- > 0)
        weight /= 2;
    return weight;
}

static double make_weight(unsigned features, uint64_t *random)
{
    const uint64_t chance = speed_random(random) >> 32;
    if (features & WEIGHTLESS && chance % 10 == 0)
        return 0;
    if (features & OUTLIERS && chance % 1000 == 0)
        return 1e9;
    return features & ANY_SIZE ? any_weight(random) : usual_weight(random);
}

static void fill(unsigned features, void *answers, struct rows *rows)
{
    uint64_t random = 4;
    size_t i;
    for (i = 0; i < rows->answers.length; i++) {
        const int64_t answer = features & EQUAL ? 9 : (int64_t)((speed_random(&random) >> 32) % NPS_ANSWERS);
        rows->weights[i] = make_weight(features, &random);
        if (features & INTEGERS)
            ((int64_t *)answers)[i] = answer;
        else
            ((uint8_t *)answers)[i] = (uint8_t)answer;
        if (nps_weighted_add(&rows->expected, answer, rows->weights[i]))
            abort();
    }
}

static void read_rows(void *context)
{
    struct rows *const rows = context;
    rows->read = speed_read(rows->weights, rows->answers.length * sizeof *rows->weights) ^
                 speed_read(rows->answers.data, speed_column_bytes(&rows->answers));
}

static void count_rows(void *context)
{
    struct rows *const rows = context;
    memset(&rows->counted, 0, sizeof rows->counted);
    if (nps_weighted_add_column(&rows->counted, &rows->answers, rows->weights, NULL))
        abort();
}

#define NAIVE(type)                                                                                                    \
    static void naive_##type(const struct rows *rows, double *sums)                                                    \
    {                                                                                                                  \
        const type *const answers = rows->answers.data;                                                                \
        size_t i;                                                                                                      \
        for (i = 0; i < rows->answers.length; i++)                                                                     \
            sums[answers[i]] += rows->weights[i];                                                                      \
    }

NAIVE(uint8_t)
NAIVE(int64_t)

static void count_naively(void *context)
{
    struct rows *const rows = context;
    double sums[16] = {0};
    size_t i;
    if (rows->answers.type == NPS_COLUMN_I64)
        naive_int64_t(rows, sums);
    else
        naive_uint8_t(rows, sums);
    for (i = 0; i < 16; i++)
        rows->sums[i] = sums[i];
}

static bool is_right(const void *context)
{
    const struct rows *const rows = context;
    return memcmp(&rows->counted, &rows->expected, sizeof rows->counted) == 0;
}

static void run_rows(const struct weights_case *self, const struct speed_options *options, struct rows *rows)
{
    struct speed_row row = {0};
    row.name = self->name;
    row.target.naive = self->target;
    row.bytes = rows->answers.length * sizeof *rows->weights + speed_column_bytes(&rows->answers);
    row.rows = rows->answers.length;
    row.threads = 1;
    row.limit = (struct speed_work){read_rows, rows};
    row.count = (struct speed_work){count_rows, rows};
    row.naive = (struct speed_work){count_naively, rows};
    row.is_right = is_right;
    speed_measure(&row, options);
}

static void run_case(const struct weights_case *self, const struct speed_options *options)
{
    static struct rows rows;
    const size_t length = self->length ? self->length : options->large / BYTES_A_ROW;
    const size_t answer_bytes = length * (self->features & INTEGERS ? sizeof(int64_t) : 1);
    void *const answers = speed_map(answer_bytes);
    memset(&rows, 0, sizeof rows);
    nps_column_init(&rows.answers, self->features & INTEGERS ? NPS_COLUMN_I64 : NPS_COLUMN_U8, answers, length);
    rows.weights = speed_map(length * sizeof *rows.weights);
    fill(self->features, answers, &rows);
    run_rows(self, options, &rows);
    speed_unmap(rows.weights, length * sizeof *rows.weights);
    speed_unmap(answers, answer_bytes);
}

void speed_weights(const struct speed_options *options)
{
    size_t i;
    for (i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (speed_is_chosen(options, CASES[i].name))
            run_case(&CASES[i], options);
}
