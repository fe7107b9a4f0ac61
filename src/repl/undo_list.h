/* undo_list.h - the changes of a line that is dropped. */
#ifndef REPL_UNDO_LIST_H
#define REPL_UNDO_LIST_H

/* Frees the changes of the current line. Readline's own function for dropped
 * lines leaves pointers to them in the history, which are freed again later. */
void undo_list_forget(void);

#endif
