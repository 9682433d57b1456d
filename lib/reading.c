/* SPDX-License-Identifier: MIT */
#include <nps/reading.h>

#include "reading/folded.h"
#include "reading/words.h"
#include "scale.h"
#include "support/options.h"

#include <math.h>

/* What nps_reading_labels() finds where there is no label. */
enum { NO_LABEL = -3 };

/* The Chinese word for points. */
#define CHINESE_POINTS 0x5206

/* The options, with a scale. */
struct reading {
    nps_reading_options options;
    nps_scale scale;
    int32_t mark;
};

/* A number as it is written. Beyond this no scale and no code has one. */
static const uint64_t largest_whole = UINT64_C(1000000000000000);

struct written_number {
    uint64_t whole;
    bool is_negative;
    bool has_fraction;
    bool is_half;       /* the fraction is at least a half */
    bool is_zero_first; /* "09", as dates have it */
};

/* What stands between a number and words. */
struct joint {
    bool has_blank, has_dash, has_point, has_other;
    bool ends_in_dash;
};

struct words {
    nps_folded span;
    bool has_letter, has_blank;
};

static nps_status open_options(const nps_reading_options *options, struct reading *out)
{
    nps_reading_options *const read = &out->options;
    nps_status status;
    size_t i;
    nps_reading_options_init(read);
    status = nps_options_read(read, sizeof *read, sizeof *read, options);
    if (status)
        return status;
    if ((unsigned)read->cut > NPS_CUT_NEAREST || (unsigned)read->decimal > NPS_DECIMAL_COMMA)
        return NPS_ERROR_METHOD;
    status = nps_scale_read(&read->scale);
    if (status)
        return status;
    out->scale = *read->scale;
    out->mark = read->decimal == NPS_DECIMAL_COMMA ? ',' : '.';
    if (!read->labels && read->label_count != 0)
        return NPS_ERROR_NULL;
    for (i = 0; i < read->label_count; i++) {
        const nps_reading_label *const label = &read->labels[i];
        if (!label->text && label->length != 0)
            return NPS_ERROR_NULL;
        if (label->answer != NPS_READING_MISSING &&
            (label->answer < out->scale.lowest || label->answer > out->scale.highest))
            return NPS_ERROR_OUTSIDE;
    }
    return NPS_OK;
}

/* ---- numbers ---- */

/* Reads the digits of a number; false where there are none, or too many. */
static bool scan_digits(nps_folded *at, struct written_number *number)
{
    nps_folded next = *at;
    int32_t character = nps_folded_next(&next);
    if (!nps_folded_is_digit(character))
        return false;
    number->is_zero_first = character == '0' && nps_folded_is_digit(nps_folded_peek(next));
    for (; nps_folded_is_digit(character); character = nps_folded_next(&next)) {
        if (number->whole > largest_whole)
            return false;
        number->whole = number->whole * 10 + (uint64_t)(character - '0');
        *at = next;
    }
    return true;
}

static void scan_fraction(nps_folded *at, int32_t mark, struct written_number *number)
{
    nps_folded next = *at;
    int32_t character;
    if (nps_folded_next(&next) != mark || !nps_folded_is_digit(nps_folded_peek(next)))
        return;
    number->is_half = nps_folded_peek(next) >= '5';
    for (character = nps_folded_next(&next); nps_folded_is_digit(character); character = nps_folded_next(&next)) {
        number->has_fraction |= character != '0';
        *at = next;
    }
}

static bool scan_number(nps_folded *at, int32_t mark, struct written_number *number)
{
    nps_folded next = *at;
    *number = (struct written_number){0, false, false, false, false};
    if (nps_folded_next(&next) == '-') {
        number->is_negative = true;
        *at = next;
    }
    if (!scan_digits(at, number))
        return false;
    scan_fraction(at, mark, number);
    return true;
}

