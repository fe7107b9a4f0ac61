/* csv_stops.h - where plain fields stop: separators and line feeds, found in 64
 * bytes at a time. Those in quotes are found as well. */
#ifndef CORE_CSV_CSV_STOPS_H
#define CORE_CSV_CSV_STOPS_H

#include <stddef.h>

#include "core/format/eight_bytes.h"

enum { CSV_STOPS_BYTES = 64 };

typedef struct CsvStops {
  const char *base, *end; /* of the 64 bytes; of the text */
  uint64_t found;         /* one bit for each of these bytes */
  uint64_t separators, line_feeds;
} CsvStops;

static inline uint64_t csv_stops_find(const CsvStops *s) {
  uint64_t found = 0;
  if (s->end - s->base < CSV_STOPS_BYTES) {
    for (const char *p = s->base; p < s->end; p++) {
      const unsigned char c = (unsigned char)*p;
      const uint64_t stops = c == '\n' || c == (s->separators & 0xFF);
      found |= stops << (p - s->base);
    }
    return found;
  }
  for (int i = 0; i < CSV_STOPS_BYTES; i += 8) {
    const uint64_t bytes = eight_bytes_load(s->base + i);
    const uint64_t equal = eight_bytes_equal(bytes, s->separators) |
                           eight_bytes_equal(bytes, s->line_feeds);
    found |= (uint64_t)eight_bytes_bits(equal) << i;
  }
  return found;
}

/* Continues at p, which is not before the last p. */
static inline void csv_stops_seek(CsvStops *s, const char *p) {
  const size_t skip = (size_t)(p - s->base);
  if (skip < CSV_STOPS_BYTES) {
    s->found &= ~UINT64_C(0) << skip;
    return;
  }
  s->base = p;
  s->found = csv_stops_find(s);
}

static inline CsvStops csv_stops(const char *p, const char *end,
                                 char separator) {
  CsvStops s = {.base = p,
                .end = end,
                .separators = eight_bytes_of(separator),
                .line_feeds = eight_bytes_of('\n')};
  s.found = csv_stops_find(&s);
  return s;
}

/* Continues after the next stop, which has been found. */
static inline void csv_stops_pass(CsvStops *s) { s->found &= s->found - 1; }

/* The next stop, or NULL. Does not move on. */
static inline const char *csv_stops_next(CsvStops *s) {
  while (!s->found) {
    if (s->end - s->base <= CSV_STOPS_BYTES) return NULL;
    s->base += CSV_STOPS_BYTES;
    s->found = csv_stops_find(s);
  }
  return s->base + __builtin_ctzll(s->found);
}

#endif
