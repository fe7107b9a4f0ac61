/* help.c - help(), from the entries of all primitives. */
#define _POSIX_C_SOURCE 200809L
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/printoptions.h"
#include "lua/base/registry.h"
#include "lua/base/lib_context.h"
#include "lua/base/file.h"

static const char *field(lua_State *L, int entry, const char *key) {
  lua_getfield(L, entry, key);
  const char *text = lua_tostring(L, -1);
  lua_pop(L, 1); /* owned by the entry */
  return text ? text : "";
}

/* -- text ----------------------------------------------------------------- */

/* The line width, limited for readability. */
static size_t help_width(lua_State *L) {
  enum { MOST = 78 };
  size_t width = printoptions_width(L);
  return width < MOST ? width : MOST;
}

static void add_blanks(luaL_Buffer *b, size_t n) {
  while (n--) luaL_addchar(b, ' ');
}

/* Adds n bytes of text wrapped at spaces, each line indented by `indent`; the
 * first line is already written up to column `at`. */
static void add_wrapped(luaL_Buffer *b, const char *text, size_t n, size_t at,
                        size_t indent) {
  const size_t width = help_width(b->L);
  const char *end = text + n;
  bool begins = true;
  while (text < end) {
    size_t word = strcspn(text, " ");
    if (text + word > end) word = (size_t)(end - text);
    if (!begins && at + 1 + word > width) {
      luaL_addchar(b, '\n');
      at = 0;
      begins = true;
    }
    size_t blanks = !begins ? 1 : at < indent ? indent - at : 0;
    add_blanks(b, blanks);
    luaL_addlstring(b, text, word);
    at += blanks + word;
    begins = false;
    text += word;
    text += strspn(text, " ");
  }
}

/* Adds the example lines as typed at the prompt. */
static void add_example(luaL_Buffer *b, const char *text) {
  while (*text) {
    size_t line = strcspn(text, "\n");
    luaL_addstring(b, "  > ");
    luaL_addlstring(b, text, line);
    luaL_addchar(b, '\n');
    text += line + (text[line] != 0);
  }
}

/* Adds paragraphs; all but the first have a hanging indent. */
static void add_paragraphs(luaL_Buffer *b, const char *text) {
  enum { INDENT = 2, HANGING = 4 };
  size_t line = strcspn(text, "\n");
  add_wrapped(b, text, line, 0, INDENT);
  while (text[line]) {
    text += line + 1;
    line = strcspn(text, "\n");
    luaL_addchar(b, '\n');
    add_blanks(b, INDENT);
    add_wrapped(b, text, line, HANGING, HANGING);
  }
  luaL_addchar(b, '\n');
}

/* Pushes the full text of one entry. */
static void push_entry(lua_State *L, int entry) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  const char *usage = field(L, entry, "usage");
  add_wrapped(&b, usage, strlen(usage), 4, 4); /* first line not indented */
  luaL_addchar(&b, '\n');
  add_paragraphs(&b, field(L, entry, "help"));
  add_example(&b, field(L, entry, "example"));
  luaL_pushresult(&b);
}

/* -- finding -------------------------------------------------------------- */

typedef bool Matcher(lua_State *L, int entry, int wanted);

/* Whether the entry documents the given function or table. */
static bool is_value(lua_State *L, int entry, int wanted) {
  lua_getfield(L, entry, "fn");
  bool same = lua_rawequal(L, -1, wanted);
  lua_pop(L, 1);
  return same;
}

/* "run.cost" and "run:cost" are the same name. */
static bool is_same(const char *a, const char *b) {
  for (; *a && *b; a++, b++)
    if (*a != *b && !(strchr(".:", *a) && strchr(".:", *b))) return false;
  return *a == *b;
}

/* "zeros" matches vector.zeros and matrix.zeros, "train" only train; "m.w"
 * matches a usage. */
static bool is_name(lua_State *L, int entry, int wanted) {
  const char *name = field(L, entry, "name"), *word = lua_tostring(L, wanted);
  const char *tail = strpbrk(name, ".:");
  return is_same(name, word) || (tail && !strcmp(tail + 1, word)) ||
         is_same(field(L, entry, "usage"), word);
}

