/* scan.h - a light look at Lua text that may not be finished.
 *
 * It knows strings, comments and brackets, no more: enough for a `;` at the
 * end, a file name in quotes, the call whose options are being typed.
 */
#ifndef REPL_SCAN_H
#define REPL_SCAN_H

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

#endif
