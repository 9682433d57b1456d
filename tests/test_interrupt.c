/* Long calls that are asked to stop.
 * SPDX-License-Identifier: MIT */
#include "arrow_frames.h"
#include "segments.h"

/* Rows of a frame, which is asked every 8192. */
enum { FRAME_ROWS = 30000 };

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

/* At every question, a frame of many keys ends without another one, and the groups are as they were. */
static void stop_a_frame(const nps_groups *before, const struct frame *frame, nps_groups *groups)
{
    const nps_accumulator rest_before = {{1, 2}, 3, 4};
    nps_groups_arrow_options options;
    struct caller caller;
    int patience;
    nps_groups_arrow_options_init(&options, "key", "answer");
    for (patience = 1;; patience++) {
        nps_accumulator rest = rest_before;
        nps_status status;
        options.interrupt = stop_at(&caller, patience);
        status = nps_groups_add_arrow(groups, &frame->frame.schema, &frame->frame.array, &options, &rest, NULL);
        if (status == NPS_OK)
            break;
        assert_status(status, NPS_ERROR_INTERRUPTED);
        assert_int_equal(caller.asked, patience);
        assert_same_groups(groups, before);
        assert_accumulator_equal(&rest, &rest_before);
    }
    assert_int_equal(patience, FRAME_ROWS / 8192 + 2);
}

/* A frame of rows with the keys from `first` on, not all of them small. */
static void frame_of_keys(struct frame *frame, int64_t first, size_t rows)
{
    static int64_t keys[2][FRAME_ROWS];
    static uint8_t answers[FRAME_ROWS], valid[FRAME_ROWS / 8 + 1];
    int64_t *of_frame = keys[first == 0];
    size_t i;
    for (i = 0; i < rows; i++) {
        of_frame[i] = (first + (int64_t)i) * 1000003;
        answers[i] = (uint8_t)(i % 13);
        if (i % 7 != 0)
            valid[i / 8] = (uint8_t)(valid[i / 8] | 1U << i % 8);
    }
    arrow_init(&frame->keys, "l", "key", rows, valid, of_frame);
    arrow_init(&frame->answers, "C", "answer", rows, NULL, answers);
    arrow_init_struct(&frame->frame, rows, NULL);
    arrow_add_child(&frame->frame, &frame->keys);
    arrow_add_child(&frame->frame, &frame->answers);
}

static void frames_stop_and_change_nothing(void **state)
{
    nps_groups *before = new_groups_of(NPS_KEY_INTEGER, NULL, 0), *groups = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    nps_groups *all = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    struct frame had, added;
    nps_accumulator rest = EMPTY;
    (void)state;
    frame_of_keys(&had, FRAME_ROWS / 2, FRAME_ROWS);
    frame_of_keys(&added, 0, FRAME_ROWS);
    assert_ok(add_frame(all, &added, &rest));
    stop_a_frame(before, &added, groups); /* without groups */
    assert_same_groups(groups, all);
    nps_groups_destroy(groups);
    nps_groups_destroy(all);
    groups = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    all = new_groups_of(NPS_KEY_INTEGER, NULL, 0);
    assert_ok(add_frame(before, &had, &rest));
    assert_ok(add_frame(groups, &had, &rest));
    assert_ok(add_frame(all, &had, &rest));
    assert_ok(add_frame(all, &added, &rest));
    stop_a_frame(before, &added, groups); /* with groups, of which half are those of the frame */
    assert_same_groups(groups, all);
    nps_groups_destroy(before);
    nps_groups_destroy(groups);
    nps_groups_destroy(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_stop_and_change_nothing),
        cmocka_unit_test(segments_stop_and_write_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
