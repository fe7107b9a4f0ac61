/* help.c - help(), and formatting the entries of all primitives. */
#define _POSIX_C_SOURCE 200809L
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/printoptions.h"
#include "lua/base/registry.h"
#include "lua/base/lib_context.h"
#include "lua/base/file.h"
#include "lua/usage/usage.h"
#include "sys/terminal/pager.h"
#include "sys/utf8.h"

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

/* Adds n bytes of text wrapped at spaces to lines of `width` characters, each
 * indented by `indent`; the first line is already written up to column `at`. */
static void add_wrapped_to(luaL_Buffer *b, size_t width, const char *text,
                           size_t n, size_t at, size_t indent) {
  const char *end = text + n;
  bool begins = true;
  while (text < end) {
    size_t word = strcspn(text, " ");
    if (text + word > end) word = (size_t)(end - text);
    const size_t columns = utf8_count(text, word);
    if (!begins && at + 1 + columns > width) {
      luaL_addchar(b, '\n');
      at = 0;
      begins = true;
    }
    size_t blanks = !begins ? 1 : at < indent ? indent - at : 0;
    add_blanks(b, blanks);
    luaL_addlstring(b, text, word);
    at += blanks + columns;
    begins = false;
    text += word;
    text += strspn(text, " ");
  }
}

static void add_wrapped(luaL_Buffer *b, const char *text, size_t n, size_t at,
                        size_t indent) {
  add_wrapped_to(b, help_width(b->L), text, n, at, indent);
}

/* Replaces the text at the top by one without lines longer than `width`, so that
 * no terminal breaks a word. What follows a wrapped line is indented as it is,
 * below an item of a list by two more. Code is left alone. */
