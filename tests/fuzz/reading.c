/* Texts of any bytes as answers, against what must hold: errors change nothing; case, blanks and wide digits change
 * nothing; a number reads alike as text and as double; a plain reader of whole numbers agrees.
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

enum { LABELS = 3, LONGEST = 60 };

/* Options, and the bytes of their labels. */
struct request {
    nps_reading_options options;
    nps_scale scale;
    nps_reading_label labels[LABELS];
    char texts[LABELS][LONGEST];
};

/* A byte that makes texts that nearly read. */
static char any_byte(fuzz_input *input)
{
    static const char often[] = "0123456789109 -/.,():=|aMy";
    const uint8_t byte = fuzz_byte(input);
    return byte < 200 ? often[byte % (sizeof often - 1)] : (char)fuzz_byte(input);
}

static size_t any_text(fuzz_input *input, char *text)
{
    const uint8_t manner = fuzz_byte(input);
    size_t length = 0, i;
    if (manner < 60) {
        const char *const word = nps_label_text((nps_label)(manner % (NPS_LABEL_NO_ANSWER + 3)),
                                                (nps_language)(fuzz_byte(input) % NPS_LANGUAGE_END));
        length = strlen(word) < LONGEST / 2 ? strlen(word) : LONGEST / 2;
        memcpy(text, word, length);
    }
    for (i = fuzz_byte(input) % (LONGEST / 2); i > 0; i--)
        text[length++] = any_byte(input);
    return length;
}

static void read_request(fuzz_input *input, struct request *request)
{
    nps_reading_options *const options = &request->options;
    size_t i;
    nps_reading_options_init(options);
    options->cut = (nps_cut)(fuzz_byte(input) % (fuzz_seldom(input, 30) ? 5 : 3));
    options->decimal = (nps_decimal)(fuzz_byte(input) % (fuzz_seldom(input, 30) ? 4 : 2));
    options->only_labels = fuzz_byte(input) % 2;
    request->scale = fuzz_scale(input);
    options->scale = fuzz_bool(input) ? &request->scale : NULL;
    options->labels = request->labels;
    options->label_count = fuzz_byte(input) % (LABELS + 1);
    for (i = 0; i < options->label_count; i++) {
        request->labels[i].text = request->texts[i];
        request->labels[i].length = any_text(input, request->texts[i]);
        request->labels[i].answer = fuzz_byte(input) % 13 - 2;
    }
}

static bool is_wrong(const nps_reading_options *options)
{
    const nps_scale *const scale = options->scale ? options->scale : nps_scale_0_10();
    size_t i;
    if (options->cut > NPS_CUT_NEAREST || options->decimal > NPS_DECIMAL_COMMA || nps_scale_check(scale) != NPS_OK)
        return true;
    for (i = 0; i < options->label_count; i++)
        if (options->labels[i].answer != NPS_READING_MISSING &&
            (options->labels[i].answer < scale->lowest || options->labels[i].answer > scale->highest))
            return true;
    return false;
}

static bool is_answer(const nps_reading_options *options, int32_t answer)
{
    const nps_scale *const scale = options->scale ? options->scale : nps_scale_0_10();
    return answer == NPS_READING_UNREAD || answer == NPS_READING_MISSING ||
           (answer >= scale->lowest && answer <= scale->highest);
}

static int32_t answer_of(const char *text, size_t length, const nps_reading_options *options)
{
    int32_t answer;
    /* in memory of its own, so that a byte read beyond it is seen */
    char *const copy = fuzz_memory(length);
    if (copy)
        memcpy(copy, text, length);
    MUST_OK(nps_reading_text(copy, length, options, &answer));
    MUST(is_answer(options, answer));
    free(copy);
    return answer;
}

/* The same text with blanks around it, and with capital and wide letters and digits. */
static void check_disguises(const char *text, size_t length, const nps_reading_options *options, int32_t answer)
{
    char other[4 * LONGEST + 8] = "\xC2\xA0\t ";
    size_t at = 4, i;
    for (i = 0; i < length; i++) {
        const unsigned char byte = (unsigned char)text[i];
        if (byte > ' ' && byte < 0x7F && i % 2 == 0) { /* U+FF01 and so on */
            const unsigned wide = byte - 0x21U + 0xFF01U;
            other[at++] = (char)(0xE0 | wide >> 12);
            other[at++] = (char)(0x80 | (wide >> 6 & 0x3F));
            other[at++] = (char)(0x80 | (wide & 0x3F));
        } else
            other[at++] = (char)(byte >= 'a' && byte <= 'z' ? byte - 0x20 : byte);
    }
    other[at++] = '\n';
    MUST(answer_of(other, at, options) == answer);
}

/* A number of digits is on the scale or unread. */
static void check_numbers(fuzz_input *input)
{
    const int number = (int)(fuzz_bits(input, 2) % 2000) - 500;
    nps_reading_options options;
    char text[40];
    int32_t from_text, from_number;
    nps_reading_options_init(&options);
    options.cut = (nps_cut)(fuzz_byte(input) % 3);
    options.only_labels = 1;
    (void)snprintf(text, sizeof text, "%s%d.%02d", number < 0 ? "-" : "", abs(number) / 100, abs(number) % 100);
    from_text = answer_of(text, strlen(text), &options);
    MUST_OK(nps_reading_number(number / 100.0, &options, &from_number));
    if (abs(number) % 100 != 50) /* a half may be a little less as a double */
        MUST(from_text == from_number);
    MUST((from_text >= 0) == (number >= 0 && number <= 1000 && (number % 100 == 0 || options.cut != NPS_CUT_NONE)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    fuzz_input input = {bytes, length};
    struct request request;
    char text[LONGEST];
    size_t text_length;
    int32_t answer = 99, from_number = 99;
    double number;
    read_request(&input, &request);
    text_length = any_text(&input, text);
    number = fuzz_within(&input, -3, 12);
    if (is_wrong(&request.options)) {
        MUST(nps_reading_text(text, text_length, &request.options, &answer) != NPS_OK && answer == 99);
        MUST(nps_reading_number(number, &request.options, &from_number) != NPS_OK && from_number == 99);
        return 0;
    }
    answer = answer_of(text, text_length, &request.options);
    check_disguises(text, text_length, &request.options, answer);
    MUST_OK(nps_reading_number(number, &request.options, &from_number));
    MUST(is_answer(&request.options, from_number));
    check_numbers(&input);
    (void)answer_of((const char *)bytes, length, &request.options);
    MUST(nps_reading_missing_text(fuzz_byte(&input)) || nps_language_string((nps_language)fuzz_byte(&input)));
    return 0;
}
