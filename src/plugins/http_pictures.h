/* http_pictures.h - figures as JSON, and as pictures that the caller draws. */
#ifndef PLUGINS_HTTP_PICTURES_H
#define PLUGINS_HTTP_PICTURES_H

#include "plugins/http_page.h"

/* Answers a request for "7.json" or "7.png". A picture suspends the connection;
 * when it is there, the request arrives here again. */
enum MHD_Result http_pictures_send(Page *page, Request *request,
                                   const char *path);
/* Draws what is wanted, in the thread of the caller: a request cannot end
 * before it is resumed. */
void http_pictures_draw(Page *page);
/* The request ends; call with the lock held. */
void http_pictures_forget(Page *page, const Request *request);

#endif
