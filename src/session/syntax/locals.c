#include "session/syntax/locals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "session/syntax/compile.h"
#include "session/syntax/scopes.h"

/* -- the fate of each variable -------------------------------------------- */

/* Why a variable ends with the entry. */
typedef enum Reason { NONE, ENV, CLOSE, GLOBAL_USED, GOTO, REASONS } Reason;

static const char *const reasons[REASONS] = {
  [ENV] = "the entry uses _ENV",
  [CLOSE] = "declared with <close>",
  [GLOBAL_USED] = "a function before it uses the global of that name",
  [GOTO] = "goto may declare it again"};

typedef struct Fate {
  Reason reason;
  bool local;    /* stays local */
  bool renamed;  /* under another name */
  bool hidden;   /* a later variable has its name, */
  bool repeated; /* even in the same statement; */
  bool followed; /* that or another later one becomes global */
  size_t rank;   /* the number of earlier variables of that name */
} Fate;

static Reason reason_of(const Scopes *s, const Variable *v) {
  if (s->names_env) return ENV;
  if (v->closed) return CLOSE;
  if (v->displaces) return GLOBAL_USED;
  return v->repeated && v->captured ? GOTO : NONE;
}

/* Decides from the last variable to the first. */
static void decide_each(const Scopes *s, Fate *fates) {
  for (size_t i = s->variable_count; i-- > 0;) {
    const Variable *v = s->variables + i;
    Fate *f = fates + i;
    f->reason = reason_of(s, v);
    f->local = f->reason || (f->followed && (v->captured || f->repeated));
    f->renamed = f->local && f->followed;
    if (!v->outer) continue;
    Fate *outer = fates + v->outer - 1;
    outer->hidden = true;
    outer->repeated = v->outer > v->statement;
    outer->followed = f->followed || !f->local;
  }
}

/* Does one of the variables of the statement become global? */
static bool has_global(const Fate *fates, const Part *local) {
  for (size_t i = 0; i < local->count; i++)
    if (!fates[local->variable + i].local) return true;
  return false;
}

/* In a statement with globals, `local x x, y = ...` declares the others, whose
 * names must be free in the values. */
static void decide(const Scopes *s, Fate *fates) {
  for (size_t i = 0; i < s->variable_count; i++) {
    const size_t outer = s->variables[i].outer;
    fates[i].rank = outer ? fates[outer - 1].rank + 1 : 0;
  }
  decide_each(s, fates);
  for (size_t i = 0; i < s->part_count; i++) {
    const Part *local = s->parts + i;
    if (local->kind != PART_LOCAL || !has_global(fates, local)) continue;
    for (size_t k = 0; k < local->count; k++) {
      Fate *f = fates + local->variable + k;
      f->renamed = f->local;
    }
  }
}

/* -- the text ------------------------------------------------------------- */

typedef struct Writer {
  luaL_Buffer b;
  const char *text;
  const Scopes *s;
  const Fate *fates;
  size_t number; /* no name in the text ends with _ and this or a higher one */
  bool globals;  /* does the current statement get globals? */
} Writer;

/* Numbers this high are not reached. */
static const unsigned long HIGH = 1000000000;

static size_t free_number(const char *text) {
  size_t number = 1;
  while ((text = strchr(text, '_'))) {
    unsigned long used = strtoul(++text, NULL, 10);
    if (used >= number && used < HIGH) number = used + 1;
  }
  return number;
}

static void add_name(Writer *w, const Part *name) {
  const Fate *f = w->fates + name->variable;
  char suffix[32] = "";
  if (f->renamed) snprintf(suffix, sizeof suffix, "_%zu", w->number + f->rank);
  luaL_addlstring(&w->b, w->text + name->start, name->n);
  luaL_addstring(&w->b, suffix);
}

/* `local` and the variables that stay local. */
static void add_local(Writer *w, const Part *local) {
  bool first = true;
  for (size_t i = local->variable; i < local->variable + local->count; i++) {
    const Variable *v = w->s->variables + i;
    if (!w->fates[i].local) continue;
    luaL_addstring(&w->b, first ? "local " : ", ");
    add_name(w, &(Part){PART_NAME, v->start, v->n, i, 0});
    first = false;
  }
  if (!first) luaL_addchar(&w->b, ' ');
}

