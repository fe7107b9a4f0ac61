#define _POSIX_C_SOURCE 200809L
#include "kernel/message.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sys/io.h"
#include "sys/utf8.h"

static struct {
  const ChannelsTable *table;
  Channels *channels;
  char session[CHANNELS_ID];
  pthread_mutex_t lock; /* of the output channel and the parent */
  char *parent;         /* the header of the request that runs, JSON */
} link = {.lock = PTHREAD_MUTEX_INITIALIZER};

const ChannelsTable *message_table(void) { return link.table; }

Channels *message_channels(void) { return link.channels; }

bool message_open(const ChannelsTable *table, const Connection *connection,
                  char *why) {
  link.table = table;
  link.channels = table->open(connection, why);
  if (link.channels) table->make_id(link.session);
  return link.channels;
}

void message_close(void) {
  pthread_mutex_lock(&link.lock);
  if (link.channels) link.table->close(link.channels);
  link.channels = NULL;
  free(link.parent);
  link.parent = NULL;
  pthread_mutex_unlock(&link.lock);
}

/* -- requests ------------------------------------------------------------- */

void message_release(Request *request) {
  cJSON_Delete(request->header);
  cJSON_Delete(request->content);
  link.table->release(&request->envelope);
  *request = (Request){0};
}

bool message_receive(Channel channel, Request *request) {
  *request = (Request){.channel = channel};
  if (!link.table->receive(link.channels, channel, &request->envelope))
    return false;
  request->header = cJSON_Parse(request->envelope.part[PART_HEADER]);
  request->content = cJSON_Parse(request->envelope.part[PART_CONTENT]);
  request->type = message_string(request->header, "msg_type");
  if (request->type && cJSON_IsObject(request->content)) return true;
  message_release(request);
  return false;
}

void message_begin(const Request *request) {
  char *copy = strdup(request->envelope.part[PART_HEADER]);
  pthread_mutex_lock(&link.lock);
  free(link.parent);
  link.parent = copy;
  pthread_mutex_unlock(&link.lock);
}

/* -- sending -------------------------------------------------------------- */

static void write_date(char *to, size_t room) {
  struct timespec now;
  struct tm day;
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &day);
  const size_t n = strftime(to, room, "%Y-%m-%dT%H:%M:%S", &day);
  snprintf(to + n, room - n, ".%06ldZ", now.tv_nsec / 1000);
}

/* Returns the header as JSON; NULL: not enough memory. */
static char *make_header(const char *type) {
  char id[CHANNELS_ID], date[64];
  cJSON *header = cJSON_CreateObject();
  const char *user = io_env("USER");
  link.table->make_id(id);
  write_date(date, sizeof date);
  cJSON_AddStringToObject(header, "msg_id", id);
  cJSON_AddStringToObject(header, "session", link.session);
  cJSON_AddStringToObject(header, "username", user ? user : "kernel");
  cJSON_AddStringToObject(header, "date", date);
  cJSON_AddStringToObject(header, "msg_type", type);
  cJSON_AddStringToObject(header, "version", "5.3");
  char *text = cJSON_PrintUnformatted(header);
  cJSON_Delete(header);
  return text;
}

/* Without an address, sends to all clients; the lock is then held. */
static void send_message(Channel channel, const void *address,
                         const char *parent, const char *type, cJSON *content) {
  char *header = make_header(type), *text = cJSON_PrintUnformatted(content);
  const char *const part[PARTS] = {header, parent ? parent : "{}", "{}", text};
  if (header && text && link.channels)
    link.table->send(link.channels, channel, address, type, part);
  cJSON_free(header);
  cJSON_free(text);
  cJSON_Delete(content);
}

void message_reply(const Request *request, cJSON *content) {
  static const char REQUEST[] = "_request";
  char type[64];
  const size_t n = strlen(request->type), m = sizeof REQUEST - 1;
  const bool asks = n > m && !strcmp(request->type + n - m, REQUEST);
  snprintf(type, sizeof type, "%.*s_reply", (int)(asks ? n - m : n),
           request->type);
  send_message(request->channel, request->envelope.address,
               request->envelope.part[PART_HEADER], type, content);
}

void message_ask(const Request *request, const char *type, cJSON *content) {
  send_message(CHANNEL_INPUT, request->envelope.address,
               request->envelope.part[PART_HEADER], type, content);
}

void message_publish(const char *type, cJSON *content) {
  pthread_mutex_lock(&link.lock);
  send_message(CHANNEL_OUTPUT, NULL, link.parent, type, content);
  pthread_mutex_unlock(&link.lock);
}

void message_publish_for(const Request *request, const char *type,
                         cJSON *content) {
  pthread_mutex_lock(&link.lock);
  send_message(CHANNEL_OUTPUT, NULL, request->envelope.part[PART_HEADER], type,
               content);
  pthread_mutex_unlock(&link.lock);
}

void message_status(const Request *request, const char *state) {
  cJSON *content = cJSON_CreateObject();
  cJSON_AddStringToObject(content, "execution_state", state);
  message_publish_for(request, "status", content);
}

/* -- contents ------------------------------------------------------------- */

cJSON *message_content(const char *status) {
  cJSON *content = cJSON_CreateObject();
  cJSON_AddStringToObject(content, "status", status);
  return content;
}

/* A byte that is not UTF-8, or 0, becomes three bytes. */
void message_add_text(cJSON *object, const char *key, const char *text,
                      size_t n) {
  static const char REPLACEMENT[] = "\357\277\275";
  char *copy = malloc(3 * n + 1), *to = copy;
  if (!copy) return;
  for (size_t i = 0; i < n;) {
    unsigned long code = 0;
    const size_t size = utf8_decode(text + i, n - i, &code);
    const bool good = size && code;
    memcpy(to, good ? text + i : REPLACEMENT, good ? size : 3);
    to += good ? size : 3;
    i += good ? size : 1;
  }
  *to = 0;
  cJSON_AddStringToObject(object, key, copy);
  free(copy);
}

const char *message_string(const cJSON *object, const char *key) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

bool message_flag(const cJSON *object, const char *key, bool otherwise) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
  return cJSON_IsBool(item) ? cJSON_IsTrue(item) : otherwise;
}