static bool is_whole_number(nps_folded text, int32_t mark, struct written_number *number)
{
    return scan_number(&text, mark, number) && nps_folded_peek(text) == NPS_FOLDED_END && !number->has_fraction;
}

static bool is_same(const struct written_number *a, const struct written_number *b)
{
    return a->whole == b->whole && (a->whole == 0 || a->is_negative == b->is_negative) && !a->has_fraction;
}

/* A number on the scale, cut as the options say. */
static int32_t answer_of(const struct reading *reading, const struct written_number *number)
{
    const nps_cut cut = reading->options.cut;
    const bool is_zero = number->whole == 0 && !number->has_fraction;
    if ((number->is_negative && !is_zero) || (number->has_fraction && cut == NPS_CUT_NONE))
        return NPS_READING_UNREAD;
    if (number->whole < reading->scale.lowest || number->whole > reading->scale.highest ||
        (number->whole == reading->scale.highest && number->has_fraction))
        return NPS_READING_UNREAD;
    return (int32_t)number->whole + (cut == NPS_CUT_NEAREST && number->is_half);
}

/* ---- labels ---- */

/* What a label means adds to what the labels before it meant. */
static int32_t both(int32_t found, int32_t answer)
{
    if (found == NO_LABEL || found == NPS_READING_MISSING)
        return answer;
    return answer == NPS_READING_MISSING || answer == found ? found : NPS_READING_UNREAD;
}

/* The answer of a text by its labels, or NO_LABEL. */
static int32_t label_of_text(const struct reading *reading, nps_folded text)
{
    int32_t found = NO_LABEL;
    size_t i;
    for (i = 0; i < reading->options.label_count; i++) {
        const nps_reading_label *const label = &reading->options.labels[i];
        if (nps_folded_equal(text, nps_folded_open(label->text, label->length)))
            found = both(found, label->answer);
    }
    if (found == NO_LABEL && !reading->options.only_labels && nps_words_are_missing(text))
        found = NPS_READING_MISSING;
    return found;
}

/* The answer of a number by the labels that are whole numbers, or NO_LABEL. */
static int32_t label_of_number(const struct reading *reading, const struct written_number *number)
{
    int32_t found = NO_LABEL;
    size_t i;
    for (i = 0; i < reading->options.label_count; i++) {
        const nps_reading_label *const label = &reading->options.labels[i];
        struct written_number code;
        if (is_whole_number(nps_folded_open(label->text, label->length), reading->mark, &code) &&
            is_same(number, &code))
            found = both(found, label->answer);
    }
    return found;
}

static int32_t answer_of_category(const nps_scale *scale, nps_words_meaning meaning)
{
    switch (meaning) {
    case NPS_WORDS_PROMOTER: return scale->promoter_min;
    case NPS_WORDS_DETRACTOR: return scale->detractor_max;
    case NPS_WORDS_PASSIVE:
        if (scale->detractor_max + 1 < scale->promoter_min)
            return scale->detractor_max + 1;
        break;
    case NPS_WORDS_LOWEST:
    case NPS_WORDS_HIGHEST:
    case NPS_WORDS_UNKNOWN: break;
    }
    return NPS_READING_UNREAD;
}

/* ---- a number and words ---- */

static bool is_letter(int32_t character)
{
    if (character < 0xC0)
        return character >= 'a' && character <= 'z';
    return character != 0xD7 && character != 0xF7 && (character < 0x2000 || character > 0x2BFF) &&
           (character < 0x3000 || character > 0x303F) && character < 0xFE00;
}

/* Reads what may stand between a number and words. */
static bool scan_joint_character(int32_t character, struct joint *joint)
{
    joint->ends_in_dash = character == '-';
    switch (character) {
    case ' ': joint->has_blank = true; return true;
    case '-': joint->has_dash = true; return true;
    case '.': joint->has_point = true; return true;
    case ':':
    case '=':
    case '|':
    case '(':
    case ')':
    case '[':
    case ']': joint->has_other = true; return true;
    default: return false;
    }
}

