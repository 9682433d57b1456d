/* The split of a change for every way of counting: the families of effects, their levels and adjustment.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_DRIVERS_SPLIT_H
#define NPS_DRIVERS_SPLIT_H

#include "effect.h"

/** What is compared between the periods, after minus before. */
typedef enum nps_driver_part { NPS_DRIVER_ALL, NPS_DRIVER_SEGMENT, NPS_DRIVER_OTHERS } nps_driver_part;

/** The segments, however they were counted. */
typedef struct nps_driver_source {
    const void *context;
    size_t count;
    double reference; /**< The mean of the scores of all answers before and after. */
    /** Fills shares, scores and presence of a driver; its effects stay. */
    void (*describe)(const void *context, size_t place, nps_driver *out);
    /** The answers of a segment. */
    nps_driver_periods (*read)(const void *context, size_t place);
    /** Compares a part; `place` is that of the segment. NPS_ERROR_EMPTY if it has no answers in one of the periods. */
    nps_status (*compare)(const void *context, nps_driver_part part, size_t place, const nps_segments_options *options,
                          double level, nps_comparison *out);
} nps_driver_source;

/** In which periods a segment has answers, given in which it has. */
nps_driver_presence nps_driver_presence_of(int was, int is);

/**
 * Splits the change.
 *
 * @param options Read by nps_segments_read_dependent().
 * @return NPS_OK, what `compare` returns, NPS_ERROR_MEMORY or NPS_ERROR_INTERRUPTED; on error nothing is written.
 */
nps_status nps_driver_split_change(const nps_driver_source *source, const nps_segments_options *options,
                                   const nps_allocator *memory, nps_driver *out, nps_comparison *change);

#endif
