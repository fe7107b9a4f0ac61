/* zmq.c - the plug-in mlrepl-zmq.so: kernel/channels.h on libzmq and libsodium. */
#define _POSIX_C_SOURCE 200809L
#include "kernel/channels.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <zmq.h>

static const char DELIMITER[] = "<IDS|MSG>";

enum { DIGEST = crypto_auth_hmacsha256_BYTES, SIGNATURE = 2 * DIGEST };

struct Channels {
  void *context, *sockets[CHANNELS];
  char key[256];
};

/* -- signatures ----------------------------------------------------------- */

/* Writes the signature in hexadecimal; "" without a key. */
static void sign(const Channels *c, const char *const part[PARTS],
                 char signature[SIGNATURE + 1]) {
  unsigned char digest[DIGEST];
  crypto_auth_hmacsha256_state state;
  *signature = 0;
  if (!*c->key) return;
  crypto_auth_hmacsha256_init(&state, (const unsigned char *)c->key,
                              strlen(c->key));
  for (int i = 0; i < PARTS; i++)
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)part[i],
                                  strlen(part[i]));
  crypto_auth_hmacsha256_final(&state, digest);
  sodium_bin2hex(signature, SIGNATURE + 1, digest, DIGEST);
}

static bool is_signed(const Channels *c, const Envelope *e,
                      const zmq_msg_t *given) {
  char signature[SIGNATURE + 1];
  const char *part[PARTS];
  for (int i = 0; i < PARTS; i++) part[i] = e->part[i];
  sign(c, part, signature);
  const size_t n = strlen(signature);
  return !n || (zmq_msg_size(given) == n &&
                !sodium_memcmp(zmq_msg_data((zmq_msg_t *)given), signature, n));
}

/* -- addresses ------------------------------------------------------------ */

/* The frames of an address: their number, then each with its size before. */
typedef struct Address {
  size_t n, used;
  char bytes[];
} Address;

static bool add_frame(void **address, zmq_msg_t *frame) {
  Address *old = *address;
  const size_t size = zmq_msg_size(frame), used = old ? old->used : 0;
  Address *a = realloc(old, sizeof *a + used + sizeof size + size);
  if (!a) return false;
  *address = a;
  a->n = old ? a->n + 1 : 1;
  memcpy(a->bytes + used, &size, sizeof size);
  memcpy(a->bytes + used + sizeof size, zmq_msg_data(frame), size);
  a->used = used + sizeof size + size;
  return true;
}

static bool send_address(void *socket, const Address *a) {
  const char *at = a->bytes;
  for (size_t i = 0; i < a->n; i++) {
    size_t size;
    memcpy(&size, at, sizeof size);
    at += sizeof size;
    if (zmq_send(socket, at, size, ZMQ_SNDMORE) < 0) return false;
    at += size;
  }
  return true;
}

/* -- messages ------------------------------------------------------------- */

static void release(Envelope *e) {
  free(e->address);
  for (int i = 0; i < PARTS; i++) free(e->part[i]);
  *e = (Envelope){0};
}

static char *copy_text(zmq_msg_t *frame) {
  const size_t n = zmq_msg_size(frame);
  char *text = malloc(n + 1);
  if (!text) return NULL;
  memcpy(text, zmq_msg_data(frame), n);
  text[n] = 0;
  return text;
}

static bool is_delimiter(zmq_msg_t *frame) {
  return zmq_msg_size(frame) == sizeof DELIMITER - 1 &&
         !memcmp(zmq_msg_data(frame), DELIMITER, sizeof DELIMITER - 1);
}

/* Where the next frame belongs: -2 the address, -1 the signature, then the
 * parts; what follows them is ignored. */
static bool take_frame(Envelope *e, zmq_msg_t *frame, zmq_msg_t *signature,
                       int *place) {
  bool good = true;
  if (*place == -2 && !is_delimiter(frame))
    return add_frame(&e->address, frame);
  if (*place == -1)
    good = !zmq_msg_copy(signature, frame);
  else if (*place >= 0 && *place < PARTS)
    good = (e->part[*place] = copy_text(frame)) != NULL;
  ++*place;
  return good;
}

static int receive_frame(zmq_msg_t *frame, void *socket) {
  int n;
  do n = zmq_msg_recv(frame, socket, ZMQ_DONTWAIT);
  while (n < 0 && errno == EINTR);
  return n;
}

/* A message arrives as a whole. */
static bool receive(Channels *c, Channel channel, Envelope *e) {
  zmq_msg_t frame, signature;
  int place = -2;
  bool good = true, more = true;
  *e = (Envelope){0};
  zmq_msg_init(&signature);
  while (more) {
    zmq_msg_init(&frame);
    const bool came = receive_frame(&frame, c->sockets[channel]) >= 0;
    if (came && good) good = take_frame(e, &frame, &signature, &place);
    more = came && zmq_msg_more(&frame);
    if (!came) good = false;
    zmq_msg_close(&frame);
  }
  good = good && place >= PARTS && e->address && is_signed(c, e, &signature);
  zmq_msg_close(&signature);
  if (!good) release(e);
  return good;
}

static bool send_text(void *socket, const char *text, int more) {
  return zmq_send(socket, text, strlen(text), more) >= 0;
}

