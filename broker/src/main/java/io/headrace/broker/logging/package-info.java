/** The levels of loggers, seen and changed at run time through whatever backend slf4j has. */
package io.headrace.broker.logging;
