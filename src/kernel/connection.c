#include "kernel/connection.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

enum { LARGEST = 1 << 16 };

/* Returns the text of the file; NULL with errno (0: too long). */
static char *read_file(const char *path) {
  FILE *file = fopen(path, "r");
  char *text = file ? malloc(LARGEST) : NULL;
  size_t n = 0;
  if (text) {
    errno = 0;
    n = fread(text, 1, LARGEST, file);
    text[n < LARGEST ? n : LARGEST - 1] = 0;
    if (ferror(file) || n == LARGEST) {
      free(text);
      text = NULL;
    }
  }
  if (file) fclose(file);
  return text;
}

static bool read_text(const cJSON *all, const char *key, char *to,
                      size_t room) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(all, key);
  if (!cJSON_IsString(item) || strlen(item->valuestring) >= room) return false;
  memcpy(to, item->valuestring, strlen(item->valuestring) + 1);
  return true;
}

/* Returns the key that is missing or wrong; NULL: all is well. */
static const char *read_all(const cJSON *all, Connection *c) {
  static const char *const ports[CHANNELS] = {
    [CHANNEL_SHELL] = "shell_port",  [CHANNEL_CONTROL] = "control_port",
    [CHANNEL_INPUT] = "stdin_port",  [CHANNEL_OUTPUT] = "iopub_port",
    [CHANNEL_HEARTBEAT] = "hb_port",
  };
  char scheme[32];
  *c = (Connection){0};
  if (!read_text(all, "transport", c->transport, sizeof c->transport))
    return "transport";
  if (!read_text(all, "ip", c->ip, sizeof c->ip)) return "ip";
  if (!read_text(all, "key", c->key, sizeof c->key)) return "key";
  if (*c->key && (!read_text(all, "signature_scheme", scheme, sizeof scheme) ||
                  strcmp(scheme, "hmac-sha256") != 0))
    return "signature_scheme (only \"hmac-sha256\" is known)";
  for (int i = 0; i < CHANNELS; i++) {
    const cJSON *port = cJSON_GetObjectItemCaseSensitive(all, ports[i]);
    if (!cJSON_IsNumber(port) || port->valueint < 1) return ports[i];
    c->ports[i] = port->valueint;
  }
  return NULL;
}

bool connection_read(const char *path, Connection *connection, char *why) {
  char *text = read_file(path);
  if (!text) {
    snprintf(why, CHANNELS_WHY, "cannot read %.160s: %s", path,
             errno ? strerror(errno) : "it is too long");
    return false;
  }
  cJSON *all = cJSON_Parse(text);
  const char *wrong = all ? read_all(all, connection) : "JSON";
  if (wrong)
    snprintf(why, CHANNELS_WHY,
             "%.120s is not a connection file of Jupyter: wrong or missing %s",
             path, wrong);
  cJSON_Delete(all);
  free(text);
  return !wrong;
}