static void wrap_top(lua_State *L, size_t width) {
  luaL_Buffer b;
  const int place = lua_gettop(L);
  const char *text = lua_tostring(L, place);
  luaL_buffinit(L, &b);
  for (;;) {
    const size_t n = strcspn(text, "\n"), blanks = strspn(text, " ");
    const size_t indent = blanks + (strncmp(text + blanks, "- ", 2) ? 0 : 2);
    if (utf8_count(text, n) <= width || text[blanks] == '>')
      luaL_addlstring(&b, text, n);
    else {
      luaL_addlstring(&b, text, indent);
      add_wrapped_to(&b, width, text + indent, n - indent, indent, indent);
    }
    if (!text[n]) break;
    luaL_addchar(&b, '\n');
    text += n + 1;
  }
  luaL_pushresult(&b);
  lua_replace(L, place);
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

enum { INDENT = 2, HANGING = 4 };

/* Adds paragraphs with a hanging indent. */
static void add_hanging(luaL_Buffer *b, const char *text) {
  while (*text) {
    const size_t line = strcspn(text, "\n");
    add_blanks(b, INDENT);
    add_wrapped(b, text, line, HANGING, HANGING);
    luaL_addchar(b, '\n');
    text += line + (text[line] != 0);
  }
}

/* Adds the first paragraph of the text; returns the others. */
static const char *add_first(luaL_Buffer *b, const char *text) {
  const size_t line = strcspn(text, "\n");
  add_wrapped(b, text, line, 0, INDENT);
  luaL_addchar(b, '\n');
  return text + line + (text[line] != 0);
}

/* Adds the usage without its results and with its options abbreviated to
 * {...}; returns its width. */
static size_t add_short_usage(luaL_Buffer *b, const char *usage) {
  static const char dots[] = "{...}";
  const char *open = strchr(usage, '{'), *close = strchr(usage, '}');
  size_t n = usage_call_length(usage);
  size_t head = open && close ? (size_t)(open - usage) : n;
  size_t tail = head < n ? n - (size_t)(close + 1 - usage) : 0;
  luaL_addlstring(b, usage, head);
  if (head == n) return n;
  luaL_addstring(b, dots);
  luaL_addlstring(b, close + 1, tail);
  return head + strlen(dots) + tail;
}

/* Adds the usage; later lines are indented. */
static void add_usage(luaL_Buffer *b, const char *usage) {
  add_wrapped(b, usage, strlen(usage), 4, 4); /* first line not indented */
  luaL_addchar(b, '\n');
}

/* Adds the short call, what it does and an example, and then the options. */
static void add_in_two_parts(luaL_Buffer *b, const char *usage,
                             const char *help, const char *example) {
  const char *results = usage + usage_call_length(usage);
  add_short_usage(b, usage);
  luaL_addstring(b, results);
  luaL_addchar(b, '\n');
  const char *others = add_first(b, help);
  add_example(b, example);
  luaL_addchar(b, '\n');
  add_usage(b, usage);
  add_hanging(b, others);
}

/* Pushes the full text of one entry. Many options come last. */
static void push_entry(lua_State *L, int entry) {
  const char *usage = field(L, entry, "usage"), *help = field(L, entry, "help"),
             *example = field(L, entry, "example");
  const bool long_usage = strlen(usage) + 4 > help_width(L);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  if (long_usage && strchr(usage, '{') && strchr(help, '\n'))
    add_in_two_parts(&b, usage, help, example);
  else {
    add_usage(&b, usage);
    add_hanging(&b, add_first(&b, help));
    add_example(&b, example);
  }
  luaL_pushresult(&b);
}

/* -- printing ------------------------------------------------------------- */

/* Prints the text at the top and a newline, with a pager if it is long; pops
 * it. */
static void print_top(lua_State *L) {
  size_t n;
  wrap_top(L, printoptions_width(L));
  if (printoptions_get(L).pager) {
    lua_pushfstring(L, "%s\n", lua_tostring(L, -1));
    const char *text = lua_tolstring(L, -1, &n);
    bool shown = pager_show(text, n);
    lua_pop(L, shown ? 2 : 1);
    if (shown) return;
  }
  lib_context_print(L);
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

/* Pushes the line of an entry in a list. */
static void push_line(lua_State *L, int entry) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addstring(&b, "  ");
  size_t at = 2 + add_short_usage(&b, field(L, entry, "usage"));
  add_first_sentence(&b, field(L, entry, "help"), at);
  luaL_pushresult(&b);
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
  {"save_workspace", "saving your variables for another session"},
  {"help\"prompt\"", "commands (%time %run %edit %cd !ls) and keys"},
  {NULL, NULL}};

static int overview(lua_State *L) {
  static const char end[] =
    "?train explains a function, ?x a variable, ?for or ?string.format Lua; "
    "?vector lists the functions and methods of vector, ?scale searches; "
    "??f shows the source of your function f, show(t) all of a table. help() "
    "does the same in scripts: help(train), help\"scale\". Ctrl-C interrupts, "
    "Ctrl-D exits.";
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

/* help"changes": lib/CHANGES.md. */
static int print_changes(lua_State *L) {
  size_t n;
  const char *lib_dir = lib_context_dir(L);
  if (!lib_dir) return fail(L, "lib/CHANGES.md was not found");
  lua_pushfstring(L, "%s/CHANGES.md", lib_dir);
  const char *text = push_file(L, lua_tostring(L, -1), &n);
  while (n && text[n - 1] == '\n') n--;
  lua_pushlstring(L, text, n);
  wrap_top(L, help_width(L));
  print_top(L);
  return 0;
}

/* -- functions for lib/mlrepl/prompt/ ------------------------------------------ */

static int l_entries(lua_State *L) {
  registry_push_list(L);
  return 1;
}

static int l_full(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  push_entry(L, 1);
  return 1;
}

static int l_line(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  push_line(L, 1);
  return 1;
}

static int l_show(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  print_top(L);
  return 0;
}

static const luaL_Reg functions[] = {{"entries", l_entries},
                                     {"full", l_full},
                                     {"line", l_line},
                                     {"show", l_show},
                                     {NULL, NULL}};

static int l_help(lua_State *L) {
  lua_settop(L, 1);
  if (lua_isnil(L, 1)) return overview(L);
  bool word = lua_type(L, 1) == LUA_TSTRING;
  if (word && !strcmp(lua_tostring(L, 1), "changes")) return print_changes(L);
  lib_context_push(L, "mlrepl.prompt.help", "help");
  lua_insert(L, 1);
  lua_call(L, 1, 0);
  return 0;
}

static const Prim prims[] = {
  {"help", l_help, "help(what) -> nothing",
   "Describes a function, a word of Lua such as \"for\" or \"string.format\", "
   "or one of your values: its type and the entry that assigned it; "
   "lists the members of a table such as vector; searches the help texts for "
   "any other word. help() lists the main topics. At the prompt, ?train is "
   "short for help\"train\", and ??name shows the source of a function or all "
   "of a value.",
   "help(dot)"},
  {NULL, NULL, NULL, NULL, NULL}};

/* The names of all topics. */
static int l_topics(lua_State *L) {
  lib_context_push(L, "mlrepl.prompt.help", "topics");
  lua_call(L, 0, 1);
  return 1;
}

static const Words words[] = {{"help", "what", NULL, l_topics},
                              {NULL, NULL, NULL, NULL}};

void open_help(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
  lib_context_add(L, "mlrepl.help", functions);
}
