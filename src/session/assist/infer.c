#include "session/assist/infer.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "session/assist/bindings.h"
#include "session/assist/infer_call.h"
#include "session/assist/infer_operator.h"
#include "session/assist/known_type.h"
#include "session/assist/members.h"
#include "session/assist/usages.h"

static const Wanted FIRST = {0, false};

/* -- lists of expressions ------------------------------------------------- */

/* Does the operand in tokens [i, end) end with the arguments of a call? */
static bool is_call(Tokens c, size_t i, size_t end) {
  size_t at = tokens_is(c, i, "(") ? tokens_close(c, i) + 1 : i + 1;
  bool suffixed = at < end && !tokens_is_kind(c, i, TOKEN_STRING);
  return suffixed &&
         (tokens_is(c, end - 1, ")") || tokens_is(c, end - 1, "}") ||
          tokens_is_kind(c, end - 1, TOKEN_STRING));
}

/* Pushes result `w` of the expression at i. Only calls have several. */
static void push_result(Infer *in, size_t i, Wanted w) {
  size_t end = tokens_operand_end(in->c, i);
  bool operand = end > i && !tokens_operator(in->c, end);
  if (!operand)
    infer_expression(in, i, 0);
  else if (is_call(in->c, i, end)) {
    infer_operand(in, i, end, w);
    return;
  } else
    infer_operand(in, i, end, FIRST);
  if (!w.index && !w.of_loop) return;
  lua_pop(in->L, 1);
  if (w.of_loop)
    known_type_push_any(in->L);
  else
    lua_pushnil(in->L);
}

/* Pushes result `w` of the list at i, in which the last call can have several
 * results. */
static void push_of_list(Infer *in, size_t i, Wanted w) {
  for (; !w.of_loop && w.index; w.index--) {
    size_t end = tokens_expression_end(in->c, i);
    if (!tokens_is(in->c, end, ",")) break;
    i = end + 1;
  }
  bool more = tokens_is(in->c, tokens_expression_end(in->c, i), ",");
  push_result(in, i, more && !w.of_loop ? FIRST : w);
}

/* -- names ---------------------------------------------------------------- */

static const char SCOPE_KEY[] = "mlrepl.scope"; /* registry key */

void infer_set_scope(lua_State *L) {
  lua_rawsetp(L, LUA_REGISTRYINDEX, SCOPE_KEY);
}

bool infer_push_scope(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, SCOPE_KEY) == LUA_TTABLE) return true;
  lua_pop(L, 1);
  return false;
}

/* Pushes the value of a name in the scope; pushes nothing if it is not there. */
static bool push_in_scope(lua_State *L, const char *name, size_t n) {
  if (!infer_push_scope(L)) return false;
  lua_pushlstring(L, name, n);
  bool found = lua_rawget(L, -2) != LUA_TNIL;
  if (found)
    lua_replace(L, -2);
  else
    lua_pop(L, 2);
  return found;
}

static void push_global(lua_State *L, const char *name, size_t n) {
  if (push_in_scope(L, name, n)) return;
  lua_pushglobaltable(L);
  lua_pushlstring(L, name, n);
  lua_rawget(L, -2);
  lua_replace(L, -2);
}

static void push_name(Infer *in, size_t i) {
  const Token t = in->c.t[i];
  const char *name = in->c.text + t.start;
  Binding b = bindings_find(in->c, i, name, t.n);
  switch (b.kind) {
  case BINDING_NONE: push_global(in->L, name, t.n); return;
  case BINDING_NUMBER: known_type_push_word(in->L, "number"); return;
  case BINDING_RESULT:
  case BINDING_ITEM:
    push_of_list(in, b.from, (Wanted){b.index, b.kind == BINDING_ITEM});
    return;
  case BINDING_SELF: /* like the table that the method is defined in */
    infer_operand(in, b.from, b.index, FIRST);
    return;
  default: known_type_push_any(in->L);
  }
}

/* -- constants ------------------------------------------------------------ */

static void push_number(lua_State *L, Tokens c, size_t i) {
  lua_pushlstring(L, c.text + c.t[i].start, c.t[i].n);
  if (!lua_stringtonumber(L, lua_tostring(L, -1))) lua_pushinteger(L, 0);
  lua_replace(L, -2);
}

/* Escapes stay as they are: keys rarely have any. */
static void push_string(lua_State *L, Tokens c, size_t i) {
  const Token t = c.t[i];
  bool is_long = c.text[t.start] == '[';
  size_t quotes = is_long || t.n < 2 ? 0 : 1;
  lua_pushlstring(L, c.text + t.start + quotes, t.n - 2 * quotes);
}

