#define _POSIX_C_SOURCE 200809L
#include "interrupt.h"

#include <stddef.h>

volatile sig_atomic_t interrupted = 0;

static void (*hook)(void) = NULL;

static void handle(int signal_number) {
  (void)signal_number;
  interrupted = 1;
  if (hook) hook();
}

void interrupt_install(void (*on_signal)(void)) {
  hook = on_signal;
  struct sigaction action = {0};
  action.sa_handler = handle;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
}
