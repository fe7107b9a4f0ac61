#define _POSIX_C_SOURCE 200809L
#include "kernel/message.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sys/utf8.h"

/* Allocations that have failed. */
static _Thread_local unsigned long losses;

static struct {
  const ChannelsTable *table;
  Channels *channels;
  char session[CHANNELS_ID];
  pthread_mutex_t lock; /* of the output channel and the parent */
  char *parent;         /* the header of the request that runs, JSON */
} link = {.lock = PTHREAD_MUTEX_INITIALIZER};

const ChannelsTable *message_table(void) { return link.table; }

Channels *message_channels(void) { return link.channels; }

static void *allocate(size_t size) {
  void *block = malloc(size);
  if (!block) losses++;
  return block;
}

bool message_open(const ChannelsTable *table, const Connection *connection,
                  char *why) {
  cJSON_InitHooks(&(cJSON_Hooks){allocate, free});
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
  free(request->parent);
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
  request->parent = strdup(request->envelope.part[PART_HEADER]);
  if (request->parent && request->type && cJSON_IsObject(request->content))
    return true;
  message_release(request);
  return false;
}

void message_begin(Request *request) {
  pthread_mutex_lock(&link.lock);
  char *before = link.parent;
  link.parent = request->parent;
  request->parent = before;
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

enum { HEADER = 320 };

/* The strings hold nothing that JSON would escape. */
static void write_header(char header[HEADER], const char *type) {
  char id[CHANNELS_ID], date[64];
  link.table->make_id(id);
  write_date(date, sizeof date);
  snprintf(header, HEADER,
           "{\"msg_id\":\"%s\",\"session\":\"%s\",\"username\":\"kernel\","
           "\"date\":\"%s\",\"msg_type\":\"%s\",\"version\":\"5.3\"}",
           id, link.session, date, type);
}

/* Without an address, sends to all clients; the lock is then held. */
static void send_text(Channel channel, const void *address, const char *parent,
                      const char *type, const char *text) {
  char header[HEADER];
  write_header(header, type);
  const char *const part[PARTS] = {header, parent ? parent : "{}", "{}", text};
  if (link.channels)
    link.table->send(link.channels, channel, address, type, part);
}

/* What is sent instead of an incomplete message; may change its type. */
static const char *substitute(Channel channel, const char **type) {
  if (channel == CHANNEL_INPUT) return "{\"prompt\":\"\",\"password\":false}";
  if (channel != CHANNEL_OUTPUT || !strcmp(*type, "error"))
    return "{\"status\":\"error\",\"ename\":\"Error\","
           "\"evalue\":\"not enough memory\","
           "\"traceback\":[\"not enough memory\"]}";
  *type = "stream";
  return "{\"name\":\"stderr\","
         "\"text\":\"mlrepl: not enough memory for this output\\n\"}";
}

static void send_draft(Channel channel, const void *address, const char *parent,
                       const char *type, Draft d) {
  char *text = message_is_whole(d) ? cJSON_PrintUnformatted(d.content) : NULL;
  const char *sent = text ? text : substitute(channel, &type);
  cJSON_Delete(d.content);
  send_text(channel, address, parent, type, sent);
  cJSON_free(text);
}

void message_reply(const Request *request, Draft content) {
  static const char REQUEST[] = "_request";
  char type[64];
  const size_t n = strlen(request->type), m = sizeof REQUEST - 1;
  const bool asks = n > m && !strcmp(request->type + n - m, REQUEST);
  snprintf(type, sizeof type, "%.*s_reply", (int)(asks ? n - m : n),
           request->type);
  send_draft(request->channel, request->envelope.address,
             request->envelope.part[PART_HEADER], type, content);
}

void message_ask(const Request *request, const char *type, Draft content) {
  send_draft(CHANNEL_INPUT, request->envelope.address,
             request->envelope.part[PART_HEADER], type, content);
}

void message_publish(const char *type, Draft content) {
  pthread_mutex_lock(&link.lock);
  send_draft(CHANNEL_OUTPUT, NULL, link.parent, type, content);
  pthread_mutex_unlock(&link.lock);
}

void message_publish_for(const Request *request, const char *type,
                         Draft content) {
  pthread_mutex_lock(&link.lock);
  send_draft(CHANNEL_OUTPUT, NULL, request->envelope.part[PART_HEADER], type,
             content);
  pthread_mutex_unlock(&link.lock);
}

void message_status(const Request *request, const char *state) {
  char text[64];
  snprintf(text, sizeof text, "{\"execution_state\":\"%s\"}", state);
  pthread_mutex_lock(&link.lock);
  send_text(CHANNEL_OUTPUT, NULL,
            request ? request->envelope.part[PART_HEADER] : NULL, "status",
            text);
  pthread_mutex_unlock(&link.lock);
}

/* -- contents ------------------------------------------------------------- */

Draft message_new(void) {
  const unsigned long before = losses;
  return (Draft){cJSON_CreateObject(), before};
}

Draft message_content(const char *status) {
  const Draft d = message_new();
  cJSON_AddStringToObject(d.content, "status", status);
  return d;
}

bool message_is_whole(Draft content) { return content.losses == losses; }

void *message_allocate(size_t size) { return allocate(size); }

void message_add(cJSON *object, const char *key, cJSON *item) {
  if (!cJSON_AddItemToObject(object, key, item)) cJSON_Delete(item);
}

void message_append(cJSON *array, cJSON *item) {
  if (!cJSON_AddItemToArray(array, item)) cJSON_Delete(item);
}

/* A byte that is not UTF-8, or 0, becomes three bytes. */
cJSON *message_text(const char *text, size_t n) {
  static const char REPLACEMENT[] = "\357\277\275";
  char *copy = allocate(3 * n + 1), *to = copy;
  if (!copy) return NULL;
  for (size_t i = 0; i < n;) {
    unsigned long code = 0;
    const size_t size = utf8_decode(text + i, n - i, &code);
    const bool good = size && code;
    memcpy(to, good ? text + i : REPLACEMENT, good ? size : 3);
    to += good ? size : 3;
    i += good ? size : 1;
  }
  *to = 0;
  cJSON *item = cJSON_CreateString(copy);
  cJSON_free(copy);
  return item;
}

void message_add_text(cJSON *object, const char *key, const char *text,
                      size_t n) {
  message_add(object, key, message_text(text, n));
}

const char *message_string(const cJSON *object, const char *key) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
  return cJSON_IsString(item) ? item->valuestring : NULL;
}

bool message_flag(const cJSON *object, const char *key, bool otherwise) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
  return cJSON_IsBool(item) ? cJSON_IsTrue(item) : otherwise;
}
