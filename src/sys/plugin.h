/* plugin.h - parts of the program that need a large library, loaded when first
 * used.
 *
 * A plug-in is a shared object mlrepl-NAME.so, linked with its library in the
 * usual way and built from src/plugins/NAME.c. It has one entry: a function
 * mlrepl_NAME_... of a type that the layer that calls it declares. It is searched
 * in MLREPL_PLUGINS when that is set; else in plugins/ and build/plugins/
 * beside the program, in lib/mlrepl beside the program's folder, and where it
 * was installed.
 */
#ifndef SYS_PLUGIN_H
#define SYS_PLUGIN_H

#include <stdbool.h>

/* Writes the function `entry` of the plug-in `name` to *function, which is a
 * pointer to a function. False when plug-in or library is missing; the next
 * call searches again. A loaded plug-in is never unloaded. */
bool plugin_find(void *function, const char *name, const char *entry);

/* Exits with an error message: a required plug-in is missing. */
_Noreturn void plugin_give_up(const char *name);

#endif
