/* SPDX-License-Identifier: MIT */
#include "envelope.h"

#include "../interrupt.h"
#include "../status.h"
#include "crc32c.h"

#include <string.h>

enum { MAGIC_SIZE = 4, VERSION_AT = 4, KIND_AT = 5, RESERVED_AT = 6, RESERVED_SIZE = 2 };

/* Bytes of which the checksum is taken between two questions: some milliseconds. */
enum { BYTES_AT_ONCE = 1024 * 1024 };

/* No UTF-8 begins with c1. */
static const unsigned char MAGIC[MAGIC_SIZE] = {0xc1, 'N', 'P', 'S'};
static const unsigned char VERSION = 1;

static const nps_interrupt never = {NULL, NULL};

unsigned char *nps_envelope_begin(unsigned char *bytes, nps_kind kind)
{
    memcpy(bytes, MAGIC, MAGIC_SIZE);
    bytes[VERSION_AT] = VERSION;
    bytes[KIND_AT] = (unsigned char)kind;
    memset(bytes + RESERVED_AT, 0, RESERVED_SIZE);
    return bytes + NPS_ENVELOPE_HEAD;
}

static nps_status find_checksum(const unsigned char *bytes, size_t length, const nps_interrupt *interrupt,
                                uint32_t *checksum)
{
    nps_status status = NPS_OK;
    size_t done, piece;
    *checksum = 0;
    for (done = 0; !status && done < length; done += piece) {
        piece = length - done < BYTES_AT_ONCE ? length - done : BYTES_AT_ONCE;
        *checksum = nps_crc32c_continue(*checksum, bytes + done, piece);
        status = done + piece < length ? nps_interrupt_check(interrupt) : NPS_OK;
    }
    return status;
}

nps_status nps_envelope_end_asking(unsigned char *bytes, unsigned char *to, const nps_interrupt *interrupt,
                                   size_t *length)
{
    uint32_t checksum;
    const nps_status status = find_checksum(bytes, (size_t)(to - bytes), interrupt, &checksum);
    if (!status)
        *length = (size_t)(nps_write_32(to, checksum) - bytes);
    return status;
}

size_t nps_envelope_end(unsigned char *bytes, unsigned char *to)
{
    size_t length = 0;
    (void)nps_envelope_end_asking(bytes, to, &never, &length);
    return length;
}

/* Bytes that are a prefix of the magic are reported as truncated. */
static nps_status check_magic(const unsigned char *bytes, size_t length, nps_error_detail *detail)
{
    unsigned char got[MAGIC_SIZE] = {0};
    const size_t size = length < MAGIC_SIZE ? length : MAGIC_SIZE;
    if (length >= MAGIC_SIZE && memcmp(bytes, MAGIC, MAGIC_SIZE) == 0)
        return NPS_OK;
    memcpy(got, bytes, size);
    if (memcmp(got, MAGIC, size) == 0)
        return NPS_OK;
    return nps_explain(detail, NPS_ERROR_FORMAT,
                       "byte 0: expected %02x %02x %02x %02x, as libnps begins, got %02x %02x %02x %02x", MAGIC[0],
                       MAGIC[1], MAGIC[2], MAGIC[3], got[0], got[1], got[2], got[3]);
}

static nps_status check_version(const unsigned char *bytes, size_t length, nps_error_detail *detail)
{
    if (length <= VERSION_AT || bytes[VERSION_AT] == VERSION)
        return NPS_OK;
    return nps_explain(detail, NPS_ERROR_VERSION, "byte %d: expected version %d, got %d", VERSION_AT, VERSION,
                       bytes[VERSION_AT]);
}

