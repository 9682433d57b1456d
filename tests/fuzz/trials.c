/* Tries the same inputs in every run: changed copies of the files of a corpus, made by a generator that begins with the
 * content of each file. Unlike libFuzzer, nothing that the library does guides the choice, so that neither a change of
 * the library, nor another processor, nor a new file in the corpus brings an input that nobody has tried.
 * usage: trials LONGEST INPUTS FAILED FOLDER...   where FAILED is the file that an input that fails is written to
 * SPDX-License-Identifier: MIT */
#include "math/random.h"

#include <dirent.h>
#include <fcntl.h>
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES_MAX = 4096, LONGEST_MAX = 4096, SECONDS_OF_ONE_INPUT = 60, CHANGES_MAX = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

typedef struct bytes {
    uint8_t of[LONGEST_MAX];
    size_t length, longest;
} bytes;

static bytes tried;
static const char *failed;

/* Keeps what is tried at this moment; called from handlers, so with write() only. */
static void keep_tried(void)
{
    const int file = open(failed, O_CREAT | O_TRUNC | O_WRONLY, 0644);
    if (file >= 0 && write(file, tried.of, tried.length) == (ssize_t)tried.length)
        (void)close(file);
}

static void on_signal(int signal_number)
{
    keep_tried();
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

static size_t below(uint64_t *state, size_t n)
{
    return (size_t)(nps_random_next(state) % n);
}

/* FNV-1a, 64 bits. */
static uint64_t hash(const bytes *self)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    size_t i;
    for (i = 0; i < self->length; i++)
        sum = (sum ^ self->of[i]) * UINT64_C(0x100000001b3);
    return sum;
}

/* Makes room for `count` bytes at `at`; the end is cut where the whole grows too long. */
static size_t open_gap(bytes *self, size_t at, size_t count)
{
    const size_t gap = count < self->longest - at ? count : self->longest - at;
    const size_t behind = self->length - at,
                 kept = behind < self->longest - at - gap ? behind : self->longest - at - gap;
    memmove(self->of + at + gap, self->of + at, kept);
    self->length = at + gap + kept;
    return gap;
}

static void insert_random(bytes *self, uint64_t *state)
{
    const size_t at = below(state, self->length + 1);
    const size_t gap = open_gap(self, at, 1 + below(state, 16));
    size_t i;
    for (i = 0; i < gap; i++)
        self->of[at + i] = (uint8_t)nps_random_next(state);
}

static void erase(bytes *self, uint64_t *state)
{
    const size_t at = below(state, self->length), rest = self->length - at;
    const size_t count = 1 + below(state, rest < 16 ? rest : 16);
    memmove(self->of + at, self->of + at + count, rest - count);
    self->length -= count;
}

static void copy_within(bytes *self, uint64_t *state)
{
    const size_t from = below(state, self->length), to = below(state, self->length);
    const size_t most = self->length - (from > to ? from : to);
    memmove(self->of + to, self->of + from, 1 + below(state, most));
}

static void change(bytes *self, uint64_t *state)
{
    static const uint8_t edges[] = {0, 1, 10, 11, 100, 127, 128, 254, 255};
    const uint64_t choice = nps_random_next(state) % 8;
    uint8_t *one;
    if (self->length == 0 || choice == 0) {
        insert_random(self, state);
        return;
    }
    one = &self->of[below(state, self->length)];
    switch (choice) {
    case 1: erase(self, state); break;
    case 2: copy_within(self, state); break;
    case 3: *one = edges[below(state, sizeof edges)]; break;
    case 4: *one = (uint8_t)nps_random_next(state); break;
    case 5: *one = (uint8_t)(*one + below(state, 33) - 16); break;
    default: *one ^= (uint8_t)(1 << below(state, 8)); break;
    }
}

/* Each input changes the one before, and begins again from the file now and then. */
static void try_changes(const bytes *file, size_t inputs)
{
    uint64_t state = hash(file);
    size_t i;
    tried = *file;
    for (i = 0; i < inputs; i++) {
        size_t changes = 1 + below(&state, CHANGES_MAX);
        if (below(&state, 4) == 0)
            tried = *file;
        while (changes-- > 0)
            change(&tried, &state);
        (void)alarm(SECONDS_OF_ONE_INPUT);
        (void)LLVMFuzzerTestOneInput(tried.of, tried.length);
    }
}

static int by_content(const void *a, const void *b)
{
    const uint64_t left = hash(a), right = hash(b);
    return (left > right) - (left < right);
}

static size_t read_folder(const char *folder, bytes *files, size_t count, size_t longest)
{
    DIR *open_folder = opendir(folder);
    const struct dirent *entry;
    while (open_folder != NULL && (entry = readdir(open_folder)) != NULL) {
        char path[4096];
        FILE *file;
        if (entry->d_name[0] == '.' || count == FILES_MAX)
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        file = fopen(path, "rb");
        if (file == NULL)
            continue;
        files[count].longest = longest;
        files[count].length = fread(files[count].of, 1, longest, file);
        count++;
        (void)fclose(file);
    }
    if (open_folder != NULL)
        (void)closedir(open_folder);
    return count;
}

int main(int argc, char **argv)
{
    const size_t longest = argc > 4 ? strtoul(argv[1], NULL, 10) : 0;
    const size_t inputs = argc > 4 ? strtoul(argv[2], NULL, 10) : 0;
    bytes *files = calloc(FILES_MAX, sizeof *files);
    size_t count = 0, i;
    int argument;
    if (files == NULL || longest == 0 || longest > LONGEST_MAX || inputs == 0) {
        (void)fprintf(stderr, "usage: trials LONGEST INPUTS FAILED FOLDER...\n");
        return 2;
    }
    failed = argv[3];
    for (argument = 4; argument < argc; argument++)
        count = read_folder(argv[argument], files, count, longest);
    if (count == 0) {
        (void)fprintf(stderr, "trials: no file to begin from\n");
        return 2;
    }
    qsort(files, count, sizeof *files, by_content);
    __sanitizer_set_death_callback(keep_tried);
    (void)signal(SIGABRT, on_signal);
    (void)signal(SIGALRM, on_signal);
    for (i = 0; i < count; i++)
        try_changes(&files[i], inputs / count + 1);
    printf("%zu inputs from %zu files\n", (inputs / count + 1) * count, count);
    free(files);
    return 0;
}
