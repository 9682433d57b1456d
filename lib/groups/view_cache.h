/* The places of texts by the views of an Arrow array that were met lately. Two views of one array with the same bytes
 * have the same text: a short one is in them, and a longer one lies in one place. So the text need not be read.
 * SPDX-License-Identifier: MIT */
#ifndef NPS_VIEW_CACHE_H
#define NPS_VIEW_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { NPS_VIEW_CACHE_BITS = 12, NPS_VIEW_CACHE_VIEWS = 1 << NPS_VIEW_CACHE_BITS, NPS_VIEW_CACHE_PROBES = 4 };

/** The bytes of a view, which are compared, and have no other meaning here. */
typedef struct nps_view {
    uint64_t words[2];
} nps_view;

typedef struct nps_view_entry {
    nps_view view;
    uint32_t place; /* plus one; 0 in an empty entry */
} nps_view_entry;

/** It is for one array. */
typedef struct nps_view_cache {
    size_t noted; /**< How many views were put. */
    nps_view_entry entries[NPS_VIEW_CACHE_VIEWS + NPS_VIEW_CACHE_PROBES];
} nps_view_cache;

static inline nps_view nps_view_at(const unsigned char *views, size_t row)
{
    nps_view view;
    memcpy(&view, views + row * sizeof view, sizeof view);
    return view;
}

/** Where a view is looked for first: multiply-shift hashing of two words (Dietzfelbinger 1996). */
static inline size_t nps_view_cache_slot(const nps_view *view)
{
    const uint64_t hash = view->words[0] * UINT64_C(0x9E3779B97F4A7C15) + view->words[1] * UINT64_C(0xC2B2AE3D27D4EB4F);
    return (size_t)(hash >> (64 - NPS_VIEW_CACHE_BITS));
}

/** Makes a cache empty. No view is that of an empty entry in the slot where it is looked for first: that of zeros is
 * looked for in slot 0, which has another one. */
static inline void nps_view_cache_init(nps_view_cache *self)
{
    memset(self, 0, sizeof *self);
    self->entries[0].view.words[0] = UINT64_MAX;
}

static inline uint64_t nps_view_difference(const nps_view *a, const nps_view *b)
{
    return (a->words[0] ^ b->words[0]) | (a->words[1] ^ b->words[1]);
}

/** Looks for a view where it is looked for first, without a branch; returns whether it was not there, and then its
 * place is set to anything. */
static inline uint64_t nps_view_cache_misses(const nps_view_cache *self, const unsigned char *views, size_t row,
                                             uint32_t *places)
{
    const nps_view view = nps_view_at(views, row);
    const nps_view_entry *const entry = &self->entries[nps_view_cache_slot(&view)];
    places[row] = entry->place - 1;
    return nps_view_difference(&entry->view, &view) != 0;
}

/** The same for 64 views; returns a bit for each. */
static inline uint64_t nps_view_cache_miss_64(const nps_view_cache *self, const unsigned char *views, uint32_t *places)
{
    uint64_t missed = 0;
    size_t i;
    for (i = 0; i < 64; i += 4) {
        const uint64_t four = nps_view_cache_misses(self, views, i, places) |
                              nps_view_cache_misses(self, views, i + 1, places) << 1 |
                              nps_view_cache_misses(self, views, i + 2, places) << 2 |
                              nps_view_cache_misses(self, views, i + 3, places) << 3;
        missed |= four << i;
    }
    return missed;
}

/** Whether the place of a view is known here. */
static inline bool nps_view_cache_find(const nps_view_cache *self, const nps_view *wanted, uint32_t *place)
{
    const nps_view_entry *entry = &self->entries[nps_view_cache_slot(wanted)];
    const nps_view_entry *const end = entry + NPS_VIEW_CACHE_PROBES;
    for (; entry < end && entry->place != 0; entry++)
        if (nps_view_difference(&entry->view, wanted) == 0) {
            *place = entry->place - 1;
            return true;
        }
    return false;
}

/** Notes the place of a view, in the place of another one where there are too many. */
static inline void nps_view_cache_put(nps_view_cache *self, const nps_view *view, uint32_t place)
{
    nps_view_entry *const first = &self->entries[nps_view_cache_slot(view)];
    int i = 0;
    while (i < NPS_VIEW_CACHE_PROBES && first[i].place != 0)
        i++;
    first[i < NPS_VIEW_CACHE_PROBES ? i : 0] = (nps_view_entry){*view, place + 1};
    self->noted++;
}

#endif
