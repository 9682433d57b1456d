/**
 * @file sequence.h
 * @brief Intervals and evidence that are valid at every look while answers come in.
 *
 * An ordinary interval is valid for one look that was planned beforehand. If you look every day and stop when you like
 * the result, its error probability is far larger. The functions here are valid at all moments together: with
 * probability at least `level`, no interval of the whole stream ever misses the true score, whenever and for whatever
 * reason you look or stop (Ville, Étude critique de la notion de collectif, 1939; Robbins, Annals of Mathematical
 * Statistics 41:1397, 1970; Howard et al., Annals of Statistics 49:1055, 2021; Waudby-Smith and Ramdas, JRSS B 86:1,
 * 2024). The only assumption is that every answer has the same expected code (promoter 1, passive 0, detractor -1)
 * given all earlier answers. The price is width: half as wide again at 100 answers, and nearly twice as wide at 10,000.
 *
 * Intervals (nps_interval() with NPS_METHOD_ANYTIME), comparisons (nps_compare() with it) and e-values are computed
 * from the counts alone, so streams may be gathered anywhere and merged. Only nps_sequence depends on the order of the
 * looks.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_SEQUENCE_H
#define NPS_SEQUENCE_H

#include <nps/counts.h>
#include <nps/export.h>
#include <nps/status.h>

NPS_BEGIN_DECLARATIONS

/**
 * The evidence against a score, as the natural logarithm of an e-value.
 *
 * An e-value is the wealth of a bettor who starts with 1 and makes fair bets against the score. A value above 1 is
 * evidence against the score. If the score is true, the e-value ever reaches 1 / alpha with probability at most alpha.
 * It equals 1 / p of nps_test() with NPS_METHOD_ANYTIME where p is below 1. E-values of independent streams may be
 * multiplied, so their logarithms may be added.
 *
 * @param counts    All answers so far. All zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param reference The score tested, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param log_e     Receives the logarithm. It is infinite when the score is impossible, such as 100 when not all
 *                  answers are promoters. The absolute error is at most 1e-9 times the larger of 1 and its absolute
 *                  value.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_REFERENCE, NPS_ERROR_EMPTY or NPS_ERROR_OVERFLOW; on error `log_e` is
 *         unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_evalue(const nps_counts *counts, double reference, double *log_e);

/**
 * The scores that no interval of a stream has excluded so far. Plain and part of the ABI: 48 bytes, read only;
 * initialised by nps_sequence_init().
 *
 * The sequence intersects each interval with all earlier ones. The result is valid too, never wider, and typically a
 * tenth narrower. It depends on the order of the looks. Two sequences CANNOT BE MERGED, because neither knows the
 * bounds of a stream that has the answers of both; for the same reason nothing can be subtracted. Merge and subtract
 * the accumulators, and pass their counts to nps_sequence_update(). nps/sequence_codec.h stores a sequence. There is no
 * lock: use one object from one thread at a time.
 */
typedef struct nps_sequence {
    nps_counts counts; /**< The stream at the last update. */
    nps_bounds bounds; /**< The intersection in points; lower is above upper when it is empty. */
    double level;      /**< The confidence level. */
} nps_sequence;

/**
 * Begins a sequence without answers; all scores from -100 to 100 are possible.
 *
 * @param self  The sequence; its previous content is ignored. NULL: NPS_ERROR_NULL.
 * @param level The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_LEVEL; on error nothing changes.
 */
NPS_EXPORT nps_status nps_sequence_init(nps_sequence *self, double level);

/**
 * Updates the sequence with the stream so far. Call it as often as you like: after every answer, or once a day.
 *
 * @code
 * nps_sequence watch;
 * nps_counts so_far = {0, 0, 0};
 * nps_bounds bounds;
 * nps_sequence_init(&watch, 0.95);
 * for (int day = 1; day <= 7; day++) { // look every day, stop whenever you like
 *     so_far.promoters += 50;
 *     so_far.passives += 30;
 *     so_far.detractors += 20;
 *     nps_sequence_update(&watch, &so_far);
 * }
 * if (nps_sequence_bounds(&watch, &bounds) == NPS_OK)
 *     printf("%.1f to %.1f\n", bounds.lower, bounds.upper); // prints: 19.9 to 39.5
 * @endcode
 *
 * @param self   The sequence. NULL: NPS_ERROR_NULL.
 * @param counts All answers so far, not only the new ones. NULL: NPS_ERROR_NULL; all zero: NPS_ERROR_EMPTY; a sum above
 *               2^64 - 1: NPS_ERROR_OVERFLOW; a count smaller than at the last update: NPS_ERROR_UNDERFLOW, because it
 *               is not the same stream.
 * @return NPS_OK or one of these; on error nothing changes. An empty intersection is NPS_OK here; nps_sequence_bounds()
 *         reports it.
 */
NPS_EXPORT nps_status nps_sequence_update(nps_sequence *self, const nps_counts *counts);

/**
 * The scores that are still possible: the intersection of all intervals so far.
 *
 * @param self The sequence, unchanged. NULL: NPS_ERROR_NULL.
 * @param out  Receives the bounds in points. An empty intersection: NPS_ERROR_DRIFT. If the true score is constant,
 *             this has a probability of at most 1 - level. More likely the true score has changed; begin a new
 *             sequence.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_DRIFT; on error `out` is unchanged. Pure.
 */
NPS_EXPORT nps_status nps_sequence_bounds(const nps_sequence *self, nps_bounds *out);

NPS_END_DECLARATIONS

#endif
