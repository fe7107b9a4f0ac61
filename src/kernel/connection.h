/* connection.h - the connection file of a front end. */
#ifndef KERNEL_CONNECTION_H
#define KERNEL_CONNECTION_H

#include "kernel/channels.h"

/* Reads the file. Returns false with the reason in why[CHANNELS_WHY]. */
bool connection_read(const char *path, Connection *connection, char *why);

#endif
