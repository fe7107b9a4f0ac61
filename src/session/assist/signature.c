#include "session/assist/signature.h"

#include <string.h>

#include <lauxlib.h>

#include "lua/base/registry.h"
#include "lua/usage/option_help.h"
#include "lua/usage/usage.h"
#include "session/assist/call_place.h"
#include "session/assist/infer.h"
#include "session/assist/inspect_builtin.h"
#include "session/assist/usages.h"
#include "session/syntax/tokens.h"

/* The line; what does not fit is left out. */
typedef struct Line {
  char text[512];
  size_t n;
} Line;

static void add(Line *line, const char *text, size_t n) {
  size_t room = sizeof line->text - line->n;
  if (n > room) n = room;
  memcpy(line->text + line->n, text, n);
  line->n += n;
}

static void add_text(Line *line, const char *text) {
  add(line, text, strlen(text));
}

static void add_part(Line *line, UsageText part) { add(line, part.at, part.n); }

static void add_marked(Line *line, UsageText part) {
  add_text(line, SIGNATURE_BEGIN);
  add_part(line, part);
  add_text(line, SIGNATURE_END);
}

/* What is known about the call. */
typedef struct Signature {
  lua_State *L;
  Tokens c;
  CallPlace p;
  const char *usage, *help; /* help is "" for a function of the user */
  int entry;                /* stack index of the help entry; 0 if none */
  size_t argument;          /* that is being typed, in the usage */
  UsageText options;        /* "{alpha=, ...}"; n is 0 if there are none */
  size_t width;
} Signature;

/* -- arguments ------------------------------------------------------------ */

static bool is_dots(UsageText a) { return a.n && *a.at == '.'; }

/* Can the argument be left out? */
static bool is_optional(const char *usage, size_t i) {
  UsageText a = usage_argument(usage, i);
  const char *from = usage;
  if (i) {
    UsageText before = usage_argument(usage, i - 1);
    from = before.at + before.n;
  }
  return is_dots(a) || memchr(from, '[', (size_t)(a.at - from)) != NULL;
}

/* The argument that is being typed; beyond the last it is "...". */
static UsageText current_argument(const Signature *s) {
  UsageText last = {s->usage, 0};
  for (size_t i = 0;; i++) {
    UsageText a = usage_argument(s->usage, i);
    if (!a.n) break;
    if (a.at == s->options.at) continue;
    if (i == s->argument) return a;
    last = a;
  }
  return is_dots(last) ? last : (UsageText){s->usage, 0};
}

/* Is the table that is being typed one of options? It can follow fewer
 * arguments than the usage lists, or more in place of "...". */
static bool is_options_table(const Signature *s) {
  if (s->p.table == s->c.n || !s->options.n) return false;
  for (size_t i = s->argument;; i++) {
    UsageText a = usage_argument(s->usage, i);
    if (!a.n) return is_dots(current_argument(s));
    if (a.at == s->options.at) return true;
    if (!is_optional(s->usage, i)) return false;
  }
}

/* -- options -------------------------------------------------------------- */

/* Option i = 0, 1, ... in braces. */
static UsageText option_at(UsageText options, size_t i) {
  const char *p = options.at + 1, *end = options.at + options.n;
  for (;; i--) {
    p += strspn(p, " ,");
    size_t n = p < end ? strcspn(p, "=,}") : 0;
    if (!i || !n) return (UsageText){p, n};
    p += n + strspn(p + n, "=");
  }
}

/* The option that is typed in the table, or the beginning of its name. */
typedef struct Typed {
  UsageText name; /* n is 0: no name yet */
  bool whole;     /* is there a `=` after it? */
} Typed;

/* The token at which the last field of the table begins. */
static size_t last_field(Tokens c, size_t table) {
  size_t field = table + 1;
  int depth = 0;
  for (size_t i = table + 1; i < c.n; i++) {
    depth += lexer_step(c.text, c.t[i]);
    if (!depth && (tokens_is(c, i, ",") || tokens_is(c, i, ";"))) field = i + 1;
  }
  return field;
}

