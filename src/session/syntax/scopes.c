/* scopes.c - a recursive-descent parser that only follows names. */
#include "session/syntax/scopes.h"

#include <string.h>

#include "session/syntax/words.h"

typedef struct Name {
  size_t variable; /* index + 1 of the variable in scope; 0: a global */
  bool used;       /* a function uses the global */
} Name;

/* The variables form a stack: a block removes those that it declared, so
 * those declared outside blocks remain. */
typedef struct Parser {
  const char *text;
  const Word *word; /* the next one */
  Name *names;
  Scopes *s;
  size_t count; /* variables in scope */
  int level;    /* open functions */
  int depth;    /* open blocks */
  int calls;    /* of statements() and expression() that have not returned */
  bool label;   /* is there a label outside blocks? */
  bool failed;
} Parser;

/* -- words ---------------------------------------------------------------- */

static bool sees(const Parser *p, const char *sign) {
  return words_is(p->text, p->word, sign);
}

static bool sees_one(const Parser *p, const char *const *signs) {
  for (; *signs; signs++)
    if (sees(p, *signs)) return true;
  return false;
}

static void advance(Parser *p) {
  if (p->word->n)
    p->word++;
  else
    p->failed = true;
}

static bool accept(Parser *p, const char *sign) {
  bool there = sees(p, sign);
  if (there) advance(p);
  return there;
}

static void expect(Parser *p, const char *sign) {
  if (!accept(p, sign)) p->failed = true;
}

/* The next word, which must be a name. */
static const Word *expect_name(Parser *p) {
  const Word *w = p->word;
  if (w->kind != TOKEN_NAME) p->failed = true;
  advance(p);
  return w;
}

/* -- variables ------------------------------------------------------------ */

static void add_part(Parser *p, PartKind kind, const Word *w, size_t variable) {
  p->s->parts[p->s->part_count++] = (Part){kind, w->start, w->n, variable, 0};
}

static Variable *declare(Parser *p, const Word *w) {
  Name *n = p->names + w->name;
  Variable *v = p->s->variables + p->count;
  *v = (Variable){.start = w->start,
                  .n = w->n,
                  .name = w->name,
                  .outer = n->variable,
                  .statement = p->count,
                  .level = p->level,
                  .displaces = n->used,
                  .repeated = p->label};
  n->variable = ++p->count;
  if (!p->depth) p->s->variable_count = p->count;
  if (w->name == WORDS_ENV) p->s->names_env = true;
  return v;
}

/* Ends the scope of all variables after the first `count`. */
static void leave(Parser *p, size_t count) {
  while (p->count > count) {
    const Variable *v = p->s->variables + --p->count;
    p->names[v->name].variable = v->outer;
  }
}

static void use(Parser *p, const Word *w) {
  Name *n = p->names + w->name;
  if (w->name == WORDS_ENV) p->s->names_env = true;
  if (!n->variable) {
    if (p->level) n->used = true;
    return;
  }
  const size_t index = n->variable - 1;
  Variable *v = p->s->variables + index;
  if (p->level > v->level) v->captured = true;
  if (index < p->s->variable_count) add_part(p, PART_NAME, w, index);
}

/* -- expressions ---------------------------------------------------------- */

static void expression(Parser *p);
static void statements(Parser *p);

/* Valid text is not so deep: Lua's own parser allows 200 levels. */
static void enter(Parser *p) {
  if (++p->calls > 500) p->failed = true;
}

static void expressions(Parser *p) {
  do expression(p);
  while (accept(p, ","));
}

/* The parameters and the block of a function. */
static void body(Parser *p, bool method) {
  const size_t count = p->count;
  p->level++, p->depth++;
  if (method) declare(p, &(Word){.name = WORDS_SELF});
  expect(p, "(");
  while (!p->failed && !accept(p, ")")) {
    if (!accept(p, "...")) declare(p, expect_name(p));
    accept(p, ",");
  }
  statements(p);
  expect(p, "end");
  leave(p, count);
  p->level--, p->depth--;
}

