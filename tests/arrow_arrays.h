/* Arrow arrays and streams built by hand from memory that the test owns. They record whether they were released.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_TESTS_ARROW_ARRAYS_H
#define NPS_TESTS_ARROW_ARRAYS_H

#include "test.h"

/* Options where a call needs them. */
#define ARROW_OPTIONS(child, codes, count) (&(nps_arrow_options){sizeof(nps_arrow_options), child, codes, count})
#define GROUPS_ARROW_OPTIONS(key, answer, codes, count)                                                                \
    (&(nps_groups_arrow_options){sizeof(nps_groups_arrow_options), key, answer, codes, count, {0}})

enum { ARROW_BUFFERS = 6, ARROW_CHILDREN = 4 };

/** A schema and an array with space for their children and buffers. */
typedef struct arrow {
    struct ArrowSchema schema;
    struct ArrowArray array;
    const void *buffers[ARROW_BUFFERS];
    struct ArrowSchema *child_schemas[ARROW_CHILDREN];
    struct ArrowArray *child_arrays[ARROW_CHILDREN];
} arrow;

static inline void release_arrow_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static inline void release_arrow_array(struct ArrowArray *array)
{
    array->release = NULL;
}

/** An array with a validity bitmap (NULL: no nulls) and one buffer of values. */
static inline void arrow_init(arrow *self, const char *format, const char *name, size_t length, const void *validity,
                              const void *values)
{
    memset(self, 0, sizeof *self);
    self->schema.format = format;
    self->schema.name = name;
    self->schema.release = release_arrow_schema;
    self->array.length = (int64_t)length;
    self->array.null_count = validity ? -1 : 0;
    self->array.n_buffers = 2;
    self->array.buffers = self->buffers;
    self->array.release = release_arrow_array;
    self->buffers[0] = validity;
    self->buffers[1] = values;
}

/** A text array with offsets. */
static inline void arrow_init_texts(arrow *self, const char *format, const char *name, size_t length,
                                    const void *validity, const void *offsets, const void *bytes)
{
    arrow_init(self, format, name, length, validity, offsets);
    self->array.n_buffers = 3;
    self->buffers[2] = bytes;
}

/** Makes `values` the dictionary of `indices`. */
static inline void arrow_encode(arrow *indices, arrow *values)
{
    indices->schema.dictionary = &values->schema;
    indices->array.dictionary = &values->array;
}

/** A struct without children. */
static inline void arrow_init_struct(arrow *self, size_t length, const void *validity)
{
    arrow_init(self, "+s", "", length, validity, NULL);
    self->array.n_buffers = 1;
    self->schema.children = self->child_schemas;
    self->array.children = self->child_arrays;
}

static inline void arrow_add_child(arrow *self, arrow *child)
{
    self->child_schemas[self->schema.n_children++] = &child->schema;
    self->child_arrays[self->array.n_children++] = &child->array;
}

/** A stream of arrays that can fail at one of them. */
typedef struct arrow_stream {
    struct ArrowArrayStream stream;
    arrow *arrays;
    size_t count, next, fail_at, living;
    const char *error;
    int schema_error, schema_living;
} arrow_stream;

/* The consumer receives a copy, so that the test sees whether it releases it. */
static inline void release_streamed_array(struct ArrowArray *array)
{
    arrow_stream *from = array->private_data;
    from->living--;
    array->release = NULL;
}

static inline void release_streamed_schema(struct ArrowSchema *schema)
{
    arrow_stream *from = schema->private_data;
    from->schema_living--;
    schema->release = NULL;
}

static inline int next_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    arrow_stream *self = stream->private_data;
    if (self->schema_error)
        return self->schema_error;
    *out = self->arrays[0].schema;
    out->release = release_streamed_schema;
    out->private_data = self;
    self->schema_living++;
    return 0;
}

static inline int next_array(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    arrow_stream *self = stream->private_data;
    if (self->next == self->fail_at)
        return 5;
    out->release = NULL;
    if (self->next == self->count)
        return 0;
    *out = self->arrays[self->next++].array;
    out->release = release_streamed_array;
    out->private_data = self;
    self->living++;
    return 0;
}

static inline const char *last_error(struct ArrowArrayStream *stream)
{
    return ((arrow_stream *)stream->private_data)->error;
}

static inline void release_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static inline void arrow_stream_init(arrow_stream *self, arrow *arrays, size_t count)
{
    memset(self, 0, sizeof *self);
    self->arrays = arrays;
    self->count = count;
    self->fail_at = SIZE_MAX;
    self->stream = (struct ArrowArrayStream){next_schema, next_array, last_error, release_stream, self};
}

#endif
