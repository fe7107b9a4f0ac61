/* call_place.h - the call around the cursor, and the argument that is typed. */
#ifndef SESSION_ASSIST_CALL_PLACE_H
#define SESSION_ASSIST_CALL_PLACE_H

#include <stdbool.h>

#include "session/syntax/tokens.h"

typedef struct CallPlace {
  size_t start, end; /* the tokens of the function: d:matrix of d:matrix{"a" */
  size_t argument;   /* which argument is typed, counting from 0 */
  size_t table;      /* the brace of this argument; c.n if it is no table */
  bool directly;     /* not deeper in brackets within that argument */
} CallPlace;

/* Finds the innermost call whose arguments are still open at the end of the
 * tokens; false if there is none or a function's body is open in between. */
bool call_place_find(Tokens c, CallPlace *out);

/* The innermost bracket that is open at the end; c.n if there is none. */
size_t call_place_bracket(Tokens c);

#endif
