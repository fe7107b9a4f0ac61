/* formula.c - reads a small part of LaTeX, and never fails: what is not
 * understood is text. */
#include "plot/figure/formula.h"
#include "plot/figure/formula_names.h"
#include "sys/utf8.h"

#include <ctype.h>
#include <string.h>

enum { REPLACEMENT = 0xFFFD };

typedef struct Reader {
  FormulaLetter *out;
  size_t n, most;
  const char *end;
  unsigned char depth, raised;
  bool math; /* between two $ */
  bool sign; /* the last letter is that of a name, as in \alpha */
} Reader;

static bool is_alpha(char c) { return isalpha((unsigned char)c) != 0; }
static bool is_alnum(char c) { return isalnum((unsigned char)c) != 0; }

static void put(Reader *r, unsigned long letter) {
  r->sign = false;
  if (r->n < r->most)
    r->out[r->n++] = (FormulaLetter){letter, r->depth, r->raised};
}

/* A minus sign as wide as a plus sign in formulas. */
static void put_sign(Reader *r, unsigned long letter) {
  bool minus = letter == '-' && (r->math || r->depth);
  put(r, minus ? 0x2212 : letter);
}

/* The next character; control characters become spaces. */
static const char *take(Reader *r, const char *p) {
  unsigned long letter;
  size_t room = (size_t)(r->end - p), n;
  n = utf8_decode(p, room < 4 ? room : 4, &letter);
  if (!n) letter = REPLACEMENT;
  if (letter < 32 || (letter >= 127 && letter < 160)) letter = ' ';
  put_sign(r, letter);
  return p + (n ? n : 1);
}

/* -- braces ---------------------------------------------------------------- */

/* The brace that closes the one at p; NULL: none. */
static const char *closing(const char *p, const char *end) {
  int open = 0;
  for (; p < end; p++) {
    if (*p == '\\' && p + 1 < end)
      p++;
    else if (*p == '{')
      open++;
    else if (*p == '}' && --open == 0)
      return p;
  }
  return NULL;
}

static void read_all(Reader *r, const char *p, const char *end);

/* Reads a part as if it were a text of its own, at the current level. */
static void read_part(Reader *r, const char *p, const char *end) {
  const char *whole = r->end;
  r->end = end;
  read_all(r, p, end);
  r->end = whole;
}

static void read_shifted(Reader *r, bool up, const char *p, const char *end) {
  unsigned char depth = r->depth, raised = r->raised;
  if (depth < FORMULA_DEPTH) {
    r->depth++;
    if (up) r->raised |= (unsigned char)(1u << depth);
  }
  read_part(r, p, end);
  r->depth = depth;
  r->raised = raised;
  r->sign = true; /* what follows may be shifted, too: x_i^2 */
}

/* -- subscripts and superscripts ------------------------------------------- */

static bool is_mark(unsigned long c) {
  return (c >= 0x300 && c < 0x370) || c == 0x20D7;
}

/* Letters beyond ASCII, but not ∂ or –. */
static bool is_letter(unsigned long c) {
  if (c < 128) return isalpha((int)c) != 0;
  return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c < 0x2C00);
}

