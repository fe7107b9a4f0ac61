#include "session/syntax/pieces.h"

#include <ctype.h>
#include <string.h>

#include <lauxlib.h>

#include "session/syntax/lexer.h"
#include "session/syntax/prompt_syntax.h"

static bool is_blank(const char *text) { return !text[strspn(text, " \t\n")]; }

/* The state of the n bytes. A command or question has one line. */
static CompileState state_of(lua_State *L, const char *text, size_t n) {
  lua_pushlstring(L, text, n);
  text = lua_tostring(L, -1);
  const char *code = prompt_syntax_code(text), *lines = strchr(text, '\n');
  CompileState state = COMPILE_COMPLETE;
  if (code)
    state = compile_check(L, code, strlen(code));
  else if (lines && !is_blank(lines))
    state = COMPILE_BROKEN;
  lua_pop(L, 1);
  return state;
}

/* -- sessions ------------------------------------------------------------- */

/* The two prompts of a program: of an entry and of a line that continues it. */
typedef struct Prompts {
  const char *first, *next;
  bool goes_on; /* may the first one precede a continuation line, too? */
} Prompts;

/* Those of lua, which help examples have, too, and those of Python. */
static const Prompts LUA = {"> ", ">> ", true},
                     PYTHON = {">>> ", "... ", false};

/* A prompt at the start of a pasted line. */
typedef struct Mark {
  size_t n;     /* its length in bytes; 0 if none */
  bool goes_on; /* it may precede a continuation line */
} Mark;

/* The length of the prompt with the blanks before it, or 0. The blank at its end
 * may be missing if nothing follows. */
static size_t prompt_length(const char *line, const char *prompt) {
  const size_t blanks = strspn(line, " \t"), n = strlen(prompt);
  line += blanks;
  if (!strncmp(line, prompt, n)) return blanks + n;
  const bool bare =
    !strncmp(line, prompt, n - 1) && (!line[n - 1] || line[n - 1] == '\n');
  return bare ? blanks + n - 1 : 0;
}

static Mark mark_of(const char *line, const Prompts *prompts) {
  const size_t n = prompt_length(line, prompts->first);
  if (n) return (Mark){n, prompts->goes_on};
  return (Mark){prompt_length(line, prompts->next), true};
}

/* The prompts of the session that the text begins with; NULL if it begins with
 * none. */
static const Prompts *prompts_of(const char *text, const Prompts *own) {
  const Prompts *const all[] = {own, &PYTHON, &LUA};
  for (int i = 0; i < 3; i++)
    if (prompt_length(text, all[i]->first)) return all[i];
  return NULL;
}

/* Ctrl-C dropped an entry that ends so. */
static bool is_dropped(const char *line, size_t n) {
  return n >= 2 && !memcmp(line + n - 2, "^C", 2);
}

static void erase(char *text, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (text[i] != '\n') text[i] = ' ';
}

/* Pushes the text without prompts. A line without one is the output of a
 * complete entry or continues an incomplete one. */
static void push_without_prompts(lua_State *L, const char *text,
                                 const Prompts *prompts) {
  size_t entry = 0; /* where the present entry starts */
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  while (*text) {
    const size_t n = strcspn(text, "\n"), at = luaL_bufflen(&b);
    const Mark mark = mark_of(text, prompts);
    const bool open = at > entry && state_of(L, luaL_buffaddr(&b) + entry,
                                             at - entry) == COMPILE_INCOMPLETE;
    if (!open || (mark.n && !mark.goes_on)) entry = at;
    if (open || mark.n) luaL_addlstring(&b, text + mark.n, n - mark.n);
    if (is_dropped(text, n))
      erase(luaL_buffaddr(&b) + entry, luaL_bufflen(&b) - entry);
    text += n + (text[n] == '\n');
    luaL_addchar(&b, '\n');
  }
  luaL_pushresult(&b);
}

/* Pushes the text with "\n" for "\r\n" and "\r". */
static void push_lines(lua_State *L, const char *text) {
  luaL_gsub(L, text, "\r\n", "\n");
  luaL_gsub(L, lua_tostring(L, -1), "\r", "\n");
  lua_remove(L, -2);
}

/* -- splitting ------------------------------------------------------------ */

/* Does the text begin with a sign or word that can only continue an entry, such
 * as the `:` of a method? */
static bool continues(const char *text) {
  static const char *const words[] = {"and", "or", NULL};
  if (*text == '.') return !isdigit((unsigned char)text[1]);
  if (*text == ':') return text[1] != ':';
  if (*text == '~' || *text == '=') return text[1] == '=';
  for (int i = 0; words[i]; i++) {
    const size_t n = strlen(words[i]);
    if (!strncmp(text, words[i], n) && strchr(" \t\n(", text[n])) return true;
  }
  return *text && strchr("+*/^<>&|,)]}", *text);
}

/* The length of a shell command; a backslash continues it. */
static size_t command_length(const char *text) {
  size_t n = strcspn(text, "\n");
  while (n && text[n] && text[n - 1] == '\\')
    n += 1 + strcspn(text + n + 1, "\n");
  return n;
}

/* Where the code starts in the first line of the text; -1 if it is a command or
 * a question. */
static long code_start(lua_State *L, const char *text) {
  lua_pushlstring(L, text, strcspn(text, "\n"));
  const char *line = lua_tostring(L, -1), *code = prompt_syntax_code(line);
  const long start = code ? code - line : -1;
  lua_pop(L, 1);
  return start;
}

/* The length of the first piece of the text: lines up to one that completes an
 * entry. Inside a block, lines need not be compiled to see that. */
