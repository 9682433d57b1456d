/* The golden files of encoded states, and every way to damage them. SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_GOLDEN_H
#define NPS_TESTS_GOLDEN_H

#include "test.h"

#include "bytes/crc32c.h"

#include <stdlib.h>

enum { GOLDEN_MAX = 2048 };

/** Encoded bytes. */
typedef struct encoded {
    unsigned char bytes[GOLDEN_MAX];
    size_t length;
} encoded;

static inline encoded golden(const char *name)
{
    encoded read;
    char path[1024];
    FILE *file;
    snprintf(path, sizeof path, "%s/v1/%s.bin", NPS_TESTS_GOLDEN, name);
    file = fopen(path, "rb");
    if (!file)
        fail_msg("cannot open %s", path);
    read.length = fread(read.bytes, 1, sizeof read.bytes, file);
    assert_true(read.length != 0 && read.length < sizeof read.bytes);
    fclose(file);
    return read;
}

/** Sets the checksum of an envelope to the right value, so that other errors in it are reached. */
static inline void seal(encoded *frame)
{
    const uint32_t checksum = nps_crc32c(frame->bytes, frame->length - 4);
    int i;
    for (i = 0; i < 4; i++)
        frame->bytes[frame->length - 4 + (size_t)i] = (unsigned char)(checksum >> (8 * i));
}

/** An envelope of version 1 with its checksum. */
static inline encoded sealed(unsigned char kind, const void *inside, size_t length)
{
    encoded frame = {{0xc1, 'N', 'P', 'S', 1, kind, 0, 0}, 8 + length + 4};
    memcpy(frame.bytes + 8, inside, length);
    seal(&frame);
    return frame;
}

/** Bytes that must be refused. They end where their memory ends, so that reading too far is detected. */
typedef void must_refuse(const unsigned char *bytes, size_t length, void *context);

static inline void refuse_length(const encoded *whole, size_t length, must_refuse *refuse, void *context)
{
    unsigned char *bytes = calloc(1, length != 0 ? length : 1);
    assert_non_null(bytes);
    memcpy(bytes, whole->bytes, length < whole->length ? length : whole->length);
    refuse(bytes, length, context);
    if (length > whole->length) {
        bytes[whole->length] = whole->bytes[whole->length - 1];
        refuse(bytes, length, context);
    }
    free(bytes);
}

/** Every other value of every single byte, every truncation, and extensions by one byte. */
static inline void refuse_every_damage(const encoded *whole, must_refuse *refuse, void *context)
{
    unsigned char *bytes = malloc(whole->length);
    size_t at, length;
    assert_non_null(bytes);
    memcpy(bytes, whole->bytes, whole->length);
    for (at = 0; at < whole->length; at++) {
        int difference;
        for (difference = 1; difference < 256; difference++) {
            bytes[at] = (unsigned char)(whole->bytes[at] ^ difference);
            refuse(bytes, whole->length, context);
        }
        bytes[at] = whole->bytes[at];
    }
    free(bytes);
    for (length = 0; length < whole->length; length++)
        refuse_length(whole, length, refuse, context);
    refuse_length(whole, whole->length + 1, refuse, context);
}

/** The call failed because of the bytes, and the detail explains the error. */
static inline void assert_refused(nps_status status, const nps_error_detail *detail)
{
    assert_true(status == NPS_ERROR_FORMAT || status == NPS_ERROR_VERSION || status == NPS_ERROR_CHECKSUM);
    assert_non_null(strstr(detail->text, "expected "));
    assert_non_null(strstr(detail->text, ", got "));
}

#endif
