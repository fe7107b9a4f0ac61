#include "session/syntax/syntax_hint.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What stands around the spot of an error. */
typedef struct Place {
  const char *message;
  const char *line; /* its first word */
  const char *at;
  const char *before; /* the end of the code before it, not in front of line */
} Place;

static Place place_of(const char *message, const char *text, const char *spot) {
  const char *line = spot, *before = spot;
  while (line > text && line[-1] != '\n') line--;
  line += strspn(line, " \t");
  while (before > line && isspace((unsigned char)before[-1])) before--;
  return (Place){message, line, spot, before};
}

static bool is_word_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

/* Does the text begin with the word, and with no longer one? */
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

/* -- signs ---------------------------------------------------------------- */

/* A sign of another language, as text with the spot at its `at`-th byte. */
typedef struct Sign {
  const char *text;
  size_t at;
  const char *advice;
} Sign;

static const Sign signs[] = {
  {"!=", 0, "not equal is written ~="},
  {"!", 0, "not is a word: not x"},
  {"&&", 1, "and is a word: a and b"},
  {"||", 1, "or is a word: a or b"},
  {"+=", 1, "x += 1 is written x = x + 1"},
  {"-=", 1, "x -= 1 is written x = x - 1"},
  {"*=", 1, "x *= 2 is written x = x * 2"},
  {"/=", 1, "x /= 2 is written x = x / 2"},
  {":=", 1, "a variable is made by x = 3"},
  {"++", 1, "x++ is written x = x + 1"},
  {"**", 1, "a power is written x ^ 2"},
  {"@", 0, "a product of matrices is dot(X, w)"},
  {"[", 0, "a list is written {1, 2, 3}, a vector vector{1, 2, 3}"},
  {NULL, 0, NULL}};

static const char *advice_on_sign(const Place *p) {
  for (const Sign *s = signs; s->text; s++) {
    bool room = (size_t)(p->at - p->line) >= s->at;
    if (room && !strncmp(p->at - s->at, s->text, strlen(s->text)))
      return s->advice;
  }
  return "";
}

/* -- what should have stood there ----------------------------------------- */

/* Something else was expected than the sign at the spot. */
static const char *advice_on_expected(const Place *p) {
  static const char *const questions[] = {"if", "elseif", "while", "until",
                                          NULL};
  bool asks = begins_with(p, questions);
  if (*p->at == '=' && (asks || expects(p, "'then' expected")))
    return "equal is asked with ==";
  if (*p->at == '=' && expects(p, "')' expected"))
    return "options go into braces: f(x, {alpha = 0.1})";
  if (*p->at == '=' && p->before > p->line && p->before[-1] == ')')
    return "a function is written function f(x) return x end";
  if (*p->at == ':' && expects(p, "']' expected"))
    return "a part of a vector is x:slice(1, 3)";
  if (*p->at == ',' && expects(p, "']' expected"))
    return "an element of a matrix is X[1][2]";
  if (*p->at == ':' && expects(p, "'}' expected"))
    return "a named value is written {a = 1}";
  return "";
}

/* -- words ---------------------------------------------------------------- */

typedef struct Word {
  const char *word, *advice;
} Word;

static const char FUNCTION[] = "a function is written function f(x) return x "
                               "end";
static const char VARIABLE[] = "a variable needs no such word: x = 3";
static const char IMPORT[] = "what belongs to mlrepl is there without it; "
                             "require\"name\" loads a module of Lua";

static const Word first_words[] = {
  {"import", IMPORT},  {"from", IMPORT},
  {"using", IMPORT},   {"def", FUNCTION},
  {"fn", FUNCTION},    {"func", FUNCTION},
  {"let", VARIABLE},   {"var", VARIABLE},
  {"const", VARIABLE}, {"elif", "it is written elseif"},
  {NULL, NULL}};

/* The word that the spot is behind; p->before where there is none. */
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
    return "a function without a name is written function(x) return x end";
  bool pair = word < p->before && !isdigit((unsigned char)*word) &&
              (is_word_char(*p->at) || *p->at == '<');
  if (!pair || !expects(p, "syntax error near")) return "";
  if (begins_with(p, texts))
    return "a name goes into quotes: help\"train\", lesson\"gradient_descent\"";
  return "a call has parentheses: print(x)";
}

static const char *advice_on_words(const Place *p) {
  static const char *const openers[] = {"if",    "elseif", "else",
                                        "while", "for",    NULL};
  for (const Word *w = first_words; w->word; w++)
    if (has_word(p->line, w->word)) return w->advice;
  bool colon = *p->at == ':' || (p->before > p->line && p->before[-1] == ':');
  if (begins_with(p, openers) && colon)
    return "a block begins with then or do, not with a colon";
  if (has_word(p->line, "for") &&
      (expects(p, "',' expected") || expects(p, "'=' or 'in'") ||
       expects(p, "<name> expected")))
    return "a loop is written for i = 1, 3 do print(i) end";
  return advice_on_pair(p);
}

/* -- all ------------------------------------------------------------------ */

const char *syntax_hint(const char *message, const char *text,
                        const char *spot) {
  Place p = place_of(message, text, spot);
  if (expects(&p, "unfinished string"))
    return "a string ends on its line, with the quote that began it";
  if (expects(&p, "function arguments") && !strstr(p.line, "lambda "))
    return "a method is called with parentheses: m:equation()";
  if (expects(&p, "malformed number"))
    return "3 times x is written 3 * x; a name begins with a letter";
  if ((unsigned char)*spot >= 0x80)
    return "this is no character of Lua's; quotes are \" or ', minus is -";
  const char *advice = advice_on_words(&p);
  if (!*advice) advice = advice_on_expected(&p);
  return *advice ? advice : advice_on_sign(&p);
}
