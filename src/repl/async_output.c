#define _POSIX_C_SOURCE 200809L
#include "repl/async_output.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/readline.h>

#include "repl/redisplay.h"
#include "sys/console.h"
#include "lua/show/prompt_hooks.h"
#include "sys/io.h"
#include "sys/terminal/transcript.h"

static struct {
  bool opened;  /* opening the file was attempted */
  int file;     /* captured output; -1 if not open */
  int out, err; /* the terminal's own descriptors */
  bool on;      /* stdout and stderr go to the file */
  bool in_turn; /* a job is running */
  bool hidden;  /* the line was cleared for output */
  bool written; /* text was written since the line was cleared */
} output = {.file = -1};

/* -- capturing stdout and stderr  --------------------------------------- */

static int copy_of(int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, 3); }

static void open_file(void) {
  FILE *file = tmpfile();
  output.opened = true;
  output.out = copy_of(STDOUT_FILENO);
  output.err = copy_of(STDERR_FILENO);
  if (!file || output.out < 0 || output.err < 0) return;
  output.file = copy_of(fileno(file));
  fclose(file);
}

static void capture(bool on) {
  if (output.file < 0 || on == output.on) return;
  fflush(stdout);
  dup2(on ? output.file : output.out, STDOUT_FILENO);
  dup2(on ? output.file : output.err, STDERR_FILENO);
  console_moved(on ? output.out : STDOUT_FILENO);
  output.on = on;
}

/* -- the line ------------------------------------------------------------- */

static void clear_line(void) {
  if (output.hidden) return;
  redisplay_clear();
  output.hidden = true;
}

/* Adds a missing final newline. */
static void write_captured(void) {
  char block[4096], last = '\n';
  ssize_t n;
  lseek(output.file, 0, SEEK_SET);
  while ((n = read(output.file, block, sizeof block)) > 0) {
    io_write_all(STDOUT_FILENO, block, (size_t)n);
    transcript_write(block, (size_t)n);
    last = block[n - 1];
  }
  if (last != '\n') {
    io_write_all(STDOUT_FILENO, "\n", 1);
    transcript_write("\n", 1);
  }
  lseek(output.file, 0, SEEK_SET);
  if (ftruncate(output.file, 0)) output.file = -1;
}

static bool has_text(void) {
  fflush(stdout);
  return output.on && lseek(output.file, 0, SEEK_CUR) > 0;
}

/* Stops capturing and prints the captured text. */
static void show_captured(void) {
  const bool some = has_text();
  capture(false);
  if (!some) return;
  clear_line();
  write_captured();
  output.written = true;
}

/* -- turns ---------------------------------------------------------------- */

void async_output_begin(void) {
  if (!isatty(STDOUT_FILENO)) return;
  if (!output.opened) open_file();
  output.in_turn = true;
  capture(true);
}

static void say(const char *text, bool error) {
  const char *style = error ? console_style(stdout, STYLE_ERROR) : "";
  clear_line();
  printf("%s%s%s\n", style, text,
         *style ? console_style(stdout, STYLE_PLAIN) : "");
  fflush(stdout);
  transcript_write(text, strlen(text));
  transcript_write("\n", 1);
  output.written = true;
}

void async_output_end(const char *text, bool error) {
  show_captured();
  if (text) say(text, error);
  output.in_turn = false;
  if (output.hidden) rl_forced_update_display();
  output.hidden = false;
}

void async_output_say(const char *text) { async_output_end(text, false); }

/* -- prompt hooks -------------------------------------------------------- */

static bool has_written(void) {
  return output.in_turn && (output.written || has_text());
}

static void make_room(bool on) {
  if (!output.in_turn) return;
  show_captured();
  if (!on) {
    capture(true);
    return;
  }
  clear_line();
  output.written = false;
}

static size_t rows(void) {
  return output.in_turn ? (size_t)redisplay_rows() : 0;
}

/* A job may exit the program. */
static void show_last(void) {
  if (output.in_turn) async_output_end(NULL, false);
}

void async_output_open(void) {
  static const PromptHooks hooks = {has_written, make_room, rows};
  prompt_hooks_set(&hooks);
  atexit(show_last);
}
