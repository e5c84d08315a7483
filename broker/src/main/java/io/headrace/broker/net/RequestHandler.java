package io.headrace.broker.net;

/** What is behind the connections: takes each request in the order of its arrival on its connection. */
public interface RequestHandler {

    /**
     * Starts to answer a request, on the loop of its connection. Never blocks, and never throws: the answer, or the
     * refusal, goes through the request.
     */
    void handle(Request request);
}
