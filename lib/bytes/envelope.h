/* The frame of all encoded states: magic, version, kind and reserved bytes before, a checksum after. See
 * docs/format.md. SPDX-License-Identifier: MIT */
#ifndef NPS_ENVELOPE_H
#define NPS_ENVELOPE_H

#include "varint.h"

/** The bytes before and after the content of a frame. */
#define NPS_ENVELOPE_HEAD 8
#define NPS_ENVELOPE_TAIL 4
#define NPS_ENVELOPE_SIZE (NPS_ENVELOPE_HEAD + NPS_ENVELOPE_TAIL)

/** The low hexadecimal digit is the kind of state, the high digit the type of its keys. */
typedef enum nps_kind {
    NPS_KIND_ACCUMULATOR = 0x01,
    NPS_KIND_WEIGHTED = 0x02,
    NPS_KIND_PAIRED = 0x04,
    NPS_KIND_SEQUENCE = 0x05,
    NPS_KIND_GROUPS_BY_TEXT = 0x11,
    NPS_KIND_GROUPS_BY_INTEGER = 0x21,
    NPS_KIND_GROUPS_BY_CODE = 0x31,
    NPS_KIND_WEIGHTED_DESIGN = 0x42
} nps_kind;

/** Writes the head and returns where the next byte belongs. */
unsigned char *nps_envelope_begin(unsigned char *bytes, nps_kind kind);

/** Writes the tail of a frame that began at `bytes` and goes on at `to`, and returns the length of it all. */
size_t nps_envelope_end(unsigned char *bytes, unsigned char *to);

/**
 * Checks the head and the tail, and gives a reader of what is between.
 *
 * @param reader Receives the reader.
 * @param kind   Receives one of nps_kind, or a value that a newer library may know.
 * @param bytes  The frame; NULL is NPS_ERROR_NULL, unless `length` is 0.
 * @param length Its length, exactly.
 * @param detail As in the public functions; kept by the reader.
 */
nps_status nps_envelope_open(nps_reader *reader, unsigned *kind, const void *bytes, size_t length,
                             nps_error_detail *detail);

/** Says that a frame is of another kind than expected, which is described in words; never NPS_OK. */
nps_status nps_envelope_refuse(const nps_reader *reader, unsigned kind, const char *expected);

#endif
