#include "lua/usage/usage.h"

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

UsageText usage_result(const char *usage, size_t i) {
  UsageText all = usage_results(usage);
  if (!strncmp(all.at, ITERATOR, strlen(ITERATOR)))
    return i ? (UsageText){all.at + all.n, 0} : all;
  const char *p = all.at;
  for (; i; i--) {
    const char *comma = strchr(p, ',');
    if (!comma) return (UsageText){all.at + all.n, 0};
    p = comma + 1 + strspn(comma + 1, " ");
  }
  return (UsageText){p, strcspn(p, ",")};
}
