#define _POSIX_C_SOURCE 200809L
#include "repl/async_output.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <readline/readline.h>

#include "sys/console.h"
#include "lua/show/prompt_hooks.h"
#include "sys/io.h"

static struct {
  bool opened;      /* tried to */
  int file;         /* what is kept; -1: there is none, nothing is kept */
  int out, err;     /* the terminal's own */
  bool on;          /* it is kept now */
  bool turn, aside; /* a job has its turn; the line has stepped aside for it */
  bool spoken;      /* something was written since room was made */
} kept = {.file = -1};

/* -- two places for what is written --------------------------------------- */

static int copy_of(int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, 3); }

static void open_file(void) {
  FILE *file = tmpfile();
  kept.opened = true;
  kept.out = copy_of(STDOUT_FILENO);
  kept.err = copy_of(STDERR_FILENO);
  if (!file || kept.out < 0 || kept.err < 0) return;
  kept.file = copy_of(fileno(file));
  fclose(file);
}

static void keep(bool on) {
  if (kept.file < 0 || on == kept.on) return;
  fflush(stdout);
  dup2(on ? kept.file : kept.out, STDOUT_FILENO);
  dup2(on ? kept.file : kept.err, STDERR_FILENO);
  console_moved(on ? kept.out : STDOUT_FILENO);
  kept.on = on;
}

/* -- the line ------------------------------------------------------------- */

static void clear_line(void) {
  if (kept.aside) return;
  rl_clear_visible_line();
  fflush(rl_outstream);
  kept.aside = true;
}

/* A text that ends within a line is given its end. */
static void write_kept(void) {
  char block[4096], last = '\n';
  ssize_t n;
  lseek(kept.file, 0, SEEK_SET);
  while ((n = read(kept.file, block, sizeof block)) > 0) {
    io_write_all(STDOUT_FILENO, block, (size_t)n);
    last = block[n - 1];
  }
  if (last != '\n') io_write_all(STDOUT_FILENO, "\n", 1);
  lseek(kept.file, 0, SEEK_SET);
  if (ftruncate(kept.file, 0)) kept.file = -1;
}

static bool has_text(void) {
  fflush(stdout);
  return kept.on && lseek(kept.file, 0, SEEK_CUR) > 0;
}

/* From here on it is written at once. */
static void show_kept(void) {
  const bool some = has_text();
  keep(false);
  if (!some) return;
  clear_line();
  write_kept();
  kept.spoken = true;
}

/* -- turns ---------------------------------------------------------------- */

void async_output_begin(void) {
  if (!isatty(STDOUT_FILENO)) return;
  if (!kept.opened) open_file();
  kept.turn = true;
  keep(true);
}

static void say(const char *text, bool error) {
  const char *style = error ? console_style(stdout, STYLE_ERROR) : "";
  clear_line();
  printf("%s%s%s\n", style, text,
         *style ? console_style(stdout, STYLE_PLAIN) : "");
  fflush(stdout);
  kept.spoken = true;
}

void async_output_end(const char *text, bool error) {
  show_kept();
  if (text) say(text, error);
  kept.turn = false;
  if (kept.aside) rl_forced_update_display();
  kept.aside = false;
}

/* -- for others ----------------------------------------------------------- */

static bool is_spoken(void) { return kept.turn && (kept.spoken || has_text()); }

static void make_room(bool on) {
  if (!kept.turn) return;
  show_kept();
  if (!on) {
    keep(true);
    return;
  }
  clear_line();
  kept.spoken = false;
}

/* At most: wide characters may leave a place free at the margin. */
static size_t rows(void) {
  int high, wide;
  size_t n = 1, columns = 4; /* of the prompt */
  if (!kept.turn) return 0;
  rl_get_screen_size(&high, &wide);
  for (int i = 0; i < rl_end; i++, columns++) {
    if (rl_line_buffer[i] != '\n' && columns < (size_t)wide) continue;
    columns = 0;
    n++;
  }
  return n;
}

/* A job may end the program. */
static void show_last(void) {
  if (kept.turn) async_output_end(NULL, false);
}

void async_output_open(void) {
  static const PromptHooks typing = {is_spoken, make_room, rows};
  prompt_hooks_set(&typing);
  atexit(show_last);
}
