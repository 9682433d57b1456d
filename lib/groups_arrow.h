/* Finding the groups of rows by their keys, and columns of integer keys, counted by the code for Arrow arrays.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_GROUPS_ARROW_INTERNAL_H
#define NPS_GROUPS_ARROW_INTERNAL_H

#include "arrow/keys.h"
#include "groups/integer_cache.h"
#include "groups/text_cache.h"
#include "groups/view_cache.h"

#include <nps/groups_arrow.h>

/** The place of a row without a key. */
#define NPS_NO_PLACE UINT32_MAX

/** Finds the groups of rows by their keys, a block at a time; new keys get empty groups. The first four members are set
 * by the caller, and the others are zeroed. */
typedef struct nps_key_finder {
    nps_groups *groups;
    nps_arrow_keys keys;
    nps_interrupt interrupt;
    nps_error_detail *detail;
    uint32_t
        *dictionary; /* the place of each value that encoded keys refer to, plus one; 0 where it is not known yet */
    nps_text_cache *cache; /* NULL if there was no memory for one */
    size_t blocks_of_rest; /* of the cache */
    nps_view_cache *views; /* before that cache; NULL where texts have no views, or there was no memory */
    size_t view_blocks_of_rest;
    nps_integer_cache integer_cache;
} nps_key_finder;

/** Makes caches from the allocator of the groups: NPS_OK or NPS_ERROR_MEMORY. Close it, whatever is returned. */
nps_status nps_key_finder_open(nps_key_finder *rows);

/** The places of the groups of a block, NPS_NO_PLACE where there is no key. On error new groups may remain. */
nps_status nps_key_finder_places(nps_key_finder *rows, size_t from, size_t count, uint32_t *places);

/** Releases the caches. */
void nps_key_finder_close(nps_key_finder *rows);

/**
 * Counts rows by integer keys.
 *
 * @param self    Groups of integers.
 * @param keys    A column of an integer type that nps_column_open() has read.
 * @param answers As many answers, likewise.
 * @param rest    Receives, added, the rows without a key.
 * @param detail  As in the public functions.
 * @return NPS_OK, NPS_ERROR_OVERFLOW or NPS_ERROR_MEMORY; on error nothing changes.
 */
nps_status nps_groups_count_integers(nps_groups *self, const nps_column *keys, const nps_column *answers,
                                     nps_accumulator *rest, nps_error_detail *detail);

#endif
