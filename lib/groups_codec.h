/* The content of encoded groups, for states that consist of groups and something else.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_GROUPS_CODEC_INTERNAL_H
#define NPS_GROUPS_CODEC_INTERNAL_H

#include "bytes/varint.h"
#include "groups.h"

#include <nps/groups_codec.h>

/** The number of bytes that nps_groups_write_content() writes. */
nps_status nps_groups_content_size(const nps_groups *self, size_t *out);

/**
 * Writes the number of groups, and the groups in the order of their keys.
 *
 * @param self        The groups.
 * @param to          Where the first byte belongs.
 * @param end         The end of the buffer, at least nps_groups_content_size() bytes behind; the bytes before it are
 *                    overwritten.
 * @param content_end Receives where the next byte belongs.
 */
nps_status nps_groups_write_content(const nps_groups *self, unsigned char *to, unsigned char *end,
                                    unsigned char **content_end);

/** A walk through encoded groups, which may be copied to walk again. */
typedef struct nps_groups_walk {
    nps_reader reader;
    nps_key_type type;
    uint64_t count, read;
    nps_key key;            /**< Of the group read last. */
    nps_accumulator counts; /**< Of the group read last. */
} nps_groups_walk;

/** Reads the number of groups, which must be possible; the reader is that of the walk. */
nps_status nps_groups_walk_open(nps_groups_walk *walk, nps_key_type type);

/** Reads the next group; only after the last one may the bytes end. */
nps_status nps_groups_walk_next(nps_groups_walk *walk);

/** Adds all groups of a walk that was not begun. What is wrong with the bytes is found before anything else. */
nps_status nps_groups_merge_walk(nps_groups *self, const nps_groups_walk *walk);

#endif