static void table(Parser *p) {
  expect(p, "{");
  while (!p->failed && !accept(p, "}")) {
    if (accept(p, "[")) {
      expression(p);
      expect(p, "]");
      expect(p, "=");
    } else if (p->word->kind == TOKEN_NAME &&
               words_is(p->text, p->word + 1, "=")) {
      advance(p);
      advance(p);
    }
    expression(p);
    if (!accept(p, ",")) accept(p, ";");
  }
}

static void suffixes(Parser *p) {
  while (!p->failed) {
    if (accept(p, ".") || accept(p, ":"))
      expect_name(p);
    else if (sees(p, "{"))
      table(p);
    else if (p->word->kind == TOKEN_STRING)
      advance(p);
    else if (accept(p, "[")) {
      expression(p);
      expect(p, "]");
    } else if (accept(p, "(")) {
      if (!sees(p, ")")) expressions(p);
      expect(p, ")");
    } else
      return;
  }
}

static void operand(Parser *p) {
  static const char *const constants[] = {"nil", "true", "false", "...", NULL};
  const TokenKind kind = p->word->kind;
  if (kind == TOKEN_NUMBER || kind == TOKEN_STRING || sees_one(p, constants))
    advance(p);
  else if (accept(p, "function"))
    body(p, false);
  else if (sees(p, "{"))
    table(p);
  else if (accept(p, "(")) {
    expression(p);
    expect(p, ")");
    suffixes(p);
  } else {
    const Word *w = expect_name(p);
    if (!p->failed) use(p, w);
    suffixes(p);
  }
}

static void expression(Parser *p) {
  static const char *const unary[] = {"not", "-", "#", "~", NULL};
  static const char *const binary[] = {
    "+",  "-",  "*",  "/",   "//", "%", "^", "..", "<",  "<=", ">",
    ">=", "==", "~=", "and", "or", "&", "|", "~",  "<<", ">>", NULL};
  enter(p);
  do {
    while (sees_one(p, unary)) advance(p);
    if (!p->failed) operand(p);
  } while (!p->failed && sees_one(p, binary) && (advance(p), true));
  p->calls--;
}

/* -- statements ----------------------------------------------------------- */

/* The condition after `until` is in the scope of the block. */
static void block(Parser *p) {
  const size_t count = p->count;
  p->depth++;
  statements(p);
  if (accept(p, "until")) expression(p);
  leave(p, count);
  p->depth--;
}

static void if_statement(Parser *p) {
  do {
    expression(p);
    expect(p, "then");
    block(p);
  } while (accept(p, "elseif"));
  if (accept(p, "else")) block(p);
  expect(p, "end");
}

static void do_statement(Parser *p) {
  block(p);
  expect(p, "end");
}

static void while_statement(Parser *p) {
  expression(p);
  expect(p, "do");
  do_statement(p);
}

static void for_statement(Parser *p) {
  const size_t count = p->count;
  const Word *names = p->word;
  do expect_name(p);
  while (accept(p, ","));
  const Word *end = p->word;
  if (!accept(p, "=")) expect(p, "in");
  expressions(p);
  p->depth++;
  for (const Word *w = names; !p->failed && w < end; w += 2) declare(p, w);
  expect(p, "do");
  do_statement(p);
  leave(p, count);
  p->depth--;
}

static void function_statement(Parser *p) {
  const Word *w = expect_name(p);
  if (p->failed) return;
  use(p, w);
  bool method = false;
  while (!method && (sees(p, ".") || sees(p, ":"))) {
    method = sees(p, ":");
    advance(p);
    expect_name(p);
  }
  body(p, method);
}

