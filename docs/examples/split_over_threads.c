/* A column split over threads: each counts its part into a state of its own, and the states are merged.
 *
 * usage: split_over_threads [THREADS]
 *
 * cc -std=c11 -O2 split_over_threads.c $(pkg-config --cflags --libs libnps) -pthread
 *
 * SPDX-License-Identifier: MIT */
#include <nps/nps.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 4000000, MOST_THREADS = 64 };

/* What one thread does, and what comes out of it. */
struct job {
    const uint8_t *answers;
    size_t count;
    nps_accumulator survey;
    nps_status status;
};

static void *run(void *argument)
{
    struct job *job = argument;
    job->status = nps_accumulator_add_u8(&job->survey, job->answers, job->count);
    return NULL;
}

/* Stands for your data: 0 to 10, and now and then 11, which is not an answer. */
static uint8_t *make_answers(void)
{
    uint8_t *answers = malloc(ROWS);
    uint32_t random = 1;
    size_t i;
    for (i = 0; answers && i < ROWS; i++) {
        random = random * 1664525u + 1013904223u;
        answers[i] = (uint8_t)((random >> 16) % 12);
    }
    return answers;
}

static nps_status count(const uint8_t *answers, int threads, nps_accumulator *survey)
{
    static struct job jobs[MOST_THREADS];
    pthread_t running[MOST_THREADS];
    nps_status status = NPS_OK;
    int i;
    for (i = 0; i < threads; i++) {
        const size_t from = (size_t)ROWS * (size_t)i / (size_t)threads;
        const size_t to = (size_t)ROWS * (size_t)(i + 1) / (size_t)threads;
        jobs[i] = (struct job){answers + from, to - from, {{0}, 0, 0}, NPS_OK};
        if (pthread_create(&running[i], NULL, run, &jobs[i]))
            abort();
    }
    for (i = 0; i < threads; i++) {
        pthread_join(running[i], NULL);
        if (!status)
            status = jobs[i].status;
        if (!status)
            status = nps_accumulator_merge(survey, &jobs[i].survey);
    }
    return status;
}

int main(int argc, char **argv)
{
    const int threads = argc > 1 ? atoi(argv[1]) : 2;
    uint8_t *answers = make_answers();
    nps_accumulator survey = {{0}, 0, 0};
    nps_counts counts;
    double score;
    nps_status status;
    if (!answers || threads < 1 || threads > MOST_THREADS)
        return 2;
    status = count(answers, threads, &survey);
    if (!status)
        status = nps_accumulator_counts(&survey, nps_scale_0_10(), &counts, NULL);
    if (!status)
        status = nps_score(&counts, &score);
    if (status)
        fprintf(stderr, "%s\n", nps_status_string(status));
    else
        printf("NPS %.3f of %d rows, %llu of them invalid\n", score, ROWS, (unsigned long long)survey.invalid);
    free(answers);
    return status != NPS_OK;
}
