/**
 * The few things the log does with files, behind an interface that a test can make fail.
 *
 * <p>Nothing here knows what is in the files.
 */
package io.headrace.log.file;
