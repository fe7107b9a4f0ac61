/* interrupt_poll.h - lets the page's Stop button interrupt what runs: whatever runs for
 * long polls, and now and then the program rests while the page's messages arrive. */
#ifndef WEB_INTERRUPT_POLL_H
#define WEB_INTERRUPT_POLL_H

/* How many loops of Lua functions until the clock is read again. */
extern int interrupt_poll_left;

/* Rests, unless it has done so a moment ago. */
void interrupt_poll_look(void);

/* Called by each loop of a Lua function, see sources.sh. */
static inline void interrupt_poll_loop(void) {
  if (--interrupt_poll_left < 0) interrupt_poll_look();
}

#endif
