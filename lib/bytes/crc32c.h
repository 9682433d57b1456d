/* The checksum of encoded states.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_CRC32C_H
#define NPS_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/** CRC-32C (Castagnoli; RFC 3720, section 12.1): the checksum of "123456789" is e3069283. It detects every change
 * within 4 neighbouring bytes. */
uint32_t nps_crc32c(const void *bytes, size_t length);

/** The checksum of bytes that follow others, which have `checksum`; that of no bytes is 0. */
uint32_t nps_crc32c_continue(uint32_t checksum, const void *bytes, size_t length);

#endif
