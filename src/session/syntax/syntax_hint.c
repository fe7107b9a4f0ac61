#include "session/syntax/syntax_hint.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "session/syntax/lexer.h"

/* The context of an error. */
typedef struct Place {
  const char *message;
  const char *line;   /* first word of the line */
  const char *at;     /* >= line */
  const char *before; /* end of the code before `at`, >= line */
} Place;

static Place place_of(const char *message, const char *text, const char *spot) {
  const char *line = spot, *before = spot;
  while (line > text && line[-1] != '\n') line--;
  line += strspn(line, " \t");
  if (spot < line) spot = before = line;
  while (before > line && isspace((unsigned char)before[-1])) before--;
  return (Place){message, line, spot, before};
}

static bool is_word_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

/* Does the text begin with this whole word? */
static bool has_word(const char *text, const char *word) {
  size_t n = strlen(word);
  return !strncmp(text, word, n) && !is_word_char(text[n]);
}

static bool begins_with(const Place *p, const char *const *words) {
  for (; *words; words++)
    if (has_word(p->line, *words)) return true;
  return false;
}

static bool expects(const Place *p, const char *what) {
  return strstr(p->message, what) != NULL;
}

static bool is_one_of(const char *text, Token t, const char *const *words) {
  for (; *words; words++)
    if (strlen(*words) == t.n && !memcmp(text + t.start, *words, t.n))
      return true;
  return false;
}

bool syntax_hint_has_python_block(const char *text, size_t n) {
  static const char *const heads[] = {"for", "while", "if", "elseif", NULL};
  static const char *const ends[] = {"do", "then", NULL};
  bool in_head = false;
  for (size_t at = 0; at < n;) {
    const Token t = lexer_token(text, n, at);
    at += t.n;
    if (is_one_of(text, t, heads)) in_head = true;
    if (is_one_of(text, t, ends)) in_head = false;
    const bool colon = t.kind == TOKEN_SIGN && text[t.start] == ':';
    if (in_head && colon && at < n && strchr(" \t", text[at])) return true;
  }
  return false;
}

/* -- operators ------------------------------------------------------------ */

/* An operator of another language; Lua reports the error at byte `at`. */
typedef struct Sign {
  const char *text;
  size_t at;
  const char *advice;
} Sign;

static const Sign signs[] = {
  {"!=", 0, "use ~= for not equal"},
  {"!", 0, "use not: not x"},
  {"&&", 1, "use and: a and b"},
  {"||", 1, "use or: a or b"},
  {"+=", 1, "write x = x + 1 instead of x += 1"},
  {"-=", 1, "write x = x - 1 instead of x -= 1"},
  {"*=", 1, "write x = x * 2 instead of x *= 2"},
  {"/=", 1, "write x = x / 2 instead of x /= 2"},
  {"->", 1, "write an anonymous function as function(x) return x end"},
  {":=", 1, "assign with =: x = 3"},
  {"++", 1, "write x = x + 1 instead of x++"},
  {"**", 1, "use ^ for powers: x ^ 2"},
  {"#", 0, "a comment begins with --"},
  {"@", 0, "use dot(X, w) for a matrix product"},
  {"\\", 0, "use solve(A, b) for the x with A x = b"},
  {"[", 0, "write a list as {1, 2, 3}, a vector as vector{1, 2, 3}"},
  {NULL, 0, NULL}};

static const char *advice_on_sign(const Place *p) {
  for (const Sign *s = signs; s->text; s++) {
    bool room = (size_t)(p->at - p->line) >= s->at;
    if (room && !strncmp(p->at - s->at, s->text, strlen(s->text)))
      return s->advice;
  }
  return "";
}

/* -- expected tokens ----------------------------------------- */

/* "abc"[1] and 'x' in t. */
static const char *advice_on_value(const Place *p) {
  const char last = p->before > p->line ? p->before[-1] : 0;
  if (*p->at == '[' && (last == '"' || last == '\''))
    return "use (\"abc\"):sub(1, 1) for a character of a text";
  if (has_word(p->at, "in") && !has_word(p->line, "for"))
    return "test for a key by t[key] ~= nil, for a part of a text by "
           "s:find(\"x\", 1, true); a loop searches a list";
  return "";
}

/* Lua expected a different token at the error. */
static const char *advice_on_expected(const Place *p) {
  static const char *const questions[] = {"if", "elseif", "while", "until",
                                          NULL};
  bool asks = begins_with(p, questions);
  if (*p->at == '=' && (asks || expects(p, "'then' expected")))
    return "use == to compare";
  if (expects(p, "'then' expected near 'else'"))
    return "write a choice as y = x > 0 and 1 or 2";
  if (has_word(p->at, "is")) return "use == to compare: x == nil, or ~=";
  if (*p->at == ',' && expects(p, "')' expected"))
    return "write a list as {1, 2}; several values need no parentheses: "
           "a, b = 1, 2";
  if (*p->at == '=' && expects(p, "')' expected"))
    return "write options in braces: f(x, {alpha = 0.1})";
  if (*p->at == '=' && p->before > p->line && p->before[-1] == ')')
    return "write a function as function f(x) return x end";
  if (*p->at == ':' && expects(p, "']' expected"))
    return "use x:slice(1, 3) for part of a vector";
  const bool quoted = p->before > p->line && strchr("'\"", p->before[-1]);
  if (*p->at == ',' && expects(p, "']' expected") && quoted)
    return "use d:matrix{\"a\", \"b\"} for the numbers of several columns, "
           "d:select{\"a\", \"b\"} for a dataset";
  if (*p->at == ',' && expects(p, "']' expected"))
    return "use X[1][2] for an element of a matrix";
  if (*p->at == ':' && expects(p, "'}' expected"))
    return "write a named field as {a = 1}";
  return "";
}

