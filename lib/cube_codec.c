/* SPDX-License-Identifier: MIT */
#include <nps/cube_codec.h>

#include "bytes/envelope.h"
#include "cube.h"
#include "cube/cell.h"
#include "groups_codec.h"
#include "interrupt.h"
#include "status.h"
#include "support/options.h"

#include <string.h>

/* Cells between two questions: less than a millisecond. */
enum { CELLS_AT_ONCE = 4096 };

static size_t keys_size(const nps_cube *self)
{
    size_t size = nps_number_size(self->key_count), i;
    for (i = 0; i < self->key_count; i++) {
        const size_t length = strlen(self->keys[i].name);
        size += nps_number_size((uint64_t)self->keys[i].type) + nps_number_size(length) + length;
    }
    return size;
}

static unsigned char *write_keys(unsigned char *to, const nps_cube *self)
{
    size_t i;
    to = nps_write_number(to, self->key_count);
    for (i = 0; i < self->key_count; i++) {
        const size_t length = strlen(self->keys[i].name);
        to = nps_write_number(nps_write_number(to, (uint64_t)self->keys[i].type), length);
        memcpy(to, self->keys[i].name, length);
        to += length;
    }
    return to;
}

nps_status nps_cube_encoded_size(const nps_cube *self, size_t *size)
{
    size_t cells;
    nps_status status;
    if (!self || !size)
        return NPS_ERROR_NULL;
    status = nps_groups_content_size(self->cells, &cells);
    if (!status)
        *size = NPS_ENVELOPE_SIZE + keys_size(self) + cells;
    return status;
}

nps_status nps_cube_encode(const nps_cube *self, void *bytes, size_t capacity, size_t *length)
{
    unsigned char *to = bytes, *content_end;
    size_t size;
    nps_status status;
    if (!bytes || !length)
        return NPS_ERROR_NULL;
    status = nps_cube_encoded_size(self, &size);
    if (!status && capacity < size)
        status = NPS_ERROR_SPACE;
    if (!status)
        status = nps_groups_write_content(self->cells, write_keys(nps_envelope_begin(to, NPS_KIND_CUBE), self),
                                          to + size, &content_end);
    return status ? status : nps_envelope_end_asking(to, content_end, &self->cells->interrupt, length);
}

/* An encoded cube: its keys, and its cells, which are checked but not read yet. */
struct encoded_cube {
    size_t key_count;
    nps_cube_key keys[NPS_CUBE_KEYS_MAX];
    char names[NPS_CUBE_KEYS_MAX][NPS_CUBE_NAME_MAX + 1];
    nps_groups_walk cells;
};

static nps_status read_name(nps_reader *reader, char *name)
{
    const unsigned char *bytes;
    const size_t start = reader->offset;
    uint64_t length;
    nps_status status = nps_read_number(reader, &length);
    if (!status && (length == 0 || length > NPS_CUBE_NAME_MAX))
        return nps_explain(reader->detail, NPS_ERROR_FORMAT,
                           "byte %zu: expected a name of 1 to %d bytes, got one of %llu", start, NPS_CUBE_NAME_MAX,
                           (unsigned long long)length);
    if (!status)
        status = nps_read_bytes(reader, length, &bytes);
    if (status)
        return status;
    if (memchr(bytes, 0, (size_t)length))
        return nps_explain(reader->detail, NPS_ERROR_FORMAT, "byte %zu: expected a name, got one with a zero byte",
                           start);
    memcpy(name, bytes, (size_t)length);
    name[length] = 0;
    return NPS_OK;
}

static nps_status read_key(struct encoded_cube *cube, size_t index)
{
    nps_reader *reader = &cube->cells.reader;
    const size_t start = reader->offset;
    uint64_t type;
    size_t i;
    nps_status status = nps_read_number(reader, &type);
    if (!status && type > NPS_CUBE_BOOLEAN)
        return nps_explain(reader->detail, NPS_ERROR_FORMAT, "byte %zu: expected a type of keys, 0 to 4, got %llu",
                           start, (unsigned long long)type);
    if (!status)
        status = read_name(reader, cube->names[index]);
    if (status)
        return status;
    cube->keys[index] = (nps_cube_key){cube->names[index], (nps_cube_type)type};
    for (i = 0; i < index; i++)
        if (strcmp(cube->names[i], cube->names[index]) == 0)
            return nps_explain(reader->detail, NPS_ERROR_FORMAT,
                               "byte %zu: expected keys of different names, got two %.40s", start, cube->names[index]);
    return NPS_OK;
}

