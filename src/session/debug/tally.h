/* tally.h - counts and times of places in the source, found by a hash of their
 * keys. */
#ifndef SESSION_DEBUG_TALLY_H
#define SESSION_DEBUG_TALLY_H

#include <stdbool.h>
#include <stddef.h>

/* A function or a line. */
typedef struct TallyItem {
  const void *key;
  int line;
  bool hidden;       /* a function of mlrepl's own library */
  bool native;       /* a C function */
  size_t count;      /* calls, or visits of the line */
  size_t active;     /* calls that have not returned */
  size_t owner;      /* of a line: the index of its function */
  double total, own; /* seconds with and without called functions */
} TallyItem;

/* A growing list; zero-initialized it is empty. */
typedef struct Tally {
  TallyItem *items;
  size_t n, room;
  size_t *slots; /* 1 + the index of an item, or 0 */
  size_t size;   /* of slots: a power of two, or 0 */
} Tally;

/* The index of the item with that key and line, which is added if there is
 * none; then *fresh is true. Returns -1 for lack of memory. */
long tally_find(Tally *tally, const void *key, int line, bool *fresh);
/* Frees the memory; the tally is then empty. */
void tally_free(Tally *tally);

#endif
