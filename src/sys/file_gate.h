/* file_gate.h - which files a script may open.
 *
 * The gate is open unless the program was started with --safe. Then every
 * function that takes a file name from a script asks here first, so that a
 * refusal is one clear message. The kernel repeats the check (sys/sandbox.h).
 */
#ifndef SYS_FILE_GATE_H
#define SYS_FILE_GATE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum FileUse { FILE_READ, FILE_WRITE } FileUse;

enum { FILE_GATE_FOLDERS = 8 };

/* Allows files below the folder, which must exist: to read, or (FILE_WRITE) to
 * read, write, create and remove. At most FILE_GATE_FOLDERS folders. Returns
 * false and sets errno if the folder cannot be found. */
bool file_gate_allow(const char *folder, FileUse use);

/* Closes the gate for good: from now on only allowed files may be used. */
void file_gate_close(void);

bool file_gate_is_closed(void);

/* May the file be used? Symbolic links are followed, and a file that does not
 * exist yet is judged by its folder. If not, sets errno to EACCES. */
bool file_gate_may(const char *path, FileUse use);

/* The allowed folder number i, without symbolic links, and its use; NULL after
 * the last one. */
const char *file_gate_folder(size_t i, FileUse *use);

/* Why an operation on a file failed: strerror, or what is allowed if the gate
 * refused it. The text is valid until the next call. */
const char *file_gate_why(int error);

#endif
