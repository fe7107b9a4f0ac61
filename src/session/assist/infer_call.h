/* infer_call.h - the parts of infer.c: operands, operators and calls. */
#ifndef SESSION_ASSIST_INFER_CALL_H
#define SESSION_ASSIST_INFER_CALL_H

#include <stdbool.h>

#include <lua.h>

#include "session/syntax/tokens.h"

typedef struct Infer {
  lua_State *L;
  Tokens c;
  int steps; /* expressions and operands looked at so far */
} Infer;

/* Counts a step; true if there are too many, or no more room on the stack. */
bool infer_stops(Infer *in);

/* Which of several results is wanted. */
typedef struct Wanted {
  size_t index; /* counting from 0 */
  bool of_loop; /* a variable of a loop over the result */
} Wanted;

/* Pushes the value of the operand in tokens [i, end). */
void infer_operand(Infer *in, size_t i, size_t end, Wanted w);

/* Replace the function at the top, or the receiver of the method that is token
 * `name`, by a result of the call whose arguments are at token `args`. */
void infer_call_function(Infer *in, size_t args, Wanted w);
void infer_call_method(Infer *in, size_t name, size_t args, Wanted w);

#endif
