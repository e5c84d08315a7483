package io.headrace.protocol;

/**
 * Which header goes in front of which body. The rule: flexible versions have a request header of version 2 and a
 * response header of version 1, the others 1 and 0. Exceptions to what is generated are here and nowhere else.
 */
public final class HeaderVersions {

    private HeaderVersions() {}

    /** The version of the request header. */
    public static int request(ApiKey key, int version) {
        return key.isFlexible(version) ? 2 : 1;
    }

    /** The version of the response header. */
    public static int response(ApiKey key, int version) {
        if (key == ApiKey.API_VERSIONS) {
            // A client that asks in a version the broker does not know must be able to read the refusal (KIP-511).
            return 0;
        }
        return key.isFlexible(version) ? 1 : 0;
    }
}
