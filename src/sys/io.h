/* io.h - reads and writes whole blocks; environment variables. */
#ifndef SYS_IO_H
#define SYS_IO_H

#include <stdbool.h>
#include <stddef.h>

/* Occupies the descriptors 0, 1 and 2 if they are closed, so that no file gets
 * their number: what the program prints would go into it. Their use still
 * fails, also as /dev/stdout. */
void io_reserve_standard(void);

/* Writes all n bytes, or reads exactly n bytes, continuing after signals.
 * Returns false on an error or at end of file and sets errno (0: end of
 * file). */
bool io_write_all(int fd, const void *block, size_t n);
bool io_read_all(int fd, void *block, size_t n);

/* The value of an environment variable; NULL when it is unset or empty. */
const char *io_env(const char *name);

/* From now on a write beyond the limit of `ulimit -f` fails with EFBIG instead
 * of ending the program. */
void io_survive_size_limit(void);

/* From now on a write to a pipe that nobody reads fails instead of ending the
 * program. */
void io_survive_pipes(void);

#endif
