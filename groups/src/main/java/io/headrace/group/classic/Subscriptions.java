package io.headrace.group.classic;

import io.headrace.protocol.message.ConsumerProtocolSubscription;
import io.headrace.protocol.wire.MalformedMessageException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What members of a consumer group of the classic protocol subscribe to, as far as they say. */
final class Subscriptions {
    /** The protocol type of consumers. */
    static final String CONSUMER = "consumer";

    private Subscriptions() {}

    /**
     * The topics that members subscribe to; null when it cannot be known, since a member's metadata is not a consumer's.
     */
    static Set<String> topics(Collection<ClassicMember> members, String protocolName) {
        Set<String> topics = new HashSet<>();
        for (ClassicMember member : members) {
            try {
                topics.addAll(read(member.metadata(protocolName)).topics());
            } catch (MalformedMessageException e) {
                return null;
            }
        }
        return topics;
    }

    /** Reads the version, which stands in front, and then the newest form of it that is known. */
    private static ConsumerProtocolSubscription read(byte[] metadata) {
        ByteBuf in = Unpooled.wrappedBuffer(metadata);
        if (in.readableBytes() < Short.BYTES) {
            throw new MalformedMessageException("a subscription without a version");
        }
        short version = in.readShort();
        if (version < ConsumerProtocolSubscription.LOWEST_VERSION) {
            throw new MalformedMessageException("a subscription of version " + version);
        }
        return ConsumerProtocolSubscription.read(in, Math.min(version, ConsumerProtocolSubscription.HIGHEST_VERSION));
    }
}