static nps_status check_checksum(const unsigned char *bytes, size_t length, nps_error_detail *detail,
                                 const nps_interrupt *interrupt)
{
    const size_t at = length - NPS_ENVELOPE_TAIL;
    const uint32_t got = nps_read_32(bytes + at);
    uint32_t expected;
    const nps_status status = find_checksum(bytes, at, interrupt, &expected);
    if (status)
        return nps_explain_status(detail, status);
    if (got == expected)
        return NPS_OK;
    return nps_explain(detail, NPS_ERROR_CHECKSUM, "byte %zu: expected checksum %08lx, got %08lx", at,
                       (unsigned long)expected, (unsigned long)got);
}

static nps_status check_reserved(const unsigned char *bytes, nps_error_detail *detail)
{
    if (bytes[RESERVED_AT] == 0 && bytes[RESERVED_AT + 1] == 0)
        return NPS_OK;
    return nps_explain(detail, NPS_ERROR_VERSION, "byte %d: expected 00 00 in reserve, got %02x %02x", RESERVED_AT,
                       bytes[RESERVED_AT], bytes[RESERVED_AT + 1]);
}

static nps_status check_frame(const unsigned char *bytes, size_t length, nps_error_detail *detail,
                              const nps_interrupt *interrupt)
{
    nps_status status = check_magic(bytes, length, detail);
    if (!status)
        status = check_version(bytes, length, detail);
    if (!status && length <= NPS_ENVELOPE_SIZE)
        status =
            nps_explain(detail, NPS_ERROR_FORMAT, "expected more than %d bytes, got %zu", NPS_ENVELOPE_SIZE, length);
    if (!status)
        status = check_checksum(bytes, length, detail, interrupt);
    return status ? status : check_reserved(bytes, detail);
}

nps_status nps_envelope_open(nps_reader *reader, unsigned *kind, const void *bytes, size_t length,
                             nps_error_detail *detail)
{
    return nps_envelope_open_asking(reader, kind, bytes, length, detail, &never);
}

nps_status nps_envelope_open_asking(nps_reader *reader, unsigned *kind, const void *bytes, size_t length,
                                    nps_error_detail *detail, const nps_interrupt *interrupt)
{
    nps_status status;
    if (!bytes && length != 0)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    if (length == 0)
        bytes = ""; /* a NULL pointer with length 0 is an empty frame */
    status = check_frame(bytes, length, detail, interrupt);
    if (status)
        return status;
    reader->bytes = bytes;
    reader->length = length - NPS_ENVELOPE_TAIL;
    reader->offset = NPS_ENVELOPE_HEAD;
    reader->detail = detail;
    *kind = reader->bytes[KIND_AT];
    return NPS_OK;
}

nps_status nps_envelope_refuse(const nps_reader *reader, unsigned kind, const char *expected)
{
    const char *name = "unknown";
    nps_status status = NPS_ERROR_FORMAT;
    switch (kind) {
    case NPS_KIND_ACCUMULATOR: name = "an accumulator"; break;
    case NPS_KIND_WEIGHTED: name = "weighted answers"; break;
    case NPS_KIND_TIMELINE: name = "a timeline"; break;
    case NPS_KIND_PAIRED: name = "two waves"; break;
    case NPS_KIND_SEQUENCE: name = "a sequence"; break;
    case NPS_KIND_WATCH: name = "a watch"; break;
    case NPS_KIND_CUBE: name = "a cube"; break;
    case NPS_KIND_GROUPS_BY_TEXT: name = "groups by text"; break;
    case NPS_KIND_GROUPS_BY_INTEGER: name = "groups by integer"; break;
    case NPS_KIND_RESPONDENTS_BY_TEXT: name = "respondents by text"; break;
    case NPS_KIND_RESPONDENTS_BY_INTEGER: name = "respondents by integer"; break;
    case NPS_KIND_GROUPS_BY_CODE: name = "groups by code"; break;
    case NPS_KIND_WEIGHTED_DESIGN: name = "a weighted design"; break;
    default: status = NPS_ERROR_VERSION; break;
    }
    return nps_explain(reader->detail, status, "byte %d: expected %s, got kind %02x (%s)", KIND_AT, expected, kind,
                       name);
}
