/** What the tests of several modules share: leak checks, polling, manual time. Never shipped. */
package io.headrace.testsupport;
