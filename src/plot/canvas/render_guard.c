/* render_guard.c - abandon a drawing by longjmp; scratch memory. */
#include "plot/canvas/render_guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

static struct Guard {
  jmp_buf out;
  Status status;
  char message[WHY_ROOM];
} guard;

void render_guard_reset(void) {
  guard.status = status_ok();
  guard.message[0] = 0;
}

void render_guard_run(Render *r, void (*draw)(Render *, void *), void *data) {
  if (!setjmp(guard.out)) draw(r, data);
}

void render_guard_message(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(guard.message, sizeof guard.message, format, arguments);
  va_end(arguments);
}

Status render_guard_status(char *why) {
  Status s = guard.status;
  if (s.code == STATUS_OK && guard.message[0])
    s = status_error(STATUS_FILE, 0, 0, 0);
  if (s.code == STATUS_STOPPED)
    snprintf(why, WHY_ROOM, "stopped");
  else if (s.code == STATUS_MEMORY)
    snprintf(why, WHY_ROOM, "not enough memory for the picture");
  else if (s.code != STATUS_OK)
    snprintf(why, WHY_ROOM, "%s", guard.message);
  return s;
}

_Noreturn void render_fail(Status status) {
  guard.status = status;
  longjmp(guard.out, 1);
}

void render_poll(const Render *r) {
  if (stop_asked(r->stop)) render_fail(status_error(STATUS_STOPPED, 0, 0, 0));
}

/* A logarithmic axis needs data above 0. */
void render_check_log(const Figure *f) {
  for (size_t i = 0; i < f->rows * f->columns; i++)
    for (int d = 0; d < 2; d++) {
      Axes plain = f->axes[i];
      plain.log[d] = false;
      Range all = axes_extent(&plain, (AxesDirection)d);
      Range above = axes_extent(&f->axes[i], (AxesDirection)d);
      if (all.lo > all.hi || above.lo <= above.hi) continue;
      render_guard_message(
        "log_%c needs numbers above 0, but the largest %c of axes %zu "
        "is %g",
        "xy"[d], "xy"[d], i + 1, all.hi);
      render_fail(status_error(STATUS_RANGE, i, (size_t)d, all.hi));
    }
}

/* -- scratch -------------------------------------------------------------- */

typedef struct Scratch {
  struct Scratch *next;
  size_t bytes;
  double room[];
} Scratch;

void *render_scratch(Render *r, size_t n, size_t size) {
  size_t bytes = sizeof(Scratch) + n * size;
  Scratch *s = memory_new(r->figure->memory, bytes);
  if (!s) render_fail(status_error(STATUS_MEMORY, 0, 0, (double)bytes));
  *s = (Scratch){r->scratch, bytes};
  r->scratch = s;
  return s->room;
}

Scratch *render_mark(const Render *r) { return r->scratch; }

void render_release(Render *r, Scratch *mark) {
  for (Scratch *s = r->scratch, *next; s != mark; s = next) {
    next = s->next;
    r->scratch = next;
    memory_free(r->figure->memory, s, s->bytes);
  }
}
