/* option_help.h - what a help text says about one option. */
#ifndef LUA_USAGE_OPTION_HELP_H
#define LUA_USAGE_OPTION_HELP_H

#include "lua/usage/usage.h"

/* The clause that explains the option or argument: "alpha=0.01: the learning
 * rate", "size (7)" or "bias=true adds a first column of ones". Its n is 0 if
 * there is none. */
UsageText option_help_find(const char *help, UsageText name);

#endif
