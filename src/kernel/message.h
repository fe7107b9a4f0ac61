/* message.h - requests, replies and what is published, as JSON.
 *
 * There is one kernel per process. `message_open` comes first.
 *
 * No call fails for want of memory. A message whose content is incomplete is
 * replaced by one that says so, which needs none: a client waits for every
 * reply. Requests that cannot be stored are lost.
 */
#ifndef KERNEL_MESSAGE_H
#define KERNEL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "kernel/channels.h"

typedef struct Request {
  Channel channel;
  Envelope envelope;
  cJSON *header, *content; /* objects */
  const char *type;        /* "execute_request" */
  char *parent;            /* a copy of the header; see message_begin */
} Request;

/* The content of a message that is being written. */
typedef struct Draft {
  cJSON *content;
  unsigned long losses; /* of this thread before */
} Draft;

/* Opens the channels. Returns false with the reason in why[CHANNELS_WHY]. */
bool message_open(const ChannelsTable *table, const Connection *connection,
                  char *why);
void message_close(void);
const ChannelsTable *message_table(void);
Channels *message_channels(void);

/* Receives a request without waiting; false: there is none, or it is no
 * message of the protocol. */
bool message_receive(Channel channel, Request *request);
void message_release(Request *request);

/* What is published from now on belongs to the request, which the shell has
 * received. */
void message_begin(Request *request);

/* Answers with the type that belongs to the request: "execute_reply". These
 * functions delete the content. */
void message_reply(const Request *request, Draft content);
/* Sends a message of that type on the channel to the client that made the
 * request. */
void message_ask(const Request *request, const char *type, Draft content);
/* Sends to all clients. Callable in every thread. */
void message_publish(const char *type, Draft content);
/* The same, as caused by that request. */
void message_publish_for(const Request *request, const char *type,
                         Draft content);
/* "busy" or "idle"; without a request "starting" */
void message_status(const Request *request, const char *state);

/* -- contents ------------------------------------------------------------- */

/* An empty object. */
Draft message_new(void);
/* {"status": status} */
Draft message_content(const char *status);
/* Has nothing been lost since then? */
bool message_is_whole(Draft content);

/* Like those of cJSON, but the item is never lost. */
void message_add(cJSON *object, const char *key, cJSON *item);
void message_append(cJSON *array, cJSON *item);
/* n bytes of text, to be deleted or added; what is not UTF-8 becomes U+FFFD. */
cJSON *message_text(const char *text, size_t n);
void message_add_text(cJSON *object, const char *key, const char *text,
                      size_t n);
/* Allocates memory for what belongs to a content, to be freed by cJSON_free. */
void *message_allocate(size_t size);
/* The string at the key; NULL if there is none. */
const char *message_string(const cJSON *object, const char *key);
/* The truth at the key; `otherwise` if there is none. */
bool message_flag(const cJSON *object, const char *key, bool otherwise);

#endif
