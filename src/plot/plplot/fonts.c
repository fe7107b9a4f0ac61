/* fonts.c - a thread for Fontconfig.
 *
 * Fontconfig looks into some hundred folders and files when it is first used,
 * which takes as long as loading the libraries that draw the text. */
#define _POSIX_C_SOURCE 200809L
#include "plot/plplot/fonts.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

#include <fontconfig/fontconfig.h>

static struct Reader {
  bool started, running;
  pthread_t thread;
} reader;

static void *read_list(void *unused) {
  FcInit();
  return unused;
}

/* Without a thread, the first text reads the list. */
void fonts_start(void) {
  sigset_t all, old;
  if (reader.started) return;
  reader.started = true;
  sigfillset(&all); /* signals are handled in the main thread */
  pthread_sigmask(SIG_SETMASK, &all, &old);
  reader.running = !pthread_create(&reader.thread, NULL, read_list, NULL);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void fonts_wait(void) {
  if (reader.running) pthread_join(reader.thread, NULL);
  reader.running = false;
}
