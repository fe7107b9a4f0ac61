#include "lua/standard/pattern.h"

#include <ctype.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/error.h"

enum {
  DEEPEST = 200,  /* nested attempts */
  STEPS = 4096,   /* between checks for Ctrl-C */
  BLOCK = 1 << 16 /* bytes of a simple scan between them */
};

static void count(Pattern *m, ptrdiff_t steps) {
  m->steps += (int)(steps < STEPS ? steps : STEPS);
  if (m->steps < STEPS) return;
  m->steps = 0;
  check_interrupt(m->L);
}

/* -- items: a character, a class or a set --------------------------------- */

static int byte_at(const char *s) { return (unsigned char)*s; }

/* %a, %d ..., in upper case the complement; %. and the like stand for
 * themselves. */
static bool class_has(int letter, int c) {
  switch (letter) {
  case 'a': return isalpha(c);
  case 'A': return !isalpha(c);
  case 'c': return iscntrl(c);
  case 'C': return !iscntrl(c);
  case 'd': return isdigit(c);
  case 'D': return !isdigit(c);
  case 'g': return isgraph(c);
  case 'G': return !isgraph(c);
  case 'l': return islower(c);
  case 'L': return !islower(c);
  case 'p': return ispunct(c);
  case 'P': return !ispunct(c);
  case 's': return isspace(c);
  case 'S': return !isspace(c);
  case 'u': return isupper(c);
  case 'U': return !isupper(c);
  case 'w': return isalnum(c);
  case 'W': return !isalnum(c);
  case 'x': return isxdigit(c);
  case 'X': return !isxdigit(c);
  case 'z': return c == 0; /* as in Lua 5.1; undocumented since */
  case 'Z': return c != 0;
  default: return letter == c;
  }
}

/* The set is from '[' at p to ']' at last. */
static bool set_has(const char *p, const char *last, int c) {
  const bool inside = p[1] != '^';
  for (p += inside ? 1 : 2; p < last; p++) {
    bool has;
    if (*p == '%')
      has = class_has(byte_at(++p), c);
    else if (p[1] == '-' && p + 2 < last) {
      has = byte_at(p) <= c && c <= byte_at(p + 2);
      p += 2;
    } else
      has = byte_at(p) == c;
    if (has) return inside;
  }
  return !inside;
}

static bool item_has(const char *p, const char *end, int c) {
  switch (*p) {
  case '.': return true;
  case '%': return class_has(byte_at(p + 1), c);
  case '[': return set_has(p, end - 1, c);
  default: return byte_at(p) == c;
  }
}

/* The first character of a set may be ']'. */
static const char *set_end(const Pattern *m, const char *p) {
  p += p[1] == '^' ? 2 : 1;
  do {
    if (p == m->end) luaL_error(m->L, "malformed pattern (missing ']')");
    p += *p == '%' && p + 1 < m->end ? 2 : 1;
  } while (*p != ']');
  return p + 1;
}

static const char *item_end(const Pattern *m, const char *p) {
  if (*p == '[') return set_end(m, p);
  if (*p != '%') return p + 1;
  if (p + 1 == m->end) luaL_error(m->L, "malformed pattern (ends with '%%')");
  return p + 2;
}

/* -- repetitions ---------------------------------------------------------- */

static const char *match_rest(Pattern *m, const char *s, const char *p);

/* The end of the longest run of the item from s on. */
static const char *run_end(Pattern *m, const char *s, const char *p,
                           const char *end) {
  if (*p == '.') return m->text_end;
  while (s < m->text_end) {
    const char *stop = m->text_end - s > STEPS ? s + STEPS : m->text_end;
    while (s < stop && item_has(p, end, byte_at(s))) s++;
    if (s < stop) break;
    if (s < m->text_end) check_interrupt(m->L);
  }
  return s;
}

static const char *match_longest(Pattern *m, const char *s, const char *p,
                                 const char *end) {
  for (const char *last = run_end(m, s, p, end);; last--) {
    const char *matched = match_rest(m, last, end + 1);
    if (matched || last == s) return matched;
  }
}

static const char *match_shortest(Pattern *m, const char *s, const char *p,
                                  const char *end) {
  for (;; s++) {
    const char *matched = match_rest(m, s, end + 1);
    if (matched) return matched;
    if (s == m->text_end || !item_has(p, end, byte_at(s))) return NULL;
  }
}

