/* A live line for a feedback kiosk, a queue or a call centre: the score of the last 90 days, its interval, and an alarm
 * when the score changes. It may be killed at any moment, even by a power cut: the next run goes on with the first line
 * that the last save does not have, so at most the lines since then are read again, and none is counted twice.
 *
 * SPDX-License-Identifier: MIT
 *
 * usage: live_line STATE REFERENCE [LINES] [replay] [stream] <answers.log
 *        tail -n +1 -f answers.log | live_line STATE REFERENCE [LINES] [replay]
 *        tail -c +"$(live_line STATE)" -f answers.log | live_line STATE REFERENCE [LINES] [replay] stream
 *
 * A line is a time, the key of the place, and an answer from 0 to 10, which may be empty:
 *
 *     2026-05-03T12:34:56+02:00,front desk,9
 *
 * STATE is a file that holds all there is to know, saved after LINES lines (100) and when the input pauses. REFERENCE
 * is the score that is watched. A last line without its end is left for the next run. Lines that are wrong are counted
 * by what is wrong with them, and shown.
 *
 * The input begins with the first line of the log, also after a restart. In a file, the lines that STATE has are
 * skipped by one call, however long the log is; from a pipe they are read and forgotten. Either way the last of them
 * is compared, so that another log is refused unless it has the same line in the same place. With "stream" the input
 * begins with the first new line instead, and nothing is compared. That is for a pipe from a program that keeps no log:
 * then the lines since the last save are lost by a kill, and still none is counted twice. live_line STATE alone prints
 * the place of the first new line in a log, for tail.
 *
 * The days that are kept are those before the newest line, so a line from a clock that runs ahead must not be believed:
 * all right lines after it would be too old. A line later than tomorrow by the clock of this machine is wrong, and not
 * read again: start after that clock is set. "replay" does not ask it, for the log of another time or a machine without
 * a clock. A line more than 30 days after the newest one, and the first line, is believed when it is of today, or when
 * the next line is not much earlier; it waits for that line, also from one run to the next.
 *
 * cc -std=c11 -O2 live_line.c $(pkg-config --cflags --libs libnps) */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <nps/nps.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    WINDOW = 90,
    LONGEST_LINE = 200,
    LONGEST_END = 256,
    MOST_KEYS = 10000,
    LEAP = 30,              /* days after which a line needs another one that agrees with it */
    MOST_LOOKED_AT = 65536, /* bytes of lines that are searched for that one */
    PAUSE = 1000            /* milliseconds */
};

/* What may be wrong with a line. */
enum fault {
    NO_FIELDS,
    NO_TIME,
    NO_KEY,
    NO_ANSWER,
    TOO_LONG,
    TOO_OLD,
    TOO_NEW,
    ALONE,
    TOO_MANY_KEYS,
    FAULTS,
    FINE = FAULTS,
    UNDECIDED /* whether it is ALONE is not known before the next line is there */
};

static const char *const FAULT_NAMES[FAULTS] = {"not three fields",
                                                "no time such as 2026-05-03T12:34:56+02:00",
                                                "no key",
                                                "no answer from 0 to 10",
                                                "longer than 200 bytes",
                                                "older than 90 days",
                                                "later than tomorrow",
                                                "more than 30 days ahead of the next line",
                                                "more than 10000 keys"};

/* Everything that is saved. */
struct live {
    uint64_t offset;     /* the bytes of the lines that were read */
    uint64_t lines;      /* how many */
    uint64_t end_length; /* how many of the last bytes are in the hash, by which the same log is recognised */
    uint64_t end_hash;
    uint64_t faults[FAULTS];
    nps_timeline *days; /* the last WINDOW days */
    nps_groups *places;
    nps_watch watch;
    bool is_replay; /* not saved: whether the clock of this machine is not asked */
};

enum { NUMBERS = 4 + FAULTS + 3 };

static volatile sig_atomic_t is_stopped;

static void stop(int signal)
{
    (void)signal;
    is_stopped = 1;
}

static void die(const char *what, const char *why)
{
    fprintf(stderr, "live_line: %s: %s\n", what, why);
    exit(1);
}

static void must(nps_status status)
{
    if (status != NPS_OK)
        die("libnps", nps_status_string(status));
}

static void *allocate(size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    if (!memory)
        die("memory", strerror(ENOMEM));
    return memory;
}

