/* screen_text.h - draws text in the encoding of the locale: control characters
 * as ^A, invalid bytes as \xE4, tabs as spaces. */
#ifndef REPL_SCREEN_SCREEN_TEXT_H
#define REPL_SCREEN_SCREEN_TEXT_H

#include "repl/screen/screen_image.h"

/* Draws the first character of the n > 0 bytes; returns its length in bytes. */
size_t screen_text_put(ScreenPen *pen, const char *text, size_t n);

/* Draws characters up to the first that would reach the end of the row or is a
 * tab or newline; returns how many bytes are left. */
size_t screen_text_put_in_row(ScreenPen *pen, const char *text, size_t n);

#endif
