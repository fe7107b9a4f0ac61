/* http_events.h - clients that listen to changes: server-sent events. */
#ifndef PLUGINS_HTTP_EVENTS_H
#define PLUGINS_HTTP_EVENTS_H

#include "plugins/http_page.h"

/* Answers with a stream of events. */
enum MHD_Result http_events_send(Page *page, struct MHD_Connection *c);
/* Tells all clients that the list has changed. */
void http_events_changed(Page *page);
/* Resumes the clients that wait; call with the lock held. */
void http_events_wake(Page *page);

#endif