/* FNV-1a. */
static uint64_t hash_of(const unsigned char *bytes, size_t length)
{
    uint64_t hash = 14695981039346656037u;
    size_t i;
    for (i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 1099511628211u;
    return hash;
}

/* ---- the state as a file: numbers, the bytes of the objects, and a hash of it all ---- */

static const char MAGIC[8] = "LIVELN2";

static unsigned char *put(unsigned char *to, uint64_t number)
{
    int i;
    for (i = 0; i < 8; i++)
        *to++ = (unsigned char)(number >> (8 * i));
    return to;
}

static uint64_t get(const unsigned char **from)
{
    uint64_t number = 0;
    int i;
    for (i = 0; i < 8; i++)
        number |= (uint64_t)*(*from)++ << (8 * i);
    return number;
}

static unsigned char *encode(const struct live *live, size_t *length)
{
    unsigned char *bytes, *to;
    size_t days, places, watch;
    int i;
    must(nps_timeline_encoded_size(live->days, &days));
    must(nps_groups_encoded_size(live->places, &places));
    must(nps_watch_encoded_size(&live->watch, &watch));
    *length = sizeof MAGIC + NUMBERS * 8 + days + places + watch + 8;
    bytes = allocate(*length);
    memcpy(bytes, MAGIC, sizeof MAGIC);
    to = put(put(put(bytes + sizeof MAGIC, live->offset), live->lines), live->end_length);
    to = put(to, live->end_hash);
    for (i = 0; i < FAULTS; i++)
        to = put(to, live->faults[i]);
    to = put(put(put(to, days), places), watch);
    must(nps_timeline_encode(live->days, to, days, &days));
    must(nps_groups_encode(live->places, to + days, places, &places));
    must(nps_watch_encode(&live->watch, to + days + places, watch, &watch));
    to += days + places + watch;
    put(to, hash_of(bytes, (size_t)(to - bytes)));
    return bytes;
}

static void decode(struct live *live, const unsigned char *bytes, size_t length)
{
    const unsigned char *from = bytes + sizeof MAGIC, *end;
    nps_groups_options options;
    size_t days, places, watch, left;
    int i;
    if (length < sizeof MAGIC + NUMBERS * 8 + 8 || memcmp(bytes, MAGIC, sizeof MAGIC) != 0)
        die("the state", "this is not a file of live_line");
    end = bytes + length - 8;
    if (get(&end) != hash_of(bytes, length - 8))
        die("the state", "the file is damaged");
    live->offset = get(&from);
    live->lines = get(&from);
    live->end_length = get(&from);
    live->end_hash = get(&from);
    for (i = 0; i < FAULTS; i++)
        live->faults[i] = get(&from);
    days = (size_t)get(&from);
    places = (size_t)get(&from);
    watch = (size_t)get(&from);
    left = (size_t)(bytes + length - 8 - from);
    if (days > left || places > left - days || watch != left - days - places)
        die("the state", "the file is damaged");
    must(nps_timeline_decode(NULL, from, days, &live->days, NULL));
    nps_groups_options_init(&options);
    must(nps_groups_decode(&options, from + days, places, &live->places, NULL));
    must(nps_watch_decode(&live->watch, from + days + places, watch, NULL));
}

static void write_all(int file, const unsigned char *bytes, size_t length)
{
    while (length > 0) {
        const ssize_t written = write(file, bytes, length);
        if (written < 0 && errno != EINTR)
            die("the state cannot be written", strerror(errno));
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
}

/* The folder of a path, to be released by free(). */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const size_t length = slash ? (size_t)(slash - path) + 1 : 1;
    char *folder = allocate(length + 1);
    memcpy(folder, slash ? path : ".", length);
    folder[length] = '\0';
    return folder;
}

static void flush(const char *path, int flags)
{
    const int file = open(path, flags);
    if (file < 0 || fsync(file) != 0 || close(file) != 0)
        die(path, strerror(errno));
}

/* Either the old state or the new one is there, whenever the power fails: the new bytes are on the disk before they
 * get the name, and the name is on the disk before we go on. */
static void save(const struct live *live, const char *path)
{
    size_t length;
    unsigned char *bytes = encode(live, &length);
    char *folder = folder_of(path), *temporary = allocate(strlen(path) + sizeof ".new");
    int file;
    strcpy(temporary, path);
    strcat(temporary, ".new");
    file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0)
        die(temporary, strerror(errno));
    write_all(file, bytes, length);
    if (fsync(file) != 0 || close(file) != 0 || rename(temporary, path) != 0)
        die(path, strerror(errno));
    flush(folder, O_RDONLY);
    free(temporary);
    free(folder);
    free(bytes);
}

