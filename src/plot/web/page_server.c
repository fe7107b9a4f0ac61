#include "plot/web/page_server.h"

#include "sys/plugin.h"

const PageServer *page_server(void) {
  static PageServerEntry *entry = NULL;
  if (!entry) plugin_find(&entry, "microhttpd", PAGE_SERVER_ENTRY);
  return entry ? entry() : NULL;
}
