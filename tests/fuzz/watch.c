/* Watches: any settings, answers one by one and in columns, stored and restored, against what must hold of the evidence
 * and of the alarm. SPDX-License-Identifier: MIT */
#include "fuzz.h"

/* What a watch must be: the counters, and the alarm of the first moment at which the evidence was enough. */
struct model {
    uint64_t answers, missing, invalid, alarm_at;
};

static bool is_possible(double every)
{
    return every >= NPS_WATCH_SHORTEST && every <= NPS_WATCH_LONGEST;
}

static nps_status begin(fuzz_input *input, nps_watch *watch)
{
    const bool has_baseline = fuzz_bool(input);
    const double reference = fuzz_within(input, -100, 100);
    const nps_counts baseline = fuzz_counts(input, fuzz_bool(input) ? 100 : 0);
    const nps_scale scale = fuzz_scale(input);
    const uint8_t direction = fuzz_byte(input);
    nps_watch_options options;
    uint64_t n = 0;
    const bool fits = fuzz_total(&baseline, &n);
    nps_status status;
    nps_watch_options_init(&options);
    options.direction = (nps_alternative)(direction < 250 ? direction % 3 : direction);
    options.false_alarm_every = fuzz_bool(input) ? fuzz_within(input, 1, 300) : fuzz_double(input);
    options.scale = fuzz_bool(input) ? &scale : NULL;
    {
        const bool wrong[] = {
            [NPS_ERROR_EMPTY] = has_baseline && fits && n == 0,
            [NPS_ERROR_OVERFLOW] = has_baseline && !fits,
            [NPS_ERROR_SCALE] = nps_scale_check(options.scale) != NPS_OK,
            [NPS_ERROR_ALTERNATIVE] = direction >= 250,
            [NPS_ERROR_REFERENCE] = !has_baseline && !(reference > -100 && reference < 100),
            [NPS_ERROR_PLAN] = !is_possible(options.false_alarm_every),
        };
        status = has_baseline ? nps_watch_init_baseline(watch, &baseline, &options)
                              : nps_watch_init(watch, reference, &options);
        MUST(fuzz_is_right(status, wrong, sizeof wrong / sizeof *wrong));
    }
    return status;
}

static void follow(struct model *model, const nps_watch *watch, int64_t answer)
{
    if (answer >= watch->scale.lowest && answer <= watch->scale.highest)
        model->answers++;
    else
        model->invalid++;
}

static void check(struct model *model, const nps_watch *watch)
{
    double evidence = -1;
    MUST_OK(nps_watch_evidence(watch, &evidence));
    MUST(evidence >= 0 && evidence <= 0x1p900);
    MUST(watch->answers == model->answers && watch->missing == model->missing && watch->invalid == model->invalid);
    /* At the moment of the alarm the evidence is enough, apart from the rounding of its logarithm. */
    if (model->alarm_at == 0 && watch->alarm_at != 0 && watch->alarm_at == watch->answers)
        MUST(evidence >= watch->false_alarm_every * (1 - 1e-9));
    if (watch->alarm_at == 0)
        MUST(evidence < watch->false_alarm_every * (1 + 1e-9));
    MUST(model->alarm_at == 0 || watch->alarm_at == model->alarm_at);
    model->alarm_at = watch->alarm_at;
}

static void add_column(fuzz_input *input, nps_watch *watch, struct model *model)
{
    uint8_t values[40];
    nps_watch single = *watch;
    nps_column column;
    size_t length = fuzz_byte(input) % sizeof values, i;
    for (i = 0; i < length; i++)
        values[i] = fuzz_byte(input) % 14;
    nps_column_init(&column, NPS_COLUMN_U8, values, length);
    MUST_OK(nps_watch_add_column(watch, &column));
    for (i = 0; i < length; i++) {
        MUST_OK(nps_watch_add(&single, values[i]));
        follow(model, watch, values[i]);
    }
    MUST_EQUAL(*watch, single);
}

static void restore(nps_watch *watch)
{
    unsigned char bytes[NPS_WATCH_ENCODED_MAX];
    nps_watch decoded;
    size_t size, written;
    MUST_OK(nps_watch_encoded_size(watch, &size));
    MUST(size <= sizeof bytes && nps_watch_encode(watch, bytes, size - 1, &written) == NPS_ERROR_SPACE);
    MUST_OK(nps_watch_encode(watch, bytes, size, &written));
    MUST_OK(nps_watch_decode(&decoded, bytes, written, NULL));
    MUST_EQUAL(decoded, *watch);
    *watch = decoded;
}

static void step(fuzz_input *input, nps_watch *watch, struct model *model)
{
    const uint8_t what = fuzz_byte(input);
    int64_t answer;
    if (what < 20) {
        const uint64_t times = fuzz_number(input);
        const bool fits = !__builtin_add_overflow(model->missing, times, &model->missing);
        MUST(nps_watch_add_missing(watch, times) == (fits ? NPS_OK : NPS_ERROR_OVERFLOW));
        if (!fits)
            model->missing -= times;
    } else if (what < 40) {
        /* A column is refused when its length does not fit, whatever its values are. */
        if (model->missing < UINT64_MAX - 100)
            add_column(input, watch, model);
    } else if (what < 50) {
        restore(watch);
    } else if (what < 55) {
        MUST_OK(nps_watch_reset(watch));
        model->alarm_at = 0;
    } else {
        answer = fuzz_answer(input);
        MUST_OK(nps_watch_add(watch, answer));
        follow(model, watch, answer);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    struct model model = {0, 0, 0, 0};
    nps_watch watch, untouched;
    memset(&watch, 0x5A, sizeof watch);
    untouched = watch;
    if (begin(&input, &watch) != NPS_OK) {
        MUST_EQUAL(watch, untouched);
        return 0;
    }
    check(&model, &watch);
    while (input.length > 0) {
        step(&input, &watch, &model);
        check(&model, &watch);
    }
    return 0;
}
