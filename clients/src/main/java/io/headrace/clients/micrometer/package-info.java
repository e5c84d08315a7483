/** The clients' metrics in Micrometer, which is an optional dependency: nothing else here needs it. */
package io.headrace.clients.micrometer;