static Typed typed_option(Tokens c, size_t table) {
  size_t i = last_field(c, table);
  if (!tokens_is_kind(c, i, TOKEN_NAME)) return (Typed){{c.text, 0}, false};
  UsageText name = {c.text + c.t[i].start, c.t[i].n};
  return (Typed){name, tokens_is(c, i + 1, "=")};
}

/* Is the option set in the table? */
static bool is_set(Tokens c, size_t table, UsageText option) {
  int depth = 0;
  for (size_t i = table + 1; i < c.n; i++) {
    depth += lexer_step(c.text, c.t[i]);
    if (!depth && tokens_is_name(c, i, option.at, option.n) &&
        tokens_is(c, i + 1, "="))
      return true;
  }
  return false;
}

static bool begins(UsageText option, Typed typed) {
  if (!typed.name.n || typed.name.n > option.n) return false;
  if (typed.whole && typed.name.n != option.n) return false;
  return !strncmp(option.at, typed.name.at, typed.name.n);
}

/* Replaces a C function at the top by the list that it returns. */
static void make_list(lua_State *L) {
  if (lua_iscfunction(L, -1)) lua_call(L, 0, 1);
}

/* Adds "a", "b" for a list of words; returns false if there is none. */
static bool add_words(Line *line, const Signature *s, UsageText name) {
  lua_State *L = s->L;
  int top = lua_gettop(L);
  lua_pushlstring(L, name.at, name.n);
  bool found =
    s->entry && registry_push_words(L, s->entry, lua_tostring(L, -1));
  if (found) make_list(L);
  found = found && lua_istable(L, -1);
  for (lua_Integer i = 1; found && lua_rawgeti(L, top + 2, i) == LUA_TSTRING;
       i++) {
    add_text(line, i > 1 ? ", \"" : "\"");
    add_text(line, lua_tostring(L, -1));
    add_text(line, "\"");
    lua_pop(L, 1);
  }
  lua_settop(L, top);
  return found;
}

/* Adds the option being typed: its words or what the help says about it. */
static void add_typed_option(Line *line, const Signature *s, UsageText option) {
  add_text(line, SIGNATURE_BEGIN);
  Line value = {.n = 0};
  if (add_words(&value, s, option)) {
    add_part(line, option);
    add_text(line, "=");
    add(line, value.text, value.n);
  } else {
    UsageText clause = option_help_find(s->help, option);
    add_part(line, clause.n ? clause : option);
    if (!clause.n) add_text(line, "=");
  }
  add_text(line, SIGNATURE_END);
}

/* Adds the options while they fit, without those that are typed or set. */
static void add_others(Line *line, const Signature *s, Typed typed,
                       size_t tail) {
  bool in_table = is_options_table(s);
  for (size_t i = 0;; i++) {
    UsageText option = option_at(s->options, i);
    if (!option.n) return;
    bool skip =
      begins(option, typed) || (in_table && is_set(s->c, s->p.table, option));
    if (skip) continue;
    bool first = line->text[line->n - 1] == '{';
    bool fits = line->n + option.n + strlen(", =, ...}") + tail <= s->width;
    if (!first) add_text(line, ", ");
    if (!fits && i) {
      add_text(line, "...");
      return;
    }
    add_part(line, option);
    add_text(line, "=");
  }
}

/* -- the line ------------------------------------------------------------- */

/* train(..., {alpha=0.01: the learning rate, method=, ...}) */
static void add_option_line(Line *line, const Signature *s) {
  Typed typed = typed_option(s->c, s->p.table);
  size_t name = strcspn(s->usage, "({");
  bool only = s->usage[name] == '{'; /* f{...} */
  add(line, s->usage, name);
  add_text(line, only ? "{" : "(..., {");
  for (size_t i = 0;; i++) {
    UsageText option = option_at(s->options, i);
    if (!option.n) break;
    if (!begins(option, typed)) continue;
    if (line->text[line->n - 1] != '{') add_text(line, ", ");
    add_typed_option(line, s, option);
  }
  add_others(line, s, typed, 1);
  add_text(line, only ? "}" : "})");
}

