/**
 * @file watch.h
 * @brief An alarm when the score has changed, after every answer, with a promise about false alarms.
 *
 * Somebody who tests the score every week finds a "significant" change soon, even if nothing has changed. A watch looks
 * after every answer and keeps one promise: while the true score does not change, the average number of answers until
 * the alarm is at least `false_alarm_every`, whatever the shares of promoters, passives and detractors are. (The chart
 * that is usual in industry, a CUSUM, keeps this promise only for the shares that it was tuned to.)
 *
 * The watch is an e-detector of Shiryaev-Roberts kind (Shin, Ramdas and Rinaldo, "E-detectors", New England Journal of
 * Statistics in Data Science 2:229, 2024). A detractor, a passive and a promoter are x = 0, 1/2 and 1, and the
 * reference is their mean mu. For each direction there are four sums M, which begin with 0; an answer replaces M by
 *
 *     (M + 1) (1 - c + c x / mu)                for a higher score,
 *     (M + 1) (1 - c + c (1 - x) / (1 - mu))    for a lower score,
 *
 * with c = 1/2, 1/4, 1/8 and 1/16. If the mean is mu, M minus the number of answers is a martingale. The evidence is
 * the average of all M, and the alarm is raised when it reaches `false_alarm_every`. The only assumption is that every
 * answer has the expected value mu given all earlier answers. docs/watch.md has the delays until changes are detected.
 *
 * nps_watch_init_baseline() watches for a change against a sample of earlier answers, whose true score is not known.
 * Taking the score of the sample as the reference would break the promise.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_WATCH_H
#define NPS_WATCH_H

#include <nps/column.h>
#include <nps/counts.h>
#include <nps/export.h>
#include <nps/method.h>
#include <nps/scale.h>
#include <nps/status.h>
#include <stdint.h>

NPS_BEGIN_DECLARATIONS

/** The number of values of c. */
#define NPS_WATCH_STAKES 4

/** The number of possible true scores for which a watch with a baseline keeps sums. */
#define NPS_WATCH_POINTS 16

/** The smallest `false_alarm_every`, in answers. */
#define NPS_WATCH_SHORTEST 1.0

/** The largest `false_alarm_every`, in answers. */
#define NPS_WATCH_LONGEST 1e15

/** The options of a watch. Initialise them with nps_watch_options_init(). */
typedef struct nps_watch_options {
    uint32_t size; /**< sizeof(nps_watch_options), set by init. */
    /** NPS_LESS: alarms when the score falls; NPS_GREATER: when it rises; NPS_TWO_SIDED, as init sets: both. One
     * direction is detected a little earlier if the other one is not watched. */
    nps_alternative direction;
    /** The average number of answers until a false alarm is at least this. From NPS_WATCH_SHORTEST to
     * NPS_WATCH_LONGEST; init sets 10,000. */
    double false_alarm_every;
    /** The scale of the answers; NULL, as init sets: 0 to 10. It is copied. */
    const nps_scale *scale;
} nps_watch_options;

/**
 * Sets the defaults. In the header, so that an older program never has its smaller struct overrun.
 *
 * @param options The options to set; NULL does nothing.
 */
static inline void nps_watch_options_init(nps_watch_options *options)
{
    if (options) {
        options->size = (uint32_t)sizeof(nps_watch_options);
        options->direction = NPS_TWO_SIDED;
        options->false_alarm_every = 10000;
        options->scale = (const nps_scale *)0;
    }
}

/** The sums of one direction. Only the library reads them. */
typedef struct nps_watch_side {
    double first;                                    /**< The smallest mean for which there are sums. */
    double step;                                     /**< From one mean to the next; 0 with a known reference. */
    double needed[NPS_WATCH_POINTS];                 /**< What the sums of each mean must reach together. */
    double sums[NPS_WATCH_POINTS][NPS_WATCH_STAKES]; /**< M for each mean and each c. */
} nps_watch_side;

/**
 * A watch. Plain and part of the ABI: 1,400 bytes whatever the number of answers, safe to copy, read only; initialised
 * by nps_watch_init() or nps_watch_init_baseline().
 *
 * Two watches CANNOT BE MERGED: a watch depends on the order of the answers, and does not remember which answer of the
 * other one came before which of its own. For the same reason nothing can be subtracted. Bring the answers into the
 * order of time first, or use one watch for each source. nps/watch_codec.h stores a watch. There is no lock: use one
 * object from one thread at a time.
 */
typedef struct nps_watch {
    double reference;                /**< The reference in points; 0 with a baseline. */
    nps_counts baseline;             /**< The baseline sample; all 0 with a known reference. */
    double false_alarm_every;        /**< The promised average number of answers until a false alarm. */
    nps_alternative direction;       /**< What is watched for. */
    nps_alternative alarm_direction; /**< Of the alarm: NPS_LESS or NPS_GREATER; NPS_TWO_SIDED: no alarm. */
    uint64_t alarm_at;               /**< The number of answers at the alarm, 1 for the first; 0: no alarm. */
    uint64_t answers;                /**< The number of answers on the scale. */
    uint64_t missing;                /**< The number of missing answers. */
    uint64_t invalid;                /**< The number of values that are no answer on the scale. */
    nps_scale scale;                 /**< The scale of the answers. */
    uint32_t reserved;               /**< 0. */
    nps_watch_side lower;            /**< The sums for a lower score. */
    nps_watch_side higher;           /**< The sums for a higher score. */
} nps_watch;

