/**
 * What both ends of a connection share: cutting the stream into frames, writing requests and responses without copying
 * record bytes, and the client's end of a connection (handshake, correlation, deadlines).
 *
 * <p>Everything here runs on the event loop of its channel. Nothing here blocks, and nothing here is shared between loops.
 */
package io.headrace.transport;