/* Whether the entry belongs to the given table or type, such as "vector". */
static bool is_part(lua_State *L, int entry, int wanted) {
  const char *name = field(L, entry, "name"), *word = lua_tostring(L, wanted);
  size_t n = strlen(word);
  return !strncmp(name, word, n) && (name[n] == '.' || name[n] == ':');
}

/* Case-insensitive search. */
static bool holds(const char *text, const char *word) {
  size_t n = strlen(word);
  for (; *text; text++)
    if (!strncasecmp(text, word, n)) return true;
  return !n;
}

static bool mentions(lua_State *L, int entry, int wanted) {
  const char *word = lua_tostring(L, wanted);
  return holds(field(L, entry, "name"), word) ||
         holds(field(L, entry, "usage"), word) ||
         holds(field(L, entry, "help"), word);
}

/* Pushes a list of the entries that match. */
static lua_Integer push_matches(lua_State *L, Matcher *matches, int wanted) {
  registry_push_list(L);
  lua_newtable(L);
  int list = lua_gettop(L) - 1, found = list + 1;
  lua_Integer count = 0;
  for (lua_Integer i = 1; lua_geti(L, list, i) == LUA_TTABLE; i++) {
    if (matches(L, lua_gettop(L), wanted)) {
      lua_pushvalue(L, -1);
      lua_rawseti(L, found, ++count);
    }
    lua_pop(L, 1);
  }
  lua_settop(L, found);
  lua_remove(L, list);
  return count;
}

/* -- printing ------------------------------------------------------------- */

static void print_top(lua_State *L) {
  lua_getglobal(L, "print");
  lua_insert(L, -2);
  lua_call(L, 1, 0);
}

/* Prints the full text of every entry of the list at the top. */
static void print_entries(lua_State *L) {
  int found = lua_gettop(L);
  for (lua_Integer i = 1; lua_geti(L, found, i) == LUA_TTABLE; i++) {
    push_entry(L, lua_gettop(L));
    print_top(L);
    lua_settop(L, found);
  }
  lua_settop(L, found);
}

/* Adds the usage with its options abbreviated to {...}; returns its width. */
static size_t add_short_usage(luaL_Buffer *b, const char *usage) {
  const char *open = strchr(usage, '{'), *close = strchr(usage, '}');
  size_t n = strlen(usage), head = open ? (size_t)(open - usage) : n;
  luaL_addlstring(b, usage, head);
  if (!open || !close) return n;
  luaL_addstring(b, "{...}");
  luaL_addstring(b, close + 1);
  return head + strlen("{...}") + strlen(close + 1);
}

/* Adds n bytes of text next to what was written up to column `at`, or below it
 * if there is no room. */
static void add_beside(luaL_Buffer *b, const char *text, size_t n, size_t at) {
  enum { ROOM = 60, BESIDE = 32, BELOW = 4 };
  size_t indent = help_width(b->L) < ROOM ? BELOW : BESIDE;
  if (at + 2 > indent) {
    luaL_addchar(b, '\n');
    at = 0;
  }
  add_wrapped(b, text, n, at, indent);
}

/* Adds the first sentence of an entry's help next to its usage. */
static void add_first_sentence(luaL_Buffer *b, const char *text, size_t at) {
  const char *end = strstr(text, ". ");
  if (end && end > text && end[-1] == '.')
    end = strstr(end + 1, ". "); /* ... */
  size_t n = end ? (size_t)(end - text) + 1 : strlen(text);
  add_beside(b, text, n, at);
}

/* Prints one line for every entry of the list at the top. */
static void print_lines(lua_State *L) {
  int found = lua_gettop(L);
  for (lua_Integer i = 1; lua_geti(L, found, i) == LUA_TTABLE; i++) {
    const char *usage = field(L, found + 1, "usage");
    const char *help = field(L, found + 1, "help");
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    luaL_addstring(&b, "  ");
    add_first_sentence(&b, help, 2 + add_short_usage(&b, usage));
    luaL_pushresult(&b);
    print_top(L);
    lua_settop(L, found);
  }
  lua_settop(L, found);
}

