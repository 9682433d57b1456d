/* How fast groups by code are filled, against a loop that counts into an array of 16 numbers a group.
 *
 * usage: groups_speed [ROWS]
 *
 * Each case is run in turn with its peer, several times, and the least processor times are compared, which other
 * programs disturb least; every answer is checked. The peer does not check its codes, ours does.
 *
 * SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <nps/nps.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { REPETITIONS = 7, LINE = 16, HUGE_PAGE = 2 << 20 };

struct rows {
    size_t length, group_count;
    uint32_t *codes;
    uint8_t *answers;
    int64_t *wide_codes, *wide_answers;
};

static void fail(const char *what)
{
    fprintf(stderr, "groups_speed: %s\n", what);
    exit(1);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* In huge pages where the system has them, as NumPy asks for large arrays; written once, so that it is there. */
static void *memory(size_t size)
{
    const size_t rounded = (size / HUGE_PAGE + 1) * HUGE_PAGE;
    void *at = aligned_alloc(HUGE_PAGE, rounded);
    if (!at)
        fail("out of memory");
    (void)madvise(at, rounded, MADV_HUGEPAGE);
    memset(at, 0, rounded);
    return at;
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Skewed: a few groups have most of the rows. */
static void draw(struct rows *rows, size_t group_count, int skewed)
{
    uint64_t state = 88172645463325252u;
    size_t i;
    rows->group_count = group_count;
    for (i = 0; i < rows->length; i++) {
        double place = (double)(next_random(&state) >> 11) * 0x1p-53;
        if (skewed)
            place = place * place * place * place;
        rows->codes[i] = (uint32_t)(place * (double)group_count);
        rows->answers[i] = (uint8_t)((next_random(&state) >> 40) % NPS_ANSWERS);
        rows->wide_codes[i] = rows->codes[i];
        rows->wide_answers[i] = rows->answers[i];
    }
}

static void add_ours(const struct rows *rows, int wide, nps_accumulator *groups, void *workspace)
{
    nps_code_groups_rest rest = {0};
    nps_column codes, answers;
    nps_column_init(&codes, wide ? NPS_COLUMN_I64 : NPS_COLUMN_U32,
                    wide ? (const void *)rows->wide_codes : (const void *)rows->codes, rows->length);
    nps_column_init(&answers, wide ? NPS_COLUMN_I64 : NPS_COLUMN_U8,
                    wide ? (const void *)rows->wide_answers : (const void *)rows->answers, rows->length);
    if (nps_code_groups_add(groups, rows->group_count, &codes, &answers, workspace,
                            nps_code_groups_workspace_size(rows->group_count), &rest))
        fail("not counted");
}

static void add_naively(const struct rows *rows, uint64_t *lines)
{
    size_t i;
    for (i = 0; i < rows->length; i++)
        lines[(size_t)rows->codes[i] * LINE + rows->answers[i]]++;
}

static void check(const struct rows *rows, const nps_accumulator *groups, const uint64_t *lines)
{
    size_t i;
    int answer;
    for (i = 0; i < rows->group_count; i++)
        for (answer = 0; answer < NPS_ANSWERS; answer++)
            if (groups[i].answers[answer] != lines[i * LINE + (size_t)answer])
                fail("counted wrongly");
}

static int compare(const void *left, const void *right)
{
    const double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

static double least(double *times)
{
    qsort(times, REPETITIONS, sizeof *times, compare);
    return times[0];
}

static void measure(struct rows *rows, size_t group_count, int skewed, int wide, nps_accumulator *groups,
                    uint64_t *lines, void *workspace)
{
    double ours[REPETITIONS], naive[REPETITIONS], start;
    int i;
    draw(rows, group_count, skewed);
    for (i = 0; i < REPETITIONS; i++) {
        memset(groups, 0, group_count * sizeof *groups);
        memset(lines, 0, group_count * LINE * sizeof *lines);
        start = seconds();
        add_ours(rows, wide, groups, workspace);
        ours[i] = seconds() - start;
        start = seconds();
        add_naively(rows, lines);
        naive[i] = seconds() - start;
        check(rows, groups, lines);
    }
    printf("%8zu groups, %-7s %-6s %5.0f M rows/s, naive loop %5.0f M, ratio %.1f\n", group_count,
           skewed ? "skewed" : "uniform", wide ? "i64" : "u32+u8", 1e-6 * (double)rows->length / least(ours),
           1e-6 * (double)rows->length / least(naive), least(naive) / least(ours));
}

int main(int argc, char **argv)
{
    static const size_t counts[] = {2, 8, 64, 256, 1000, 10000, 100000, 1000000};
    enum { LARGEST = 1000000 };
    struct rows rows;
    nps_accumulator *groups = memory(LARGEST * sizeof *groups);
    uint64_t *lines = memory(LARGEST * LINE * sizeof *lines);
    void *workspace = memory(nps_code_groups_workspace_size(LARGEST));
    size_t i;
    rows.length = argc > 1 ? (size_t)strtoull(argv[1], NULL, 10) : (size_t)1 << 25;
    rows.codes = memory(rows.length * sizeof *rows.codes);
    rows.answers = memory(rows.length);
    rows.wide_codes = memory(rows.length * sizeof *rows.wide_codes);
    rows.wide_answers = memory(rows.length * sizeof *rows.wide_answers);
    for (i = 0; i < sizeof counts / sizeof *counts; i++) {
        measure(&rows, counts[i], 0, 0, groups, lines, workspace);
        measure(&rows, counts[i], 1, 0, groups, lines, workspace);
        measure(&rows, counts[i], 0, 1, groups, lines, workspace);
    }
    free(groups);
    free(lines);
    free(workspace);
    free(rows.codes);
    free(rows.answers);
    free(rows.wide_codes);
    free(rows.wide_answers);
    return 0;
}
