#include "session/syntax/prompt_syntax.h"

#include <ctype.h>
#include <string.h>

/* -- commands ------------------------------------------------------------- */

/* Is it "files = !ls"? */
static bool is_capture(const char *text) {
  if (!isalpha((unsigned char)*text) && *text != '_') return false;
  while (isalnum((unsigned char)*text) || *text == '_' || *text == '.') text++;
  text += strspn(text, " \t");
  if (*text++ != '=') return false;
  text += strspn(text, " \t");
  return *text == '!' && text[1] != '=' && !strchr(text, '\n');
}

bool prompt_syntax_is_command(const char *text) {
  text += strspn(text, " \t");
  return *text == '%' || *text == '!' || is_capture(text);
}

/* Returns the rest after the command, or NULL if the text is another one. */
static const char *after_command(const char *text, const char *word) {
  const size_t n = strlen(word);
  text += strspn(text, " \t");
  if (strncmp(text, word, n) != 0 || !strchr(" \t\n", text[n])) return NULL;
  text += n;
  text += strspn(text, " \t\n");
  return *text ? text : NULL;
}

const char *prompt_syntax_timed(const char *text) {
  return after_command(text, "%time");
}

/* Skips options such as "-n 100", but not an expression such as "-n + 1". */
static const char *after_options(const char *text) {
  while (*text == '-' && islower((unsigned char)text[1])) {
    const char *rest = text + 2 + strspn(text + 2, " \t");
    if (rest == text + 2) break;
    size_t digits = strspn(rest, "0123456789");
    if (!digits && text[1] != 'l') break;
    text = rest + digits + strspn(rest + digits, " \t\n");
  }
  return text;
}

/* The code in a command that takes any Lua code. */
static const char *code_of_command(const char *text) {
  static const char *const words[] = {"%timeit", "%prof", "%debug"};
  const char *code = prompt_syntax_timed(text);
  for (int i = 0; i < 3 && !code; i++) {
    code = after_command(text, words[i]);
    if (code) code = after_options(code);
  }
  return code;
}

/* -- questions ------------------------------------------------------------ */

static const char BLANKS[] = " \t\r";

static size_t trimmed(const char *text, size_t n) {
  while (n && isspace((unsigned char)text[n - 1])) n--;
  return n;
}

static bool is_path_char(char c) {
  return isalnum((unsigned char)c) || (c && strchr("_.:[]\"'", c));
}

/* Only a name may precede the mark: other code, such as a comment, may end with
 * one. */
PromptQuestion prompt_syntax_question(const char *text) {
  static const PromptQuestion none = {0, NULL, 0};
  while (isspace((unsigned char)*text)) text++;
  size_t n = trimmed(text, strlen(text)), before = strspn(text, "?"), after = 0;
  if (memchr(text, '\n', n)) return none;
  if (!before) {
    while (after < n && text[n - 1 - after] == '?') after++;
    n = trimmed(text, n - after);
    for (size_t i = 0; i < n; i++)
      if (!is_path_char(text[i])) return none;
    if (!n || !after) return none;
  }
  text += before;
  n -= before;
  size_t blanks = strspn(text, BLANKS);
  if (blanks > n) blanks = n;
  return (PromptQuestion){before + after, text + blanks, n - blanks};
}

/* -- code ----------------------------------------------------------------- */

const char *prompt_syntax_code(const char *text) {
  const char *code = code_of_command(text);
  if (code) return code;
  bool other =
    prompt_syntax_is_command(text) || prompt_syntax_question(text).marks;
  if (other) return NULL;
  return *text == '=' && text[1] != '=' ? text + 1 : text;
}