static bool send_message(Channels *c, Channel channel, const void *address,
                         const char *topic, const char *const part[PARTS]) {
  void *socket = c->sockets[channel];
  char signature[SIGNATURE + 1];
  sign(c, part, signature);
  bool good = address ? send_address(socket, address)
                      : send_text(socket, topic, ZMQ_SNDMORE);
  good = good && send_text(socket, DELIMITER, ZMQ_SNDMORE) &&
         send_text(socket, signature, ZMQ_SNDMORE);
  for (int i = 0; good && i < PARTS; i++)
    good = send_text(socket, part[i], i + 1 < PARTS ? ZMQ_SNDMORE : 0);
  return good;
}

static void echo(Channels *c) {
  void *socket = c->sockets[CHANNEL_HEARTBEAT];
  zmq_msg_t beat;
  zmq_msg_init(&beat);
  if (zmq_msg_recv(&beat, socket, ZMQ_DONTWAIT) >= 0)
    zmq_msg_send(&beat, socket, 0);
  zmq_msg_close(&beat);
}

static unsigned wait_for(Channels *c, unsigned mask, struct pollfd *others,
                         size_t n, int milliseconds) {
  enum { MOST = 16 };
  zmq_pollitem_t items[MOST];
  Channel channels[CHANNELS];
  int count = 0, all = 0;
  for (int i = 0; i < CHANNELS; i++)
    if (mask & 1u << i) {
      channels[count] = (Channel)i;
      items[count++] =
        (zmq_pollitem_t){.socket = c->sockets[i], .events = ZMQ_POLLIN};
    }
  for (all = count; all < MOST && (size_t)(all - count) < n; all++) {
    others[all - count].revents = 0;
    items[all] =
      (zmq_pollitem_t){.fd = others[all - count].fd, .events = ZMQ_POLLIN};
  }
  if (zmq_poll(items, all, milliseconds) <= 0) return 0;
  unsigned ready = 0;
  for (int i = 0; i < count; i++)
    if (items[i].revents) ready |= 1u << channels[i];
  for (int i = count; i < all; i++)
    if (items[i].revents) others[i - count].revents = POLLIN;
  return ready;
}

/* -- opening -------------------------------------------------------------- */

static void make_id(char id[CHANNELS_ID]) {
  unsigned char bytes[(CHANNELS_ID - 1) / 2];
  randombytes_buf(bytes, sizeof bytes);
  sodium_bin2hex(id, CHANNELS_ID, bytes, sizeof bytes);
}

static void close_all(Channels *c) {
  enum { LINGER = 1000 }; /* milliseconds */
  for (int i = 0; i < CHANNELS; i++) {
    if (!c->sockets[i]) continue;
    zmq_setsockopt(c->sockets[i], ZMQ_LINGER, &(int){LINGER}, sizeof(int));
    zmq_close(c->sockets[i]);
  }
  if (c->context) zmq_ctx_term(c->context);
  free(c);
}

static bool listen_on(Channels *c, const Connection *from, Channel i) {
  static const int kinds[CHANNELS] = {[CHANNEL_SHELL] = ZMQ_ROUTER,
                                      [CHANNEL_CONTROL] = ZMQ_ROUTER,
                                      [CHANNEL_INPUT] = ZMQ_ROUTER,
                                      [CHANNEL_OUTPUT] = ZMQ_PUB,
                                      [CHANNEL_HEARTBEAT] = ZMQ_REP};
  const char separator = strcmp(from->transport, "ipc") ? ':' : '-';
  char address[600];
  snprintf(address, sizeof address, "%s://%s%c%d", from->transport, from->ip,
           separator, from->ports[i]);
  if (!(c->sockets[i] = zmq_socket(c->context, kinds[i]))) return false;
  /* A client that restarts has the same address. Output waits in memory. */
  if (kinds[i] == ZMQ_ROUTER)
    zmq_setsockopt(c->sockets[i], ZMQ_ROUTER_HANDOVER, &(int){1}, sizeof(int));
  if (kinds[i] == ZMQ_PUB)
    zmq_setsockopt(c->sockets[i], ZMQ_SNDHWM, &(int){0}, sizeof(int));
  return !zmq_bind(c->sockets[i], address);
}

/* The threads of libzmq inherit that all signals are blocked. */
static Channels *open_all(const Connection *from, char *why) {
  sigset_t all, before;
  Channels *c = sodium_init() < 0 ? NULL : calloc(1, sizeof *c);
  bool good = c != NULL;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (c) {
    snprintf(c->key, sizeof c->key, "%s", from->key);
    good = (c->context = zmq_ctx_new()) != NULL;
    for (int i = 0; good && i < CHANNELS; i++)
      good = listen_on(c, from, (Channel)i);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (good) return c;
  snprintf(why, CHANNELS_WHY, "cannot listen on %.100s: %.100s", from->ip,
           zmq_strerror(errno));
  if (c) close_all(c);
  return NULL;
}

const ChannelsTable *mlrepl_zmq(void);

const ChannelsTable *mlrepl_zmq(void) {
  static const ChannelsTable table = {open_all, close_all, wait_for,
                                      receive,  release,   send_message,
                                      echo,     make_id};
  return &table;
}
