#define _POSIX_C_SOURCE 200809L
#include "repl/terminal_mode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>

#include <readline/readline.h>

#include "repl/prompt_text.h"
#include "repl/redisplay.h"
#include "sys/console.h"
#include "sys/io.h"

static volatile sig_atomic_t resized = 0, suspended = 0;

/* -- signals -------------------------------------------------------------- */

static void on_resize(int unused) {
  (void)unused;
  resized = 1;
}

static void on_suspend(int unused) {
  (void)unused;
  suspended = 1;
}

/* Restores the terminal and terminates by the signal. */
static void on_end(int number) {
  console_restore();
  signal(number, SIG_DFL);
  raise(number);
}

static void handle(int number, void (*handler)(int)) {
  struct sigaction action = {0};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

void terminal_mode_begin(sigset_t *before) {
  sigset_t closed;
  sigemptyset(&closed);
  sigaddset(&closed, SIGINT);
  sigaddset(&closed, SIGTSTP);
  sigaddset(&closed, SIGWINCH);
  sigprocmask(SIG_BLOCK, &closed, before);
  handle(SIGTSTP, on_suspend);
  handle(SIGWINCH, on_resize);
}

void terminal_mode_end(const sigset_t *before) {
  handle(SIGTSTP, SIG_DFL);
  handle(SIGWINCH, SIG_DFL);
  sigprocmask(SIG_SETMASK, before, NULL);
}

/* -- serving them --------------------------------------------------------- */

/* Performs the default action of SIGTSTP after the terminal was restored. */
static void stop_here(void) {
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, SIGTSTP);
  handle(SIGTSTP, SIG_DFL);
  raise(SIGTSTP);
  sigprocmask(SIG_UNBLOCK, &only, NULL);
  sigprocmask(SIG_BLOCK, &only, NULL);
  handle(SIGTSTP, on_suspend);
}

static void suspend(void) {
  suspended = 0;
  redisplay_finish(prompt_text_is_on("echo-control-characters") ? "^Z" : "");
  rl_deprep_term_function();
  stop_here();
  rl_prep_term_function(1);
  redisplay_begin();
  rl_redisplay_function();
}

void terminal_mode_serve(void) {
  if (suspended) suspend();
  if (!resized) return;
  resized = 0;
  redisplay_resize();
}

/* -- settings ------------------------------------------------------------- */

/* Without flow control, so that Ctrl-S and Ctrl-Q reach Readline. */
static void prepare(int meta) {
  struct termios now;
  rl_prep_terminal(meta);
  if (tcgetattr(fileno(rl_instream), &now) || !(now.c_iflag & IXON)) return;
  now.c_iflag &= ~(tcflag_t)IXON;
  tcsetattr(fileno(rl_instream), TCSADRAIN, &now);
}

/* A shell buffer of Emacs says so in INSIDE_EMACS. */
bool terminal_mode_is_dumb(void) {
  const char *emacs = io_env("INSIDE_EMACS");
  return console_is_dumb() || (emacs && strstr(emacs, "comint"));
}

/* An accepted entry is on the screen before anything else is. At the end of
 * input, Readline would end its line again. */
static void restore(void) {
  if (rl_done && !terminal_mode_is_dumb()) {
    redisplay_finish("");
    rl_eof_found = 0;
  }
  rl_deprep_terminal();
}

void terminal_mode_open(void) {
  handle(SIGTERM, on_end);
  handle(SIGHUP, on_end);
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_change_environment = 0;
  rl_prep_term_function = prepare;
  rl_deprep_term_function = restore;
}
