/* The probability that a segment is the best, for segments that depend on each other.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_MULTIPLICITY_JOINT_BEST_H
#define NPS_MULTIPLICITY_JOINT_BEST_H

#include "../method/bayes.h"

#include <nps/allocator.h>
#include <nps/interrupt.h>
#include <stddef.h>

/** The standard normal deviate of a posterior's probability below a score, at points -NPS_DEVIATES_REACH to
 * NPS_DEVIATES_REACH: the score at each of these deviates. */
enum { NPS_DEVIATES_REACH = 6, NPS_DEVIATES_PER_UNIT = 16 };
enum { NPS_DEVIATES_POINTS = 2 * NPS_DEVIATES_REACH * NPS_DEVIATES_PER_UNIT + 1 };

/** A segment that may be the best. */
typedef struct nps_joint_segment {
    double scores[NPS_DEVIATES_POINTS]; /* theta at each deviate; set by nps_joint_prepare() */
    size_t place;                       /* the caller's */
    double best;                        /* the probability; set by nps_joint_find() */
} nps_joint_segment;

/** Sets the scores of a segment with this posterior. */
void nps_joint_prepare(nps_joint_segment *self, const nps_real_counts *posterior);

/** A score that the true one is below, or above, with probability 3e-7. */
double nps_joint_floor(const nps_joint_segment *self);
double nps_joint_ceiling(const nps_joint_segment *self);

/** Segments and the correlations of their deviates. */
typedef struct nps_joint {
    nps_joint_segment *segments;
    size_t count;
    double *correlations; /* count x count, symmetric; only the lower half is read, and it is overwritten */
    const nps_allocator *memory;
    const nps_interrupt *interrupt;
} nps_joint;

/**
 * Sets `best` of all segments.
 *
 * @return NPS_OK, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED.
 */
nps_status nps_joint_find(const nps_joint *joint);

#endif
