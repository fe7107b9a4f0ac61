/* terminal_query.c - queries the terminal. */
#define _DEFAULT_SOURCE
#include "plot/text/terminal_query.h"
#include "sys/console.h"
#include "sys/clock.h"
#include "sys/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* -- parsing --------------------------------------------------------------- */

/* ESC [ ? 62 ; 4 ; 22 c : 4 means sixel. */
static bool read_attributes(TerminalTraits *out, const char *answer) {
  const char *p = answer;
  while ((p = strstr(p, "\033[?")) != NULL) {
    p += 3;
    size_t n = strspn(p, "0123456789;");
    if (p[n] != 'c') continue;
    bool first = true;
    for (const char *q = p; q < p + n; first = false) {
      char *end;
      long value = strtol(q, &end, 10);
      if (!first && value == 4 && out->pictures == TTY_TEXT)
        out->pictures = TTY_SIXEL;
      q = end > q && end < p + n ? end + 1 : q + 1;
    }
    return true;
  }
  return false;
}

/* ESC ] 11 ; rgb:RRRR/GGGG/BBBB : one to four digits each. */
static void read_ground(TerminalTraits *out, const char *answer) {
  const char *p = strstr(answer, "\033]11;rgb:");
  unsigned char *to[] = {&out->ground.r, &out->ground.g, &out->ground.b};
  if (!p) return;
  p += strlen("\033]11;rgb:");
  for (int k = 0; k < 3; k++) {
    char *end;
    unsigned long value = strtoul(p, &end, 16);
    long digits = end - p;
    if (digits < 1 || digits > 4 || (k < 2 && *end != '/')) return;
    *to[k] = (unsigned char)(value * 255 / ((1ul << (4 * digits)) - 1));
    p = end + 1;
  }
  out->ground_known = true;
}

static void read_cell(TerminalTraits *out, const char *answer) {
  unsigned high, wide;
  const char *p = strstr(answer, "\033[6;");
  if (!p || sscanf(p, "\033[6;%4u;%4ut", &high, &wide) != 2) return;
  if (high < 4 || wide < 2 || high > 200 || wide > 200) return;
  out->cell_width = wide;
  out->cell_height = high;
}

bool terminal_query_parse(TerminalTraits *out, const char *answer) {
  *out = (TerminalTraits){TTY_TEXT, 0, 0, false, {0, 0, 0}};
  if (strstr(answer, "\033_Gi=31;OK")) out->pictures = TTY_KITTY;
  read_ground(out, answer);
  read_cell(out, answer);
  return read_attributes(out, answer);
}

/* -- querying -------------------------------------------------------------- */

static bool starts_with(const char *text, const char *start) {
  return text && !strncmp(text, start, strlen(start));
}

/* tmux and screen treat kitty's sequence as a title; the console prints it. */
static const char *question(void) {
  const char *term = getenv("TERM");
  bool between = getenv("TMUX") || starts_with(term, "tmux") ||
                 starts_with(term, "screen") || starts_with(term, "linux");
  return between ? "\033]11;?\033\\\033[16t\033[c"
                 : "\033_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\033\\"
                   "\033]11;?\033\\\033[16t\033[c";
}

/* Reads until the last answer or the timeout. */
static void hear(TerminalTraits *out, int fd, StopFlag stop) {
  static const double PATIENCE = 0.2, MORE = 0.5;
  char answer[1024];
  size_t n = 0;
  double start = clock_seconds();
  for (;;) {
    double left = start + (n ? MORE : PATIENCE) - clock_seconds();
    struct pollfd wait = {fd, POLLIN, 0};
    if (left <= 0 || stop_asked(stop) || n + 1 >= sizeof answer) return;
    if (poll(&wait, 1, (int)(left * 1000) + 1) <= 0) continue;
    ssize_t got = read(fd, answer + n, sizeof answer - 1 - n);
    if (got <= 0) return;
    for (ssize_t i = 0; i < got; i++)
      if (!answer[n + (size_t)i]) answer[n + (size_t)i] = ' ';
    n += (size_t)got;
    answer[n] = 0;
    if (terminal_query_parse(out, answer)) return;
  }
}

/* Uses unbuffered input without echo; Ctrl-C still works. */
static bool ask(TerminalTraits *out, int fd, StopFlag stop) {
  struct termios before, raw;
  int waiting = 0;
  if (tcgetpgrp(fd) != getpgrp() || tcgetattr(fd, &before)) return false;
  raw = before;
  raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  if (tcsetattr(fd, TCSANOW, &raw)) return false;
  bool free_to_ask = !ioctl(fd, FIONREAD, &waiting) && !waiting;
  bool asked = free_to_ask && io_write_all(fd, question(), strlen(question()));
  if (asked) hear(out, fd, stop);
  tcsetattr(fd, TCSANOW, &before);
  return asked;
}

bool terminal_query_ask(TerminalTraits *out, StopFlag stop) {
  *out = (TerminalTraits){TTY_TEXT, 0, 0, false, {0, 0, 0}};
  if (!isatty(STDOUT_FILENO) || console_is_dumb()) return false;
  int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return false;
  bool asked = ask(out, fd, stop);
  close(fd);
  return asked;
}