/* Adds only the line breaks of the n bytes. */
static void add_breaks(Writer *w, const char *text, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (text[i] == '\n') luaL_addchar(&w->b, '\n');
}

/* Adds the part and returns where the text continues. */
static size_t add_part(Writer *w, const Part *part) {
  const char *at = w->text + part->start;
  size_t end = part->start + part->n;
  if (part->kind == PART_LOCAL) w->globals = has_global(w->fates, part);
  if (part->kind == PART_NAME)
    add_name(w, part);
  else if (!w->globals)
    luaL_addlstring(&w->b, at, part->n);
  else if (part->kind == PART_LOCAL)
    add_local(w, part);
  else if (part->kind == PART_ATTRIBUTE)
    add_breaks(w, at, part->n);
  else
    luaL_addstring(&w->b, " = nil");
  bool drops = w->globals && part->kind == PART_LOCAL;
  return drops ? end + strspn(w->text + end, " \t") : end;
}

static void push_text(lua_State *L, const char *text, const Scopes *s,
                      const Fate *fates) {
  Writer w = {
    .text = text, .s = s, .fates = fates, .number = free_number(text)};
  luaL_buffinit(L, &w.b);
  size_t at = 0;
  for (size_t i = 0; i < s->part_count; i++) {
    const Part *part = s->parts + i;
    luaL_addlstring(&w.b, text + at, part->start - at);
    at = add_part(&w, part);
  }
  luaL_addstring(&w.b, text + at);
  luaL_pushresult(&w.b);
}

/* -- the note ------------------------------------------------------------- */

static void add_names(luaL_Buffer *b, const char *text, const Scopes *s,
                      const Fate *fates, Reason reason) {
  size_t count = 0;
  for (size_t i = 0; i < s->variable_count; i++) {
    if (fates[i].reason != reason || fates[i].hidden) continue;
    luaL_addstring(b, count++ ? ", " : "(");
    luaL_addlstring(b, text + s->variables[i].start, s->variables[i].n);
  }
  if (!count) return;
  luaL_addstring(b, count > 1 ? " end" : " ends");
  luaL_addstring(b, " with this entry: ");
  luaL_addstring(b, reasons[reason]);
  luaL_addstring(b, ")\n");
}

static void push_note(lua_State *L, const char *text, const Scopes *s,
                      const Fate *fates) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (Reason r = NONE + 1; r < REASONS; r++) add_names(&b, text, s, fates, r);
  luaL_pushresult(&b);
}

/* -- all ------------------------------------------------------------------ */

bool locals_push_global(lua_State *L, const char *text) {
  const int top = lua_gettop(L);
  Scopes s;
  if (!scopes_push(L, text, &s)) return false;
  const size_t n = s.variable_count;
  Fate *fates = lua_newuserdatauv(L, n * sizeof *fates, 0);
  memset(fates, 0, n * sizeof *fates);
  decide(&s, fates);
  push_text(L, text, &s, fates);
  push_note(L, text, &s, fates);
  lua_rotate(L, top + 1, 2);
  lua_settop(L, n ? top + 2 : top);
  return n;
}

/* Can the text be compiled, except that it has more variables than Lua allows a
 * function? */
static bool is_valid(lua_State *L, int status) {
  return status == LUA_OK ||
         (status == LUA_ERRSYNTAX &&
          strstr(lua_tostring(L, -1), "too many local variables"));
}

/* Compiles the text as it is first: errors are about what was typed. Globals
 * fail where Lua allows more variables than targets of an assignment. */
int locals_compile(lua_State *L, const char *name, const char *text, int line) {
  const int code = lua_gettop(L) + 1, note = code + 1, result = note + 1;
  lua_pushstring(L, text);
  lua_pushliteral(L, "");
  int status = compile_chunk(L, name, text, line);
  if (!strstr(text, "local") || !is_valid(L, status)) return status;
  if (!locals_push_global(L, text)) return status;
  if (compile_chunk(L, name, lua_tostring(L, -2), line) == LUA_OK) {
    lua_rotate(L, code, 3);
    status = LUA_OK;
  } else if (status == LUA_OK) {
    lua_pushliteral(L, "(the local variables end with this entry)\n");
    lua_replace(L, note);
  }
  lua_settop(L, result);
  return status;
}
