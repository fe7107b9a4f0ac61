/* io.h - reading and writing whole blocks; the environment. */
#ifndef SYS_IO_H
#define SYS_IO_H

#include <stdbool.h>
#include <stddef.h>

/* Write all n bytes, read exactly n bytes; signals do not end them. False on
 * an error or at the end of the file; then errno says why (0: end of file). */
bool io_write_all(int fd, const void *block, size_t n);
bool io_read_all(int fd, void *block, size_t n);

/* The value of an environment variable; NULL when it is unset or empty. */
const char *io_env(const char *name);

#endif