static nps_status read_keys(struct encoded_cube *cube)
{
    nps_reader *reader = &cube->cells.reader;
    const size_t start = reader->offset;
    uint64_t count;
    size_t i;
    nps_status status = nps_read_number(reader, &count);
    if (!status && count > NPS_CUBE_KEYS_MAX)
        return nps_explain(reader->detail, NPS_ERROR_FORMAT, "byte %zu: expected at most %d keys, got %llu", start,
                           NPS_CUBE_KEYS_MAX, (unsigned long long)count);
    for (i = 0; !status && i < count; i++)
        status = read_key(cube, i);
    if (!status)
        cube->key_count = (size_t)count;
    return status;
}

/* Whether every cell has a value for each key. */
static nps_status check_cells(const struct encoded_cube *cube, const nps_interrupt *interrupt)
{
    nps_groups_walk walk = cube->cells;
    nps_status status = walk.count == 0 ? nps_read_end(&walk.reader) : NPS_OK;
    while (!status && walk.read < walk.count) {
        const size_t start = walk.reader.offset;
        status = nps_groups_walk_next(&walk);
        if (!status && !nps_cell_is_valid(walk.key.text, walk.key.length, cube->keys, cube->key_count))
            return nps_explain(walk.reader.detail, NPS_ERROR_FORMAT,
                               "byte %zu: expected a value for each of %zu keys, got other bytes", start,
                               cube->key_count);
        if (!status)
            status = nps_explain_status(walk.reader.detail,
                                        nps_interrupt_check_every(interrupt, CELLS_AT_ONCE, (size_t)walk.read));
    }
    return status;
}

static nps_status open_cube(struct encoded_cube *cube, const void *bytes, size_t length, nps_error_detail *detail,
                            const nps_interrupt *interrupt)
{
    unsigned kind;
    nps_status status = nps_envelope_open_asking(&cube->cells.reader, &kind, bytes, length, detail, interrupt);
    if (!status && kind != NPS_KIND_CUBE)
        status = nps_envelope_refuse(&cube->cells.reader, kind, "kind 09 (a cube)");
    if (!status)
        status = read_keys(cube);
    if (!status)
        status = nps_groups_walk_open(&cube->cells, NPS_KEY_TEXT);
    return status ? status : check_cells(cube, interrupt);
}

nps_status nps_cube_decode(const nps_cube_options *options, const void *bytes, size_t length, nps_cube **out,
                           nps_error_detail *detail)
{
    struct encoded_cube cube;
    nps_cube_options read;
    nps_cube *made;
    nps_status unread = NPS_OK, status;
    nps_cube_options_init(&read);
    if (options)
        unread = nps_options_read(&read, sizeof read, sizeof read, options);
    if (!out)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_cube(&cube, bytes, length, detail, &read.interrupt);
    if (status)
        return status;
    status = unread ? unread : nps_cube_create(cube.keys, cube.key_count, &read, &made);
    if (status)
        return nps_explain_status(detail, status);
    status = nps_groups_merge_walk(made->cells, &cube.cells);
    if (status)
        nps_cube_destroy(made);
    else
        *out = made;
    return status;
}

nps_status nps_cube_merge_encoded(nps_cube *self, const void *bytes, size_t length, nps_error_detail *detail)
{
    struct encoded_cube cube;
    nps_status status;
    if (!self)
        return nps_explain_status(detail, NPS_ERROR_NULL);
    status = open_cube(&cube, bytes, length, detail, &self->cells->interrupt);
    if (!status)
        status = nps_cube_check_keys(self, cube.keys, cube.key_count, detail);
    if (!status)
        status = nps_groups_merge_walk(self->cells, &cube.cells);
    if (!status)
        nps_cube_settle(self, cube.keys);
    return status;
}
