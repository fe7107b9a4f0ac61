/* scan.h - a light look at Lua text that may not be finished.
 *
 * It knows strings, comments and brackets, no more: enough for a `;` at the
 * end, a file name in quotes, the call whose options are being typed.
 */
#ifndef SESSION_SCAN_H
#define SESSION_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum { SCAN_DEPTH = 32 };

typedef struct Scan {
  char last;        /* the last character that is code, 0: there is none */
  char quote;       /* what ends the string the text ends in, 0: in none */
  size_t string;    /* where that string's text starts */
  bool comment;     /* the text ends in a comment */
  size_t depth;     /* brackets open at the end; the outermost 32 are kept */
  size_t open[SCAN_DEPTH]; /* where they are */
} Scan;

/* Looks at the first n characters of text. */
Scan scan(const char *text, size_t n);

/* Behind the long bracket, comment or string that begins at text[i]; n + 1 when
 * it does not end. scan_long_level is -1 where no long bracket begins. */
int scan_long_level(const char *text, size_t n, size_t i);
size_t scan_long(const char *text, size_t n, size_t i);
size_t scan_comment(const char *text, size_t n, size_t i);
size_t scan_string(const char *text, size_t n, size_t i);

#endif
