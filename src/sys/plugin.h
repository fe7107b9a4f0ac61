/* plugin.h - parts of the program that need a large library, loaded when first
 * used.
 *
 * A plug-in is a shared object mlrepl-NAME.so, linked with its library in the
 * usual way and built from src/plugins/NAME.c or in the folder of its layer. It
 * has one entry, a function mlrepl_NAME..., whose type is declared by the layer
 * that calls it. It is searched for in MLREPL_PLUGINS if that is set; else in
 * plugins/ and build/plugins/ next to the program, in lib/mlrepl next to the
 * program's folder, and in the installation folder.
 */
#ifndef SYS_PLUGIN_H
#define SYS_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>

/* Writes the folder of the program with the slash at its end; "" if it cannot be
 * found. */
void plugin_own_folder(char *folder, size_t room);
/* The program is not the executable but this file, a library. */
void plugin_set_own_file(const char *path);

/* Writes the path of the program; if it is a library, of the program installed
 * with it. */
void plugin_own_program(char *path, size_t room);

/* Stores the function `entry` of the plug-in `name` in *function, a function
 * pointer. Returns false if the plug-in or its library is missing; the next
 * call searches again. Plug-ins are never unloaded. */
bool plugin_find(void *function, const char *name, const char *entry);

/* Is its file there? It is not loaded. */
bool plugin_is_there(const char *name);

/* Writes folder number i of the search, in order; false after the last one. */
bool plugin_folder(size_t i, char *path, size_t room);

/* Is there room in the address space for `count` blocks of memory? A library
 * that cannot map what it needs may crash or try for ever, so ask before it is
 * loaded. */
bool plugin_has_room(size_t count, size_t bytes);

/* Can that many threads be started, at the same time? At most 256 are tried. */
bool plugin_has_threads(size_t count);

/* The end of a message about a missing library: "install " and the packages, or
 * where nothing can be installed, that there is no LIBRARY. Valid until the next
 * call. */
const char *plugin_advice(const char *library, const char *packages);

/* Exits with an error message: a required plug-in cannot be loaded. `why` NULL:
 * what the dynamic linker says. */
_Noreturn void plugin_give_up(const char *name, const char *why);

#endif
