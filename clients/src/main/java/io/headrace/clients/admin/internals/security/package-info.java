/** The admin client's operations on access control, SCRAM users and delegation tokens; any broker takes them. */
package io.headrace.clients.admin.internals.security;