/* Pushes true for it; returns false for tokens that are no constant. */
static bool push_constant(Infer *in, size_t i) {
  lua_State *L = in->L;
  if (tokens_is_kind(in->c, i, TOKEN_NUMBER))
    push_number(L, in->c, i);
  else if (tokens_is_kind(in->c, i, TOKEN_STRING))
    push_string(L, in->c, i);
  else if (tokens_is(in->c, i, "nil"))
    lua_pushnil(L);
  else if (tokens_is(in->c, i, "true") || tokens_is(in->c, i, "false"))
    lua_pushboolean(L, tokens_is(in->c, i, "true"));
  else if (tokens_is(in->c, i, "function"))
    known_type_push_word(L, "function");
  else
    return false;
  return true;
}

/* -- tables --------------------------------------------------------------- */

/* Adds the field at token i to the table at the top; returns its end. */
static size_t add_field(Infer *in, size_t i) {
  lua_State *L = in->L;
  bool named = tokens_is_kind(in->c, i, TOKEN_NAME) &&
               tokens_is(in->c, i + 1, "=") && !tokens_operator(in->c, i + 1);
  bool keyed = tokens_is(in->c, i, "[");
  if (named) {
    lua_pushlstring(L, in->c.text + in->c.t[i].start, in->c.t[i].n);
    i += 2;
  } else if (keyed) {
    infer_expression(in, i + 1, 0);
    i = tokens_close(in->c, i) + 2;
  } else
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1) + 1);
  push_result(in, i, FIRST);
  if (lua_isnil(L, -1)) { /* the name is known */
    lua_pop(L, 1);
    known_type_push_any(L);
  }
  bool fits = lua_type(L, -2) == LUA_TSTRING || lua_isinteger(L, -2);
  if (fits)
    lua_rawset(L, -3);
  else
    lua_pop(L, 2);
  return tokens_expression_end(in->c, i);
}

/* The first items stand for all. */
static void push_table(Infer *in, size_t i) {
  enum { MOST = 200 };
  size_t close = tokens_close(in->c, i), at = i + 1;
  lua_newtable(in->L);
  for (int n = 0; at < close && n < MOST; n++) {
    size_t end = add_field(in, at);
    if (end == at) return;
    at = end;
    if (tokens_is(in->c, at, ",") || tokens_is(in->c, at, ";")) at++;
  }
}

/* -- operands ------------------------------------------------------------- */

/* Replaces the value at the top by its field: .name, :name or [key] at i. */
static void push_field(Infer *in, size_t i) {
  if (tokens_is(in->c, i, "["))
    infer_expression(in, i + 1, 0);
  else {
    const Token t = in->c.t[i + 1];
    lua_pushlstring(in->L, in->c.text + t.start, t.n);
  }
  members_push_field(in->L);
}

/* Replaces the value at the top by that of its suffix at i; returns the end. */
static size_t push_suffix(Infer *in, size_t i, size_t end, Wanted w) {
  size_t next = tokens_suffix_end(in->c, i);
  bool method = tokens_is(in->c, i, ":") && next < end;
  if (method) {
    size_t after = tokens_suffix_end(in->c, next);
    infer_call_method(in, i + 1, next, after < end ? FIRST : w);
    return after;
  }
  if (tokens_is_kind(in->c, i, TOKEN_STRING) || tokens_is(in->c, i, "(") ||
      tokens_is(in->c, i, "{"))
    infer_call_function(in, i, next < end ? FIRST : w);
  else
    push_field(in, i);
  return next;
}

/* Pushes the value of the operand in tokens [i, end). */
static void push_operand(Infer *in, size_t i, size_t end, Wanted w) {
  size_t at = i + 1;
  if (tokens_is_kind(in->c, i, TOKEN_NAME))
    push_name(in, i);
  else if (tokens_is(in->c, i, "(")) {
    push_result(in, i + 1, FIRST);
    at = tokens_close(in->c, i) + 1;
  } else {
    if (tokens_is(in->c, i, "{"))
      push_table(in, i);
    else if (!push_constant(in, i))
      known_type_push_any(in->L);
    return;
  }
  while (at < end && tokens_suffix_end(in->c, at) > at)
    at = push_suffix(in, at, end, w);
}

bool infer_stops(Infer *in) {
  enum { MOST = 500, ROOM = 40 };
  return ++in->steps > MOST || !lua_checkstack(in->L, ROOM);
}

void infer_operand(Infer *in, size_t i, size_t end, Wanted w) {
  if (infer_stops(in))
    known_type_push_any(in->L);
  else
    push_operand(in, i, end, w);
}

void infer_push(lua_State *L, Tokens c, size_t start, size_t end) {
  Infer in = {L, c, 0};
  in.c.n = end;
  infer_operand(&in, start, end, FIRST);
}

void infer_push_expression(lua_State *L, Tokens c, size_t start) {
  Infer in = {L, c, 0};
  push_result(&in, start, FIRST);
}

bool infer_push_entry(lua_State *L, Tokens c, size_t start, size_t end) {
  infer_push(L, c, start, end);
  bool found = usages_push_entry(L, -1);
  lua_remove(L, found ? -2 : -1);
  return found;
}
