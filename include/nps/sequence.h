/**
 * @file sequence.h
 * @brief Looking at a score while the answers come in.
 *
 * An ordinary interval holds its promise for one look, planned beforehand. Who looks every day, and stops when he likes
 * what he sees, is wrong far more often. What is here holds at every moment at once: with probability at least the
 * level, no interval of the whole stream ever misses the truth, whenever and why ever one looks or stops (Ville, Étude
 * critique de la notion de collectif, 1939; Robbins, Annals of Mathematical Statistics 41:1397, 1970; Howard et al.,
 * Annals of Statistics 49:1055, 2021; Waudby-Smith and Ramdas, JRSS B 86:1, 2024). It assumes only that every answer
 * has the same expected code (promoter 1, passive 0, detractor -1) whatever was answered before; the price is an
 * interval half as wide again at 100 answers, and nearly twice as wide at 10,000.
 *
 * Intervals (nps_interval() with NPS_METHOD_ANYTIME), comparisons (nps_compare() with it) and e-values come from the
 * counts alone, so streams may be gathered anywhere and merged. Only nps_sequence needs the path.
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
 * An e-value is what a fair bet against the score has made of 1: below 1 it speaks for the score, and it ever reaches
 * 1 / alpha with probability at most alpha if the score is the truth. It is 1 / p of nps_test() with NPS_METHOD_ANYTIME
 * where that is below 1. E-values of independent streams may be multiplied, so their logarithms added.
 *
 * @param counts    What has been answered so far. All zero: NPS_ERROR_EMPTY; a sum above 2^64 - 1: NPS_ERROR_OVERFLOW.
 * @param reference The score tested, in points. NaN or not inside [-100, 100]: NPS_ERROR_REFERENCE.
 * @param log_e     Receives the logarithm; infinite when the score is impossible: 100, and not all are promoters.
 * Absolute error at most 1e-9 of the larger of 1 and itself.
 * @return NPS_OK, NPS_ERROR_NULL, NPS_ERROR_REFERENCE, NPS_ERROR_EMPTY or NPS_ERROR_OVERFLOW; on error `log_e` is
 *         unchanged. Pure; safe from any thread.
 */
NPS_EXPORT nps_status nps_evalue(const nps_counts *counts, double reference, double *log_e);

/**
 * The scores that no interval of a stream has ruled out so far. Plain and part of the ABI: 48 bytes, to be read; made
 * by nps_sequence_init().
 *
 * Each interval is cut with all before it, which is valid too, never wider, and typically a tenth narrower. It depends
 * on the path: two sequences CANNOT BE MERGED, as neither knows what the bounds would have been had the answers of both
 * come in one stream, and nothing can be taken away from one. Merge, subtract and add to the accumulators, and look at
 * their counts with nps_sequence_update(). nps/sequence_codec.h stores a sequence. Not locked: one object, one thread
 * at a time.
 */
typedef struct nps_sequence {
    nps_counts counts; /**< The stream at the last update. */
    nps_bounds bounds; /**< What is left, in points; lower above upper when nothing is. */
    double level;      /**< The confidence level. */
} nps_sequence;

/**
 * Begins a sequence: nothing seen, everything from -100 to 100 left.
 *
 * @param self  The sequence; what it was before does not matter. NULL: NPS_ERROR_NULL.
 * @param level The confidence level. NaN or not inside (0, 1): NPS_ERROR_LEVEL.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_LEVEL; on error nothing changes.
 */
NPS_EXPORT nps_status nps_sequence_init(nps_sequence *self, double level);

/**
 * Takes a look at the stream. Look as often as you like: after every answer, or once a day.
 *
 * @param self   The sequence. NULL: NPS_ERROR_NULL.
 * @param counts Everything answered so far, not only what is new. NULL: NPS_ERROR_NULL; all zero: NPS_ERROR_EMPTY; a
 * sum above 2^64 - 1: NPS_ERROR_OVERFLOW; fewer of a kind than at the last look: NPS_ERROR_UNDERFLOW, because it is not
 * the same stream.
 * @return NPS_OK or one of these; on error nothing changes. It is NPS_OK when nothing is left: that is for
 *         nps_sequence_bounds() to say.
 */
NPS_EXPORT nps_status nps_sequence_update(nps_sequence *self, const nps_counts *counts);

/**
 * What is left.
 *
 * @param self The sequence, unchanged. NULL: NPS_ERROR_NULL.
 * @param out  Receives the bounds in points. Nothing left: NPS_ERROR_DRIFT. If the truth stood still, that had a
 *             probability of at most 1 - level; more likely it has moved, and a new sequence should be begun.
 * @return NPS_OK, NPS_ERROR_NULL or NPS_ERROR_DRIFT; on error `out` is unchanged. Pure.
 */
NPS_EXPORT nps_status nps_sequence_bounds(const nps_sequence *self, nps_bounds *out);

NPS_END_DECLARATIONS

#endif
