/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <nps/labels.h>
#include <string.h>

/* What software writes for a value that is not there. */
static const char *const missing[] = {"",    "-",   "--",   ".",    "NA",  "N/A",   "#N/A", "<NA>",
                                      "NaN", "NaT", "NULL", "None", "nil", "blank", "empty"};
enum { MISSING = sizeof missing / sizeof *missing };

/* Words for the lowest answer beside those of the labels. */
static const char *const lowest[] = {"extremely unlikely", "not likely at all"};
enum { LOWEST = sizeof lowest / sizeof *lowest };

/* Months as dates have them, in the languages of the labels: names, cases, and what is short for them. */
static const char months[] =
    "jan\0january\0feb\0february\0mar\0march\0apr\0april\0may\0jun\0june\0jul\0july\0aug\0august\0sep\0sept\0september"
    "\0"
    "oct\0october\0nov\0november\0dec\0december\0"
    "saus\0sausis\0sausio\0vas\0vasaris\0vasario\0kov\0kovas\0kovo\0bal\0balandis\0balandžio\0geg\0gegužė\0gegužės\0"
    "birž\0birželis\0birželio\0liep\0liepa\0liepos\0rugp\0rugpjūtis\0rugpjūčio\0rugs\0rugsėjis\0rugsėjo\0spal\0spalis\0"
    "spalio\0lapkr\0lapkritis\0lapkričio\0gruod\0gruodis\0gruodžio\0"
    "янв\0январь\0января\0фев\0февр\0февраль\0февраля\0мар\0март\0марта\0апр\0апрель\0апреля\0май\0мая\0июн\0июнь\0"
    "июня\0июл\0июль\0июля\0авг\0август\0августа\0сен\0сент\0сентябрь\0сентября\0окт\0октябрь\0октября\0ноя\0нояб\0"
    "ноябрь\0ноября\0дек\0декабрь\0декабря\0"
    "ene\0enero\0peb\0pebrero\0marso\0abr\0abril\0mayo\0hun\0hunyo\0hul\0hulyo\0ago\0agosto\0set\0setyembre\0okt\0"
    "oktubre\0nob\0nobyembre\0dis\0disyembre\0"
    "sty\0styczeń\0stycznia\0lut\0luty\0lutego\0marzec\0marca\0kwi\0kwiecień\0kwietnia\0maj\0maja\0cze\0czerwiec\0"
    "czerwca\0lip\0lipiec\0lipca\0sie\0sierpień\0sierpnia\0wrz\0wrzesień\0września\0paź\0październik\0października\0"
    "lis\0listopad\0listopada\0gru\0grudzień\0grudnia\0";

/* Whether words are alike to a text. Where the text begins with a character of ASCII, the first one of the words, which
 * the caller looks up once, tells most texts apart. */
static bool is_text(nps_folded words, int32_t first, const char *text)
{
    const unsigned char byte = (unsigned char)*text;
    const int32_t small = byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
    return (byte == 0 || byte >= 0x80 || small == first) &&
           nps_folded_equal(words, nps_folded_open(text, strlen(text)));
}

static bool is_one_of(nps_folded words, int32_t first, const char *const *texts, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++)
        if (is_text(words, first, texts[i]))
            return true;
    return false;
}

static bool is_label(nps_folded words, int32_t first, nps_label label)
{
    unsigned language;
    for (language = 0; language < NPS_LANGUAGE_END; language++)
        if (is_text(words, first, nps_label_text(label, (nps_language)language)))
            return true;
    return false;
}

nps_words_meaning nps_words_mean(nps_folded words)
{
    static const struct {
        nps_label label;
        nps_words_meaning meaning;
    } known[] = {
        {NPS_LABEL_PROMOTER, NPS_WORDS_PROMOTER},        {NPS_LABEL_PROMOTERS, NPS_WORDS_PROMOTER},
        {NPS_LABEL_PASSIVE, NPS_WORDS_PASSIVE},          {NPS_LABEL_PASSIVES, NPS_WORDS_PASSIVE},
        {NPS_LABEL_DETRACTOR, NPS_WORDS_DETRACTOR},      {NPS_LABEL_DETRACTORS, NPS_WORDS_DETRACTOR},
        {NPS_LABEL_NOT_AT_ALL_LIKELY, NPS_WORDS_LOWEST}, {NPS_LABEL_EXTREMELY_LIKELY, NPS_WORDS_HIGHEST},
    };
    const int32_t first = nps_folded_peek(words);
    size_t i;
    for (i = 0; i < sizeof known / sizeof *known; i++)
        if (is_label(words, first, known[i].label))
            return known[i].meaning;
    return is_one_of(words, first, lowest, LOWEST) ? NPS_WORDS_LOWEST : NPS_WORDS_UNKNOWN;
}

const char *nps_reading_missing_text(size_t place)
{
    if (place < MISSING)
        return missing[place];
    place -= MISSING;
    return place < NPS_LANGUAGE_END ? nps_label_text(NPS_LABEL_NO_ANSWER, (nps_language)place) : NULL;
}

bool nps_words_are_missing(nps_folded words)
{
    const int32_t first = nps_folded_peek(words);
    return is_one_of(words, first, missing, MISSING) || is_label(words, first, NPS_LABEL_NO_ANSWER);
}

bool nps_words_are_month(nps_folded words)
{
    const int32_t first = nps_folded_peek(words);
    const char *month;
    for (month = months; month < months + sizeof months - 1; month += strlen(month) + 1)
        if (is_text(words, first, month))
            return true;
    return false;
}
