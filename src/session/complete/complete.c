#define _POSIX_C_SOURCE 200809L
#include "session/complete/complete.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/registry.h"
#include "session/assist/call_place.h"
#include "session/assist/infer.h"
#include "session/assist/known_type.h"
#include "session/assist/members.h"
#include "session/syntax/lexer.h"
#include "session/syntax/tokens.h"

static const char *const keywords[] = {
  "and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
  "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
  "repeat",   "return", "then", "true", "until",  "while", NULL};

const char complete_breaks[] = " \t\n\"\\'`@$><=;|&{(+-*/%^~#[]}),?";

size_t complete_start(const char *text, size_t n) {
  while (n && !strchr(complete_breaks, text[n - 1])) n--;
  return n;
}

static bool is_name_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

static bool is_mark(char c) { return c == '.' || c == ':'; }

/* -- matching ------------------------------------------------------------- */

static bool ignores_case = false;

void complete_ignore_case(bool on) { ignores_case = on; }

bool complete_begins(const char *word, const char *start) {
  size_t n = strlen(start);
  return ignores_case ? !strncasecmp(word, start, n) : !strncmp(word, start, n);
}

/* -- collecting ----------------------------------------------------------- */

/* The word to complete. */
typedef struct Request {
  const char *before; /* "plot." of "plot.sca"; n characters */
  size_t n;
  const char *start; /* "sca" */
  char mark;         /* '.', ':', or 0 for a global */
  int list;          /* stack index of the candidates */
} Request;

static void add(lua_State *L, const Request *r, const char *name,
                const char *after) {
  if (!complete_begins(name, r->start)) return;
  if (*name == '_' && *r->start != '_') return;
  lua_pushlstring(L, r->before, r->n);
  lua_pushfstring(L, "%s%s%s", lua_tostring(L, -1), name, after);
  lua_rawseti(L, r->list, (lua_Integer)lua_rawlen(L, r->list) + 1);
  lua_pop(L, 1);
}

