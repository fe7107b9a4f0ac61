#include "session/syntax/compile.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "session/syntax/syntax_hint.h"
#include "session/syntax/lexer.h"
#include "sys/utf8.h"

static const char UNNAMED[] = "=";
static const char END[] = "near <eof>";

/* Text that starts at a line of its source, after the word `before`. */
typedef struct Chunk {
  const char *name, *before, *text;
  size_t n;
  int line;
} Chunk;

static Chunk chunk_of(const char *before, const char *text, size_t n) {
  return (Chunk){UNNAMED, before, text, n, 1};
}

/* Returns the line breaks that give the first line its number, then the word,
 * then the text. */
static const char *read_chunk(lua_State *L, void *ud, size_t *n) {
  static const char breaks[] = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n";
  Chunk *c = ud;
  const char *part = c->before;
  (void)L;
  if (c->line > 1) {
    const size_t due = (size_t)c->line - 1, most = sizeof breaks - 1;
    *n = due < most ? due : most;
    c->line -= (int)*n;
    return breaks;
  }
  *n = strlen(part);
  c->before = "";
  if (*n) return part;
  *n = c->n;
  c->n = 0;
  return c->text;
}

static int compile(lua_State *L, Chunk c) {
  return lua_load(L, read_chunk, &c, c.name, "t");
}

/* Does the message at the top say that the text ended too early? */
static bool ended_early(lua_State *L) {
  const char *message = lua_tostring(L, -1);
  size_t n = message ? strlen(message) : 0, tail = sizeof END - 1;
  return n > tail && !strcmp(message + n - tail, END);
}

/* Errors at the end of the text that more text cannot repair: a string not
 * closed on its line, a colon as in Python (`range(3): print(i)` would be a
 * method), and outside blocks an expression used as a statement or a method
 * without parentheses. */
static bool is_invalid(lua_State *L, const char *text, size_t n) {
  static const char *const outside[] = {"syntax error near", "'=' expected",
                                        "function arguments expected", NULL};
  const char *message = lua_tostring(L, -1);
  if (strstr(message, "unfinished string")) return true;
  if (strstr(message, "<name> expected") && lexer_state(text, n).last == ':')
    return true;
  if (syntax_hint_has_python_block(text, n)) return true;
  if (lexer_depth(text, n)) return false;
  for (int i = 0; outside[i]; i++)
    if (strstr(message, outside[i])) return true;
  return false;
}

static CompileState check(lua_State *L, Chunk c) {
  const int status = compile(L, c);
  const bool early =
    status == LUA_ERRSYNTAX && ended_early(L) && !is_invalid(L, c.text, c.n);
  lua_pop(L, 1);
  if (status == LUA_OK) return COMPILE_COMPLETE;
  return early ? COMPILE_INCOMPLETE : COMPILE_BROKEN;
}

CompileState compile_check(lua_State *L, const char *text, size_t n) {
  const CompileState value = check(L, chunk_of("return ", text, n));
  if (value == COMPILE_COMPLETE) return value;
  const CompileState statements = check(L, chunk_of("", text, n));
  return value < statements ? value : statements;
}

void compile_push_lack(lua_State *L, const char *text) {
  compile(L, chunk_of("", text, strlen(text)));
  if (!ended_early(L)) {
    lua_pop(L, 1);
    compile(L, chunk_of("return ", text, strlen(text)));
  }
  const char *message = lua_tostring(L, -1), *from = strstr(message, ": ");
  from = from ? from + 2 : message;
  if (!strncmp(from, "unexpected symbol", strlen("unexpected symbol")))
    lua_pushliteral(L, "expression expected");
  else
    lua_pushlstring(L, from, strlen(from) - (ended_early(L) ? sizeof END : 0));
  lua_remove(L, -2);
}

/* -- the position of a syntax error --------------------------------------- */

/* The start of the n-th line, counted from 0. */
static const char *line_start(const char *text, int n) {
  while (n-- > 0 && text) {
    text = strchr(text, '\n');
    if (text) text++;
  }
  return text;
}

/* Does the text truncated at n cause the same message? Then the token before n
 * is the unexpected one. */
static bool fails_alike(lua_State *L, Chunk c, size_t n) {
  c.n = n;
  int status = compile(L, c);
  bool alike = status != LUA_OK && lua_rawequal(L, -1, -2);
  lua_pop(L, 1);
  return alike;
}

/* Pushes the token named in the message; returns it, or NULL. */
static const char *push_token(lua_State *L, const char *message) {
  const char *near = NULL;
  for (const char *p = message; (p = strstr(p, "near '")); p++) near = p + 6;
  size_t n = near ? strlen(near) : 0;
  lua_pushlstring(L, near ? near : "", n ? n - 1 : 0);
  return n > 1 ? lua_tostring(L, -1) : NULL;
}

static const char *end_of_code(const char *text) {
  size_t n = strlen(text);
  while (n && isspace((unsigned char)text[n - 1])) n--;
  return text + n;
}

