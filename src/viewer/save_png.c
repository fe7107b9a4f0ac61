#define _POSIX_C_SOURCE 200809L
#include "viewer/save_png.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <png.h>

static FILE *open_free(char *name, size_t room) {
  for (int i = 1; i < 100000; i++) {
    snprintf(name, room, "figure-%03d.png", i);
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) return fdopen(fd, "wb");
    if (errno != EEXIST) return NULL;
  }
  return NULL;
}

bool save_png(const unsigned char *pixels, int width, int height, char *name,
              size_t room) {
  png_image image = {.version = PNG_IMAGE_VERSION,
                     .width = (png_uint_32)width,
                     .height = (png_uint_32)height,
                     .format = PNG_FORMAT_RGB};
  FILE *file = open_free(name, room);
  if (!file) return false;
  errno = ENOMEM;
  bool good = png_image_write_to_stdio(&image, file, 0, pixels, 0, NULL);
  if (fclose(file)) good = false;
  int error = errno;
  if (!good) unlink(name);
  errno = error;
  return good;
}