/* Adds the keys of the set at the top; pops it. */
static void add_set(lua_State *L, const Request *r) {
  for (lua_pushnil(L); lua_next(L, -2);) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    add(L, r, lua_tostring(L, -1), "");
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* -- options -------------------------------------------------------------- */

static const char *entry_field(lua_State *L, const char *key) {
  lua_getfield(L, -1, key);
  const char *text = lua_tostring(L, -1); /* the entry keeps it */
  lua_pop(L, 1);
  return text ? text : "";
}

/* Is the option already set in the n characters after the brace? */
static bool is_given(const char *brace, size_t n, const char *option) {
  const size_t length = strlen(option);
  for (size_t i = 1; i + length < n; i++) {
    if (is_name_char(brace[i - 1]) || strncmp(brace + i, option, length) != 0)
      continue;
    size_t after = i + length;
    while (after < n && brace[after] == ' ') after++;
    if (after < n && brace[after] == '=') return true;
  }
  return false;
}

/* Adds the options of the entry at the top that are not set yet. */
static void add_options(lua_State *L, const Request *r, const char *brace) {
  push_option_names(L, entry_field(L, "usage"));
  for (lua_pushnil(L); lua_next(L, -2);) {
    lua_pop(L, 1);
    const char *option = lua_tostring(L, -1);
    if (!is_given(brace, (size_t)(r->before - brace), option))
      add(L, r, option, "=");
  }
  lua_pop(L, 1);
}

/* Is it a method of a receiver of which nothing is known, as in a:line{? */
static bool is_unknown_method(lua_State *L, Tokens c, CallPlace p) {
  if (p.end < p.start + 3 || !tokens_is(c, p.end - 2, ":")) return false;
  infer_push(L, c, p.start, p.end - 2);
  bool unknown = known_type_equals(known_type_of(L, -1), "any");
  lua_pop(L, 1);
  return unknown;
}

/* Adds the options of all methods with the name at token i. */
static void add_method_options(lua_State *L, const Request *r, Tokens c,
                               size_t i, const char *brace) {
  registry_push_list(L);
  for (lua_Integer k = 1; lua_rawgeti(L, -1, k) == LUA_TTABLE; k++) {
    const char *method = strchr(entry_field(L, "name"), ':');
    if (method && tokens_is_name(c, i, method + 1, strlen(method + 1)))
      add_options(L, r, brace);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
}

/* Adds the options of the call whose table of options is open, as in `train{`
 * or `train(m, {`, if an option name is expected there. */
static void add_call_options(lua_State *L, const Request *r, Tokens c) {
  CallPlace p;
  bool begins =
    c.n && (tokens_is(c, c.n - 1, "{") || tokens_is(c, c.n - 1, ",") ||
            tokens_is(c, c.n - 1, ";"));
  if (!begins || !call_place_find(c, &p) || p.table == c.n || !p.directly)
    return;
  const char *brace = c.text + c.t[p.table].start;
  if (infer_push_entry(L, c, p.start, p.end)) {
    add_options(L, r, brace);
    lua_pop(L, 1);
  } else if (is_unknown_method(L, c, p))
    add_method_options(L, r, c, p.end - 1, brace);
}

/* -- members -------------------------------------------------------------- */

/* Do tokens [start, end) appear at i, followed by a mark and a name? */
static bool is_same_path(Tokens c, size_t start, size_t end, size_t i) {
  for (size_t k = start; k < end; k++, i++) {
    const Token t = c.t[k];
    if (!tokens_is(c, i, ".") && !tokens_is_kind(c, i, TOKEN_NAME))
      return false;
    if (c.t[i].n != t.n ||
        strncmp(c.text + c.t[i].start, c.text + t.start, t.n) != 0)
      return false;
  }
  return (tokens_is(c, i, ".") || tokens_is(c, i, ":")) &&
         tokens_is_kind(c, i + 1, TOKEN_NAME);
}

/* Adds the fields of the operand in tokens [start, c.n) that were typed before,
 * as in t.x = 1. */
static void add_typed_fields(lua_State *L, const Request *r, Tokens c,
                             size_t start) {
  size_t length = c.n - start;
  for (size_t i = 0; i + length < start; i++) {
    if (!is_same_path(c, start, c.n, i)) continue;
    const Token t = c.t[i + length + 1];
    lua_pushlstring(L, c.text + t.start, t.n);
    add(L, r, lua_tostring(L, -1), "");
    lua_pop(L, 1);
  }
}

/* Adds the members of the operand at the end of the tokens. */
static void add_members(lua_State *L, const Request *r, Tokens c) {
  size_t start = tokens_operand_start(c, c.n);
  if (start == c.n) return;
  infer_push(L, c, start, c.n);
  UsageText type = known_type_of(L, -1);
  bool open =
    known_type_equals(type, "table") || known_type_equals(type, "any");
  members_push_names(L, -1, r->mark);
  add_set(L, r);
  if (open && r->mark == '.') add_typed_fields(L, r, c, start);
  lua_pop(L, 1);
}

/* -- all ------------------------------------------------------------------ */

/* Adds the names typed before the word, such as locals and parameters. */
static void add_typed(lua_State *L, const Request *r, const char *text,
                      size_t start) {
  for (size_t at = 0; at < start && *r->start;) {
    Token t = lexer_token(text, start, at);
    at += t.n;
    if (t.kind != TOKEN_NAME || at == start) continue;
    if (t.start && is_mark(text[t.start - 1])) continue;
    lua_pushlstring(L, text + t.start, t.n);
    add(L, r, lua_tostring(L, -1), "");
    lua_pop(L, 1);
  }
}

static Request request_of(const char *text, size_t start, int list) {
  const char *word = text + start, *mark = word + strlen(word);
  while (mark > word && !is_mark(mark[-1])) mark--;
  size_t n = (size_t)(mark - word);
  return (Request){word, n, mark, n ? mark[-1] : 0, list};
}

static void add_globals(lua_State *L, const Request *r) {
  if (infer_push_scope(L)) {
    members_push_names(L, -1, 0);
    add_set(L, r);
    lua_pop(L, 1);
  }
  lua_pushglobaltable(L);
  members_push_names(L, -1, 0);
  add_set(L, r);
  lua_pop(L, 1);
  for (int i = 0; keywords[i]; i++) add(L, r, keywords[i], "");
}

int complete_words(lua_State *L) {
  const char *text = luaL_checkstring(L, 1);
  size_t start = (size_t)luaL_checkinteger(L, 2);
  lua_settop(L, 2);
  lua_newtable(L);
  registry_push_list(L); /* loads all modules */
  Request r = request_of(text, start, 3);
  Tokens c = tokens_push(L, text, start + r.n - (r.mark ? 1 : 0));
  if (r.mark)
    add_members(L, &r, c);
  else
    add_call_options(L, &r, c);
  if (!r.mark && !lua_rawlen(L, 3)) {
    add_globals(L, &r);
    add_typed(L, &r, text, start);
  }
  lua_settop(L, 3);
  return 1;
}
