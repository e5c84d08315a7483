/** What the configuration of all clients has in common. */
package io.headrace.clients;