static void begin(struct live *live, double reference)
{
    live->end_hash = hash_of(NULL, 0);
    must(nps_timeline_create(NULL, &live->days));
    must(nps_groups_create(NULL, &live->places));
    must(nps_watch_init(&live->watch, reference, NULL));
}

static FILE *open_if_there(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file && errno != ENOENT)
        die(path, strerror(errno));
    return file;
}

/* The state of a file, which is closed. */
static void load(struct live *live, const char *path, FILE *file)
{
    unsigned char *bytes = NULL;
    size_t length = 0, room = 0;
    do {
        room = 2 * room + 4096;
        bytes = realloc(bytes, room);
        if (!bytes)
            die("memory", strerror(ENOMEM));
        length += fread(bytes + length, 1, room - length, file);
    } while (length == room);
    if (ferror(file))
        die(path, strerror(errno));
    fclose(file);
    decode(live, bytes, length);
    free(bytes);
}

/* ---- a line ---- */

/* A number of exactly `digits` digits; -1 for anything else. */
static int number_of(const char **from, int digits)
{
    int number = 0;
    for (; digits > 0; digits--, ++*from) {
        if (**from < '0' || **from > '9')
            return -1;
        number = 10 * number + (**from - '0');
    }
    return number;
}

static bool skip(const char **from, char expected)
{
    if (**from != expected)
        return false;
    ++*from;
    return true;
}

/* The offset from UTC at the end of a time: Z, +02:00 or -0330. Places lie from -12:00 to +14:00. */
static bool is_offset(const char *from)
{
    const int most = *from == '-' ? 12 : 14;
    int hours, minutes;
    if (skip(&from, 'Z'))
        return *from == '\0';
    if (!skip(&from, '+') && !skip(&from, '-'))
        return false;
    hours = number_of(&from, 2);
    if (hours < 0)
        return false;
    (void)skip(&from, ':');
    minutes = number_of(&from, 2);
    return minutes >= 0 && minutes < 60 && 60 * hours + minutes <= 60 * most && *from == '\0';
}

/* The day of a time as its place counts days: that of its date. */
static bool day_of(const char *from, int32_t *day)
{
    nps_date date;
    int hour, minute, second;
    date.year = number_of(&from, 4);
    if (date.year < 0 || !skip(&from, '-'))
        return false;
    date.month = number_of(&from, 2);
    if (date.month < 0 || !skip(&from, '-'))
        return false;
    date.day = number_of(&from, 2);
    if (date.day < 0 || (*from != 'T' && *from != ' '))
        return false;
    from++;
    hour = number_of(&from, 2);
    if (hour < 0 || !skip(&from, ':'))
        return false;
    minute = number_of(&from, 2);
    if (minute < 0 || !skip(&from, ':'))
        return false;
    second = number_of(&from, 2);
    return hour < 24 && minute < 60 && second >= 0 && second <= 60 && is_offset(from) &&
           nps_day_from_date(&date, day) == NPS_OK;
}

enum { MISSING = -1 };

static bool answer_of(const char *from, int *answer)
{
    *answer = MISSING;
    if (*from == '\0')
        return true;
    if (strcmp(from, "10") == 0) {
        *answer = 10;
        return true;
    }
    *answer = number_of(&from, 1);
    return *answer >= 0 && *from == '\0';
}

/* The newest day; false before the first answer. */
static bool newest_day(const struct live *live, int32_t *day)
{
    nps_period span;
    if (nps_timeline_read_span(live->days, &span) != NPS_OK)
        return false;
    *day = span.last;
    return true;
}

/* The first of the days that are kept when `newest` is the last one. */
static int32_t first_kept(int32_t newest)
{
    return newest - NPS_DAY_MIN < WINDOW ? NPS_DAY_MIN : newest - WINDOW + 1;
}

/* Counts an answer everywhere. */
static void count(struct live *live, int32_t day, const char *key, int answer)
{
    const size_t length = strlen(key);
    if (answer == MISSING) {
        must(nps_timeline_add_missing(live->days, day, 1));
        must(nps_groups_add_missing_text(live->places, key, length, 1));
        must(nps_watch_add_missing(&live->watch, 1));
        return;
    }
    must(nps_timeline_add(live->days, day, answer, 1));
    must(nps_groups_add_text(live->places, key, length, answer, 1));
    must(nps_watch_add(&live->watch, answer));
}

