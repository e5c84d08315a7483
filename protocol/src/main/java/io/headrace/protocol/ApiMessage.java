package io.headrace.protocol;

import io.headrace.protocol.wire.Message;

/** A request or a response. */
public interface ApiMessage extends Message {

    /** The call that it is one half of. */
    ApiKey apiKey();

    /** In how many places a response tells an error; 0 for a request. */
    default int errorCount() {
        return 0;
    }
}
