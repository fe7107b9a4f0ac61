#include "repl/line_breaks.h"

#include <stdio.h>

/* One per process, like the terminal. */
static struct {
  bool joined; /* the last byte was a CR, to which LF belongs */
  bool pasted; /* in a bracketed paste */
  int matched; /* bytes of "\033[200~" or "\033[201~" that were read */
  char digit;  /* its last digit */
} state;

static const char bracket[] = "\033[20?~";

/* Notices the start and the end of a bracketed paste. */
static void watch_paste(int byte) {
  const char due = bracket[state.matched];
  const bool fits = due == '?' ? byte == '0' || byte == '1' : byte == due;
  if (!fits) {
    state.matched = byte == *bracket;
    return;
  }
  if (due == '?') state.digit = (char)byte;
  state.matched++;
  if (bracket[state.matched]) return;
  state.pasted = state.digit == '0';
  state.matched = 0;
}

bool line_breaks_skip(int byte, bool more) {
  const bool second = state.joined && byte == '\n';
  watch_paste(byte);
  state.joined = byte == '\r' && (state.pasted || more);
  return second;
}

size_t line_breaks_most(void) {
  return state.pasted ? sizeof bracket - 1 - (size_t)state.matched : 1;
}

int line_breaks_read(void) {
  int byte = getchar();
  if (byte != '\r') return byte;
  byte = getchar();
  if (byte != '\n') ungetc(byte, stdin);
  return '\n';
}
