/* SPDX-License-Identifier: MIT */
#include "types.h"

#include <string.h>

enum { SECONDS_A_DAY = 86400, MINUTES_AN_HOUR = 60, SECONDS_A_MINUTE = 60 };

/* The scale of a decimal has at most this many digits. */
enum { SCALE_DIGITS = 4 };

static const char BOOL8[] = "arrow.bool8";

static int32_t read_length(const char *at)
{
    int32_t length;
    memcpy(&length, at, sizeof length);
    return length;
}

static bool is_text(const char *at, int32_t length, const char *wanted)
{
    return (size_t)length == strlen(wanted) && memcmp(at, wanted, (size_t)length) == 0;
}

/* Whether the metadata name an extension type: a number of pairs, and each text of a pair behind its length. */
static bool is_extension(const struct ArrowSchema *schema, const char *name)
{
    const char *at = schema->metadata;
    int32_t pairs = at ? read_length(at) : 0;
    if (at)
        at += sizeof pairs;
    for (; pairs > 0; pairs--) {
        const int32_t key_length = read_length(at);
        const char *const key = at + sizeof key_length;
        int32_t length;
        if (key_length < 0)
            return false;
        at = key + key_length;
        length = read_length(at);
        if (length < 0)
            return false;
        at += sizeof length;
        if (is_text(key, key_length, "ARROW:extension:name"))
            return is_text(at, length, name);
        at += length;
    }
    return false;
}

/* Reads a whole number of a few digits and moves behind it. */
static bool take_number(const char **at, int32_t *number)
{
    const bool is_negative = **at == '-';
    size_t digits = 0;
    *at += is_negative;
    for (*number = 0; **at >= '0' && **at <= '9' && digits <= SCALE_DIGITS; ++*at, digits++)
        *number = *number * 10 + (**at - '0');
    if (is_negative)
        *number = -*number;
    return digits >= 1 && digits <= SCALE_DIGITS;
}

/* d:precision,scale or d:precision,scale,bits */
static bool read_decimal(const char *format, nps_arrow_type *type)
{
    int32_t precision, bits = 128;
    const char *at = format + 2;
    if (format[1] != ':' || !take_number(&at, &precision) || precision < 1 || *at != ',')
        return false;
    at++;
    if (!take_number(&at, &type->scale))
        return false;
    if (*at == ',') {
        at++;
        if (!take_number(&at, &bits))
            return false;
    }
    type->width = (size_t)(bits / 8);
    return *at == '\0' && (bits == 32 || bits == 64 || bits == 128 || bits == 256);
}

static int two_digits(const char *at)
{
    return at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9' ? -1 : (at[0] - '0') * 10 + (at[1] - '0');
}