/* Today in UTC. A place may be a day ahead of it. */
static int32_t today(void)
{
    int32_t day;
    must(nps_day_from_seconds((int64_t)time(NULL), 0, &day));
    return day;
}

static bool is_too_new(const struct live *live, int32_t day)
{
    return !live->is_replay && day > today() + 1;
}

/* The bytes that follow a line. */
struct following {
    const unsigned char *bytes;
    size_t length;
};

/* The day of a line, if its first field is a time. */
static bool day_of_line(const unsigned char *bytes, size_t length, int32_t *day)
{
    char field[LONGEST_LINE + 1];
    const unsigned char *comma = memchr(bytes, ',', length);
    const size_t end = comma ? (size_t)(comma - bytes) : 0;
    if (end == 0 || end > LONGEST_LINE)
        return false;
    memcpy(field, bytes, end);
    field[end] = '\0';
    return strlen(field) == end && day_of(field, day);
}

/* Whether a day that is far ahead is to be believed: the next line that has a time is not much earlier. What follows is
 * the same after a restart, and so is the answer. */
static enum fault agreed(const struct live *live, int32_t day, struct following next)
{
    const bool is_enough = next.length >= MOST_LOOKED_AT;
    const unsigned char *end;
    if (is_enough)
        next.length = MOST_LOOKED_AT;
    while ((end = memchr(next.bytes, '\n', next.length)) != NULL) {
        const size_t length = (size_t)(end - next.bytes);
        int32_t other;
        if (day_of_line(next.bytes, length, &other) && !is_too_new(live, other))
            return other >= day - LEAP ? FINE : ALONE;
        next.bytes += length + 1;
        next.length -= length + 1;
    }
    return is_enough ? ALONE : UNDECIDED;
}

/* Whether the days that are kept may end on a day. */
static enum fault check_newest(const struct live *live, int32_t day, struct following next)
{
    int32_t newest;
    const bool is_first = !newest_day(live, &newest);
    if (is_too_new(live, day))
        return TOO_NEW;
    if (!is_first && day < first_kept(newest))
        return TOO_OLD;
    if ((!is_first && day <= newest + LEAP) || (!live->is_replay && day >= today() - 1))
        return FINE;
    return agreed(live, day, next);
}

static enum fault take_fields(struct live *live, char *line, struct following next)
{
    char *key = strchr(line, ','), *answered = strrchr(line, ',');
    nps_accumulator place;
    enum fault fault;
    int32_t day, newest;
    int answer;
    if (!key || key == answered)
        return NO_FIELDS;
    *key++ = *answered++ = '\0';
    if (strchr(key, ','))
        return NO_FIELDS;
    if (!day_of(line, &day))
        return NO_TIME;
    if (*key == '\0')
        return NO_KEY;
    if (!answer_of(answered, &answer))
        return NO_ANSWER;
    fault = check_newest(live, day, next);
    if (fault != FINE)
        return fault;
    if (nps_groups_count(live->places) >= MOST_KEYS &&
        nps_groups_find_text(live->places, key, strlen(key), &place) == NPS_ERROR_NOT_FOUND)
        return TOO_MANY_KEYS;
    count(live, day, key, answer);
    if (newest_day(live, &newest))
        must(nps_timeline_advance(live->days, first_kept(newest)));
    return FINE;
}

/* Takes a line of any bytes, which ends with a newline. So many bytes before it are gone, if it is very long. False if
 * it has to wait for the next line. */
static bool take_line(struct live *live, const unsigned char *bytes, size_t length, uint64_t gone,
                      struct following next)
{
    char line[LONGEST_LINE + 1];
    size_t end = length - 1;
    enum fault fault = TOO_LONG;
    if (end > 0 && bytes[end - 1] == '\r')
        end--;
    if (end <= LONGEST_LINE && gone == 0) {
        memcpy(line, bytes, end);
        line[end] = '\0';
        fault = strlen(line) == end ? take_fields(live, line, next) : NO_FIELDS; /* a zero byte is in no field */
    }
    if (fault == UNDECIDED)
        return false;
    live->lines++;
    live->offset += gone + length;
    live->end_length = length < LONGEST_END ? length : LONGEST_END;
    live->end_hash = hash_of(bytes + length - live->end_length, (size_t)live->end_length);
    if (fault == FINE)
        return true;
    live->faults[fault]++;
    fprintf(stderr, "line %" PRIu64 ": %s\n", live->lines, FAULT_NAMES[fault]);
    return true;
}

/* ---- what is shown ---- */

