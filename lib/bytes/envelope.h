/* The frame of all encoded states: magic, version, kind and reserved bytes before the content, a checksum after it. See
 * docs/format.md. SPDX-License-Identifier: MIT */
#ifndef NPS_ENVELOPE_H
#define NPS_ENVELOPE_H

#include "varint.h"

#include <nps/interrupt.h>

/** The numbers of bytes before and after the content of a frame. */
#define NPS_ENVELOPE_HEAD 8
#define NPS_ENVELOPE_TAIL 4
#define NPS_ENVELOPE_SIZE (NPS_ENVELOPE_HEAD + NPS_ENVELOPE_TAIL)

/** The low hexadecimal digit is the kind of state, the high digit the type of its keys. */
typedef enum nps_kind {
    NPS_KIND_ACCUMULATOR = 0x01,
    NPS_KIND_WEIGHTED = 0x02,
    NPS_KIND_TIMELINE = 0x03,
    NPS_KIND_PAIRED = 0x04,
    NPS_KIND_SEQUENCE = 0x05,
    NPS_KIND_WATCH = 0x07,
    NPS_KIND_CUBE = 0x09,
    NPS_KIND_GROUPS_BY_TEXT = 0x11,
    NPS_KIND_RESPONDENTS_BY_TEXT = 0x18,
    NPS_KIND_GROUPS_BY_INTEGER = 0x21,
    NPS_KIND_RESPONDENTS_BY_INTEGER = 0x28,
    NPS_KIND_GROUPS_BY_CODE = 0x31,
    NPS_KIND_WEIGHTED_DESIGN = 0x42
} nps_kind;

/** Writes the head and returns where the next byte belongs. */
unsigned char *nps_envelope_begin(unsigned char *bytes, nps_kind kind);

/** Writes the tail of a frame that begins at `bytes`; its content ends at `to`. Returns the length of the frame. */
size_t nps_envelope_end(unsigned char *bytes, unsigned char *to);

/** The same for a frame that may be long, with questions; NPS_OK or NPS_ERROR_INTERRUPTED. */
nps_status nps_envelope_end_asking(unsigned char *bytes, unsigned char *to, const nps_interrupt *interrupt,
                                   size_t *length);

/**
 * Checks the head and the tail of a frame, and sets a reader to its content.
 *
 * @param reader Receives the reader.
 * @param kind   Receives one of nps_kind, or a value that a newer library may know.
 * @param bytes  The frame; NULL is NPS_ERROR_NULL, unless `length` is 0.
 * @param length The exact length of the frame in bytes.
 * @param detail As in the public functions; kept by the reader.
 */
nps_status nps_envelope_open(nps_reader *reader, unsigned *kind, const void *bytes, size_t length,
                             nps_error_detail *detail);

/** The same for a frame that may be long, with questions; also NPS_ERROR_INTERRUPTED. */
nps_status nps_envelope_open_asking(nps_reader *reader, unsigned *kind, const void *bytes, size_t length,
                                    nps_error_detail *detail, const nps_interrupt *interrupt);

/** Sets the detail to say that a frame is not of the expected kind, which is described in words; never NPS_OK. */
nps_status nps_envelope_refuse(const nps_reader *reader, unsigned kind, const char *expected);

#endif
