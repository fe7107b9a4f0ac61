/* message.h - requests, replies and what is published, as JSON.
 *
 * There is one kernel per process. `message_open` comes first. Functions that
 * take a cJSON delete it; if memory runs out, the message is not sent.
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
} Request;

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
void message_begin(const Request *request);

/* Answers with the type that belongs to the request: "execute_reply". */
void message_reply(const Request *request, cJSON *content);
/* Sends a message of that type on the channel to the client that made the
 * request. */
void message_ask(const Request *request, const char *type, cJSON *content);
/* Sends to all clients. Callable in every thread. */
void message_publish(const char *type, cJSON *content);
/* The same, as caused by that request. */
void message_publish_for(const Request *request, const char *type,
                         cJSON *content);
/* "busy" or "idle" */
void message_status(const Request *request, const char *state);

/* -- contents ------------------------------------------------------------- */

/* {"status": status} */
cJSON *message_content(const char *status);
/* Adds n bytes of text; what is not UTF-8 becomes U+FFFD. */
void message_add_text(cJSON *object, const char *key, const char *text,
                      size_t n);
/* The string at the key; NULL if there is none. */
const char *message_string(const cJSON *object, const char *key);
/* The truth at the key; `otherwise` if there is none. */
bool message_flag(const cJSON *object, const char *key, bool otherwise);

#endif