static bool is_word(unsigned long c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

/* Is the word so far a single letter, with or without an accent? */
static bool follows_letter(const Reader *r) {
  size_t i = r->n;
  if (r->sign) return true;
  while (i && is_mark(r->out[i - 1].letter)) i--;
  if (!i || r->out[i - 1].depth != r->depth || !is_letter(r->out[i - 1].letter))
    return false;
  return i < 2 || r->out[i - 2].depth != r->depth ||
         !is_word(r->out[i - 2].letter);
}

/* The end of a name such as \alpha, with its braces; p: not a name. */
static const char *name_end(const char *p, const char *end) {
  const char *from = p + 1;
  if (p >= end || *p != '\\' || from >= end || !is_alpha(*from)) return p;
  while (from < end && is_alpha(*from)) from++;
  while (from < end && *from == '{') {
    const char *close = closing(from, end);
    if (!close) return from;
    from = close + 1;
  }
  return from;
}

/* Without braces, plain text shifts a short number or word: x_0, w_ij, 10^-3. */
static const char *short_end(const Reader *r, bool up, const char *p) {
  const char *from = p, *end = r->end;
  if (up && from < end && (*from == '-' || *from == '+')) from++;
  const char *first = from;
  while (from < end && is_alnum(*from) && from - first < 4) from++;
  if (from < end && from > first && (is_alnum(*from) || *from == '_')) return p;
  if (!up && from - first > 2 && !isdigit((unsigned char)*first)) return p;
  if (from > first) return from;
  unsigned long letter;
  size_t n =
    p < end
      ? utf8_decode(p, (size_t)(end - p) < 4 ? (size_t)(end - p) : 4, &letter)
      : 0;
  return n > 1 && is_letter(letter) ? p + n : p;
}

/* Between two $ it is the next character. */
static const char *letter_end(const Reader *r, const char *p) {
  unsigned long letter;
  size_t room = (size_t)(r->end - p), n;
  if (!room || *p == ' ' || *p == '^' || *p == '_') return p;
  n = utf8_decode(p, room < 4 ? room : 4, &letter);
  return p + (n ? n : 1);
}

/* Reads what follows _ or ^ at p; returns p if the mark is a character. */
static const char *read_level(Reader *r, const char *p) {
  bool up = *p == '^';
  const char *from = p + 1, *end = r->end;
  if (!r->n || !(up || r->math || follows_letter(r))) return p;
  if (from < end && *from == '{') {
    const char *close = closing(from, end);
    if (!close || close == from + 1) return p;
    read_shifted(r, up, from + 1, close);
    return close + 1;
  }
  const char *stop = name_end(from, end);
  if (stop == from)
    stop = r->math ? letter_end(r, from) : short_end(r, up, from);
  if (stop == from) return p;
  read_shifted(r, up, from, stop);
  return stop;
}

/* -- names ----------------------------------------------------------------- */

static bool is_name(const char *name, size_t n, const char *const *list) {
  for (; *list; list++)
    if (strlen(*list) == n && !memcmp(*list, name, n)) return true;
  return false;
}

/* In LaTeX, the space after a name only ends it: \partial J is ∂J. */
static const char *after_name(const char *p, const char *end) {
  bool joined = p + 1 < end && *p == ' ' && (is_alnum(p[1]) || p[1] == '\\');
  return joined ? p + 1 : p;
}

/* a + b, but not -a or \partial J; below a fraction also 2m. */
static bool has_terms(const char *p, const char *end, bool below) {
  for (const char *q = p; q < end; q++) {
    if (q > p && strchr("+- /", *q)) return true;
    if (below && q > p && isdigit((unsigned char)q[-1]) &&
        (is_alpha(*q) || *q == '\\'))
      return true;
    if (*q != '\\') continue;
    while (q + 1 < end && is_alpha(q[1])) q++;
    if (q + 1 < end) q = after_name(q + 1, end) - 1;
  }
  return false;
}

/* Reads {...} at p; returns p if there is none. */
static const char *read_group(Reader *r, const char *p, bool math) {
  const char *close = p < r->end && *p == '{' ? closing(p, r->end) : NULL;
  bool outside = r->math;
  if (!close) return p;
  r->math = math;
  read_part(r, p + 1, close);
  r->math = outside;
  return close + 1;
}

/* The same, in parentheses if it has several terms. */
static const char *read_term(Reader *r, const char *p, bool below) {
  const char *close = p < r->end && *p == '{' ? closing(p, r->end) : NULL;
  bool terms = close && has_terms(p + 1, close, below);
  if (terms) put(r, '(');
  p = read_group(r, p, true);
  if (terms) put(r, ')');
  return p;
}

/* \frac{a}{b} is a/b. */
static const char *read_fraction(Reader *r, const char *p) {
  const char *above = p < r->end && *p == '{' ? closing(p, r->end) : NULL;
  if (!above || above + 1 >= r->end || above[1] != '{') return NULL;
  if (!closing(above + 1, r->end)) return NULL;
  read_term(r, p, false);
  put(r, '/');
  p = read_term(r, above + 1, true);
  r->sign = true;
  return p;
}

/* A backslash keeps a special character; \, and \; are spaces. */
static const char *read_escape(Reader *r, const char *p) {
  if (p + 1 < r->end && strchr("_^{}$%&#", p[1])) {
    put(r, (unsigned char)p[1]);
    return p + 2;
  }
  if (p + 1 < r->end && strchr(",;:! ", p[1]) && (r->math || r->depth)) {
    if (p[1] != '!') put(r, ' ');
    return p + 2;
  }
  put(r, '\\');
  return p + 1;
}

static const char *read_name(Reader *r, const char *p) {
  static const char *const fonts[] = {
    "text",         "mathrm",  "mathbf", "mathit",     "textbf", "textit",
    "operatorname", "mathcal", "mathbb", "boldsymbol", NULL};
  static const char *const words[] = {"log", "ln",  "exp",    "min",    "max",
                                      "sin", "cos", "tan",    "tanh",   "arg",
                                      "det", "lim", "argmin", "argmax", NULL};
  static const char *const nothing[] = {"left", "right",        "limits",
                                        "big",  "displaystyle", NULL};
  const char *name = p + 1, *end = name;
  while (end < r->end && is_alpha(*end)) end++;
  size_t n = (size_t)(end - name);
  unsigned long sign = n ? formula_names_sign(name, n) : 0;
  unsigned long accent = n ? formula_names_accent(name, n) : 0;
  const char *next = NULL;
  if (!n) return read_escape(r, p);
  if (sign) {
    put(r, sign);
    r->sign = true;
    return r->math || r->depth ? after_name(end, r->end) : end;
  }
  if (n == 4 && !memcmp(name, "frac", 4)) next = read_fraction(r, end);
  if (n == 4 && !memcmp(name, "sqrt", 4)) {
    put(r, 0x221A);
    next = read_term(r, end, true);
  } else if (is_name(name, n, fonts) || accent) {
    next = read_group(r, end, accent != 0);
    if (accent && next != end) put(r, accent);
  }
  if (next && next != end) {
    r->sign = true;
    return next;
  }
  if (is_name(name, n, nothing)) return end;
  if (!is_name(name, n, words)) put(r, '\\');
  while (name < end) put(r, (unsigned char)*name++);
  r->sign = true;
  return end;
}

/* -- formulas between two $ ------------------------------------------------ */

/* The $ that ends the formula which begins at p; NULL: p is a character, as in
 * "price (k$) and cost (k$)" or "$5 to $10". */
static const char *formula_end(const char *from, const char *p,
                               const char *end) {
  int open = 0;
  if (p > from && (is_alnum(p[-1]) || p[-1] == '\\')) return NULL;
  if (p + 1 >= end || p[1] == ' ' || p[1] == '$') return NULL;
  for (const char *q = p + 1; q < end; q++) {
    if (*q == '\\' && q + 1 < end) {
      q++;
      continue;
    }
    open += (*q == '(') - (*q == ')');
    if (open < 0) return NULL;
    if (*q != '$') continue;
    bool ends =
      !open && q[-1] != ' ' && !(q + 1 < end && isdigit((unsigned char)q[1]));
    return ends ? q : NULL;
  }
  return NULL;
}

static void read_all(Reader *r, const char *p, const char *end) {
  const char *from = p;
  while (p < end && r->n < r->most) {
    const char *next = p;
    if (*p == '_' || *p == '^')
      next = read_level(r, p);
    else if (*p == '\\')
      next = read_name(r, p);
    else if (*p == '$' && !r->math && formula_end(from, p, end)) {
      const char *stop = formula_end(from, p, end);
      r->math = true;
      read_part(r, p + 1, stop);
      r->math = false;
      next = stop + 1;
    } else if (r->math && (*p == '{' || *p == '}'))
      next = p + 1;
    p = next == p ? take(r, p) : next;
  }
}

size_t formula_read(FormulaLetter *out, size_t most, const char *text) {
  Reader r = {.out = out, .most = most, .end = text + strlen(text)};
  read_all(&r, text, r.end);
  return r.n;
}

size_t formula_word(const char *text) {
  const char *end = text + strlen(text), *p = text;
  int open = 0;
  while (p < end && ((*p != ' ' && *p != '\n') || open > 0)) {
    const char *stop = *p == '$' ? formula_end(text, p, end) : NULL;
    open += (*p == '{') - (*p == '}');
    p = stop ? stop + 1 : p + 1;
  }
  return (size_t)(p - text);
}
