/* screen_prompt.h - draws prompts, in which escape sequences are between \001
 * and \002, as in Readline's. */
#ifndef REPL_SCREEN_SCREEN_PROMPT_H
#define REPL_SCREEN_SCREEN_PROMPT_H

#include "repl/screen/screen_image.h"

void screen_prompt_put(ScreenPen *pen, const char *prompt);

/* Its last line, and the columns of that. */
const char *screen_prompt_last_line(const char *prompt);
int screen_prompt_columns(const char *prompt);

/* Draws what stands before the second and later lines of an entry. */
void screen_prompt_continue(ScreenPen *pen, int columns);

#endif
