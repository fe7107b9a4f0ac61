/* folders.h - folders in the file system. */
#ifndef SYS_FOLDERS_H
#define SYS_FOLDERS_H

/* Makes the missing folders that lead to the file `path`, for the owner alone.
 * Failures show when the file is opened. `path` is unchanged in the end. */
void folders_make_parents(char *path);

#endif
