/**
 * @file nps.h
 * @brief All of libnps.
 *
 * Scores and bounds are in points, -100..100. Levels are 0.95, not 95. Every fallible function returns an nps_status
 * and changes nothing on error. Nothing here keeps global state: different objects may be used from different threads
 * at once, one object from several threads only while nobody changes it.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef NPS_NPS_H
#define NPS_NPS_H

#include <nps/accumulator.h>
#include <nps/allocator.h>
#include <nps/arrow.h>
#include <nps/bayes.h>
#include <nps/benchmark.h>
#include <nps/calendar.h>
#include <nps/calibration.h>
#include <nps/code_groups.h>
#include <nps/code_groups_codec.h>
#include <nps/codec.h>
#include <nps/column.h>
#include <nps/compare.h>
#include <nps/composition.h>
#include <nps/conversion.h>
#include <nps/counts.h>
#include <nps/cube.h>
#include <nps/cube_arrow.h>
#include <nps/cube_codec.h>
#include <nps/drivers.h>
#include <nps/export.h>
#include <nps/groups.h>
#include <nps/groups_arrow.h>
#include <nps/groups_codec.h>
#include <nps/interrupt.h>
#include <nps/interval.h>
#include <nps/labels.h>
#include <nps/method.h>
#include <nps/metrics.h>
#include <nps/multiplicity.h>
#include <nps/paired.h>
#include <nps/paired_codec.h>
#include <nps/panel.h>
#include <nps/planning.h>
#include <nps/pooling.h>
#include <nps/proportion.h>
#include <nps/reading.h>
#include <nps/replicates.h>
#include <nps/respondents.h>
#include <nps/respondents_codec.h>
#include <nps/response.h>
#include <nps/scale.h>
#include <nps/sequence.h>
#include <nps/sequence_codec.h>
#include <nps/significance.h>
#include <nps/status.h>
#include <nps/summary.h>
#include <nps/themes.h>
#include <nps/timeline.h>
#include <nps/timeline_codec.h>
#include <nps/times.h>
#include <nps/trend.h>
#include <nps/version.h>
#include <nps/watch.h>
#include <nps/watch_codec.h>
#include <nps/weighted.h>
#include <nps/weighted_codec.h>
#include <nps/weighted_design.h>
#include <nps/weighted_design_codec.h>
#include <nps/weighted_drivers.h>
#include <nps/weighted_paired.h>
#include <nps/weighted_segments.h>

#endif
