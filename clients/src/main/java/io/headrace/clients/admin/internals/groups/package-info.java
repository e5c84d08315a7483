/** The admin client's operations on groups and committed offsets; nearly all are answered by a group's coordinator. */
package io.headrace.clients.admin.internals.groups;
