/* bindings.c - reads the entry up to a place and keeps, for one name, the
 * declarations and assignments in the blocks that are still open there.
 */
#include "session/assist/bindings.h"

#include <stdbool.h>
#include <string.h>

enum { MOST = 64 };

/* A declaration of a local variable, or an assignment. */
typedef struct Record {
  Binding binding;
  size_t depth; /* of its block */
  bool is_local;
} Record;

typedef struct Scan {
  Tokens c;
  const char *name;
  size_t n;
  size_t at;       /* the place asked about */
  size_t depth;    /* open blocks and brackets */
  char open[MOST]; /* the brackets among them; 0 for a block */
  Record records[MOST];
  size_t count;
  size_t declares;  /* the last `=` of local or for; no assignment */
  Binding variable; /* of the loop whose `do` is token `body` */
  size_t body;
} Scan;

static const Binding NOTHING = {BINDING_UNKNOWN, 0, 0};

static bool is_wanted(const Scan *s, size_t i) {
  return tokens_is_name(s->c, i, s->name, s->n);
}

/* Without room, the oldest records are of the outermost blocks. */
static void record(Scan *s, Binding b, size_t depth, bool is_local) {
  if (s->count == MOST) {
    memmove(s->records, s->records + 1, (MOST - 1) * sizeof *s->records);
    s->count--;
  }
  s->records[s->count++] = (Record){b, depth, is_local};
}

/* -- blocks --------------------------------------------------------------- */

static void open_block(Scan *s, size_t i) {
  char c = s->c.text[s->c.t[i].start];
  bool bracket = s->c.t[i].kind == TOKEN_SIGN;
  if (s->depth < MOST) s->open[s->depth] = bracket ? c : 0;
  s->depth++;
}

/* Is the place directly in a block, where statements are? */
static bool in_block(const Scan *s) {
  return !s->depth || (s->depth <= MOST && !s->open[s->depth - 1]);
}

/* Forgets what was declared in the block. An assignment to a variable from
 * outside leaves it unknown, because the block may not run. */
static void close_block(Scan *s) {
  size_t depth = s->depth, kept = 0;
  bool own = false, changed = false;
  if (!depth) return;
  s->depth--;
  for (size_t i = 0; i < s->count; i++) {
    Record r = s->records[i];
    if (r.depth < depth)
      s->records[kept++] = r;
    else if (r.is_local)
      own = true;
    else if (!own)
      changed = true;
  }
  s->count = kept;
  if (changed) record(s, NOTHING, s->depth, false);
}

/* -- statements ----------------------------------------------------------- */

/* The end of `a <const>, b` at token i; *index is the wanted name's position,
 * or -1. */
static size_t read_names(const Scan *s, size_t i, long *index) {
  long position = 0;
  *index = -1;
  while (tokens_is_kind(s->c, i, TOKEN_NAME)) {
    if (is_wanted(s, i)) *index = position;
    i++;
    if (tokens_is(s->c, i, "<")) i += 3;
    if (!tokens_is(s->c, i, ",")) break;
    i++;
    position++;
  }
  return i;
}

/* local a, b = ...; visible after its expressions. */
static void read_local(Scan *s, size_t i) {
  long index;
  size_t end = read_names(s, i + 1, &index);
  bool set = tokens_is(s->c, end, "=");
  if (set) s->declares = end;
  if (index < 0) return;
  if (set && tokens_list_end(s->c, end + 1) > s->at) return;
  Binding b = {BINDING_RESULT, end + 1, (size_t)index};
  record(s, set ? b : NOTHING, s->depth, true);
}

/* for i = ... do, for a, b in ... do; visible in the block. */
static void read_for(Scan *s, size_t i) {
  long index;
  size_t end = read_names(s, i + 1, &index);
  bool counts = tokens_is(s->c, end, "=");
  if (counts) s->declares = end;
  if (index < 0) return;
  s->body = tokens_list_end(s->c, end + 1);
  s->variable =
    (Binding){counts ? BINDING_NUMBER : BINDING_ITEM, end + 1, (size_t)index};
}

/* function f(a, b), function t.f:g(), local function f(), function(a). */
static void read_function(Scan *s, size_t i) {
  bool is_local = i && tokens_is(s->c, i - 1, "local");
  size_t name = i + 1, end = name;
  long index;
  while (tokens_is_kind(s->c, end, TOKEN_NAME)) {
    end++;
    if (tokens_is(s->c, end, ".") || tokens_is(s->c, end, ":")) end++;
  }
  if (end == name + 1 && is_wanted(s, name))
    record(s, NOTHING, s->depth, is_local);
  bool method = end > name + 2 && tokens_is(s->c, end - 2, ":");
  if (method && s->n == 4 && !strncmp(s->name, "self", 4))
    record(s, (Binding){BINDING_SELF, name, end - 2}, s->depth + 1, true);
  read_names(s, end + 1, &index);
  if (index >= 0) record(s, NOTHING, s->depth + 1, true);
}

/* a, b = ...: the variables before the sign at token i, from right to left.
 * Visible after its expressions. */
static void read_assignment(Scan *s, size_t i) {
  size_t end = i, index = 0, found = 0;
  bool is_found = false;
  for (;; index++) {
    size_t start = tokens_operand_start(s->c, end);
    if (start == end) return;
    if (start + 1 == end && is_wanted(s, start)) {
      is_found = true;
      found = index;
    }
    if (!start || !tokens_is(s->c, start - 1, ",")) break;
    end = start - 1;
  }
  if (!is_found || tokens_list_end(s->c, i + 1) > s->at) return;
  Binding b = {BINDING_RESULT, i + 1, index - found};
  record(s, b, s->depth, false);
}

static bool is_assignment(const Scan *s, size_t i) {
  return i && i != s->declares && tokens_is(s->c, i, "=") &&
         !tokens_operator(s->c, i) && !tokens_operator(s->c, i - 1) &&
         in_block(s);
}

static void read_statement(Scan *s, size_t i) {
  if (tokens_is(s->c, i, "local"))
    read_local(s, i);
  else if (tokens_is(s->c, i, "for"))
    read_for(s, i);
  else if (tokens_is(s->c, i, "function"))
    read_function(s, i);
  else if (is_assignment(s, i))
    read_assignment(s, i);
}

static void read_token(Scan *s, size_t i) {
  TokenKind kind = s->c.t[i].kind;
  if (kind != TOKEN_KEYWORD && kind != TOKEN_SIGN) return;
  read_statement(s, i);
  int step = lexer_step(s->c.text, s->c.t[i]);
  bool both = tokens_is(s->c, i, "else");
  if (step < 0 || both) close_block(s);
  if (step > 0 || both) open_block(s, i);
  if (i == s->body) record(s, s->variable, s->depth, true);
}

Binding bindings_find(Tokens c, size_t at, const char *name, size_t n) {
  Scan s = {.c = c, .name = name, .n = n, .at = at, .body = c.n};
  for (size_t i = 0; i < at && i < c.n; i++) read_token(&s, i);
  if (!s.count) return (Binding){BINDING_NONE, 0, 0};
  return s.records[s.count - 1].binding;
}
