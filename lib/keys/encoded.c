/* SPDX-License-Identifier: MIT */
#include "encoded.h"

#include "../status.h"

#include <string.h>

size_t nps_key_encoded_size(nps_key_type type, const nps_key *key)
{
    return type == NPS_KEY_TEXT ? nps_number_size(key->length) + key->length
                                : nps_number_size(nps_zigzag(key->integer));
}

unsigned char *nps_write_key(unsigned char *to, nps_key_type type, const nps_key *key)
{
    if (type == NPS_KEY_INTEGER)
        return nps_write_number(to, nps_zigzag(key->integer));
    to = nps_write_number(to, key->length);
    if (key->length != 0)
        memcpy(to, key->text, key->length);
    return to + key->length;
}

static nps_status read_key(nps_reader *reader, nps_key_type type, nps_key *key)
{
    const unsigned char *text;
    uint64_t number;
    nps_status status = nps_read_number(reader, &number);
    *key = (nps_key){NULL, 0, 0};
    if (status)
        return status;
    if (type == NPS_KEY_INTEGER) {
        key->integer = nps_unzigzag(number);
        return NPS_OK;
    }
    status = nps_read_bytes(reader, number, &text);
    if (!status)
        *key = (nps_key){(const char *)text, (size_t)number, 0};
    return status;
}

nps_status nps_read_key(nps_reader *reader, nps_key_type type, const nps_key *before, nps_key *key)
{
    const size_t start = reader->offset;
    const nps_status status = read_key(reader, type, key);
    if (!status && before && nps_key_compare(type, before, key) >= 0)
        return nps_explain(reader->detail, NPS_ERROR_FORMAT,
                           "byte %zu: expected a key that comes after the one before it, got another", start);
    return status;
}
