package io.headrace.interop.odd;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import java.util.function.UnaryOperator;

/**
 * One odd request: what is done first, and then the request whose answer counts.
 *
 * @param api the call
 * @param name what is odd about it; unique within the call
 * @param from the lowest version it is sent in
 * @param to the highest version it is sent in, where the brokers have it
 * @param request makes what has to be there, and gives the request
 * @param bend changes the bytes of the body
 */
record OddCase(ApiKey api, String name, int from, int to, Script request, UnaryOperator<byte[]> bend) {

    /** The steps up to the odd request. */
    interface Script {
        /** Gives the request to be sent last. */
        ApiMessage run(Scene scene, int version) throws Exception;
    }

    /** A case for all versions. */
    static OddCase of(ApiKey api, String name, Script request) {
        return new OddCase(api, name, 0, Integer.MAX_VALUE, request, UnaryOperator.identity());
    }

    /** The same case from a version on. */
    OddCase from(int version) {
        return new OddCase(api, name, version, to, request, bend);
    }

    /** The same case up to a version. */
    OddCase to(int version) {
        return new OddCase(api, name, from, version, request, bend);
    }

    /** The same case with its bytes changed. */
    OddCase bent(UnaryOperator<byte[]> bending) {
        return new OddCase(api, name, from, to, request, bending);
    }
}