/* train(m, X, y, {method=, ...}) -> run, with the argument marked. */
static void add_call_line(Line *line, const Signature *s) {
  UsageText current = current_argument(s), options = s->options;
  const char *end = s->usage + strlen(s->usage);
  const char *stop = options.n ? options.at : end;
  if (current.n) {
    add(line, s->usage, (size_t)(current.at - s->usage));
    add_marked(line, current);
    const char *after = current.at + current.n;
    if (after < stop) add(line, after, (size_t)(stop - after));
  } else
    add(line, s->usage, (size_t)(stop - s->usage));
  if (options.n) {
    const char *after = options.at + options.n;
    add_text(line, "{");
    add_others(line, s, (Typed){{"", 0}, false}, (size_t)(end - after));
    add_text(line, "}");
    add(line, after, (size_t)(end - after));
  }
  Line words = {.n = 0};
  if (!current.n || !add_words(&words, s, current)) return;
  add_text(line, "; ");
  add_part(line, current);
  add_text(line, "=");
  add(line, words.text, words.n);
}

/* -- the function --------------------------------------------------------- */

static bool is_method_call(Tokens c, CallPlace p) {
  return p.end >= p.start + 3 && tokens_is(c, p.end - 2, ":");
}

/* Does the usage begin with a receiver, as in v:sum()? */
static bool is_method_usage(const char *usage) {
  return usage[strcspn(usage, ":({")] == ':';
}

/* Pushes "function t:step(w, alpha)" for the user's function at the top. */
static const char *push_own_usage(lua_State *L, Tokens c, CallPlace p) {
  const Token first = c.t[p.start], last = c.t[p.end - 1];
  inspect_parameters(L, -1);
  const char *parameters = lua_tostring(L, -1);
  if (is_method_call(c, p)) { /* without self */
    parameters += strcspn(parameters, ",");
    parameters += strspn(parameters, ", ");
  }
  lua_pushlstring(L, c.text + first.start, last.start + last.n - first.start);
  return lua_pushfstring(L, "function %s(%s)", lua_tostring(L, -1), parameters);
}

/* Reads the usage of the function at the top; false if nothing is known. */
static bool read_function(Signature *s) {
  lua_State *L = s->L;
  bool method = is_method_call(s->c, s->p);
  s->argument = s->p.argument;
  s->help = "";
  if (usages_push_entry(L, -1)) {
    s->entry = lua_gettop(L);
    lua_getfield(L, s->entry, "usage");
    lua_getfield(L, s->entry, "help");
    s->usage = lua_tostring(L, -2);
    s->help = lua_tostring(L, -1);
    if (method && !is_method_usage(s->usage)) s->argument++;
    if (!method && is_method_usage(s->usage)) s->argument--;
  } else if (lua_isfunction(L, -1) && !lua_iscfunction(L, -1))
    s->usage = push_own_usage(L, s->c, s->p);
  if (!s->usage || !s->help) return false;
  for (size_t i = 0;; i++) {
    UsageText a = usage_argument(s->usage, i);
    if (!a.n || *a.at == '{') s->options = a;
    if (!a.n || *a.at == '{') return true;
  }
}

bool signature_push(lua_State *L, const char *text, size_t point,
                    size_t width) {
  enum { LONGEST = 3000 }; /* this runs for every key */
  int top = lua_gettop(L);
  if (point > LONGEST) return false;
  Signature s = {.L = L, .width = width};
  Line line = {.n = 0};
  s.c = tokens_push(L, text, point);
  bool found = call_place_find(s.c, &s.p);
  if (found) infer_push(L, s.c, s.p.start, s.p.end);
  if (!found || !read_function(&s)) {
    lua_settop(L, top);
    return false;
  }
  if (is_options_table(&s))
    add_option_line(&line, &s);
  else
    add_call_line(&line, &s);
  lua_pushlstring(L, line.text, line.n);
  lua_replace(L, top + 1);
  lua_settop(L, top + 1);
  return true;
}
