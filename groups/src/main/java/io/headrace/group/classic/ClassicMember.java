package io.headrace.group.classic;

import io.headrace.group.record.GroupMetadataValue.MemberMetadata;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A member of a classic group: who it is, what it offers, and what it was assigned. Owner: its group. Byte arrays are
 * never changed once they are here.
 */
public final class ClassicMember {
    static final byte[] NOTHING = {};

    private final String memberId;
    private final String instanceId;
    private final String clientId;
    private final String clientHost;
    private final Session session = new Session();
    private int rebalanceTimeoutMs;
    private int sessionTimeoutMs;
    private Map<String, byte[]> protocols;
    private byte[] assignment = NOTHING;

    ClassicMember(
            String memberId,
            String instanceId,
            String clientId,
            String clientHost,
            int rebalanceTimeoutMs,
            int sessionTimeoutMs,
            Map<String, byte[]> protocols) {
        this.memberId = memberId;
        this.instanceId = instanceId;
        this.clientId = clientId;
        this.clientHost = clientHost;
        this.rebalanceTimeoutMs = rebalanceTimeoutMs;
        this.sessionTimeoutMs = sessionTimeoutMs;
        this.protocols = protocols;
    }

    /** A member as a record has it. Of what it offers, a record has the protocol that was chosen. */
    static ClassicMember restored(MemberMetadata stored, String protocolName) {
        ClassicMember member = new ClassicMember(
                stored.memberId(),
                stored.groupInstanceId(),
                stored.clientId(),
                stored.clientHost(),
                stored.rebalanceTimeout() < 0 ? stored.sessionTimeout() : stored.rebalanceTimeout(),
                stored.sessionTimeout(),
                protocolName == null ? Map.of() : Map.of(protocolName, stored.subscription()));
        member.assignment = stored.assignment();
        return member;
    }

    /** What a JoinGroup offers, by name, the best liked first. */
    static Map<String, byte[]> offered(JoinGroupRequest request) {
        Map<String, byte[]> offered = new LinkedHashMap<>();
        for (JoinGroupRequestProtocol protocol : request.protocols()) {
            offered.putIfAbsent(protocol.name(), protocol.metadata());
        }
        return offered;
    }

    /** The rebalance timeout that a JoinGroup asks for; the oldest version has none, and means the session timeout. */
    static int rebalanceTimeoutMs(JoinGroupRequest request) {
        return request.rebalanceTimeoutMs() < 0 ? request.sessionTimeoutMs() : request.rebalanceTimeoutMs();
    }

    public String memberId() {
        return memberId;
    }

    /** The name of a static member, or null. */
    public String instanceId() {
        return instanceId;
    }

    public boolean isStatic() {
        return instanceId != null;
    }

    public String clientId() {
        return clientId;
    }

    public String clientHost() {
        return clientHost;
    }

    public int rebalanceTimeoutMs() {
        return rebalanceTimeoutMs;
    }

    public int sessionTimeoutMs() {
        return sessionTimeoutMs;
    }

    /** What the member offers: metadata by protocol name, the best liked first. */
    public Map<String, byte[]> protocols() {
        return protocols;
    }

    /** What it was assigned in the last generation that was completed; empty for nothing. */
    public byte[] assignment() {
        return assignment;
    }

    void assignment(byte[] assigned) {
        assignment = assigned;
    }

    /** Whether it lives; soft. */
    Session session() {
        return session;
    }

    /** Its metadata for a protocol; empty if it does not offer it. */
    byte[] metadata(String protocolName) {
        byte[] metadata = protocols.get(protocolName);
        return metadata == null ? NOTHING : metadata;
    }

    /** Takes over what a JoinGroup offers and asks for. */
    void update(JoinGroupRequest request) {
        protocols = offered(request);
        rebalanceTimeoutMs = rebalanceTimeoutMs(request);
        sessionTimeoutMs = request.sessionTimeoutMs();
    }

    /** Whether a JoinGroup offers what the member offers already, in the same order. */
    boolean offersSame(JoinGroupRequest request) {
        Map<String, byte[]> offered = offered(request);
        if (!new ArrayList<>(offered.keySet()).equals(new ArrayList<>(protocols.keySet()))) {
            return false;
        }
        Iterator<byte[]> theirs = offered.values().iterator();
        for (byte[] ours : protocols.values()) {
            if (!Arrays.equals(ours, theirs.next())) {
                return false;
            }
        }
        return true;
    }

    /** The one among {@code candidates} that the member likes best, or null. */
    String vote(Set<String> candidates) {
        for (String name : protocols.keySet()) {
            if (candidates.contains(name)) {
                return name;
            }
        }
        return null;
    }

    /** The member as a record has it. */
    MemberMetadata toRecord(String protocolName, byte[] assigned) {
        return new MemberMetadata()
                .memberId(memberId)
                .groupInstanceId(instanceId)
                .clientId(clientId)
                .clientHost(clientHost)
                .rebalanceTimeout(rebalanceTimeoutMs)
                .sessionTimeout(sessionTimeoutMs)
                .subscription(metadata(protocolName))
                .assignment(assigned);
    }

    /** Ids of members. */
    static List<String> ids(Iterable<ClassicMember> members) {
        List<String> ids = new ArrayList<>();
        members.forEach(member -> ids.add(member.memberId));
        return ids;
    }

    @Override
    public String toString() {
        return memberId + (isStatic() ? " (instance " + instanceId + ")" : "");
    }
}
