/* options.h - the command line. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>

#include "sys/sandbox.h"

/* The parsed command line. */
typedef struct Options {
  int argc;
  char **argv;
  int script; /* index in argv; argc if none */
  bool interactive, version, help, manual, code, bare, check, no_init, safe,
    grade, report, kernel, notebook, install_kernel, web;
  const char *page;              /* of --web: where to write it, or NULL */
  SandboxLimits limits;          /* of --safe */
  const char *format;            /* of --manual; NULL: plain text */
  const char *limited;           /* an option that needs --safe */
  size_t threads;                /* that compute; 0: the usual number */
  const char *complaint, *about; /* "'%s' needs an argument", "-e" */
} Options;

extern const char options_usage[];

/* Parses argc and argv; returns false and sets the complaint on misuse. Sets
 * MLREPL_PLOT, from which plots read their target. */
bool options_read(Options *o);

#endif
