#include "session/debug/tally.h"

#include <stdint.h>
#include <stdlib.h>

/* Mixes the bits, so that neighboring addresses and lines spread. */
static size_t hash_of(const void *key, int line) {
  uint64_t h = (uint64_t)(uintptr_t)key ^ ((uint64_t)(unsigned)line << 32);
  h *= 0x9E3779B97F4A7C15u;
  return (size_t)(h ^ (h >> 29));
}

/* The slot of the key: its own or the free one where it belongs. */
static size_t *slot_of(const Tally *t, const void *key, int line) {
  for (size_t i = hash_of(key, line);; i++) {
    size_t *slot = &t->slots[i & (t->size - 1)];
    if (!*slot) return slot;
    const TallyItem *item = &t->items[*slot - 1];
    if (item->key == key && item->line == line) return slot;
  }
}

/* Keeps at least half of the slots free. */
static bool grow(Tally *t) {
  const size_t room = t->room ? 2 * t->room : 64;
  TallyItem *items = realloc(t->items, room * sizeof *items);
  if (!items) return false;
  t->items = items;
  size_t *slots = calloc(2 * room, sizeof *slots);
  if (!slots) return false;
  free(t->slots);
  t->slots = slots;
  t->size = 2 * room;
  t->room = room;
  for (size_t i = 0; i < t->n; i++)
    *slot_of(t, items[i].key, items[i].line) = i + 1;
  return true;
}

long tally_find(Tally *t, const void *key, int line, bool *fresh) {
  *fresh = false;
  if (t->n == t->room && !grow(t)) return -1;
  size_t *slot = slot_of(t, key, line);
  if (*slot) return (long)*slot - 1;
  *fresh = true;
  t->items[t->n++] = (TallyItem){.key = key, .line = line};
  *slot = t->n;
  return (long)t->n - 1;
}

void tally_free(Tally *t) {
  free(t->items);
  free(t->slots);
  *t = (Tally){0};
}