/* -- parts of a pattern --------------------------------------------------- */

/* These match the part at *p and move *p to the next one, or to the end if the
 * rest has been matched, too. They return where the match goes on in the text,
 * or NULL. */

static const char *match_item(Pattern *m, const char *s, const char **p) {
  const char *item = *p, *end = item_end(m, item), *matched;
  const bool has = s < m->text_end && item_has(item, end, byte_at(s));
  const char suffix = *end; /* at the end of the pattern, its zero byte */
  count(m, end - item);
  *p = m->end;
  if (!has && (suffix == '*' || suffix == '?' || suffix == '-')) {
    *p = end + 1;
    return s;
  }
  switch (suffix) {
  case '*': return match_longest(m, s, item, end);
  case '+': return has ? match_longest(m, s + 1, item, end) : NULL;
  case '-': return match_shortest(m, s, item, end);
  case '?':
    matched = match_rest(m, s + 1, end + 1);
    if (!matched) *p = end + 1;
    return matched ? matched : s;
  default: *p = end; return has ? s + 1 : NULL;
  }
}

static const char *open_capture(Pattern *m, const char *s, const char **p) {
  const bool position = (*p)[1] == ')';
  const char *rest = *p + (position ? 2 : 1);
  if (m->captures == PATTERN_CAPTURES) luaL_error(m->L, "too many captures");
  m->capture[m->captures++] =
    (PatternCapture){s, position ? PATTERN_POSITION : PATTERN_OPEN};
  *p = m->end;
  const char *matched = match_rest(m, s, rest);
  if (!matched) m->captures--;
  return matched;
}

static const char *close_capture(Pattern *m, const char *s, const char **p) {
  int k = m->captures - 1;
  while (k >= 0 && m->capture[k].length != PATTERN_OPEN) k--;
  if (k < 0) luaL_error(m->L, "invalid pattern capture");
  const char *rest = *p + 1;
  m->capture[k].length = s - m->capture[k].start;
  *p = m->end;
  const char *matched = match_rest(m, s, rest);
  if (!matched) m->capture[k].length = PATTERN_OPEN;
  return matched;
}

/* %1: the text of an earlier capture. */
static const char *match_again(Pattern *m, const char *s, const char **p) {
  const int k = (*p)[1] - '1';
  if (k < 0 || k >= m->captures || m->capture[k].length == PATTERN_OPEN)
    luaL_error(m->L, "invalid capture index %%%d", k + 1);
  const PatternCapture c = m->capture[k];
  *p += 2;
  if (c.length < 0 || m->text_end - s < c.length) return NULL;
  return memcmp(c.start, s, (size_t)c.length) ? NULL : s + c.length;
}

/* %bxy: from x to the y that balances it. */
static const char *match_balance(Pattern *m, const char *s, const char **p) {
  if (m->end - *p < 4)
    luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  const char open = (*p)[2], close = (*p)[3];
  size_t nested = 1;
  *p += 4;
  if (s == m->text_end || *s != open) return NULL;
  for (s++; s < m->text_end; s++) {
    count(m, 1);
    if (*s == close) {
      if (--nested == 0) return s + 1;
    } else if (*s == open)
      nested++;
  }
  return NULL;
}

/* %f[set]: between a character outside of the set and one inside. Both ends of
 * the text count as a zero byte. */