static void scan_joint(nps_folded *at, struct joint *joint)
{
    nps_folded next = *at;
    struct joint longer = *joint;
    while (scan_joint_character(nps_folded_next(&next), &longer)) {
        *joint = longer;
        *at = next;
    }
}

/* Reads words up to a digit or the end of the text; what joins them to a number is not part of them. */
static void scan_words(nps_folded *at, struct words *words)
{
    nps_folded next = *at;
    struct joint gap = {false, false, false, false, false};
    int32_t character;
    *words = (struct words){{at->at, at->at}, false, false};
    while ((character = nps_folded_next(&next)) >= 0 && !nps_folded_is_digit(character)) {
        *at = next;
        if (scan_joint_character(character, &gap))
            continue;
        words->has_blank |= gap.has_blank && words->has_letter;
        words->has_letter |= is_letter(character);
        words->span.end = next.at;
        gap.has_blank = false;
    }
}

/* Whether words that have a meaning of their own agree with an answer; `is_known` tells whether they have one. */
static bool agree(const struct reading *reading, nps_folded words, int32_t answer, bool *is_known)
{
    const nps_scale *const scale = &reading->scale;
    const int32_t labelled = label_of_text(reading, words);
    const nps_words_meaning meaning = nps_words_mean(words);
    *is_known = labelled != NO_LABEL || meaning != NPS_WORDS_UNKNOWN;
    if (labelled != NO_LABEL)
        return labelled == answer;
    switch (meaning) {
    case NPS_WORDS_PROMOTER: return answer >= scale->promoter_min;
    case NPS_WORDS_PASSIVE: return answer > scale->detractor_max && answer < scale->promoter_min;
    case NPS_WORDS_DETRACTOR: return answer <= scale->detractor_max;
    case NPS_WORDS_LOWEST: return answer == scale->lowest;
    case NPS_WORDS_HIGHEST: return answer == scale->highest;
    case NPS_WORDS_UNKNOWN: break;
    }
    return true;
}

/* The answer of a number with words beside it. */
static int32_t answer_with(const struct reading *reading, const struct words *words, const struct joint *joint,
                           int32_t answer)
{
    bool is_known;
    if (answer < 0 || !words->has_letter || !agree(reading, words->span, answer, &is_known))
        return NPS_READING_UNREAD;
    if (is_known)
        return joint->has_blank || joint->has_dash || joint->has_other ? answer : NPS_READING_UNREAD;
    if (nps_words_are_month(words->span))
        return NPS_READING_UNREAD;
    if (joint->has_other || (joint->has_dash && (joint->has_blank || words->has_blank)) ||
        (joint->has_point && joint->has_blank))
        return answer;
    return NPS_READING_UNREAD;
}

static void skip_blank(nps_folded *at)
{
    nps_folded next = *at;
    if (nps_folded_next(&next) == ' ')
        *at = next;
}

/* Reads "/10" where it follows a number, and the Chinese word for points; false for another number than the highest
 * answer. */
static bool scan_unit(const struct reading *reading, const struct written_number *number, nps_folded *at,
                      struct joint *joint)
{
    nps_folded next = *at;
    struct written_number most;
    skip_blank(&next);
    if (nps_folded_next(&next) == '/') {
        skip_blank(&next);
        if (number->is_zero_first || !scan_number(&next, reading->mark, &most) || most.is_negative ||
            most.has_fraction || most.is_zero_first || most.whole != reading->scale.highest)
            return false;
        *at = next;
    }
    next = *at;
    skip_blank(&next);
    if (nps_folded_next(&next) == CHINESE_POINTS) {
        joint->has_other = true;
        *at = next;
    }
    return true;
}

