/* pattern.h - Lua patterns, as in Lua 5.4, but Ctrl-C can interrupt a search.
 *
 * Limits and error messages are those of Lua. A pattern is interpreted while it
 * is matched, so a malformed part is an error only if it is reached.
 */
#ifndef LUA_STANDARD_PATTERN_H
#define LUA_STANDARD_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

enum { PATTERN_CAPTURES = 32 };

/* A capture's length may also be: */
enum { PATTERN_OPEN = -1, PATTERN_POSITION = -2 };

typedef struct PatternCapture {
  const char *start;
  ptrdiff_t length; /* in bytes */
} PatternCapture;

/* A search in a text. Both strings belong to the caller and end with a zero
 * byte, as Lua strings do. */
typedef struct Pattern {
  lua_State *L; /* where errors are raised */
  const char *text, *text_end;
  const char *first, *end;     /* the pattern, without its anchor */
  const char *lead, *lead_end; /* the item that starts every match, or NULL */
  const char *last;            /* the end of the latest match, or NULL */
  bool anchored;               /* matches only where the search starts */
  bool begun, literal;         /* is `lead` known? is it a character? */
  int depth, steps;            /* nested attempts; steps since the last poll */
  int captures;                /* of the latest match */
  PatternCapture capture[PATTERN_CAPTURES];
} Pattern;

/* Prepares a search. A '^' at the start is an anchor only if `anchors`. */
void pattern_open(Pattern *m, lua_State *L, const char *text, size_t text_size,
                  const char *pattern, size_t pattern_size, bool anchors);

/* Finds the next match that starts at *start or later and does not end where
 * the latest one did. Moves *start to it and returns its end; NULL if there is
 * none. Raises errors of the pattern, and "interrupted". */
const char *pattern_next(Pattern *m, const char **start);

/* Capture k (from 0) of the match from start to end. Without captures, capture
 * 0 is the whole match. Raises an error if there is no such capture or it is
 * still open. */
PatternCapture pattern_capture(const Pattern *m, int k, const char *start,
                               const char *end);

/* Pushes it as a string, or as an integer if it is a position. */
void pattern_push_capture(const Pattern *m, int k, const char *start,
                          const char *end);

/* Pushes all captures, or the whole match if there are none and `whole`;
 * returns their number. */
int pattern_push_captures(const Pattern *m, const char *start, const char *end,
                          bool whole);

#endif
