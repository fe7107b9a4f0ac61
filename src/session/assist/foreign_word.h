/* foreign_word.h - names of other languages and libraries, and what to use
 * instead. */
#ifndef SESSION_ASSIST_FOREIGN_WORD_H
#define SESSION_ASSIST_FOREIGN_WORD_H

/* For a global variable; NULL if the name is not known. */
const char *foreign_word_global(const char *word);
/* For a method of a list or text. */
const char *foreign_word_method(const char *word);

#endif
