#include "session/syntax/compile.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "session/syntax/syntax_hint.h"
#include "session/syntax/lexer.h"
#include "sys/utf8.h"

static const char NAME[] = "=stdin";
static const char END[] = "near <eof>";

static int compile(lua_State *L, const char *before, const char *text,
                   size_t n) {
  lua_pushlstring(L, text, n);
  lua_pushfstring(L, "%s%s", before, lua_tostring(L, -1));
  size_t size;
  const char *code = lua_tolstring(L, -1, &size);
  int status = luaL_loadbufferx(L, code, size, NAME, "t");
  lua_replace(L, -3);
  lua_pop(L, 1);
  return status;
}

/* Does the message at the top say that the text ended too early? */
static bool ended_early(lua_State *L) {
  const char *message = lua_tostring(L, -1);
  size_t n = message ? strlen(message) : 0, tail = sizeof END - 1;
  return n > tail && !strcmp(message + n - tail, END);
}

/* Errors at the end of the text that more text cannot repair: a string not
 * closed on its line, a colon as in Python, and outside blocks an expression
 * used as a statement or a method without parentheses. */
static bool is_invalid(lua_State *L, const char *text) {
  static const char *const outside[] = {"syntax error near", "'=' expected",
                                        "function arguments expected", NULL};
  const char *message = lua_tostring(L, -1);
  size_t n = strlen(text);
  if (strstr(message, "unfinished string")) return true;
  if (strstr(message, "<name> expected") && lexer_state(text, n).last == ':')
    return true;
  if (lexer_depth(text, n)) return false;
  for (int i = 0; outside[i]; i++)
    if (strstr(message, outside[i])) return true;
  return false;
}

static bool is_incomplete(lua_State *L, const char *before, const char *text,
                          bool *compiles) {
  int status = compile(L, before, text, strlen(text));
  bool early =
    status == LUA_ERRSYNTAX && ended_early(L) && !is_invalid(L, text);
  *compiles = status == LUA_OK;
  lua_pop(L, 1);
  return early;
}

bool compile_is_incomplete(lua_State *L, const char *text) {
  bool expression, statements;
  bool early = is_incomplete(L, "return ", text, &expression);
  bool early_too = is_incomplete(L, "", text, &statements);
  return !expression && !statements && (early || early_too);
}

