/* page_port.h - in place of the plug-in of libmicrohttpd: the figures go to the
 * page that the program runs in. */
#ifndef WEB_PAGE_PORT_H
#define WEB_PAGE_PORT_H

#include "plot/web/page_server.h"

const PageServer *page_port(void);

#endif