/* Reads a text that begins with a number, which ends at a place. */
static int32_t read_number_first(const struct reading *reading, const struct written_number *number, nps_folded at)
{
    const int32_t answer = answer_of(reading, number);
    struct joint joint = {false, false, false, false, false};
    struct words words;
    if (nps_folded_peek(at) == NPS_FOLDED_END) {
        const int32_t labelled = label_of_number(reading, number);
        return labelled != NO_LABEL ? labelled : answer;
    }
    if (number->is_negative || !scan_unit(reading, number, &at, &joint))
        return NPS_READING_UNREAD;
    if (nps_folded_peek(at) == NPS_FOLDED_END)
        return answer;
    scan_joint(&at, &joint);
    scan_words(&at, &words);
    return nps_folded_peek(at) == NPS_FOLDED_END ? answer_with(reading, &words, &joint, answer) : NPS_READING_UNREAD;
}

/* Reads a text that begins with something else. */
static int32_t read_words_first(const struct reading *reading, nps_folded at)
{
    const nps_folded whole = at;
    struct written_number number;
    struct joint joint = {false, false, false, false, false}, closing = joint;
    struct words words;
    nps_folded before;
    scan_words(&at, &words);
    if (nps_folded_peek(at) == NPS_FOLDED_END)
        return answer_of_category(&reading->scale, nps_words_mean(whole));
    before = (nps_folded){words.span.end, at.end};
    scan_joint(&before, &joint);
    if (!scan_number(&at, reading->mark, &number) || !scan_unit(reading, &number, &at, &closing))
        return NPS_READING_UNREAD;
    scan_joint(&at, &closing);
    if (nps_folded_peek(at) != NPS_FOLDED_END || closing.has_dash || closing.has_point)
        return NPS_READING_UNREAD;
    /* "-5" may be a negative number, "No. 5" a count. */
    if ((joint.ends_in_dash && (joint.has_blank || joint.has_other)) || joint.has_point)
        return NPS_READING_UNREAD;
    return answer_with(reading, &words, &joint, answer_of(reading, &number));
}

static bool is_broken(nps_folded text)
{
    int32_t character;
    do
        character = nps_folded_next(&text);
    while (character >= 0);
    return character == NPS_FOLDED_BROKEN;
}

static int32_t read_text(const struct reading *reading, nps_folded text)
{
    struct written_number number;
    nps_folded at = text;
    int32_t labelled;
    if (is_broken(text))
        return NPS_READING_UNREAD;
    labelled = label_of_text(reading, text);
    if (labelled != NO_LABEL)
        return labelled;
    return scan_number(&at, reading->mark, &number) ? read_number_first(reading, &number, at)
                                                    : read_words_first(reading, text);
}

nps_status nps_reading_text(const char *text, size_t length, const nps_reading_options *options, int32_t *answer)
{
    struct reading reading;
    nps_status status;
    if (!answer || (!text && length != 0))
        return NPS_ERROR_NULL;
    status = open_options(options, &reading);
    if (!status)
        *answer = read_text(&reading, nps_folded_open(text, length));
    return status;
}

nps_status nps_reading_number(double number, const nps_reading_options *options, int32_t *answer)
{
    const double size = fabs(number);
    struct reading reading;
    struct written_number written = {0, number < 0, false, false, false};
    int32_t labelled;
    nps_status status;
    if (!answer)
        return NPS_ERROR_NULL;
    status = open_options(options, &reading);
    if (status)
        return status;
    if (isnan(number)) {
        *answer = NPS_READING_MISSING;
        return NPS_OK;
    }
    if (size >= (double)largest_whole) {
        *answer = NPS_READING_UNREAD;
        return NPS_OK;
    }
    written.whole = (uint64_t)size;
    written.has_fraction = size != (double)written.whole;
    written.is_half = size - (double)written.whole >= 0.5;
    labelled = label_of_number(&reading, &written);
    *answer = labelled != NO_LABEL ? labelled : answer_of(&reading, &written);
    return NPS_OK;
}
