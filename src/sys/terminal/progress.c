#define _POSIX_C_SOURCE 200809L

#include "sys/terminal/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "sys/clock.h"

enum { BAR = 24 };

bool progress_pace_due(const Pace *p, size_t k) { return k >= p->next; }

void progress_pace_look(Pace *p, size_t k, double now) {
  const bool early = now - p->looked < 1e-3;
  const size_t other = early ? 2 * p->stride : p->stride / 2;
  p->stride = other ? other : 1;
  p->next = k + p->stride;
  p->looked = now;
}

Progress progress_start(bool wanted) {
  double now = clock_seconds();
  return (Progress){wanted && isatty(STDERR_FILENO), false, now, now + 0.5};
}

void progress_show_text(Progress *p, size_t done, size_t all,
                        const char *text) {
  double now = p->on ? clock_seconds() : 0;
  if (!p->on || now < p->next) return;
  double share = (double)done / (double)all, spent = now - p->start;
  double left = share > 0 ? spent / share - spent : 0;
  int full = (int)(share * BAR);
  fputs("\r\033[K[", stderr);
  for (int i = 0; i < BAR; i++) fputc(i < full ? '#' : '.', stderr);
  fprintf(stderr, "] %3.0f%%  %s  %.0f s left", 100 * share, text, left);
  fflush(stderr);
  p->shown = true;
  p->next = now + 0.1;
}

void progress_show(Progress *p, size_t done, size_t all, double cost) {
  char text[64];
  if (!p->on) return;
  snprintf(text, sizeof text, "iteration %zu  cost %.6g", done, cost);
  progress_show_text(p, done, all, text);
}

void progress_end(Progress *p) {
  if (p->shown) fputs("\r\033[K", stderr);
  p->shown = false;
}