static const char *const begins[][2] = {
  {"vector matrix dot sigmoid", "vectors and matrices"},
  {"data metrics", "tables of data; evaluating a model"},
  {"normalize polyfeatures", "preparing features"},
  {"model train", "models and training"},
  {"plot", "plots"},
  {"explore", "change values with keys, watch the plot"},
  {"lesson", "step-by-step lessons"},
  {"who history save_session", "your variables and input; saving a session"},
  {"help\"prompt\"", "commands (%time %run %edit %cd !ls) and keys"},
  {NULL, NULL}};

static int overview(lua_State *L) {
  static const char end[] =
    "help(train) explains a function, help\"vector\" lists the functions and "
    "methods of vector, help\"scale\" searches. Ctrl-C interrupts, Ctrl-D "
    "exits.";
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addstring(&b, "mlrepl: Lua 5.4 with vectors, models and plots.\n\n");
  for (int i = 0; begins[i][0]; i++) {
    const char *names = begins[i][0], *what = begins[i][1];
    luaL_addstring(&b, "  ");
    luaL_addstring(&b, names);
    add_beside(&b, what, strlen(what), 2 + strlen(names));
    luaL_addchar(&b, '\n');
  }
  luaL_addchar(&b, '\n');
  add_wrapped(&b, end, strlen(end), 0, 0);
  luaL_pushresult(&b);
  print_top(L);
  return 0;
}

/* Lists the members of the first match: help(vector) shows vector and its
 * members. */
static void print_parts(lua_State *L) {
  lua_geti(L, -1, 1);
  lua_getfield(L, -1, "name");
  if (push_matches(L, is_part, lua_gettop(L))) print_lines(L);
}

/* Pushes the name of the global that holds the table at 1, such as model. */
static bool push_global_name(lua_State *L) {
  if (!lua_istable(L, 1)) return false;
  lua_pushglobaltable(L);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (!lua_rawequal(L, -1, 1) || lua_type(L, -2) != LUA_TSTRING) continue;
    lua_pop(L, 1);
    return true;
  }
  return false;
}

/* help"changes": lib/CHANGES.md as it is. */
static int print_changes(lua_State *L) {
  size_t n;
  const char *lib_dir = lib_context_dir(L);
  if (!lib_dir) return fail(L, "lib/CHANGES.md was not found");
  lua_pushfstring(L, "%s/CHANGES.md", lib_dir);
  const char *text = push_file(L, lua_tostring(L, -1), &n);
  while (n && text[n - 1] == '\n') n--;
  lua_pushlstring(L, text, n);
  print_top(L);
  return 0;
}

static int l_help(lua_State *L) {
  lua_settop(L, 1);
  if (lua_isnil(L, 1)) return overview(L);
  bool word = lua_type(L, 1) == LUA_TSTRING;
  if (word && !strcmp(lua_tostring(L, 1), "changes")) return print_changes(L);
  if (push_matches(L, word ? is_name : is_value, 1)) {
    print_entries(L);
    print_parts(L);
    return 0;
  }
  if (word && (push_matches(L, is_part, 1) || push_matches(L, mentions, 1))) {
    print_lines(L);
    return 0;
  }
  if (!word && luaL_getmetafield(L, 1, "__name") == LUA_TSTRING &&
      push_matches(L, is_part, lua_gettop(L))) {
    print_lines(L); /* help(x) lists the methods of x */
    return 0;
  }
  if (push_global_name(L) && push_matches(L, is_part, lua_gettop(L))) {
    print_lines(L); /* help(model) */
    return 0;
  }
  const char *what = word ? lua_pushfstring(L, "\"%s\"", lua_tostring(L, 1))
                          : push_description(L, 1);
  return fail(L, "no help for %s; help() lists the main topics", what);
}

static const Prim prims[] = {
  {"help", l_help, "help(what)",
   "Describes a function, given as a value or by name; lists the members of a "
   "table such as vector, or of a value; searches the help texts for any other "
   "word. help() lists the main topics.",
   "help(dot)"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_help(lua_State *L) { registry_add(L, prims); }
