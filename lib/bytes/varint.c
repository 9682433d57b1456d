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

unsigned char *nps_write_number(unsigned char *to, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *to++ = (unsigned char)(value | 0x80);
    *to++ = (unsigned char)value;
    return to;
}

nps_status nps_read_number(nps_reader *self, uint64_t *value)
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
