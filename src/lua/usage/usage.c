#include "lua/usage/usage.h"

#include <stdbool.h>
#include <string.h>

static const char ARROW[] = " -> ", ITERATOR[] = "iterator of ";

size_t usage_call_length(const char *usage) {
  const char *arrow = strstr(usage, ARROW);
  return arrow ? (size_t)(arrow - usage) : strlen(usage);
}

UsageText usage_argument(const char *usage, size_t i) {
  const char *end = usage + usage_call_length(usage);
  const char *p = usage + strcspn(usage, "({");
  if (p < end && *p == '(') p++;
  for (; p < end; i--) {
    p += strspn(p, " [,]");
    size_t n = *p == '{' ? strcspn(p, "}") + 1 : strcspn(p, " ,()[]{}");
    if (p >= end || !n) break;
    if (!i) return (UsageText){p, n};
    p += n;
  }
  return (UsageText){end, 0};
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
