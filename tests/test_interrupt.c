/* Long calls that are asked to stop.
 * SPDX-License-Identifier: MIT */
#include "segments.h"

/* Somebody who wants to stop from the `patience`-th question on. */
struct caller {
    int patience, asked;
};

static int is_tired(void *context)
{
    struct caller *caller = context;
    return ++caller->asked >= caller->patience;
}

static nps_interrupt stop_at(struct caller *caller, int patience)
{
    *caller = (struct caller){patience, 0};
    return (nps_interrupt){is_tired, caller};
}

static nps_status compare_benchmark(const nps_segments_options *options, void *out)
{
    return nps_segments_compare_benchmark(SEGMENTS, COUNT, 10, 0, options, out);
}

static nps_status compare_rest(const nps_segments_options *options, void *out)
{
    return nps_segments_compare_rest(SEGMENTS, COUNT, options, out);
}

static nps_status compare_pairs(const nps_segments_options *options, void *out)
{
    return nps_segments_compare_pairs(SEGMENTS, COUNT, options, out);
}

static nps_status rank(const nps_segments_options *options, void *out)
{
    return nps_segments_rank(SEGMENTS, COUNT, options, out);
}

static nps_status best(const nps_segments_options *options, void *out)
{
    return nps_segments_best(SEGMENTS, COUNT, options, out);
}

/* At every question, each call ends without another one, and writes nothing. */
static void segments_stop_and_write_nothing(void **state)
{
    static nps_status (*const calls[])(const nps_segments_options *options,
                                       void *out) = {compare_benchmark, compare_rest, compare_pairs, rank, best};
    unsigned char out[PAIRS * sizeof(nps_segment_comparison)], before[sizeof out];
    size_t i;
    (void)state;
    memset(before, 7, sizeof before);
    for (i = 0; i < sizeof calls / sizeof *calls; i++) {
        nps_segments_options options;
        struct caller caller;
        int patience = 1;
        nps_segments_options_init(&options);
        for (;; patience++) {
            nps_status status;
            memcpy(out, before, sizeof out);
            options.interrupt = stop_at(&caller, patience);
            status = calls[i](&options, out);
            if (status == NPS_OK)
                break;
            assert_status(status, NPS_ERROR_INTERRUPTED);
            assert_int_equal(caller.asked, patience);
            assert_memory_equal(out, before, sizeof out);
        }
        assert_true(caller.asked < patience && patience > COUNT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(segments_stop_and_write_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
