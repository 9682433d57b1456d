/* SPDX-License-Identifier: MIT */
#include "varint.h"

#include "../status.h"

size_t nps_number_size(uint64_t value)
{
    size_t size = 1;
    while (value >>= 7)
        size++;
    return size;
}

static inline unsigned char *write_number(unsigned char *to, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *to++ = (unsigned char)(value | 0x80);
    *to++ = (unsigned char)value;
    return to;
}

unsigned char *nps_write_number(unsigned char *to, uint64_t value)
{
    return write_number(to, value);
}

unsigned char *nps_write_numbers(unsigned char *to, const uint64_t *values, size_t count)
{
    for (; count != 0; count--)
        to = write_number(to, *values++);
    return to;
}

static nps_status read_any(nps_reader *self, uint64_t *value)
{
    const size_t start = self->offset;
    uint64_t read = 0;
    int shift;
    for (shift = 0;; shift += 7) {
        unsigned char byte;
        if (self->offset == self->length)
            return nps_explain(self->detail, NPS_ERROR_FORMAT, "byte %zu: expected a number, got the end", start);
        byte = self->bytes[self->offset++];
        if (shift == 63 && byte > 1)
            return nps_explain(self->detail, NPS_ERROR_FORMAT,
                               "byte %zu: expected a number below 2^64, got a larger one", start);
        read |= (uint64_t)(byte & 0x7f) << shift;
        if (byte & 0x80)
            continue;
        if (byte == 0 && shift != 0)
            return nps_explain(self->detail, NPS_ERROR_FORMAT,
                               "byte %zu: expected a number in its shortest form, got a zero at its end", start);
        *value = read;
        return NPS_OK;
    }
}

/* Reads a number below 2^63 and returns how many bytes it has; 0 for a larger one, and for what is wrong. */
static size_t read_long(const unsigned char *from, size_t left, uint64_t *value)
{
    const size_t most = left < NPS_NUMBER_MAX ? left : NPS_NUMBER_MAX - 1;
    uint64_t read = 0;
    size_t i;
    for (i = 0; i < most; i++) {
        read |= (uint64_t)(from[i] & 0x7f) << (7 * i);
        if (from[i] < 0x80) {
            *value = read;
            return from[i] != 0 || i == 0 ? i + 1 : 0;
        }
    }
    return 0;
}

/* The same, for the many numbers of one or two bytes without a loop. */
static inline size_t read_usual(const unsigned char *from, size_t left, uint64_t *value)
{
    if (left != 0 && from[0] < 0x80) {
        *value = from[0];
        return 1;
    }
    if (left > 1 && from[1] < 0x80 && from[1] != 0) {
        *value = (uint64_t)from[1] << 7 | (from[0] & 0x7f);
        return 2;
    }
    return read_long(from, left, value);
}

nps_status nps_read_number(nps_reader *self, uint64_t *value)
{
    return nps_read_numbers(self, value, 1);
}

nps_status nps_read_numbers(nps_reader *self, uint64_t *values, size_t count)
{
    const unsigned char *const bytes = self->bytes;
    const size_t length = self->length;
    size_t offset = self->offset; /* not written to the reader in the loop, where each read would wait for it */
    nps_status status = NPS_OK;
    for (; count != 0 && !status; count--, values++) {
        const size_t size = read_usual(bytes + offset, length - offset, values);
        offset += size;
        if (size == 0) {
            self->offset = offset;
            status = read_any(self, values);
            offset = self->offset;
        }
    }
    self->offset = offset;
    return status;
}

nps_status nps_read_bytes(nps_reader *self, uint64_t length, const unsigned char **bytes)
{
    const size_t left = self->length - self->offset;
    if (length > left)
        return nps_explain(self->detail, NPS_ERROR_FORMAT, "byte %zu: expected %llu bytes, got %zu", self->offset,
                           (unsigned long long)length, left);
    *bytes = self->bytes + self->offset;
    self->offset += (size_t)length;
    return NPS_OK;
}

nps_status nps_read_end(const nps_reader *self)
{
    const size_t left = self->length - self->offset;
    if (left != 0)
        return nps_explain(self->detail, NPS_ERROR_FORMAT, "byte %zu: expected the checksum, got %zu more bytes",
                           self->offset, left);
    return NPS_OK;
}

uint64_t nps_zigzag(int64_t value)
{
    return value < 0 ? ~((uint64_t)value << 1) : (uint64_t)value << 1;
}

int64_t nps_unzigzag(uint64_t value)
{
    const int64_t half = (int64_t)(value >> 1);
    return value & 1 ? -half - 1 : half;
}

unsigned char *nps_write_32(unsigned char *to, uint32_t value)
{
    int i;
    for (i = 0; i < 4; i++)
        *to++ = (unsigned char)(value >> (8 * i));
    return to;
}

uint32_t nps_read_32(const unsigned char *from)
{
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}
