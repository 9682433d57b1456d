/* A million groups over threads: each thread owns a range of the codes, so that nothing is counted twice or merged.
 *
 * For few groups give each thread groups of its own and merge them, as split_over_threads.c does. For very many that is
 * slower than one thread, as every thread would fill, and then read again, an array far larger than its cache. Here all
 * threads read all codes, which is cheap, and each picks the rows of its range.
 *
 * usage: groups_by_range [THREADS]
 *
 * cc -std=c11 -O2 groups_by_range.c $(pkg-config --cflags --libs libnps) -pthread
 *
 * SPDX-License-Identifier: MIT */
#include <nps/nps.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 4000000, GROUPS = 1000000, MOST_THREADS = 64, BATCH = 1 << 20 };

/* What one thread does, and what comes out of it. */
struct job {
    const uint32_t *codes;
    const uint8_t *answers;
    nps_code_groups groups; /* of the first code of the range on */
    uint32_t first;
    uint32_t span; /* how many codes are picked; the last range has those that are no group, too */
    nps_status status;
};

/* The rows that were picked, and the memory that makes counting them fast. */
struct batch {
    uint32_t codes[BATCH];
    uint8_t answers[BATCH];
    size_t count;
    nps_code_groups_options options;
};

static void count_batch(struct job *job, struct batch *batch)
{
    nps_column codes, answers;
    nps_column_init(&codes, NPS_COLUMN_U32, batch->codes, batch->count);
    nps_column_init(&answers, NPS_COLUMN_U8, batch->answers, batch->count);
    if (!job->status)
        job->status = nps_code_groups_add_column(&job->groups, &codes, &answers, &batch->options);
    batch->count = 0;
}

static void *run(void *argument)
{
    struct job *job = argument;
    struct batch *batch = malloc(sizeof *batch);
    size_t i;
    if (!batch) {
        job->status = NPS_ERROR_MEMORY;
        return NULL;
    }
    batch->count = 0;
    nps_code_groups_options_init(&batch->options);
    batch->options.workspace_size = nps_code_groups_workspace_size(job->groups.group_count);
    batch->options.workspace = malloc(batch->options.workspace_size + 1); /* without one it is slower, and right */
    for (i = 0; i < ROWS; i++) {
        /* No branch: a row that is not picked is overwritten by the next one. */
        const uint32_t code = job->codes[i] - job->first;
        batch->codes[batch->count] = code;
        batch->answers[batch->count] = job->answers[i];
        batch->count += code < job->span;
        if (batch->count == BATCH)
            count_batch(job, batch);
    }
    count_batch(job, batch);
    free(batch->options.workspace);
    free(batch);
    return NULL;
}

/* Stands for your data: some codes are no groups. */
static void make_rows(uint32_t *codes, uint8_t *answers)
{
    uint64_t random = 1;
    size_t i;
    for (i = 0; i < ROWS; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        codes[i] = (uint32_t)(random >> 33) % (GROUPS + GROUPS / 100);
        answers[i] = (uint8_t)((random >> 20) % NPS_ANSWERS);
    }
}

static nps_status count(const uint32_t *codes, const uint8_t *answers, int threads, nps_code_groups *groups)
{
    static struct job jobs[MOST_THREADS];
    pthread_t running[MOST_THREADS];
    nps_status status = NPS_OK;
    int i;
    for (i = 0; i < threads; i++) {
        struct job *job = &jobs[i];
        const uint32_t first = (uint32_t)((uint64_t)GROUPS * (uint64_t)i / (uint64_t)threads);
        const uint32_t end = (uint32_t)((uint64_t)GROUPS * (uint64_t)(i + 1) / (uint64_t)threads);
        *job = (struct job){.codes = codes, .answers = answers, .first = first, .span = end - first};
        nps_code_groups_init(&job->groups, groups->groups + first, end - first);
        if (i + 1 == threads)
            job->span = UINT32_MAX - first;
        if (pthread_create(&running[i], NULL, run, job))
            abort();
    }
    for (i = 0; i < threads; i++) {
        pthread_join(running[i], NULL);
        if (!status)
            status = jobs[i].status;
        if (!status)
            status = nps_accumulator_merge(&groups->rest.outside, &jobs[i].groups.rest.outside);
    }
    return status;
}

static nps_status print(const nps_code_groups *groups)
{
    nps_accumulator total;
    nps_counts counts;
    double score;
    uint64_t outside = 0;
    size_t i, best = 0;
    nps_status status = nps_code_groups_total(groups, &total);
    for (i = 0; i < GROUPS; i++)
        if (groups->groups[i].answers[10] > groups->groups[best].answers[10])
            best = i;
    if (!status)
        status = nps_accumulator_counts(&total, nps_scale_0_10(), &counts, NULL);
    if (!status)
        status = nps_score(&counts, &score);
    if (status)
        return status;
    for (i = 0; i < NPS_ANSWERS; i++)
        outside += groups->rest.outside.answers[i];
    printf("NPS %.3f in %d groups, %llu rows outside; group %zu has the most tens, %llu\n", score, GROUPS,
           (unsigned long long)outside, best, (unsigned long long)groups->groups[best].answers[10]);
    return NPS_OK;
}

int main(int argc, char **argv)
{
    const int threads = argc > 1 ? atoi(argv[1]) : 2;
    uint32_t *codes = malloc(ROWS * sizeof *codes);
    uint8_t *answers = malloc(ROWS);
    nps_accumulator *accumulators = calloc(GROUPS, sizeof *accumulators);
    nps_code_groups groups;
    nps_status status;
    if (!codes || !answers || !accumulators || threads < 1 || threads > MOST_THREADS)
        return 2;
    make_rows(codes, answers);
    nps_code_groups_init(&groups, accumulators, GROUPS);
    status = count(codes, answers, threads, &groups);
    if (!status)
        status = print(&groups);
    if (status)
        fprintf(stderr, "%s\n", nps_status_string(status));
    free(codes);
    free(answers);
    free(accumulators);
    return status != NPS_OK;
}
