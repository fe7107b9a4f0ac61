#define _GNU_SOURCE /* fopencookie */
#include "repl/screen/terminal_stream.h"

#include <sys/types.h>

#include "sys/console.h"
#include "sys/io.h"

static void (*looks)(const char *, size_t);

void terminal_stream_write(const char *bytes, size_t n) {
  fflush(stdout);
  if (n) io_write_all(console_fd(), bytes, n);
}

static ssize_t on_write(void *unused, const char *bytes, size_t n) {
  (void)unused;
  looks(bytes, n);
  terminal_stream_write(bytes, n);
  return (ssize_t)n;
}

FILE *terminal_stream_open(void (*look)(const char *bytes, size_t n)) {
  static const cookie_io_functions_t functions = {.write = on_write};
  looks = look;
  FILE *stream = fopencookie(NULL, "w", functions);
  if (stream) setvbuf(stream, NULL, _IOLBF, BUFSIZ);
  return stream;
}
