/* plain_text.h - text that came from data, made safe to print.
 *
 * Names of columns and models come from files of strangers. Everything of that
 * sort passes through here before it is written where characters have a meaning:
 * a terminal (escape sequences, writing direction), an error message, the comment
 * of a generated C file.
 */
#ifndef SYS_PLAIN_TEXT_H
#define SYS_PLAIN_TEXT_H

#include <stddef.h>

/* Copies n bytes to `out`, which must have room for as many, and returns how many
 * were written. Control characters (C0, DEL, C1) and those that change the
 * writing direction or the line (U+2028, U+2029) become spaces, invalid UTF-8
 * becomes '?'. */
size_t plain_text(char *out, const char *text, size_t n);

/* The same for the inside of a C comment: also breaks up what would end or begin
 * a comment, continue a line or be a trigraph. Writes at most 2 n bytes. */
size_t plain_text_comment(char *out, const char *text, size_t n);

#endif
