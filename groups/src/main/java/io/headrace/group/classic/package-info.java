/** Groups whose assignments are made by one of the members: JoinGroup, SyncGroup, Heartbeat, LeaveGroup. */
package io.headrace.group.classic;
