#include "lua/usage/option_help.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

/* Does an explanation of the word before it begin with this text? */
static bool explains(const char *text) {
  static const char *const begins[] = {"=", ": ", " is ", " (", ", the ", NULL};
  for (int i = 0; begins[i]; i++)
    if (!strncmp(text, begins[i], strlen(begins[i]))) return true;
  return false;
}

/* Not the w of m.w, or of the formula 2w. */
static bool is_free(const char *help, const char *at) {
  return at == help || (!is_word(at[-1]) && !strchr(".:", at[-1]));
}

/* A clause ends with its sentence, at a semicolon, at the bracket around it, and
 * after "name (explanation)". */
static size_t clause_length(const char *text) {
  int depth = 0;
  size_t n = 0;
  for (; text[n] && text[n] != '\n'; n++) {
    char c = text[n], next = text[n + 1];
    if (strchr("({[", c)) depth++;
    if (strchr(")}]", c) && --depth < 0) break;
    if (depth) continue;
    if (c == ';' || (c == '.' && (!next || strchr(" \n", next)))) break;
    if (c == ',' && n && text[n - 1] == ')') break;
  }
  return n;
}

/* An explanation at the start of a paragraph comes first. */
UsageText option_help_find(const char *help, UsageText name) {
  const char *found = NULL;
  for (const char *at = help; *at && name.n; at++) {
    if (strncmp(at, name.at, name.n) != 0 || !is_free(help, at)) continue;
    if (!explains(at + name.n)) continue;
    bool first = at == help || at[-1] == '\n';
    if (!found || first) found = at;
    if (first) break;
  }
  return (UsageText){found, found ? clause_length(found) : 0};
}
