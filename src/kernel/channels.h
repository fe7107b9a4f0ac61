/* channels.h - the sockets of Jupyter's messaging protocol, a plug-in that is
 * linked with libzmq and libsodium.
 *
 * A message consists of an address, which a reply repeats, and four JSON texts.
 * All are signed. A channel belongs to one thread at a time.
 */
#ifndef KERNEL_CHANNELS_H
#define KERNEL_CHANNELS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum Channel {
  CHANNEL_SHELL,   /* requests */
  CHANNEL_CONTROL, /* requests that do not wait for the shell */
  CHANNEL_INPUT,   /* what the kernel asks the user */
  CHANNEL_OUTPUT,  /* what all clients see */
  CHANNEL_HEARTBEAT,
  CHANNELS
} Channel;

/* How to listen, from the connection file. */
typedef struct Connection {
  char transport[16], ip[256], key[256]; /* "tcp" or "ipc"; no key: unsigned */
  int ports[CHANNELS];
} Connection;

enum { PART_HEADER, PART_PARENT, PART_METADATA, PART_CONTENT, PARTS };

/* A received message; all memory is that of the plug-in. */
typedef struct Envelope {
  void *address;     /* opaque */
  char *part[PARTS]; /* JSON, ending in 0 */
} Envelope;

enum { CHANNELS_ID = 33, CHANNELS_WHY = 256 };

typedef struct Channels Channels;

typedef struct ChannelsTable {
  /* Listens on all channels. NULL: failed, with the reason in
   * why[CHANNELS_WHY]. */
  Channels *(*open)(const Connection *connection, char *why);
  /* Sends what is still to be sent, for at most a second. */
  void (*close)(Channels *channels);
  /* Waits until there is a message on one of the channels in the mask (a bit per
   * channel) or something in one of the others; at most that time, for ever if
   * negative. Returns the mask of the channels that have a message; 0 also after
   * a signal. */
  unsigned (*wait)(Channels *channels, unsigned mask, struct pollfd *others,
                   size_t n, int milliseconds);
  /* Receives a message without waiting. False: there is none, or its signature
   * is wrong. */
  bool (*receive)(Channels *channels, Channel channel, Envelope *envelope);
  void (*release)(Envelope *envelope);
  /* `address`: of the envelope that is answered; NULL for all clients, who
   * subscribe to the topic. */
  bool (*send)(Channels *channels, Channel channel, const void *address,
               const char *topic, const char *const part[PARTS]);
  void (*echo)(Channels *channels); /* answers a heartbeat */
  void (*make_id)(char id[CHANNELS_ID]);
} ChannelsTable;

/* The entry of the plug-in. */
typedef const ChannelsTable *ChannelsEntry(void);
#define CHANNELS_ENTRY "mlrepl_zmq"

#endif