/* Returns whether the attribute is <close>. */
static bool attribute(Parser *p, size_t variable) {
  Word whole = *p->word;
  if (!accept(p, "<")) return false;
  bool closes = sees(p, "close");
  expect_name(p);
  whole.n = p->word->start + 1 - whole.start;
  if (!p->depth) add_part(p, PART_ATTRIBUTE, &whole, variable);
  expect(p, ">");
  return closes;
}

/* Variables are in scope after their values. */
static void local_list(Parser *p, Part *local) {
  const Word *names = p->word, *end;
  const size_t first = p->count;
  size_t count = 0;
  bool closed = false;
  do {
    const Word *w = expect_name(p);
    if (!p->depth) add_part(p, PART_NAME, w, first + count);
    closed |= attribute(p, first + count++);
    end = p->word;
  } while (!p->failed && accept(p, ","));
  if (accept(p, "="))
    expressions(p);
  else if (!p->depth)
    add_part(p, PART_EMPTY, &(Word){.start = end[-1].start + end[-1].n}, first);
  for (const Word *w = names; !p->failed && w < end; w++) {
    if (w != names && !words_is(p->text, w - 1, ",")) continue;
    Variable *v = declare(p, w);
    v->statement = first;
    v->closed = closed;
  }
  if (local) local->count = count;
}

static void local_statement(Parser *p) {
  Part *local = p->depth ? NULL : p->s->parts + p->s->part_count;
  if (local) add_part(p, PART_LOCAL, p->word - 1, p->count);
  if (!accept(p, "function")) {
    local_list(p, local);
    return;
  }
  const Word *w = expect_name(p);
  if (p->failed) return;
  if (local) add_part(p, PART_NAME, w, p->count);
  if (local) local->count = 1;
  declare(p, w);
  body(p, false);
}

static void label(Parser *p) {
  expect_name(p);
  expect(p, "::");
  if (!p->depth) p->label = true;
}

static bool ends_block(const Parser *p) {
  static const char *const words[] = {"end", "else", "elseif", "until", NULL};
  return p->failed || !p->word->n || sees_one(p, words);
}

static void return_statement(Parser *p) {
  if (!ends_block(p) && !sees(p, ";")) expressions(p);
  accept(p, ";");
}

static void statement(Parser *p) {
  static const struct {
    const char *word;
    void (*parse)(Parser *);
  } kinds[] = {{"::", label},
               {"do", do_statement},
               {"for", for_statement},
               {"function", function_statement},
               {"if", if_statement},
               {"local", local_statement},
               {"repeat", block},
               {"return", return_statement},
               {"while", while_statement},
               {NULL, NULL}};
  if (accept(p, ";") || accept(p, "break")) return;
  if (accept(p, "goto") && expect_name(p)) return;
  for (int i = 0; kinds[i].word; i++) {
    if (!accept(p, kinds[i].word)) continue;
    kinds[i].parse(p);
    return;
  }
  expressions(p);
  if (accept(p, "=")) expressions(p);
}

static void statements(Parser *p) {
  enter(p);
  while (!ends_block(p)) statement(p);
  p->calls--;
}

/* -- all ------------------------------------------------------------------ */

/* Every word makes at most one part, the word `local` two, and declares at most
 * one variable; the word `function` declares "self". */
bool scopes_push(lua_State *L, const char *text, Scopes *s) {
  size_t names;
  const Word *words = words_push(L, text, &names);
  const size_t count = words_count(words);
  s->parts = lua_newuserdatauv(
    L, 2 * count * sizeof *s->parts + count * sizeof *s->variables, 0);
  s->variables = (Variable *)(s->parts + 2 * count);
  s->part_count = s->variable_count = 0;
  s->names_env = false;
  Parser p = {.text = text, .word = words, .s = s};
  p.names = lua_newuserdatauv(L, names * sizeof *p.names, 0);
  memset(p.names, 0, names * sizeof *p.names);
  statements(&p);
  const bool understood = !p.failed && !p.word->n;
  lua_pop(L, 1);
  lua_remove(L, -2);
  if (!understood) lua_pop(L, 1);
  return understood;
}
