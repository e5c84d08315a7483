/** What access can be controlled for: resources, and patterns of their names. Values only. */
package io.headrace.common.resource;
