#include "web/interrupt_poll.h"

#include "core/status.h"
#include "sys/clock.h"

enum { LOOPS = 2000, LOOPS_PER_POLL = 100 };
static const double SLICE = 0.05; /* seconds between two rests */

int interrupt_poll_left = LOOPS;

/* Imported, see page/engine.mjs. */
void web_rest(void);

void interrupt_poll_look(void) {
  static double rested = 0;
  interrupt_poll_left = LOOPS;
  if (clock_seconds() - rested < SLICE) return;
  web_rest();
  rested = clock_seconds();
}

/* Declared in core/status.h, in this build. */
#ifdef STATUS_POLL
void status_poll(void) {
  interrupt_poll_left -= LOOPS_PER_POLL;
  if (interrupt_poll_left < 0) interrupt_poll_look();
}
#endif