/* -- words ---------------------------------------------------------------- */

typedef struct Word {
  const char *word, *advice;
} Word;

static const char FUNCTION[] = "write a function as function f(x) return x end";
static const char VARIABLE[] = "no declaration is needed: x = 3";
static const char IMPORT[] = "mlrepl's own functions need no import; "
                             "use require\"name\" to load a Lua module";

static const char TRY[] = "catch an error with ok, message = pcall(f)";

static const Word first_words[] = {
  {"import", IMPORT},
  {"from", IMPORT},
  {"using", IMPORT},
  {"def", FUNCTION},
  {"fn", FUNCTION},
  {"func", FUNCTION},
  {"let", VARIABLE},
  {"var", VARIABLE},
  {"const", VARIABLE},
  {"elif", "use elseif"},
  {"try", TRY},
  {"except", TRY},
  {"catch", TRY},
  {"del", "assign nil to remove a variable: x = nil"},
  {"class",
   "Lua has no classes; a table with functions does for most purposes, "
   "and ?metatables tells the rest"},
  {NULL, NULL}};

/* The word before the error; p->before if there is none. */
static const char *word_before(const Place *p) {
  const char *from = p->before;
  while (from > p->line && is_word_char(from[-1])) from--;
  return from;
}

/* Two words side by side: print x. */
static const char *advice_on_pair(const Place *p) {
  static const char *const texts[] = {"help", "lesson", NULL};
  const char *word = word_before(p);
  const char *lambda = strstr(p->line, "lambda ");
  if (lambda && lambda < p->at)
    return "write an anonymous function as function(x) return x end";
  bool pair = word < p->before && !isdigit((unsigned char)*word) &&
              (is_word_char(*p->at) || *p->at == '<');
  if (!pair || !expects(p, "syntax error near")) return "";
  if (has_word(p->line, "hold"))
    return "not needed: every plot draws into the current figure, and "
           "plot.figure() begins a new one";
  if (begins_with(p, texts))
    return "put names in quotes: help\"train\", lesson\"gradient_descent\"";
  return "a call needs parentheses: print(x)";
}

static const char LOOP[] = "write a loop as for i = 1, 3 do print(i) end";

/* for i in range(3), for i in 1:3 */
static bool is_counting(const Place *p) {
  const char *in = has_word(p->line, "for") ? strstr(p->line, " in ") : NULL;
  if (!in || in > p->at) return false;
  in += strlen(" in ");
  return has_word(in, "range") || isdigit((unsigned char)*in);
}

/* What follows the first word and blanks. */
static const char *after_word(const Place *p) {
  const char *at = p->line;
  while (is_word_char(*at)) at++;
  return at + strspn(at, " ");
}

static const char BLOCK[] = "a block begins with then or do, not a colon";

static bool has_python_block(const Place *p) {
  return syntax_hint_has_python_block(p->line, (size_t)(p->at - p->line));
}

static const char *advice_on_first_word(const Place *p) {
  for (const Word *w = first_words; w->word; w++)
    if (has_word(p->line, w->word)) return w->advice;
  return "";
}

static const char *advice_on_words(const Place *p) {
  static const char *const commands[] = {
    "time", "timeit", "prof", "run", "edit", "cd", "debug", "log", NULL};
  static const char *const openers[] = {"if",    "elseif", "else",
                                        "while", "for",    NULL};
  const char *advice = advice_on_first_word(p);
  if (*advice) return advice;
  if (is_counting(p)) return LOOP;
  if (begins_with(p, commands) && !strchr("=.:(", *after_word(p)))
    return "a command of the prompt begins with %, as in %timeit f(x)";
  bool colon = *p->at == ':' || (p->before > p->line && p->before[-1] == ':');
  if (has_python_block(p) || (begins_with(p, openers) && colon)) return BLOCK;
  if (has_word(p->line, "for") &&
      (expects(p, "',' expected") || expects(p, "'=' or 'in'") ||
       expects(p, "<name> expected")))
    return LOOP;
  return advice_on_pair(p);
}

/* -- all ------------------------------------------------------------------ */

const char *syntax_hint(const char *message, const char *text,
                        const char *spot) {
  Place p = place_of(message, text, spot);
  if (expects(&p, "unfinished string"))
    return "close the string on the same line with the same quote";
  if (expects(&p, "function arguments") && !strstr(p.line, "lambda ") &&
      !has_python_block(&p) && !*advice_on_first_word(&p))
    return "call a method with parentheses, as in v:sum()";
  if (expects(&p, "malformed number") && expects(&p, "_'"))
    return "write a long number without _: 1000000 or 1e6";
  if (expects(&p, "malformed number"))
    return "write 3 * x for 3 times x; a name must begin with a letter";
  if ((unsigned char)*spot >= 0x80)
    return "invalid character in Lua; use \" or ' for quotes, - for minus";
  if (*p.line == '#' && isspace((unsigned char)p.line[1]))
    return "a comment begins with --";
  const char *advice = advice_on_value(&p);
  if (!*advice) advice = advice_on_words(&p);
  if (!*advice) advice = advice_on_expected(&p);
  return *advice ? advice : advice_on_sign(&p);
}
