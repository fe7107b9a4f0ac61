/* prompt_text.h - the prompt as inputrc settings want it. */
#ifndef REPL_PROMPT_TEXT_H
#define REPL_PROMPT_TEXT_H

#include <stdbool.h>

/* The value of an inputrc variable; "" if there is none. */
const char *prompt_text_setting(const char *variable);
bool prompt_text_is_on(const char *variable);

/* What Readline wants to show before the text: the prompt, a search or an
 * argument. The last line of the prompt begins with the editing mode, all with a
 * `*` for a changed entry of the history. To be freed; NULL if there is no
 * memory. */
char *prompt_text_shown(void);

/* The same when no search or argument is shown, without the `*`. */
char *prompt_text_usual(void);

#endif