static const char *match_frontier(Pattern *m, const char *s, const char **p) {
  const char *set = *p + 2;
  if (*set != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
  const char *end = set_end(m, set);
  const int before = s == m->text ? 0 : byte_at(s - 1);
  *p = end;
  const bool here =
    !set_has(set, end - 1, before) && set_has(set, end - 1, byte_at(s));
  return here ? s : NULL;
}

static const char *match_part(Pattern *m, const char *s, const char **p) {
  switch (**p) {
  case '(': return open_capture(m, s, p);
  case ')': return close_capture(m, s, p);
  case '$':
    if (*p + 1 != m->end) break;
    *p = m->end;
    return s == m->text_end ? s : NULL;
  case '%':
    if ((*p)[1] == 'b') return match_balance(m, s, p);
    if ((*p)[1] == 'f') return match_frontier(m, s, p);
    if (isdigit(byte_at(*p + 1))) return match_again(m, s, p);
    break;
  default: break;
  }
  return match_item(m, s, p);
}

/* Matches the pattern from p on at s; returns the end of the match, or NULL. */
static const char *match_rest(Pattern *m, const char *s, const char *p) {
  if (m->depth == DEEPEST) luaL_error(m->L, "pattern too complex");
  m->depth++;
  while (s && p != m->end) s = match_part(m, s, &p);
  m->depth--;
  return s;
}

/* -- searching ------------------------------------------------------------ */

/* Finds the item that every match starts with, so that a search can skip other
 * characters. An item that may be absent does not count. */
static void find_lead(Pattern *m) {
  const char *p = m->first;
  m->begun = true;
  for (int n = 0; n < PATTERN_CAPTURES - 1 && *p == '('; n++)
    p += p[1] == ')' ? 2 : 1;
  if (p == m->end || *p == '(' || *p == ')' || *p == '$') return;
  if (*p == '%' && (isdigit(byte_at(p + 1)) || p[1] == 'f')) return;
  if (*p == '%' && p[1] == 'b') {
    m->literal = true;
    if (m->end - p >= 4) m->lead = p + 2;
    return;
  }
  m->lead_end = item_end(m, p);
  m->literal = *p != '.' && *p != '%' && *p != '[';
  if (!strchr("*?-", *m->lead_end) || m->lead_end == m->end) m->lead = p;
}

/* The next place at or after s where a match can start, or NULL. */
static const char *next_start(Pattern *m, const char *s) {
  const char *p = m->lead;
  while (s < m->text_end) {
    const char *stop = m->text_end - s > BLOCK ? s + BLOCK : m->text_end;
    if (m->literal) {
      const char *found = memchr(s, *p, (size_t)(stop - s));
      s = found ? found : stop;
    } else
      while (s < stop && !item_has(p, m->lead_end, byte_at(s))) s++;
    if (s < stop) return s;
    if (s < m->text_end) check_interrupt(m->L);
  }
  return NULL;
}

static const char *match_at(Pattern *m, const char *s) {
  m->captures = m->depth = 0;
  count(m, 1);
  return match_rest(m, s, m->first);
}

void pattern_open(Pattern *m, lua_State *L, const char *text, size_t text_size,
                  const char *pattern, size_t pattern_size, bool anchors) {
  m->L = L;
  m->text = text;
  m->text_end = text + text_size;
  m->anchored = anchors && *pattern == '^';
  m->first = pattern + m->anchored;
  m->end = pattern + pattern_size;
  m->last = NULL;
  m->steps = m->captures = 0;
  m->begun = m->anchored;
  m->lead = NULL;
}

const char *pattern_next(Pattern *m, const char **start) {
  const char *s = *start;
  if (!m->begun) find_lead(m);
  if (m->lead && m->literal) s = next_start(m, s);
  while (s) {
    const char *end = match_at(m, s);
    if (end && end != m->last) {
      *start = s;
      return m->last = end;
    }
    if (s == m->text_end || m->anchored) break;
    s = m->lead ? next_start(m, s + 1) : s + 1;
  }
  return NULL;
}

/* -- captures ------------------------------------------------------------- */

PatternCapture pattern_capture(const Pattern *m, int k, const char *start,
                               const char *end) {
  if (k >= m->captures) {
    if (k > 0) luaL_error(m->L, "invalid capture index %%%d", k + 1);
    return (PatternCapture){start, end - start};
  }
  if (m->capture[k].length == PATTERN_OPEN)
    luaL_error(m->L, "unfinished capture");
  return m->capture[k];
}

void pattern_push_capture(const Pattern *m, int k, const char *start,
                          const char *end) {
  const PatternCapture c = pattern_capture(m, k, start, end);
  if (c.length == PATTERN_POSITION)
    lua_pushinteger(m->L, c.start - m->text + 1);
  else
    lua_pushlstring(m->L, c.start, (size_t)c.length);
}

int pattern_push_captures(const Pattern *m, const char *start, const char *end,
                          bool whole) {
  const int n = m->captures == 0 && whole ? 1 : m->captures;
  luaL_checkstack(m->L, n, "too many captures");
  for (int k = 0; k < n; k++) pattern_push_capture(m, k, start, end);
  return n;
}
