/* folders.h - folders in the file system. */
#ifndef SYS_FOLDERS_H
#define SYS_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>

/* Creates the missing parent folders of the file `path`, accessible only by the
 * owner. Failures surface when the file is opened. `path` is modified
 * temporarily. */
void folders_make_parents(char *path);

/* Writes the path of mlrepl's file `name` in the folder that the environment
 * variable names (XDG_STATE_HOME), else in `usual` (".local/state") below the
 * home folder. As the XDG specification says, a relative path is ignored.
 * Returns false if there is no home folder or the path is too long. */
bool folders_own_file(char *path, size_t size, const char *variable,
                      const char *usual, const char *name);

#endif
