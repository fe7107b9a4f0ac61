/* prompt_syntax.h - what can be entered at the prompt besides Lua. */
#ifndef SESSION_SYNTAX_PROMPT_SYNTAX_H
#define SESSION_SYNTAX_PROMPT_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

/* Is the text a command, such as "%cd data", "!ls" or "files = !ls"? */
bool prompt_syntax_is_command(const char *text);

/* Returns the code after "%time", or NULL if the text is not such a command. */
const char *prompt_syntax_timed(const char *text);

/* The n bytes asked about in "?text", "??text", "name?" or "name??". */
typedef struct PromptQuestion {
  size_t marks; /* 0: the text is not a question */
  const char *about;
  size_t n;
} PromptQuestion;

PromptQuestion prompt_syntax_question(const char *text);

/* Returns the Lua code in the text, which may have several lines: what follows
 * %time, %timeit, %prof, %debug or the `=` of Lua 5.1, or all of it; NULL for
 * another command or a question. */
const char *prompt_syntax_code(const char *text);

#endif