static void show_score(const struct live *live, int32_t newest)
{
    nps_accumulator window;
    nps_counts counts;
    nps_bounds bounds;
    nps_date date;
    double score;
    must(nps_date_from_day(newest, &date));
    must(nps_timeline_read_between(live->days, first_kept(newest), newest, &window));
    must(nps_accumulator_counts(&window, NULL, &counts, NULL));
    printf("%04d-%02d-%02d  ", (int)date.year, (int)date.month, (int)date.day);
    if (nps_score(&counts, &score) != NPS_OK) {
        printf("90 days: no answers");
        return;
    }
    must(nps_interval(&counts, NPS_METHOD_ANYTIME, 0.95, &bounds));
    printf("90 days: NPS %.1f (%.1f to %.1f) of %" PRIu64, score, bounds.lower, bounds.upper,
           counts.promoters + counts.passives + counts.detractors);
}

static void show(const struct live *live)
{
    const nps_watch *watch = &live->watch;
    uint64_t bad = 0;
    double evidence;
    int32_t newest;
    int i;
    if (newest_day(live, &newest))
        show_score(live, newest);
    else
        printf("no answers yet");
    must(nps_watch_evidence(watch, &evidence));
    if (watch->alarm_at != 0)
        printf(" | %s than %.0f, found at answer %" PRIu64, watch->alarm_direction == NPS_LESS ? "LOWER" : "HIGHER",
               watch->reference, watch->alarm_at);
    else
        printf(" | no change from %.0f, evidence %.3g of %.0f", watch->reference, evidence, watch->false_alarm_every);
    for (i = 0; i < FAULTS; i++)
        bad += live->faults[i];
    printf(" | %" PRIu64 " lines, %" PRIu64 " bad%s", live->lines, bad, isatty(STDOUT_FILENO) ? "   \r" : "\n");
    fflush(stdout);
}

/* At the end: each place, and what was wrong. */
static void show_all(const struct live *live)
{
    size_t i;
    if (isatty(STDOUT_FILENO))
        printf("\n");
    for (i = 0; i < nps_groups_count(live->places); i++) {
        nps_group group;
        nps_counts counts;
        double score;
        must(nps_groups_get(live->places, i, &group));
        must(nps_accumulator_counts(&group.accumulator, NULL, &counts, NULL));
        printf("  %.*s: ", (int)group.text_length, group.text);
        if (nps_score(&counts, &score) == NPS_OK)
            printf("%.1f of %" PRIu64 "\n", score, counts.promoters + counts.passives + counts.detractors);
        else
            printf("no answers\n");
    }
    for (i = 0; i < FAULTS; i++)
        if (live->faults[i] > 0)
            printf("  bad lines, %s: %" PRIu64 "\n", FAULT_NAMES[i], live->faults[i]);
}

/* ---- the input ---- */

/* Bytes of the input that were read, but not yet taken. */
struct input {
    unsigned char *bytes;
    size_t length, room;
    bool is_at_end;
    bool is_waiting; /* the first line waits for the next one */
};

/* Waits for bytes; false when none came for a while, at the end, or when we are told to stop. */
static bool fill(struct input *input)
{
    struct pollfd waiting = {STDIN_FILENO, POLLIN, 0};
    ssize_t got;
    if (poll(&waiting, 1, PAUSE) <= 0 || is_stopped)
        return false;
    if (input->room - input->length < 4096) {
        input->room = 2 * input->room + 8192;
        input->bytes = realloc(input->bytes, input->room);
        if (!input->bytes)
            die("memory", strerror(ENOMEM));
    }
    got = read(STDIN_FILENO, input->bytes + input->length, input->room - input->length);
    if (got < 0 && errno != EINTR)
        die("the input", strerror(errno));
    input->is_at_end = got == 0;
    if (got > 0)
        input->length += (size_t)got;
    return got > 0;
}

static void drop(struct input *input, size_t length)
{
    input->length -= length;
    memmove(input->bytes, input->bytes + length, input->length);
}

/* Skips what the state has, and checks the end of it. In a file it is skipped by one call, in a pipe it is read. */
static void resume(const struct live *live, struct input *input)
{
    const uint64_t before_end = live->offset - live->end_length;
    uint64_t skipped = lseek(STDIN_FILENO, (off_t)before_end, SEEK_SET) >= 0 ? before_end : 0;
    while (skipped < before_end || input->length < live->end_length) {
        const uint64_t part = before_end - skipped < input->length ? before_end - skipped : input->length;
        drop(input, (size_t)part);
        skipped += part;
        if (input->length < live->end_length && !fill(input) && input->is_at_end)
            die("the input", "it ends before the line at which the state was saved");
        if (is_stopped)
            exit(0);
    }
    if (hash_of(input->bytes, (size_t)live->end_length) != live->end_hash)
        die("the input", "this is not the log that the state was made from");
    drop(input, (size_t)live->end_length);
}

