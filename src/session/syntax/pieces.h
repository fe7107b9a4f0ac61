/* pieces.h - the entries in a text that was typed or pasted.
 *
 * A pasted session has the prompts of this program, of lua or of Python, and
 * outputs; pasted lines may mix statements, expressions whose values are to be
 * shown, commands and questions.
 */
#ifndef SESSION_SYNTAX_PIECES_H
#define SESSION_SYNTAX_PIECES_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "session/syntax/compile.h"

typedef struct Piece {
  size_t start, n;    /* position and length in the text */
  int line;           /* number of its first line, from 1 */
  CompileState state; /* commands and questions are complete */
} Piece;

typedef struct Pieces {
  const char *text; /* lines end with "\n" and keep their numbers */
  const Piece *list;
  size_t count;
  bool session; /* prompts and outputs were removed from the text */
} Pieces;

/* Splits the text and pushes two values that own the result. A text that is one
 * entry, finished or not, is one piece. Raises only memory errors. */
Pieces pieces_push(lua_State *L, const char *text, const char *prompt);

/* The same for a cell of a notebook, whose last expression is a piece of its own
 * if it begins a line, so that its value is shown. */
Pieces pieces_push_cell(lua_State *L, const char *text, const char *prompt);

/* Could more text complete the last piece, and are the others complete? */
bool pieces_are_open(const Pieces *pieces);

/* Pushes the text for the history: without blanks at the end and without the
 * gaps that outputs have left. */
void pieces_push_entry(lua_State *L, const Pieces *pieces);

#endif
