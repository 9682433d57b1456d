/* SPDX-License-Identifier: MIT */
#include "test.h"
#include <nps/nps.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What many threads may do at once, watched by the thread sanitizer: the first use of the kernels, an accumulator of
 * their own each, and reading what nobody changes. */
enum { THREADS = 8, ANSWERS = 20000 };

static uint8_t answers[ANSWERS];

/* The threads begin together, so that what they do first happens at once. */
static pthread_barrier_t start;

struct worker {
    pthread_t thread;
    size_t number;
    nps_accumulator own;
    const nps_accumulator *shared;
    uint8_t encoded[256];
    size_t length;
    double figures[64];
    size_t figure_count;
    nps_status status;
};

static void run(struct worker *workers, void *(*work)(void *))
{
    size_t i;
    assert_int_equal(pthread_barrier_init(&start, NULL, THREADS), 0);
    for (i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    for (i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    assert_int_equal(pthread_barrier_destroy(&start), 0);
    for (i = 0; i < THREADS; i++)
        assert_int_equal(workers[i].status, NPS_OK);
}

static struct worker *make_workers(void)
{
    struct worker *workers = calloc(THREADS, sizeof *workers);
    size_t i;
    assert_non_null(workers);
    for (i = 0; i < THREADS; i++)
        workers[i].number = i;
    return workers;
}

static size_t first_answer(size_t part)
{
    return ANSWERS * part / THREADS;
}

/* Each thread counts a part of the answers. */
static void *count_part(void *context)
{
    struct worker *self = context;
    const size_t first = first_answer(self->number), last = first_answer(self->number + 1);
    pthread_barrier_wait(&start);
    self->status = nps_accumulator_add_u8(&self->own, answers + first, last - first);
    return NULL;
}

/* The counts by a loop. */
static nps_accumulator count_by_hand(void)
{
    nps_accumulator all = {{0}, 0, 0};
    size_t i;
    for (i = 0; i < ANSWERS; i++)
        if (answers[i] <= 10)
            all.answers[answers[i]]++;
        else
            all.invalid++;
    return all;
}

/* Must be the first test: nothing has used the kernels before. */
static void first_use_and_parts_merged(void **state)
{
    struct worker *workers = make_workers();
    const nps_accumulator expected = count_by_hand();
    nps_accumulator all = {{0}, 0, 0};
    size_t i;
    (void)state;
    run(workers, count_part);
    for (i = 0; i < THREADS; i++)
        assert_int_equal(nps_accumulator_merge(&all, &workers[i].own), NPS_OK);
    assert_memory_equal(&all, &expected, sizeof all);
    free(workers);
}

static void note(struct worker *self, nps_status status, double figure)
{
    if (status)
        self->status = status;
    self->figures[self->figure_count++] = figure;
}

/* Every method reads the same counts. */
static void *read_shared(void *context)
{
    static const nps_method METHODS[] = {NPS_METHOD_EXACT,         NPS_METHOD_SCORE,       NPS_METHOD_SKEWNESS_SCORE,
                                         NPS_METHOD_ADJUSTED_WALD, NPS_METHOD_AGRESTI_MIN, NPS_METHOD_BONETT_PRICE,
                                         NPS_METHOD_WALD,          NPS_METHOD_BAYES,       NPS_METHOD_ANYTIME};
    struct worker *self = context;
    nps_counts counts;
    double p_value = 0;
    size_t i;
    pthread_barrier_wait(&start);
    self->status = nps_accumulator_counts(self->shared, nps_scale_0_10(), &counts, NULL);
    for (i = 0; i < sizeof METHODS / sizeof METHODS[0]; i++) {
        nps_bounds bounds = {0, 0};
        note(self, nps_interval(&counts, METHODS[i], 0.95, &bounds), bounds.lower);
    }
    note(self, nps_test(&counts, 10, NPS_METHOD_AUTO, NPS_TWO_SIDED, &p_value), p_value);
    note(self, nps_accumulator_encode(self->shared, self->encoded, sizeof self->encoded, &self->length), 0);
    return NULL;
}

static void readers_of_one_state_agree(void **state)
{
    const nps_accumulator shared = {{1, 0, 2, 0, 0, 3, 1, 4, 6, 9, 8}, 2, 1};
    struct worker *workers = make_workers();
    size_t i;
    (void)state;
    for (i = 0; i < THREADS; i++)
        workers[i].shared = &shared;
    run(workers, read_shared);
    for (i = 1; i < THREADS; i++) {
        assert_int_equal(workers[i].length, workers[0].length);
        assert_memory_equal(workers[i].encoded, workers[0].encoded, workers[0].length);
        assert_memory_equal(workers[i].figures, workers[0].figures, sizeof workers[0].figures);
    }
    free(workers);
}

/* Groups of a thread's own: their keys have a secret each, which comes from the system. */
static void *count_groups(void *context)
{
    struct worker *self = context;
    nps_groups *groups = NULL;
    size_t i;
    pthread_barrier_wait(&start);
    self->status = nps_groups_create(NULL, &groups);
    for (i = 0; i < 1000 && !self->status; i++) {
        const char key = (char)('A' + i % 26);
        self->status = nps_groups_add_text(groups, &key, 1, (int64_t)(i % 11), 1);
    }
    if (!self->status)
        self->status = nps_groups_total(groups, &self->own);
    nps_groups_destroy(groups);
    return NULL;
}

static void groups_of_their_own(void **state)
{
    struct worker *workers = make_workers();
    size_t i;
    (void)state;
    run(workers, count_groups);
    for (i = 0; i < THREADS; i++)
        assert_memory_equal(&workers[i].own, &workers[0].own, sizeof workers[0].own);
    free(workers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_use_and_parts_merged),
        cmocka_unit_test(readers_of_one_state_agree),
        cmocka_unit_test(groups_of_their_own),
    };
    size_t i;
    for (i = 0; i < ANSWERS; i++)
        answers[i] = (uint8_t)(i * i % 13);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
