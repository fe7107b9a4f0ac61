#include "lua/usage/usage.h"

#include <stdbool.h>
#include <string.h>

static const char ARROW[] = " -> ", ITERATOR[] = "iterator of ";

size_t usage_call_length(const char *usage) {
  const char *arrow = strstr(usage, ARROW);
  return arrow ? (size_t)(arrow - usage) : strlen(usage);
}

/* The argument at or after p, n being 0 if there is none. */
static UsageText next_argument(const char *p, const char *end) {
  p += strspn(p, " [,]");
  const size_t n = *p == '{' ? strcspn(p, "}") + 1 : strcspn(p, " ,()[]{}");
  return p < end ? (UsageText){p, n} : (UsageText){end, 0};
}

static UsageText first_argument(const char *usage, const char *end) {
  const char *p = usage + strcspn(usage, "({");
  return next_argument(p < end && *p == '(' ? p + 1 : p, end);
}

UsageText usage_argument(const char *usage, size_t i) {
  const char *end = usage + usage_call_length(usage);
  UsageText found = first_argument(usage, end);
  while (found.n && i--) found = next_argument(found.at + found.n, end);
  return found.n ? found : (UsageText){end, 0};
}

bool usage_most_arguments(const char *usage, size_t *most) {
  const char *end = usage + usage_call_length(usage);
  UsageText found = first_argument(usage, end);
  for (*most = 0; found.n; ++*most) {
    if (!strncmp(found.at, "...", 3)) return false;
    found = next_argument(found.at + found.n, end);
  }
  return true;
}

UsageText usage_results(const char *usage) {
  const char *arrow = strstr(usage, ARROW);
  if (!arrow) return (UsageText){usage, 0};
  return (UsageText){arrow + strlen(ARROW), strlen(arrow + strlen(ARROW))};
}

static UsageText none(UsageText text) {
  return (UsageText){text.at + text.n, 0};
}

/* Part i of the text between the separators. */
static UsageText part(UsageText text, const char *separator, size_t i) {
  const char *p = text.at, *end = text.at + text.n;
  for (;; i--) {
    const char *next = strstr(p, separator);
    if (!next || next > end) next = end;
    if (!i) return (UsageText){p, (size_t)(next - p)};
    if (next == end) return none(text);
    p = next + strlen(separator);
  }
}

static bool is_iterator(UsageText results) {
  return !strncmp(results.at, ITERATOR, strlen(ITERATOR));
}

UsageText usage_result(const char *usage, size_t i) {
  UsageText all = usage_results(usage);
  if (is_iterator(all)) return i ? none(all) : all;
  return part(all, ", ", i);
}

UsageText usage_item(const char *usage, size_t i) {
  UsageText all = usage_results(usage);
  const size_t n = strlen(ITERATOR);
  if (!is_iterator(all)) return none(all);
  return part((UsageText){all.at + n, all.n - n}, ", ", i);
}

UsageText usage_alternative(UsageText type, size_t i) {
  return part(type, " or ", i);
}
