/* folders.h - folders in the file system. */
#ifndef SYS_FOLDERS_H
#define SYS_FOLDERS_H

/* Creates the missing parent folders of the file `path`, accessible only by the
 * owner. Failures surface when the file is opened. `path` is modified
 * temporarily. */
void folders_make_parents(char *path);

#endif