/* The offset from UTC in seconds that a zone always has: none, UTC, or a number such as +02:00. */
static bool read_zone(const char *zone, int64_t *offset)
{
    static const char zero[][8] = {"", "UTC", "Z", "Etc/UTC", "GMT"};
    int hours, minutes;
    size_t i;
    *offset = 0;
    for (i = 0; i < sizeof zero / sizeof zero[0]; i++)
        if (strcmp(zone, zero[i]) == 0)
            return true;
    if (strlen(zone) != strlen("+02:00") || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
        return false;
    hours = two_digits(zone + 1);
    minutes = two_digits(zone + 4);
    *offset = ((int64_t)hours * MINUTES_AN_HOUR + minutes) * SECONDS_A_MINUTE * (zone[0] == '-' ? -1 : 1);
    return hours >= 0 && hours < 24 && minutes >= 0 && minutes < MINUTES_AN_HOUR;
}

/* tdD and tdm, dates; ts and a unit with a zone behind the colon, timestamps. */
static void read_time(const char *format, nps_arrow_type *type)
{
    static const char units[] = "smun";
    static const int64_t per_second[] = {1, 1000, 1000000, 1000000000};
    const char *const unit = format[1] == 's' && format[2] != '\0' ? strchr(units, format[2]) : NULL;
    type->stored = NPS_COLUMN_I64;
    if (strcmp(format, "tdD") == 0) {
        type->kind = NPS_ARROW_DAYS;
        type->stored = NPS_COLUMN_I32;
    } else if (strcmp(format, "tdm") == 0) {
        type->kind = NPS_ARROW_TIMES;
        type->per_day = SECONDS_A_DAY * per_second[1];
    } else if (unit && format[3] == ':' && read_zone(format + 4, &type->offset)) {
        type->kind = NPS_ARROW_TIMES;
        type->per_day = SECONDS_A_DAY * per_second[unit - units];
        type->offset *= per_second[unit - units];
    }
}

static bool is_text_format(const char *format)
{
    static const char formats[][3] = {"u", "z", "U", "Z", "vu", "vz"};
    size_t i;
    for (i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(format, formats[i]) == 0)
            return true;
    return false;
}

static void read_letter(const struct ArrowSchema *schema, nps_arrow_type *type)
{
    static const char letters[] = "CcSsIiLlfg";
    static const nps_column_type types[] = {NPS_COLUMN_U8,  NPS_COLUMN_I8,  NPS_COLUMN_U16, NPS_COLUMN_I16,
                                            NPS_COLUMN_U32, NPS_COLUMN_I32, NPS_COLUMN_U64, NPS_COLUMN_I64,
                                            NPS_COLUMN_F32, NPS_COLUMN_F64};
    const char letter = schema->format[0];
    const char *const found = strchr(letters, letter);
    if (found) {
        type->kind = letter == 'c' && is_extension(schema, BOOL8) ? NPS_ARROW_BYTE_BOOLEANS : NPS_ARROW_NUMBERS;
        type->stored = types[found - letters];
    } else if (letter == 'e') {
        type->kind = NPS_ARROW_HALVES;
        type->stored = NPS_COLUMN_U16;
    } else if (letter == 'n') {
        type->kind = NPS_ARROW_NULLS;
    } else if (letter == 'b') {
        type->kind = NPS_ARROW_BOOLEANS;
    }
}

nps_arrow_type nps_arrow_type_of(const struct ArrowSchema *schema)
{
    nps_arrow_type type = {NPS_ARROW_OTHER, NPS_COLUMN_U8, 0, 0, 1, 0};
    const char *const format = schema->format;
    if (is_text_format(format))
        type.kind = NPS_ARROW_TEXTS;
    else if (format[0] != '\0' && format[1] == '\0')
        read_letter(schema, &type);
    else if (format[0] == 'd' && read_decimal(format, &type))
        type.kind = NPS_ARROW_DECIMALS;
    else if (format[0] == 't')
        read_time(format, &type);
    return type;
}

const char *nps_arrow_words(const struct ArrowSchema *schema)
{
    static const struct {
        char format[3], words[16];
    } known[] = {{"n", "nulls only"}, {"b", "booleans"},         {"e", "half floats"}, {"u", "texts"},
                 {"U", "texts"},      {"vu", "texts"},           {"z", "bytes"},       {"Z", "bytes"},
                 {"vz", "bytes"},     {"td", "dates"},           {"ts", "timestamps"}, {"tt", "times of day"},
                 {"tD", "durations"}, {"ti", "intervals"},       {"d:", "decimals"},   {"w:", "bytes"},
                 {"+s", "a table"},   {"+r", "run-end-encoded"}, {"+l", "lists"},      {"+L", "lists"},
                 {"+v", "lists"},     {"+w", "lists"},           {"+m", "maps"},       {"+u", "unions"}};
    const char *const format = schema->format;
    size_t i;
    if (strcmp(format, "c") == 0 && is_extension(schema, BOOL8))
        return "booleans";
    for (i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strncmp(format, known[i].format, strlen(known[i].format)) == 0 &&
            (known[i].format[1] != '\0' || format[1] == '\0'))
            return known[i].words;
    return "";
}