static void run(struct live *live, struct input *input, const char *path, uint64_t every)
{
    uint64_t saved = live->lines, gone = 0;
    size_t searched = 0;
    while (!is_stopped && !input->is_at_end) {
        size_t begin = 0;
        const bool is_pausing = !fill(input);
        const unsigned char *end;
        input->is_waiting = false;
        while ((end = memchr(input->bytes + begin + searched, '\n', input->length - begin - searched)) != NULL) {
            const size_t length = (size_t)(end - input->bytes) - begin + 1;
            const struct following next = {end + 1, input->length - begin - length};
            if (!take_line(live, input->bytes + begin, length, gone, next)) {
                input->is_waiting = true;
                break;
            }
            begin += length;
            searched = 0;
            gone = 0;
            if (live->lines - saved < every)
                continue;
            save(live, path);
            saved = live->lines;
            show(live);
        }
        drop(input, begin);
        if (!input->is_waiting &&
            input->length > 2 * LONGEST_END) { /* too long a line, of which the end will be enough */
            gone += input->length - LONGEST_END;
            drop(input, input->length - LONGEST_END);
        }
        searched = input->is_waiting ? 0 : input->length;
        if (is_pausing && live->lines != saved) {
            save(live, path);
            saved = live->lines;
            show(live);
        }
    }
}

/* What the command line asks for. */
struct asked {
    const char *path;
    double reference;
    long every;
    bool is_replay, is_stream;
};

static bool read_arguments(struct asked *asked, int argc, char **argv)
{
    char *end;
    int i;
    *asked = (struct asked){argv[1], 0, 100, false, false};
    asked->reference = strtod(argv[2], &end);
    if (*end != '\0' || end == argv[2])
        return false;
    for (i = 3; i < argc; i++)
        if (strcmp(argv[i], "replay") == 0)
            asked->is_replay = true;
        else if (strcmp(argv[i], "stream") == 0)
            asked->is_stream = true;
        else {
            asked->every = strtol(argv[i], &end, 10);
            if (*end != '\0' || end == argv[i] || asked->every < 1)
                return false;
        }
    return true;
}

/* The state of a file, or a new one when there is no file. */
static void open_state(struct live *live, const struct asked *asked)
{
    FILE *file = open_if_there(asked->path);
    memset(live, 0, sizeof *live);
    if (file)
        load(live, asked->path, file);
    else
        begin(live, asked->reference);
    live->is_replay = asked->is_replay;
    if (live->watch.reference != asked->reference)
        die(asked->path, "this state watches another reference");
}

/* The number of the first byte that a state does not have, as tail -c counts: from 1 on. */
static void print_position(const char *path)
{
    struct live live;
    FILE *file = open_if_there(path);
    memset(&live, 0, sizeof live);
    if (file)
        load(&live, path, file);
    printf("%" PRIu64 "\n", live.offset + 1);
    nps_timeline_destroy(live.days);
    nps_groups_destroy(live.places);
}

int main(int argc, char **argv)
{
    struct sigaction action;
    struct input input = {allocate(8192), 0, 8192, false, false};
    struct live live;
    struct asked asked;
    if (argc == 2) {
        print_position(argv[1]);
        free(input.bytes);
        return 0;
    }
    if (argc < 3 || !read_arguments(&asked, argc, argv)) {
        fputs("usage: live_line STATE [REFERENCE [LINES] [replay] [stream]]\n", stderr);
        return 2;
    }
    memset(&action, 0, sizeof action);
    action.sa_handler = stop; /* without SA_RESTART, so that waiting ends */
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    open_state(&live, &asked);
    if (!asked.is_stream)
        resume(&live, &input);
    run(&live, &input, asked.path, (uint64_t)asked.every);
    save(&live, asked.path);
    show(&live);
    show_all(&live);
    if (input.is_waiting)
        fprintf(stderr, "line %" PRIu64 " is far ahead, and waits for the next one\n", live.lines + 1);
    else if (input.length > 0)
        fprintf(stderr, "the last line has no end, and is left for the next run\n");
    nps_timeline_destroy(live.days);
    nps_groups_destroy(live.places);
    free(input.bytes);
    return 0;
}
