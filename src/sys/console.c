#define _DEFAULT_SOURCE
#include "sys/console.h"
#include "sys/io.h"
#include "sys/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

bool console_is_dumb(void) {
  const char *term = io_env("TERM");
  return !term || !strcmp(term, "dumb");
}

static bool has_color(FILE *out) {
  return isatty(fileno(out)) && !io_env("NO_COLOR") && !console_is_dumb();
}

const char *console_style(FILE *out, ConsoleStyle style) {
  static const char *const sequences[] = {"\033[0m", "\033[1;36m", "\033[31m",
                                          "\033[2m"};
  return has_color(out) ? sequences[style] : "";
}

static size_t width_of(int terminal) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) || !size.ws_col) return 80;
  return size.ws_col;
}

static volatile int place = STDOUT_FILENO;

void console_moved(int fd) { place = fd; }

int console_fd(void) { return place; }

size_t console_width(void) { return width_of(place); }

void console_words(FILE *out, const char *text, size_t n, size_t column) {
  const size_t width = isatty(fileno(out)) ? width_of(fileno(out)) : 0;
  const char *end = text + n;
  while (text < end) {
    size_t blanks = 0, word = 0;
    while (text + blanks < end && text[blanks] == ' ') blanks++;
    const char *start = text + blanks;
    while (start + word < end && start[word] != ' ') word++;
    size_t wide = utf8_count(start, word);
    bool breaks = width && column && word && column + blanks + wide > width;
    if (breaks)
      fputc('\n', out);
    else
      fwrite(text, 1, blanks, out);
    fwrite(start, 1, word, out);
    column = breaks ? wide : column + blanks + wide;
    text = start + word;
  }
}

static struct termios found;
static volatile int saved = 0;

void console_save(void) { saved = !tcgetattr(STDIN_FILENO, &found); }

/* Readline may have left bracketed paste on. */
void console_restore(void) {
  static const char off[] = "\033[?2004l";
  if (!saved) return;
  tcsetattr(STDIN_FILENO, TCSANOW, &found);
  ssize_t unused = write(place, off, sizeof off - 1);
  (void)unused;
}
