#include "web/interrupt_poll.h"

#include <emscripten.h>

#include "core/status.h"

enum { LOOPS = 2000, LOOPS_PER_POLL = 100 };
static const double SLICE = 50; /* milliseconds between two rests */

int interrupt_poll_left = LOOPS;

/* Imported, see page/engine.mjs. */
void web_rest(void);

void interrupt_poll_look(void) {
  static double rested = 0;
  interrupt_poll_left = LOOPS;
  if (emscripten_get_now() - rested < SLICE) return;
  web_rest();
  rested = emscripten_get_now();
}

/* Declared in core/status.h. */
void status_poll(void) {
  interrupt_poll_left -= LOOPS_PER_POLL;
  if (interrupt_poll_left < 0) interrupt_poll_look();
}
