/* web.h - the functions that the page's script calls. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include <stdbool.h>
#include <stddef.h>

/* Keeps a function, although no C code calls it. */
#define WEB_EXPORT __attribute__((used, visibility("default")))

/* The files of the library are in place. Returns false if there is not enough
 * memory. */
WEB_EXPORT bool web_start(void);
/* The theme of figures from now on: the page is dark, or light. */
WEB_EXPORT void web_theme(bool dark);
/* Runs an entry of the prompt; returns whether it asked to leave. */
WEB_EXPORT bool web_evaluate(const char *entry);
/* Runs a script and the jobs that it leaves running, as `mlrepl FILE` does;
 * returns the exit code. */
WEB_EXPORT int web_run(const char *path);
/* Runs the self-checks of a lesson, as `mlrepl --check FILE` does. */
WEB_EXPORT bool web_check(const char *path);
/* The page's Stop button; while the program waits for the page. */
WEB_EXPORT void web_stop(void);

/* Does the entry need more lines? */
WEB_EXPORT bool web_is_open(const char *text);
/* For the cursor at byte `point`: where the word before it begins and its
 * candidates, one per line; the signature of the call. NULL: none. The text is
 * valid until the next call. */
WEB_EXPORT const char *web_complete(const char *text, int point);
WEB_EXPORT const char *web_signature(const char *text, int point);

/* The number of bytes of memory that the program has used so far: they are its
 * state, from 0 on. */
WEB_EXPORT size_t web_used(void);

/* The JSON of a figure, which the script frees; NULL: there is none. */
WEB_EXPORT char *web_figure_json(int number);
/* What the user did in a figure or with a slider. */
WEB_EXPORT bool web_event(const char *event);

#endif
