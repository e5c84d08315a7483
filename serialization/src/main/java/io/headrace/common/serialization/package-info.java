/** Turns keys and values into bytes and back: the interfaces, and the built-in types. */
package io.headrace.common.serialization;
