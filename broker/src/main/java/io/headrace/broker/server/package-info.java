/** The broker as a whole: starting, where it listens, closing; and how its parts are put together. */
package io.headrace.broker.server;
