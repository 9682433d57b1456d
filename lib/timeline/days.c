/* SPDX-License-Identifier: MIT */
#include "days.h"

#include <nps/calendar.h>
#include <string.h>

enum { FIRST_CAPACITY = 4 };

void nps_days_init(nps_days *self, const nps_allocator *allocator)
{
    *self = (nps_days){NULL, 0, 0, *allocator};
}

static void release_page(nps_days *self, nps_accumulator **page)
{
    nps_allocator_release(&self->allocator, *page, NPS_PAGE_DAYS, sizeof **page);
    *page = NULL;
}

static void release_table(nps_days *self, nps_days_table *table)
{
    size_t i;
    for (i = 0; i < NPS_TABLE_PAGES; i++)
        release_page(self, &table->pages[i]);
    nps_allocator_release(&self->allocator, table, 1, sizeof *table);
}

void nps_days_release(nps_days *self)
{
    size_t i;
    for (i = 0; i < self->count; i++)
        release_table(self, self->tables[i].table);
    nps_allocator_release(&self->allocator, self->tables, self->capacity, sizeof *self->tables);
    *self = (nps_days){NULL, 0, 0, self->allocator};
}

static int32_t table_of(int32_t day)
{
    return (day - NPS_DAY_MIN) / NPS_TABLE_DAYS;
}

static int32_t page_of(int32_t day)
{
    return (day - NPS_DAY_MIN) % NPS_TABLE_DAYS / NPS_PAGE_DAYS;
}

static int32_t place_of(int32_t day)
{
    return (day - NPS_DAY_MIN) % NPS_PAGE_DAYS;
}

/* The index of the first table whose number is at least `number`. */
static size_t search(const nps_days *self, int32_t number)
{
    size_t low = 0, high = self->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (self->tables[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

nps_accumulator *nps_days_find(const nps_days *self, int32_t day)
{
    const int32_t number = table_of(day);
    const size_t index = search(self, number);
    nps_accumulator *page;
    if (index == self->count || self->tables[index].number != number)
        return NULL;
    page = self->tables[index].table->pages[page_of(day)];
    return page ? page + place_of(day) : NULL;
}

static bool make_room(nps_days *self)
{
    const size_t capacity = self->capacity ? 2 * self->capacity : FIRST_CAPACITY;
    nps_days_entry *tables;
    if (self->count < self->capacity)
        return true;
    tables = nps_allocator_array(&self->allocator, capacity, sizeof *self->tables);
    if (!tables)
        return false;
    if (self->count != 0)
        memcpy(tables, self->tables, self->count * sizeof *self->tables);
    nps_allocator_release(&self->allocator, self->tables, self->capacity, sizeof *self->tables);
    self->tables = tables;
    self->capacity = capacity;
    return true;
}

static nps_days_table *insert_table(nps_days *self, size_t index, int32_t number)
{
    nps_days_table *table = make_room(self) ? nps_allocator_array(&self->allocator, 1, sizeof *table) : NULL;
    if (!table)
        return NULL;
    memset(table, 0, sizeof *table);
    memmove(self->tables + index + 1, self->tables + index, (self->count - index) * sizeof *self->tables);
    self->tables[index] = (nps_days_entry){number, table};
    self->count++;
    return table;
}

nps_accumulator *nps_days_at(nps_days *self, int32_t day)
{
    const int32_t number = table_of(day);
    const size_t index = search(self, number);
    const bool is_there = index < self->count && self->tables[index].number == number;
    nps_days_table *const table = is_there ? self->tables[index].table : insert_table(self, index, number);
    nps_accumulator **page;
    if (!table)
        return NULL;
    page = &table->pages[page_of(day)];
    if (!*page) {
        *page = nps_allocator_array(&self->allocator, NPS_PAGE_DAYS, sizeof **page);
        if (!*page)
            return NULL;
        memset(*page, 0, NPS_PAGE_DAYS * sizeof **page);
    }
    return *page + place_of(day);
}

/* The days of a page that are from `from` to `last`. */
static nps_days_run run_of(nps_accumulator *page, int32_t page_first, int32_t from, int32_t last)
{
    const int32_t first = from > page_first ? from : page_first, page_last = page_first + NPS_PAGE_DAYS - 1;
    return (nps_days_run){first, (last < page_last ? last : page_last) - first + 1, page + (first - page_first)};
}

bool nps_days_next(const nps_days *self, int32_t from, int32_t last, nps_days_run *run)
{
    size_t index;
    if (from > last)
        return false;
    for (index = search(self, table_of(from)); index < self->count; index++) {
        const nps_days_table *table = self->tables[index].table;
        const int32_t table_first = NPS_DAY_MIN + self->tables[index].number * NPS_TABLE_DAYS;
        int32_t page;
        for (page = from > table_first ? page_of(from) : 0; page < NPS_TABLE_PAGES; page++) {
            const int32_t page_first = table_first + page * NPS_PAGE_DAYS;
            if (page_first > last)
                return false;
            if (table->pages[page]) {
                *run = run_of(table->pages[page], page_first, from, last);
                return true;
            }
        }
    }
    return false;
}

void nps_days_forget(nps_days *self, int32_t day)
{
    const size_t before = search(self, table_of(day));
    nps_days_table *table;
    size_t i;
    for (i = 0; i < before; i++)
        release_table(self, self->tables[i].table);
    self->count -= before;
    if (self->count == 0)
        return;
    memmove(self->tables, self->tables + before, self->count * sizeof *self->tables);
    if (self->tables[0].number != table_of(day))
        return;
    table = self->tables[0].table;
    for (i = 0; i < (size_t)page_of(day); i++)
        release_page(self, &table->pages[i]);
    if (table->pages[i] && place_of(day) != 0)
        memset(table->pages[i], 0, (size_t)place_of(day) * sizeof(nps_accumulator));
}

bool nps_is_blank(const nps_accumulator *accumulator)
{
    uint64_t any = accumulator->missing | accumulator->invalid;
    int i;
    for (i = 0; i < NPS_ANSWERS; i++)
        any |= accumulator->answers[i];
    return any == 0;
}
