/* SPDX-License-Identifier: MIT */
#include "real.h"

#include "../status.h"

#include <string.h>

unsigned char *nps_write_real(unsigned char *to, double value)
{
    const double plain = value == 0 ? 0 : value;
    uint64_t bits;
    memcpy(&bits, &plain, sizeof bits);
    return nps_write_32(nps_write_32(to, (uint32_t)bits), (uint32_t)(bits >> 32));
}

nps_status nps_read_real(nps_reader *self, double *value)
{
    const size_t start = self->offset;
    const unsigned char *bytes;
    uint64_t bits;
    const nps_status status = nps_read_bytes(self, NPS_REAL_SIZE, &bytes);
    if (status)
        return status;
    bits = nps_read_32(bytes) | (uint64_t)nps_read_32(bytes + 4) << 32;
    memcpy(value, &bits, sizeof bits);
    if (*value == 0 && bits != 0)
        return nps_explain(self->detail, NPS_ERROR_FORMAT, "byte %zu: expected 0 without a sign, got -0", start);
    return NPS_OK;
}