/* The first string not closed on its line, or NULL. */
static const char *unfinished_string(const char *text) {
  const size_t n = strlen(text);
  for (size_t at = 0; at < n;) {
    Token t = lexer_token(text, n, at);
    at += t.n;
    if (t.kind != TOKEN_STRING || text[t.start] == '[') continue;
    if (!t.finished || text[at - 1] == '\n') return text + t.start;
  }
  return NULL;
}

/* The invalid byte named in near '<\226>', or NULL. */
static const char *strange_byte(const char *message, const char *text) {
  const char *near = strstr(message, "near '<\\");
  return near ? strchr(text, atoi(near + strlen("near '<\\"))) : NULL;
}

/* The position of the error in the message at the top; NULL if unknown. */
static const char *find_spot(lua_State *L, Chunk c) {
  const char *message = lua_tostring(L, -1), *colon = strchr(message, ':');
  if (strstr(message, "unfinished string")) return unfinished_string(c.text);
  if (strstr(message, "near '<\\")) return strange_byte(message, c.text);
  if (ended_early(L)) return end_of_code(c.text);
  const char *from =
    colon ? line_start(c.text, atoi(colon + 1) - c.line) : NULL;
  const char *token = push_token(L, message), *spot = NULL;
  lua_insert(L, -2);
  for (const char *p = from; p && token && !spot; p++) {
    if (!(p = strstr(p, token))) break;
    size_t end = (size_t)(p - c.text) + strlen(token);
    if (fails_alike(L, c, end)) spot = p;
  }
  lua_remove(L, -2);
  return spot;
}

/* Removes the line number if the text is all of its source and has only one
 * line. */
static const char *without_place(const char *message, Chunk c) {
  const char *line_end = strchr(c.text, '\n'), *place = strchr(message, ':');
  bool lines = line_end && line_end < end_of_code(c.text);
  if (lines || c.line > 1) return message;
  place = place ? strstr(place + 1, ": ") : NULL;
  return place ? place + 2 : message;
}

/* Adds a syntax hint, the source line and a mark under the error to the
 * message. */
static void add_mark(lua_State *L, Chunk c, const char *spot) {
  const char *start = spot, *message = lua_tostring(L, -1);
  const char *advice = syntax_hint(message, c.text, spot);
  while (start > c.text && start[-1] != '\n') start--;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addstring(&b, without_place(message, c));
  luaL_addstring(&b, *advice ? "; " : "");
  luaL_addstring(&b, advice);
  luaL_addstring(&b, "\n  ");
  luaL_addlstring(&b, start, strcspn(start, "\n"));
  luaL_addstring(&b, "\n  ");
  for (; start < spot; start++) {
    if (!utf8_continues(*start)) luaL_addchar(&b, *start == '\t' ? '\t' : ' ');
  }
  luaL_addchar(&b, '^');
  luaL_pushresult(&b);
  lua_replace(L, -2);
}

/* Compiling failed both as an expression and as statements: reports the error
 * that occurs later. A message without a position, such as for a break outside
 * a loop, means that all the text was parsed. */
static int explain(lua_State *L, Chunk c) {
  const char *spot = find_spot(L, c);
  if (!strstr(lua_tostring(L, -1), " near ")) {
    lua_remove(L, -2);
    return LUA_ERRSYNTAX;
  }
  lua_insert(L, -2);
  c.before = "return ";
  const char *other = find_spot(L, c);
  c.before = "";
  if (other && (!spot || other > spot)) {
    spot = other;
    lua_insert(L, -2);
  }
  lua_pop(L, 1);
  if (spot) add_mark(L, c, spot);
  return LUA_ERRSYNTAX;
}

static bool compiles(lua_State *L, Chunk c) {
  int status = compile(L, c);
  lua_pop(L, 1);
  return status == LUA_OK;
}

size_t compile_tail(lua_State *L, const char *text) {
  if (!strchr(text, ';')) return 0;
  const size_t n = strlen(text);
  size_t tail = 0;
  int depth = 0;
  for (size_t at = 0; at < n;) {
    Token t = lexer_token(text, n, at);
    depth += lexer_step(text, t);
    at += t.n;
    bool ends = !depth && t.kind == TOKEN_SIGN && text[t.start] == ';';
    if (ends && text[at + strspn(text + at, "; \t\n")]) tail = at;
  }
  bool value = tail && compiles(L, chunk_of("", text, tail)) &&
               compiles(L, chunk_of("return ", text + tail, n - tail));
  return value ? tail : 0;
}

int compile_chunk(lua_State *L, const char *name, const char *text, int line) {
  Chunk c = {name, "return ", text, strlen(text), line};
  if (compile(L, c) == LUA_OK) return LUA_OK;
  c.before = "";
  const size_t tail = compile_tail(L, text);
  lua_pushlstring(L, text, tail);
  lua_pushfstring(L, "%s%s%s", lua_tostring(L, -1), tail ? " return " : "",
                  text + tail);
  size_t n;
  const char *whole = lua_tolstring(L, -1, &n);
  int status = compile(L, (Chunk){name, "", whole, n, line});
  lua_replace(L, -3);
  lua_pop(L, 1);
  if (status == LUA_ERRSYNTAX && lua_type(L, -2) == LUA_TSTRING)
    return explain(L, c);
  lua_remove(L, -2);
  return status;
}