void compile_push_lack(lua_State *L, const char *text) {
  compile(L, "", text, strlen(text));
  if (!ended_early(L)) {
    lua_pop(L, 1);
    compile(L, "return ", text, strlen(text));
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

static const char *line_start(const char *text, int line) {
  while (--line > 0 && text) {
    text = strchr(text, '\n');
    if (text) text++;
  }
  return text;
}

/* Does the text truncated at n cause the same message? Then the token before n
 * is the unexpected one. */
static bool fails_alike(lua_State *L, const char *before, const char *text,
                        size_t n) {
  int status = compile(L, before, text, n);
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
static const char *find_spot(lua_State *L, const char *before,
                             const char *text) {
  const char *message = lua_tostring(L, -1), *colon = strchr(message, ':');
  if (strstr(message, "unfinished string")) return unfinished_string(text);
  if (strstr(message, "near '<\\")) return strange_byte(message, text);
  if (ended_early(L)) return end_of_code(text);
  const char *from = colon ? line_start(text, atoi(colon + 1)) : NULL;
  const char *token = push_token(L, message), *spot = NULL;
  lua_insert(L, -2);
  for (const char *p = from; p && token && !spot; p++) {
    if (!(p = strstr(p, token))) break;
    size_t end = (size_t)(p - text) + strlen(token);
    if (fails_alike(L, before, text, end)) spot = p;
  }
  lua_remove(L, -2);
  return spot;
}

/* Removes the line number if the text has only one line. */
static const char *without_place(const char *message, const char *text) {
  const char *line_end = strchr(text, '\n'), *place = strchr(message, ':');
  if (line_end && line_end < end_of_code(text)) return message;
  place = place ? strstr(place + 1, ": ") : NULL;
  return place ? place + 2 : message;
}

/* Adds a syntax hint, the source line and a mark under the error to the
 * message. */
static void add_mark(lua_State *L, const char *text, const char *spot) {
  const char *start = spot, *message = lua_tostring(L, -1);
  const char *advice = syntax_hint(message, text, spot);
  while (start > text && start[-1] != '\n') start--;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addstring(&b, without_place(message, text));
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
static int explain(lua_State *L, const char *text) {
  const char *spot = find_spot(L, "", text);
  if (!strstr(lua_tostring(L, -1), " near ")) {
    lua_remove(L, -2);
    return LUA_ERRSYNTAX;
  }
  lua_insert(L, -2);
  const char *other = find_spot(L, "return ", text);
  if (other && (!spot || other > spot)) {
    spot = other;
    lua_insert(L, -2);
  }
  lua_pop(L, 1);
  if (spot) add_mark(L, text, spot);
  return LUA_ERRSYNTAX;
}

int compile_statements(lua_State *L, const char *text) {
  return compile(L, "", text, strlen(text));
}

static bool compiles(lua_State *L, const char *before, const char *text,
                     size_t n) {
  int status = compile(L, before, text, n);
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
  bool value = tail && compiles(L, "", text, tail) &&
               compiles(L, "return ", text + tail, n - tail);
  return value ? tail : 0;
}

int compile_chunk(lua_State *L, const char *text) {
  if (compile(L, "return ", text, strlen(text)) == LUA_OK) return LUA_OK;
  size_t n = compile_tail(L, text);
  lua_pushlstring(L, text, n);
  lua_pushfstring(L, "%s%s%s", lua_tostring(L, -1), n ? " return " : "",
                  text + n);
  const char *whole = lua_tostring(L, -1);
  int status = compile(L, "", whole, strlen(whole));
  lua_replace(L, -3);
  lua_pop(L, 1);
  if (status == LUA_ERRSYNTAX && lua_type(L, -2) == LUA_TSTRING)
    return explain(L, text);
  lua_remove(L, -2);
  return status;
}

/* -- pieces --------------------------------------------------------------- */

static void append(lua_State *L, int list) {
  lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
}

/* A prompt at the start of a pasted line. */
typedef struct Mark {
  size_t n;     /* length of the prompt in bytes; 0 if none */
  bool goes_on; /* it may precede a continuation line */
} Mark;

/* Recognizes the prompt itself, and `> ` and `>> ` of lua and help examples. */
static Mark mark_of(const char *line, const char *prompt) {
  size_t blanks = strspn(line, " \t"), n = strlen(prompt);
  line += blanks;
  if (!strncmp(line, prompt, n)) return (Mark){blanks + n, false};
  n = strspn(line, ">");
  if (!n || n > 2 || line[n] != ' ') return (Mark){0, false};
  return (Mark){blanks + n + 1, true};
}

/* Does the text compile or form the start of one entry? */
static bool makes_sense(lua_State *L, const char *text) {
  bool one, other;
  is_incomplete(L, "return ", text, &one);
  is_incomplete(L, "", text, &other);
  return one || other || compile_is_incomplete(L, text);
}

/* Splits a session: each prompt starts a piece, which continues while it is
 * incomplete. Without prompts, each line may start a piece. */
static void split_lines(lua_State *L, const char *text, const char *prompt) {
  int list = lua_gettop(L);
  bool pasted = mark_of(text, prompt).n;
  lua_pushliteral(L, "");
  while (*text) {
    size_t n = strcspn(text, "\n");
    Mark mark = pasted ? mark_of(text, prompt) : (Mark){0, false};
    const char *piece = lua_tostring(L, -1);
    bool open = *piece && compile_is_incomplete(L, piece);
    if ((mark.n && !mark.goes_on) || !open) {
      append(L, list);
      lua_pushlstring(L, text + mark.n, mark.n || !pasted ? n - mark.n : 0);
    } else {
      lua_pushlstring(L, text + mark.n, n - mark.n);
      lua_pushfstring(L, "%s\n%s", lua_tostring(L, -2), lua_tostring(L, -1));
      lua_replace(L, -3);
      lua_pop(L, 1);
    }
    text += n + (text[n] == '\n');
  }
  append(L, list);
}

void compile_split(lua_State *L, const char *text, const char *prompt) {
  lua_newtable(L);
  bool lines = strchr(text, '\n') && !makes_sense(L, text);
  if (lines || mark_of(text, prompt).n) {
    split_lines(L, text, prompt);
    return;
  }
  lua_pushstring(L, text);
  lua_rawseti(L, -2, 1);
}
