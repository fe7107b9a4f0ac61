/* The native module mlrepl.assist has the functions for tests. */
#include "session/complete/assist.h"

#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "session/complete/complete.h"
#include "session/complete/complete_files.h"
#include "session/complete/complete_string.h"
#include "session/assist/infer.h"
#include "session/assist/known_type.h"
#include "session/assist/signature.h"
#include "session/syntax/lexer.h"
#include "session/syntax/prompt_syntax.h"
#include "session/syntax/tokens.h"

/* The last line of the text if it is a prompt command, else NULL. */
static const char *command_line(const char *text) {
  const char *line = strrchr(text, '\n');
  line = line ? line + 1 : text;
  return prompt_syntax_is_command(line) && !prompt_syntax_code(line) ? line
                                                                     : NULL;
}

/* A word of a command: its name or a file. */
static int complete_command(lua_State *L, const char *text, const char *line) {
  const char *blank = strrchr(line, ' ');
  const char *word = blank ? blank + 1 : line + 1;
  const bool name = !blank && *line == '%';
  lua_pushcfunction(L, name ? complete_commands : complete_files);
  lua_pushstring(L, word);
  lua_call(L, 1, 1);
  lua_pushinteger(L, word - text);
  return 2;
}

static int complete_string(lua_State *L, size_t start) {
  lua_pushcfunction(L, complete_texts);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, (lua_Integer)start);
  lua_call(L, 2, 1);
  if (lua_isnil(L, -1)) {
    lua_pushcfunction(L, complete_files);
    lua_pushstring(L, lua_tostring(L, 1) + start);
    lua_call(L, 1, 1);
  }
  lua_pushinteger(L, (lua_Integer)start);
  return 2;
}

int assist_complete(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  const LexerState s = lexer_state(text, n);
  lua_settop(L, 1);
  const char *command = command_line(text);
  if (command) return complete_command(L, text, command);
  if (s.comment || s.quote == ']') return 0;
  if (s.quote) return complete_string(L, s.string);
  const lua_Integer start = (lua_Integer)complete_start(text, n);
  lua_pushcfunction(L, complete_words);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, start);
  lua_call(L, 2, 1);
  lua_pushinteger(L, start);
  return 2;
}

/* (text before the cursor) -> list of candidates or nil; not those of files */
static int l_complete(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  const LexerState s = lexer_state(text, n);
  if (!s.comment && s.quote && s.quote != ']') {
    lua_settop(L, 1);
    lua_pushcfunction(L, complete_texts);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, (lua_Integer)s.string);
    lua_call(L, 2, 1);
    return 1;
  }
  if (assist_complete(L)) lua_pop(L, 1);
  return lua_gettop(L) > 1;
}

/* (expression, after some statements) -> its type, as far as it is known */
static int l_type(lua_State *L) {
  size_t n, start;
  const char *text = luaL_checklstring(L, 1, &n);
  Tokens c = tokens_push(L, text, n);
  const char *from = strrchr(text, ';');
  for (start = 0; from && start < c.n && text + c.t[start].start <= from;)
    start++;
  infer_push_expression(L, c, start);
  UsageText type = known_type_of(L, -1);
  lua_pushlstring(L, type.at, type.n);
  return 1;
}

/* (text before the cursor, width) -> signature of the call, or nil */
static int l_signature(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  size_t width = (size_t)luaL_optinteger(L, 2, 80);
  return signature_push(L, text, n, width);
}

static const luaL_Reg functions[] = {{"complete", l_complete},
                                     {"complete_all", assist_complete},
                                     {"type", l_type},
                                     {"signature", l_signature},
                                     {NULL, NULL}};

void open_assist(lua_State *L) {
  lib_context_add(L, "mlrepl.assist", functions);
}
