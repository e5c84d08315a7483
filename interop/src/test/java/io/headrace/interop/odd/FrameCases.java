package io.headrace.interop.odd;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ProduceRequest;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What can be wrong with the bytes of any request, and the request that says nothing. */
final class FrameCases {

    /** What is odd about tags that every call of a flexible version treats alike. */
    static final List<String> TAG_ORDER = List.of("a tag twice", "tags out of order");

    private FrameCases() {}

    /** The cases of a call. */
    static List<OddCase> of(ApiKey api) {
        // In these, Apache's broker never answers a request without transactions.
        int to = api == ApiKey.ADD_PARTITIONS_TO_TXN ? 3 : Integer.MAX_VALUE;
        return Stream.of(
                        OddCase.of(api, "nothing said", (scene, version) -> empty(api)),
                        OddCase.of(api, "cut off", (scene, version) -> empty(api))
                                .bent(body -> Arrays.copyOf(body, Math.max(0, body.length - 1))),
                        OddCase.of(api, "bytes behind the end", (scene, version) -> empty(api))
                                .bent(body -> Arrays.copyOf(body, body.length + 7)),
                        tagged(api, "a tag that nobody knows", 1, 100, 2, 7, 7),
                        tagged(api, TAG_ORDER.get(0), 2, 100, 1, 7, 100, 1, 7),
                        tagged(api, TAG_ORDER.get(1), 2, 101, 1, 7, 100, 1, 7),
                        tagged(api, "a tag longer than the request", 1, 100, 90),
                        tagged(api, "more tags than there are", 3, 100, 1, 7))
                .map(odd -> odd.to(to))
                .toList();
    }

    /** Replaces the last byte, which is the number of tagged fields, here none. */
    private static OddCase tagged(ApiKey api, String name, int... tail) {
        UnaryOperator<byte[]> bend = body -> {
            byte[] bent = Arrays.copyOf(body, body.length - 1 + tail.length);
            for (int i = 0; i < tail.length; i++) {
                bent[body.length - 1 + i] = (byte) tail[i];
            }
            return bent;
        };
        return OddCase.of(api, name, (scene, version) -> empty(api))
                .from(api.flexibleFrom())
                .bent(bend);
    }

    /** The request with nothing but defaults, except that Produce asks for an answer. */
    private static ApiMessage empty(ApiKey api) {
        if (api == ApiKey.PRODUCE) {
            return new ProduceRequest().acks((short) -1);
        }
        try {
            return Class.forName(ApiMessage.class.getPackageName() + ".message." + api.title() + "Request")
                    .asSubclass(ApiMessage.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