/**
 * Begins to watch for a change from a known score, such as a target or a score from a very large survey.
 *
 * @code
 * nps_watch watch;
 * double evidence;
 * int i;
 * if (nps_watch_init(&watch, 30, NULL) != NPS_OK)
 *     return 1;
 * for (i = 0; i < 1000 && watch.alarm_at == 0; i++)
 *     nps_watch_add(&watch, i % 4 == 0 ? 9 : i % 4 == 1 ? 8 : 3); // a score of -25
 * if (nps_watch_evidence(&watch, &evidence) == NPS_OK && watch.alarm_direction == NPS_LESS)
 *     printf("lower than 30 after %d answers\n", (int)watch.alarm_at); // prints: lower than 30 after 44 answers
 * @endcode
 *
 * @param self      The watch; its previous content is ignored. NULL: NPS_ERROR_NULL.
 * @param reference The score, in points. NaN or not inside (-100, 100): NPS_ERROR_REFERENCE; -100 and 100 themselves
 *                  need no watch, because the first answer of another kind disproves them.
 * @param options   The options; NULL: the defaults. An unknown size: NPS_ERROR_SIZE; an unknown direction:
 *                  NPS_ERROR_ALTERNATIVE; an invalid scale: NPS_ERROR_SCALE; `false_alarm_every` NaN or outside its
 *                  limits: NPS_ERROR_PLAN.
 * @return NPS_OK or one of these; on error nothing changes.
 */
NPS_EXPORT nps_status nps_watch_init(nps_watch *self, double reference, const nps_watch_options *options);

/**
 * Begins to watch for a change from the true score of earlier answers.
 *
 * The promise then also covers the randomness of the baseline: the average over all baselines and streams with one true
 * score is at least `false_alarm_every`. For each possible true mean mu, the evidence of the stream against mu, as
 * against a known reference, is multiplied by the evidence of the baseline that mu is too extreme, which is an e-value
 * of betting (Waudby-Smith and Ramdas, JRSS B 86:1, 2024); the smallest product over all mu counts. The logarithm of
 * the product is a convex function of mu, so sums for 16 values of mu in each direction, and secants through them,
 * bound it from below.
 *
 * The baseline must be answers of people drawn in the same way as the stream, and it must not contain answers of the
 * stream. Changes much smaller than the margin of error of the baseline are not detected.
 *
 * @param self     The watch; its previous content is ignored. NULL: NPS_ERROR_NULL.
 * @param baseline The earlier answers. NULL: NPS_ERROR_NULL; all zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1:
 *                 NPS_ERROR_OVERFLOW.
 * @param options  As for nps_watch_init().
 * @return NPS_OK, one of these, or an error as for nps_watch_init(); on error nothing changes.
 */
NPS_EXPORT nps_status nps_watch_init_baseline(nps_watch *self, const nps_counts *baseline,
                                              const nps_watch_options *options);

/**
 * Adds one answer. The first alarm is kept, with its position and direction; further answers may be added.
 *
 * @param self   The watch. NULL: NPS_ERROR_NULL.
 * @param answer An answer on the scale. Any other value is counted in `invalid`, does not change the evidence, and
 *               returns NPS_OK.
 * @return NPS_OK, NPS_ERROR_NULL, or NPS_ERROR_OVERFLOW when a counter would exceed 2^64 - 1; on error nothing changes.
 *         Constant time, no allocation.
 */
NPS_EXPORT nps_status nps_watch_add(nps_watch *self, int64_t answer);

/**
 * Counts respondents who gave no answer. They do not change the evidence.
 *
 * @param self  The watch. NULL: NPS_ERROR_NULL.
 * @param times The number of respondents; 0 changes nothing.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_OVERFLOW; on error nothing changes.
 */
NPS_EXPORT nps_status nps_watch_add_missing(nps_watch *self, uint64_t times);

/**
 * Adds the answers of a column, in the order of the column.
 *
 * @param self    The watch. NULL: NPS_ERROR_NULL.
 * @param answers The column; see nps_column for which are refused, and how.
 * @return NPS_OK, an error as for nps_accumulator_add_column(), or NPS_ERROR_OVERFLOW when the length of the column
 *         would make a counter exceed 2^64 - 1; on error nothing changes. No allocation.
 */
NPS_EXPORT nps_status nps_watch_add_column(nps_watch *self, const nps_column *answers);

/**
 * The evidence that the score has changed. An alarm is raised when it reaches `false_alarm_every`.
 *
 * It begins with 0 and grows by at most 1 with each answer on average if nothing has changed. After the alarm it goes
 * on; a sum that has reached 2^900 stays there until nps_watch_reset().
 *
 * @param self     The watch, unchanged. NULL: NPS_ERROR_NULL.
 * @param evidence Receives the evidence, at least 0 and finite.
 * @return NPS_OK or NPS_ERROR_NULL; on error `evidence` is unchanged. Pure.
 */
NPS_EXPORT nps_status nps_watch_evidence(const nps_watch *self, double *evidence);

/**
 * Forgets the evidence and the alarm, and watches on with the same settings: to be called when an alarm has been dealt
 * with. The counters stay, so positions are still those of the whole stream. The promise holds anew from here on.
 *
 * @param self The watch. NULL: NPS_ERROR_NULL.
 * @return NPS_OK or NPS_ERROR_NULL.
 */
NPS_EXPORT nps_status nps_watch_reset(nps_watch *self);

NPS_END_DECLARATIONS

#endif
