#define _POSIX_C_SOURCE 200809L
#include "interrupt.h"

#include <errno.h>
#include <stddef.h>
#include <time.h>

enum { PATIENCE = 3 }; /* presses */
static const double PATIENCE_SECONDS = 0.3;

volatile sig_atomic_t interrupted = 0;

static volatile sig_atomic_t presses = 0;
static unsigned long turns = 0;
static double first_press; /* read and written by the handler alone */
static void (*hook)(void) = NULL;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void handle(int signal_number) {
  (void)signal_number;
  int saved = errno;
  interrupted = 1;
  if (presses < PATIENCE) presses++;
  if (presses == 1) first_press = now();
  if (hook) hook();
  errno = saved;
}

/* Without SA_RESTART: a read that waits for the keyboard must end. */
void interrupt_install(void (*on_signal)(void)) {
  hook = on_signal;
  struct sigaction action = {0};
  action.sa_handler = handle;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
}

void interrupt_clear(void) {
  presses = 0;
  interrupted = 0;
  turns++;
}

unsigned long interrupt_turns(void) { return turns; }

bool interrupt_ignored(void) {
  return presses >= PATIENCE && now() - first_press > PATIENCE_SECONDS;
}
