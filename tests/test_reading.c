/* Texts that are read, and those that are not because they could mean two things.
 * SPDX-License-Identifier: MIT */
#include "test.h"

enum { UNREAD = NPS_READING_UNREAD, MISSING = NPS_READING_MISSING };

/* A text and what it is read as. */
struct reading_case {
    const char *text;
    int32_t answer;
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static void check_cases(const struct reading_case *cases, size_t count, const nps_reading_options *options)
{
    size_t i;
    for (i = 0; i < count; i++) {
        int32_t answer = 77;
        assert_ok(nps_reading_text(cases[i].text, strlen(cases[i].text), options, &answer));
        if (answer != cases[i].answer)
            fail_msg("\"%s\": %d, expected %d", cases[i].text, (int)answer, (int)cases[i].answer);
    }
}

static nps_reading_options usual(void)
{
    nps_reading_options options;
    nps_reading_options_init(&options);
    return options;
}

static void numbers_are_read(void **state)
{
    static const struct reading_case cases[] = {
        {"9", 9},
        {" 9 ", 9},
        {"\t9\r\n", 9},
        {"9.0", 9},
        {"9.000", 9},
        {"09", 9},
        {"0", 0},
        {"10", 10},
        {"-0", 0},
        {"10/10", 10},
        {"9 / 10", 9},
        {"0/10", 0},
        {"９", 9},
        {"１０", 10},
        {"９．０", 9},
        {"9分", 9},
        {"10 分", 10},
        {"９／１０", 9},
        {"\xC2\xA0"
         "9"
         "\xE2\x80\xAF",
         9},
        {"\xE3\x80\x80"
         "9",
         9},
        {"\xEF\xBB\xBF"
         "9",
         9},
        {"\xE2\x80\x8E"
         "9"
         "\xE2\x80\x8F",
         9},
    };
    (void)state;
    check_cases(cases, COUNT_OF(cases), NULL);
}

static void what_has_two_meanings_is_not_read(void **state)
{
    static const struct reading_case cases[] = {
        {"1 or 2", UNREAD},
        {"9-10", UNREAD},
        {"9 - 10", UNREAD},
        {"0-6", UNREAD},
        {"9, 10", UNREAD},
        {"9,0", UNREAD},
        {"9.5", UNREAD},
        {"11", UNREAD},
        {"-1", UNREAD},
        {"1e1", UNREAD},
        {"0x9", UNREAD},
        {"+9", UNREAD},
        {"9+", UNREAD},
        {">8", UNREAD},
        {"<=5", UNREAD},
        {"~9", UNREAD},
        {"9?", UNREAD},
        {"9%", UNREAD},
        {"90%", UNREAD},
        {"(9)", UNREAD},
        {"9th", UNREAD},
        {"9 or more", UNREAD},
        {"less than 5", UNREAD},
        {"about 8", UNREAD},
        {"not 9", UNREAD},
        {"1 0", UNREAD},
        {"1\xE2\x80\x8B"
         "0",
         UNREAD},
        {"9.5.2018", UNREAD},
        {"2018-05-09", UNREAD},
        {"09/10", UNREAD},
        {"9/10/2018", UNREAD},
        {"5/9", UNREAD},
        {"9/5", UNREAD},
        {"11/10", UNREAD},
        {"9-May", UNREAD},
        {"09-May", UNREAD},
        {"May-09", UNREAD},
        {"9 May", UNREAD},
        {"9 - May", UNREAD},
        {"May: 9", UNREAD},
        {"Sept. 9", UNREAD},
        {"9 - мая", UNREAD},
        {"9 - maja", UNREAD},
        {"5月9日", UNREAD},
        {"No. 9", UNREAD},
        {"No 9", UNREAD},
        {"Q1: 9", UNREAD},
        {"9:30", UNREAD},
        {"12:00 AM", UNREAD},
        {"5-star", UNREAD},
        {"9-ish", UNREAD},
        {"10-й", UNREAD},
        {"loss -5", UNREAD},
        {"5½", UNREAD},
        {"Very likely", UNREAD},
        {"Extremely likely", UNREAD},
        {"ten", UNREAD},
        {"true", UNREAD},
        {"yes", UNREAD},
        {"9 - ", UNREAD},
        {"- 9", UNREAD},
        {"9 :)", UNREAD},
        {"99999999999999999999", UNREAD},
        {"9.0.0", UNREAD},
        {"9..0", UNREAD},
        {".9", UNREAD},
        {"9/", UNREAD},
        {"9/10 May", UNREAD},
    };
    (void)state;
    check_cases(cases, COUNT_OF(cases), NULL);
}

static void numbers_with_words_are_read(void **state)
{
    static const struct reading_case cases[] = {
        {"10 - Extremely likely", 10},
        {"Extremely likely - 10", 10},
        {"10-Extremely likely", 10},
        {"10 \xE2\x80\x93 Extremely likely", 10},
        {"10 (Extremely likely)", 10},
        {"Extremely likely (10)", 10},
        {"10 Extremely likely", 10},
        {"10\nExtremely likely", 10},
        {"10 = extremely likely", 10},
        {"10: EXTREMELY LIKELY", 10},
        {"10. Extremely likely", 10},
        {"10) Extremely likely", 10},
        {"0 - Not at all likely", 0},
        {"Not at all likely=0", 0},
        {"5 - Neutral", 5},
        {"7 - Quite likely", 7},
        {"Quite likely: 7", 7},
        {"8 | somewhat", 8},
        {"Extremely likely-10", 10},
        {"9 - Promoter", 9},
        {"Detractor (3)", 3},
        {"10/10 - Extremely likely", 10},
        {"10（非常可能）", 10},
        {"10分（非常可能）", 10},
        {"10 - крайне вероятно", 10},
        {"0 – visai netikėtina", 0},
        {"10 – Bardzo prawdopodobne", 10},
        {"score: 9/10", 9},
        {"10.0 - Extremely likely", 10},
    };
    (void)state;
    check_cases(cases, COUNT_OF(cases), NULL);
}

static void words_must_agree_with_the_number(void **state)
{
    static const struct reading_case cases[] = {
        {"0 - Extremely likely", UNREAD},
        {"10 - Not at all likely", UNREAD},
        {"3 - Promoter", UNREAD},
        {"Detractor: 9", UNREAD},
        {"8 - detractor", UNREAD},
        {"6 - passive", UNREAD},
        {"9 - N/A", UNREAD},
        {"11 - Extremely likely", UNREAD},
        {"9.5 - Very likely", UNREAD},
    };
    (void)state;
    check_cases(cases, COUNT_OF(cases), NULL);
}

static void categories_are_read_in_every_language(void **state)
{
    static const struct reading_case cases[] = {
        {"Promoter", 9},     {"PROMOTERS", 9},  {"Passive", 7},      {"Detractor", 6},      {"Промоутер", 9},
        {"НЕЙТРАЛЫ", 7},     {"Критик", 6},     {"推荐者", 9},       {"被动者", 7},         {"贬损者", 6},
        {"Mga Promoter", 9}, {"promotorzy", 9}, {"Pasywni", 7},      {"KRYTYK", 6},         {"Rekomenduotojas", 9},
        {"NEUTRALŪS", 7},    {"kritikas", 6},   {" detractors ", 6}, {"ＰＡＳＳＩＶＥ", 7},
    };
    static const struct reading_case of_five[] = {{"Promoter", 5}, {"passive", 4}, {"detractor", 3}};
    const nps_scale two = {0, 1, 0, 1};
    static const struct reading_case of_two[] = {{"Promoter", 1}, {"passive", UNREAD}, {"detractor", 0}};
    nps_reading_options options = usual();
    int language, label;
    (void)state;
    check_cases(cases, COUNT_OF(cases), NULL);
    options.scale = nps_scale_1_5();
    check_cases(of_five, COUNT_OF(of_five), &options);
    options.scale = &two;
    check_cases(of_two, COUNT_OF(of_two), &options);
    for (language = 0; language < NPS_LANGUAGE_END; language++)
        for (label = NPS_LABEL_PROMOTER; label <= NPS_LABEL_DETRACTORS; label++) {
            const struct reading_case one = {nps_label_text((nps_label)label, (nps_language)language),
                                             label <= NPS_LABEL_PROMOTERS  ? 9
                                             : label <= NPS_LABEL_PASSIVES ? 7
                                                                           : 6};
            check_cases(&one, 1, NULL);
        }
}

static void missing_texts_are_missing(void **state)
{
    static const struct reading_case cases[] = {
        {"", MISSING},          {"  ", MISSING},         {"NA", MISSING},
        {"n/a", MISSING},       {"-", MISSING},          {"\xE2\x80\x94", MISSING},
        {"NULL", MISSING},      {"NaN", MISSING},        {"#N/A", MISSING},
        {"<NA>", MISSING},      {".", MISSING},          {"none", MISSING},
        {"No answer", MISSING}, {"нет ответа", MISSING}, {"Brak odpowiedzi", MISSING},
    };
    static const struct reading_case without[] = {{"", UNREAD}, {"NA", UNREAD}, {"9", 9}};
    nps_reading_options options = usual();
    size_t place;
    (void)state;
    check_cases(cases, COUNT_OF(cases), NULL);
    for (place = 0; nps_reading_missing_text(place); place++) {
        const struct reading_case one = {nps_reading_missing_text(place), MISSING};
        check_cases(&one, 1, NULL);
    }
    assert_true(place > 10);
    assert_null(nps_reading_missing_text(SIZE_MAX));
    options.only_labels = 1;
    check_cases(without, COUNT_OF(without), &options);
}

#define LABEL(text, answer) {text, sizeof text - 1, answer}

static void labels_come_first(void **state)
{
    static const nps_reading_label labels[] = {
        LABEL("Love it", 10), LABEL("it's OK", 7), LABEL("98", MISSING), LABEL("-99", MISSING),
        LABEL("10", MISSING), LABEL("na", 0),      LABEL("5", 4),        LABEL("same", 3),
        LABEL("SAME", 3),     LABEL("two", 1),     LABEL("Two", 2),      LABEL("often", MISSING),
        LABEL("often", 8),
    };
    static const struct reading_case cases[] = {
        {"love  IT", 10},
        {"It\xE2\x80\x99s ok", 7},
        {"98", MISSING},
        {"98.0", MISSING},
        {"098", MISSING},
        {"98,0", UNREAD},
        {"-99", MISSING},
        {"-99.0", MISSING},
        {"99", UNREAD},
        {"10", MISSING},
        {"10 - Love it", 10},
        {"9 - love it", UNREAD},
        {"NA", 0},
        {"N/A", MISSING},
        {"5", 4},
        {"5.0", 4},
        {"same", 3},
        {"two", UNREAD},
        {"often", 8},
    };
    nps_reading_options options = usual();
    (void)state;
    options.labels = labels;
    options.label_count = COUNT_OF(labels);
    check_cases(cases, COUNT_OF(cases), &options);
}

static void decimal_commas_are_declared(void **state)
{
    static const struct reading_case cases[] = {
        {"9,0", 9}, {"9", 9}, {"9.0", UNREAD}, {"9,5", UNREAD}, {"9,10", UNREAD}, {"9, 0", UNREAD}, {"９，０", 9},
    };
    nps_reading_options options = usual();
    (void)state;
    options.decimal = NPS_DECIMAL_COMMA;
    check_cases(cases, COUNT_OF(cases), &options);
}

static void numbers_that_are_not_whole_are_cut_as_declared(void **state)
{
    static const struct reading_case down[] = {{"6.5", 6}, {"8.99", 8}, {"0.01", 0}, {"9.0", 9}, {"10.0", 10}};
    static const struct reading_case nearest[] = {{"6.5", 7}, {"6.49999", 6}, {"8.5", 9}, {"9.5", 10}, {"0.4", 0}};
    static const struct reading_case outside[] = {
        {"10.1", UNREAD}, {"-0.1", UNREAD}, {"-0.9", UNREAD}, {"10.9", UNREAD}};
    static const struct reading_case low[] = {{"0.9", UNREAD}, {"1.2", 1}};
    nps_reading_options options = usual();
    (void)state;
    options.cut = NPS_CUT_FLOOR;
    check_cases(down, COUNT_OF(down), &options);
    check_cases(outside, COUNT_OF(outside), &options);
    options.cut = NPS_CUT_NEAREST;
    check_cases(nearest, COUNT_OF(nearest), &options);
    check_cases(outside, COUNT_OF(outside), &options);
    options.scale = nps_scale_1_10();
    check_cases(low, COUNT_OF(low), &options);
}

static void words_contradict_a_number(void **state)
{
    static const struct reading_case cases[] = {
        {"0 - Extremely unlikely", 0},     {"10 - extremely unlikely", UNREAD}, {"10 - not likely at all", UNREAD},
        {"9 (not at all likely)", UNREAD}, {"0 - extremely likely", UNREAD},    {"extremely unlikely", UNREAD},
    };
    const nps_reading_options options = usual();
    (void)state;
    check_cases(cases, COUNT_OF(cases), &options);
}

static void other_scales_have_other_ends(void **state)
{
    static const struct reading_case cases[] = {
        {"5", 5},
        {"0", UNREAD},
        {"6", UNREAD},
        {"4/5", 4},
        {"4/10", UNREAD},
        {"5 - Extremely likely", 5},
        {"1 - not at all likely", 1},
        {"4 - extremely likely", UNREAD},
    };
    nps_reading_options options = usual();
    (void)state;
    options.scale = nps_scale_1_5();
    check_cases(cases, COUNT_OF(cases), &options);
}

static void check_number(double number, const nps_reading_options *options, int32_t expected)
{
    int32_t answer = 77;
    assert_ok(nps_reading_number(number, options, &answer));
    if (answer != expected)
        fail_msg("%g: %d, expected %d", number, (int)answer, (int)expected);
}

static void numbers_of_c_are_read_as_their_digits(void **state)
{
    static const nps_reading_label labels[] = {LABEL("98", MISSING), LABEL("-99", MISSING), LABEL("5", 3)};
    nps_reading_options options = usual();
    (void)state;
    check_number(9, NULL, 9);
    check_number(-0.0, NULL, 0);
    check_number(10, NULL, 10);
    check_number(NAN, NULL, MISSING);
    check_number(INFINITY, NULL, UNREAD);
    check_number(-INFINITY, NULL, UNREAD);
    check_number(1e300, NULL, UNREAD);
    check_number(-1, NULL, UNREAD);
    check_number(11, NULL, UNREAD);
    check_number(7.5, NULL, UNREAD);
    options.labels = labels;
    options.label_count = COUNT_OF(labels);
    check_number(98, &options, MISSING);
    check_number(-99, &options, MISSING);
    check_number(99, &options, UNREAD);
    check_number(5, &options, 3);
    options.cut = NPS_CUT_NEAREST;
    check_number(7.5, &options, 8);
    check_number(98.5, &options, UNREAD);
    check_number(-0.2, &options, UNREAD);
    options.cut = NPS_CUT_FLOOR;
    check_number(7.999, &options, 7);
}

static void hostile_bytes_are_not_read(void **state)
{
    static const nps_reading_label labels[] = {LABEL("a\0b", 4)};
    static const struct {
        const char *bytes;
        size_t length;
        int32_t answer;
    } cases[] = {
        {"9\0", 2, UNREAD},          {"\0", 1, UNREAD},
        {"9\xFF", 2, UNREAD},        {"\xC0\xB9", 2, UNREAD},
        {"\xED\xA0\x80", 3, UNREAD}, {"\xF4\x90\x80\x80", 4, UNREAD},
        {"9\xC2", 2, UNREAD},        {"\xE2\x80", 2, UNREAD},
        {"9\x01", 2, UNREAD},        {"9\x7F", 2, UNREAD},
        {"9\xC2\x9B", 3, UNREAD},    {"\xF0\x9F\x98\x80", 4, UNREAD},
        {"a\0b", 3, UNREAD},         {"\xF0\x80\x80\xB9", 4, UNREAD},
        {"\xE0\x80\xB9", 3, UNREAD},
    };
    static char huge[100001];
    nps_reading_options options = usual();
    int32_t answer;
    size_t i;
    (void)state;
    options.labels = labels;
    options.label_count = 1;
    for (i = 0; i < COUNT_OF(cases); i++) {
        answer = 77;
        assert_ok(nps_reading_text(cases[i].bytes, cases[i].length, &options, &answer));
        if (answer != cases[i].answer)
            fail_msg("case %zu: %d", i, (int)answer);
    }
    memset(huge, '9', sizeof huge - 1);
    assert_ok(nps_reading_text(huge, sizeof huge - 1, NULL, &answer));
    assert_int_equal(answer, UNREAD);
    memset(huge, ' ', sizeof huge - 1);
    huge[70000] = '9';
    assert_ok(nps_reading_text(huge, sizeof huge - 1, NULL, &answer));
    assert_int_equal(answer, 9);
    memset(huge, 'x', sizeof huge - 1);
    memcpy(huge, "9 - ", 4);
    assert_ok(nps_reading_text(huge, sizeof huge - 1, NULL, &answer));
    assert_int_equal(answer, 9);
    assert_ok(nps_reading_text(NULL, 0, NULL, &answer));
    assert_int_equal(answer, MISSING);
}

static void wrong_arguments_change_nothing(void **state)
{
    static const nps_reading_label off = LABEL("x", 11), fine = LABEL("x", 1), null = {NULL, 1, 1},
                                   empty = {NULL, 0, 3};
    const nps_scale wrong = {3, 2, 1, 0};
    nps_reading_options options;
    int32_t answer = 77;
    (void)state;
    assert_status(nps_reading_text("9", 1, NULL, NULL), NPS_ERROR_NULL);
    assert_status(nps_reading_text(NULL, 1, NULL, &answer), NPS_ERROR_NULL);
    assert_status(nps_reading_number(9, NULL, NULL), NPS_ERROR_NULL);
#define REFUSED(member, value, status)                                                                                 \
    options = usual();                                                                                                 \
    options.label_count = 1;                                                                                           \
    options.labels = &fine;                                                                                            \
    options.member = value;                                                                                            \
    assert_status(nps_reading_text("9", 1, &options, &answer), status);                                                \
    assert_status(nps_reading_number(9, &options, &answer), status)
    REFUSED(size, 3, NPS_ERROR_SIZE);
    REFUSED(cut, (nps_cut)3, NPS_ERROR_METHOD);
    REFUSED(cut, (nps_cut)-1, NPS_ERROR_METHOD);
    REFUSED(decimal, (nps_decimal)2, NPS_ERROR_METHOD);
    REFUSED(scale, &wrong, NPS_ERROR_SCALE);
    REFUSED(labels, NULL, NPS_ERROR_NULL);
    REFUSED(labels, &null, NPS_ERROR_NULL);
    REFUSED(labels, &off, NPS_ERROR_OUTSIDE);
    assert_int_equal(answer, 77);
    REFUSED(labels, &empty, NPS_OK);
    assert_ok(nps_reading_text("", 0, &options, &answer));
    assert_int_equal(answer, 3);
}

/* Every number with up to three digits before and two behind the mark, against arithmetic. */
static void every_short_number_is_read_as_arithmetic_has_it(void **state)
{
    nps_reading_options options = usual();
    int hundredths;
    (void)state;
    for (hundredths = -2000; hundredths < 20000; hundredths++) {
        const int size = hundredths < 0 ? -hundredths : hundredths;
        const int is_on_scale = hundredths >= 0 && hundredths <= 1000, is_whole = size % 100 == 0;
        char text[32];
        int32_t answer;
        (void)snprintf(text, sizeof text, "%s%d.%02d", hundredths < 0 ? "-" : "", size / 100, size % 100);
        options.cut = NPS_CUT_NONE;
        assert_ok(nps_reading_text(text, strlen(text), &options, &answer));
        assert_int_equal(answer, is_on_scale && is_whole ? size / 100 : UNREAD);
        options.cut = NPS_CUT_FLOOR;
        assert_ok(nps_reading_text(text, strlen(text), &options, &answer));
        assert_int_equal(answer, is_on_scale ? size / 100 : UNREAD);
        options.cut = NPS_CUT_NEAREST;
        assert_ok(nps_reading_text(text, strlen(text), &options, &answer));
        assert_int_equal(answer, is_on_scale ? (size + 50) / 100 : UNREAD);
        if (is_whole || size % 25 == 0)
            check_number(hundredths / 100.0, &options, answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(what_has_two_meanings_is_not_read),
        cmocka_unit_test(numbers_with_words_are_read),
        cmocka_unit_test(words_must_agree_with_the_number),
        cmocka_unit_test(categories_are_read_in_every_language),
        cmocka_unit_test(missing_texts_are_missing),
        cmocka_unit_test(labels_come_first),
        cmocka_unit_test(decimal_commas_are_declared),
        cmocka_unit_test(numbers_that_are_not_whole_are_cut_as_declared),
        cmocka_unit_test(words_contradict_a_number),
        cmocka_unit_test(other_scales_have_other_ends),
        cmocka_unit_test(numbers_of_c_are_read_as_their_digits),
        cmocka_unit_test(hostile_bytes_are_not_read),
        cmocka_unit_test(wrong_arguments_change_nothing),
        cmocka_unit_test(every_short_number_is_read_as_arithmetic_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
