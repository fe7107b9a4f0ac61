#include "sys/terminal/transcript_filter.h"

#include <string.h>

#include "sys/utf8.h"

/* Where the next byte stands: in text, after ESC, in a control sequence (ESC [),
 * in a string (ESC ] and others, until BEL or ESC \), after ESC in a string, or
 * in a sequence of three bytes (ESC ( B). */
enum { IN_TEXT, AFTER_ESCAPE, IN_CONTROL, IN_STRING, IN_STRING_ESCAPE, IN_SET };

static void flush(TranscriptFilter *f) {
  if (f->n && !f->write(f->to, f->line, f->n)) f->failed = true;
  if (f->n) f->begun = true;
  f->n = 0;
}

static void add(TranscriptFilter *f, char c) {
  if (f->hidden) return;
  if (f->again) f->n = 0;
  f->again = false;
  if (f->n == sizeof f->line) flush(f);
  f->line[f->n++] = c;
}

static void end_line(TranscriptFilter *f) {
  f->again = false;
  add(f, '\n');
  flush(f);
  f->begun = false;
}

/* Removes the last character. */
static void back(TranscriptFilter *f) {
  while (f->n && utf8_continues(f->line[f->n - 1])) f->n--;
  if (f->n) f->n--;
}

static void take_text(TranscriptFilter *f, char c) {
  if (c == '\033')
    f->state = AFTER_ESCAPE;
  else if (c == '\n' && !f->hidden)
    end_line(f);
  else if (c == '\r')
    f->again = true;
  else if (c == '\b')
    back(f);
  else if (c == '\t' || (unsigned char)c >= ' ')
    if (c != 127) add(f, c);
}

static void take_escape(TranscriptFilter *f, char c) {
  f->m = 0;
  f->state = IN_TEXT;
  if (c == '[')
    f->state = IN_CONTROL;
  else if (strchr("]PX^_", c))
    f->state = IN_STRING;
  else if (strchr("()*+#% ", c))
    f->state = IN_SET;
}

static bool is_numbers(const TranscriptFilter *f, const char *numbers) {
  return f->m == strlen(numbers) && !memcmp(f->numbers, numbers, f->m);
}

/* Ends a control sequence: ESC [ numbers c. */
static void control(TranscriptFilter *f, char c) {
  bool screen = is_numbers(f, "?1049") || is_numbers(f, "?47");
  if (c == 'K' && (f->again || is_numbers(f, "2"))) f->n = 0;
  if (screen && (c == 'h' || c == 'l')) f->hidden = c == 'h';
}

static void take(TranscriptFilter *f, char c) {
  switch (f->state) {
  case AFTER_ESCAPE: take_escape(f, c); return;
  case IN_CONTROL:
    if (c >= '@' && c <= '~') {
      control(f, c);
      f->state = IN_TEXT;
    } else if (f->m < sizeof f->numbers)
      f->numbers[f->m++] = c;
    return;
  case IN_STRING:
    if (c == '\a') f->state = IN_TEXT;
    if (c == '\033') f->state = IN_STRING_ESCAPE;
    return;
  case IN_STRING_ESCAPE: f->state = c == '\\' ? IN_TEXT : IN_STRING; return;
  case IN_SET: f->state = IN_TEXT; return;
  default: take_text(f, c);
  }
}

void transcript_filter_add(TranscriptFilter *f, const char *text, size_t n) {
  for (size_t i = 0; i < n; i++) take(f, text[i]);
}

void transcript_filter_end(TranscriptFilter *f) {
  if (f->n || f->begun) end_line(f);
  f->state = IN_TEXT;
  f->hidden = f->again = false;
}