static size_t piece_length(lua_State *L, const char *text, size_t n,
                           CompileState *state) {
  const long start = code_start(L, text);
  *state = COMPILE_COMPLETE;
  if (start < 0) return command_length(text);
  int depth = 0;
  for (size_t at = (size_t)start; at < n;) {
    const Token t = lexer_token(text, n, at);
    depth += lexer_step(text, t);
    at += t.n;
    if (t.kind != TOKEN_BLANK || depth > 0 || continues(text + at)) continue;
    const char *end = memchr(text + t.start, '\n', t.n);
    if (!end) continue;
    const size_t length = (size_t)(end - text);
    *state = state_of(L, text, length);
    if (*state != COMPILE_INCOMPLETE) return length;
  }
  *state = state_of(L, text, n);
  return n;
}

/* Fills the pieces, at most one per line; returns their number. */
static size_t split(lua_State *L, const char *text, Piece *pieces) {
  size_t count = 0;
  int line = 1;
  for (const char *at = text; *at;) {
    Piece p = {(size_t)(at - text), strcspn(at, "\n"), line, COMPILE_COMPLETE};
    if (strspn(at, " \t") < p.n) {
      p.n = piece_length(L, at, strlen(at), &p.state);
      pieces[count++] = p;
    }
    for (const char *end = at + p.n; at < end; at++) line += *at == '\n';
    if (*at == '\n') at++, line++;
  }
  return count;
}

/* -- all ------------------------------------------------------------------ */

static size_t count_lines(const char *text) {
  size_t lines = 1;
  while ((text = strchr(text, '\n'))) text++, lines++;
  return lines;
}

/* Is that statements, and the rest an expression? */
static bool divides(lua_State *L, const char *text, size_t at) {
  const int top = lua_gettop(L);
  lua_pushfstring(L, "return %s", text + at);
  bool good = luaL_loadstring(L, lua_tostring(L, -1)) == LUA_OK &&
              luaL_loadbuffer(L, text, at, "=") == LUA_OK;
  lua_settop(L, top);
  return good;
}

/* Where the expression after the statements begins, in a line of its own; 0 if
 * there is none. What could go on with the line before belongs to that. */
static size_t last_expression(lua_State *L, const char *text, size_t n) {
  size_t found = 0;
  int depth = 0;
  lua_pushfstring(L, "return %s", text);
  const bool whole = luaL_loadstring(L, lua_tostring(L, -1)) == LUA_OK;
  lua_pop(L, 2);
  for (size_t at = 0; at < n && !whole;) {
    const Token t = lexer_token(text, n, at);
    depth += lexer_step(text, t);
    at += t.n;
    if (t.kind != TOKEN_BLANK || depth > 0 || at == n) continue;
    const bool joins = strchr("([{\"'-", text[at]) || continues(text + at);
    if (memchr(text + t.start, '\n', t.n) && !joins && divides(L, text, at))
      found = at;
  }
  return found;
}

/* Divides the only piece. */
static void divide(lua_State *L, Pieces *p, Piece *list) {
  const size_t n = list->n, at = last_expression(L, p->text, n);
  if (!at) return;
  size_t head = at;
  while (head && isspace((unsigned char)p->text[head - 1])) head--;
  list[0].n = head;
  list[1] = (Piece){at, n - at, 1, COMPILE_COMPLETE};
  for (size_t i = 0; i < at; i++) list[1].line += p->text[i] == '\n';
  p->count = 2;
}

static Pieces push(lua_State *L, const char *text, const char *prompt,
                   bool cell) {
  Pieces p = {.count = 1};
  push_lines(L, text);
  const Prompts own = {prompt, ">> ", false};
  const Prompts *prompts = prompts_of(lua_tostring(L, -1), &own);
  p.session = prompts != NULL;
  if (prompts) {
    push_without_prompts(L, lua_tostring(L, -1), prompts);
    lua_remove(L, -2);
  }
  p.text = lua_tostring(L, -1);
  const size_t n = strlen(p.text), lines = count_lines(p.text);
  Piece *list = lua_newuserdatauv(L, lines * sizeof *list, 0);
  *list = (Piece){0, n, 1, state_of(L, p.text, n)};
  if (p.session || (lines > 1 && list->state == COMPILE_BROKEN))
    p.count = split(L, p.text, list);
  else if (cell && lines > 1 && list->state == COMPILE_COMPLETE)
    divide(L, &p, list);
  p.list = list;
  return p;
}

Pieces pieces_push(lua_State *L, const char *text, const char *prompt) {
  return push(L, text, prompt, false);
}

Pieces pieces_push_cell(lua_State *L, const char *text, const char *prompt) {
  return push(L, text, prompt, true);
}

bool pieces_are_open(const Pieces *p) {
  for (size_t i = 0; i + 1 < p->count; i++)
    if (p->list[i].state != COMPILE_COMPLETE) return false;
  return p->count && p->list[p->count - 1].state == COMPILE_INCOMPLETE;
}

static void push_trimmed(lua_State *L, const char *text) {
  size_t n = strlen(text);
  while (n && isspace((unsigned char)text[n - 1])) n--;
  lua_pushlstring(L, text, n);
}

void pieces_push_entry(lua_State *L, const Pieces *p) {
  if (!p->session) {
    push_trimmed(L, p->text);
    return;
  }
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t i = 0; i < p->count; i++) {
    if (i) luaL_addchar(&b, '\n');
    luaL_addlstring(&b, p->text + p->list[i].start, p->list[i].n);
  }
  luaL_pushresult(&b);
}
