package io.headrace.common.security.token.delegation;

import io.headrace.common.security.auth.KafkaPrincipal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * What is known of a delegation token, apart from its secret (KIP-48). Times are in ms since 1970. Not thread safe: the time
 * of expiry may be set.
 */
public class TokenInformation {

    private final String tokenId;
    private final KafkaPrincipal owner;
    private final KafkaPrincipal tokenRequester;
    private final List<KafkaPrincipal> renewers;
    private final long issueTimestamp;
    private final long maxTimestamp;
    private long expiryTimestamp;

    /** A token that its owner asked for. */
    public TokenInformation(
            String tokenId,
            KafkaPrincipal owner,
            Collection<KafkaPrincipal> renewers,
            long issueTimestamp,
            long maxTimestamp,
            long expiryTimestamp) {
        this(tokenId, owner, owner, renewers, issueTimestamp, maxTimestamp, expiryTimestamp);
    }

    /** A token that somebody asked for on its owner's behalf (KIP-373). */
    public TokenInformation(
            String tokenId,
            KafkaPrincipal owner,
            KafkaPrincipal tokenRequester,
            Collection<KafkaPrincipal> renewers,
            long issueTimestamp,
            long maxTimestamp,
            long expiryTimestamp) {
        this.tokenId = tokenId;
        this.owner = owner;
        this.tokenRequester = tokenRequester;
        this.renewers = List.copyOf(renewers);
        this.issueTimestamp = issueTimestamp;
        this.maxTimestamp = maxTimestamp;
        this.expiryTimestamp = expiryTimestamp;
    }

    /** As the cluster's metadata tells it. */
    public static TokenInformation fromRecord(
            String tokenId,
            KafkaPrincipal owner,
            KafkaPrincipal tokenRequester,
            Collection<KafkaPrincipal> renewers,
            long issueTimestamp,
            long maxTimestamp,
            long expiryTimestamp) {
        return new TokenInformation(
                tokenId, owner, tokenRequester, renewers, issueTimestamp, maxTimestamp, expiryTimestamp);
    }

    /** Who is authenticated by it. */
    public KafkaPrincipal owner() {
        return owner;
    }

    /** {@link #owner()} as text. */
    public String ownerAsString() {
        return owner.toString();
    }

    /** Who asked for it. */
    public KafkaPrincipal tokenRequester() {
        return tokenRequester;
    }

    /** {@link #tokenRequester()} as text. */
    public String tokenRequesterAsString() {
        return tokenRequester.toString();
    }

    /** Who may renew it, beside its owner. */
    public Collection<KafkaPrincipal> renewers() {
        return renewers;
    }

    /** {@link #renewers()} as text. */
    public Collection<String> renewersAsString() {
        List<String> names = new ArrayList<>();
        renewers.forEach(renewer -> names.add(renewer.toString()));
        return names;
    }

    /** When it was made. */
    public long issueTimestamp() {
        return issueTimestamp;
    }

    /** When it ends unless it is renewed. */
    public long expiryTimestamp() {
        return expiryTimestamp;
    }

    /** Notes a renewal. */
    public void setExpiryTimestamp(long timestamp) {
        this.expiryTimestamp = timestamp;
    }

    /** Its name, which is the user name when it is used. */
    public String tokenId() {
        return tokenId;
    }

    /** Until when it can be renewed. */
    public long maxTimestamp() {
        return maxTimestamp;
    }

    /** Whether somebody may renew it. */
    public boolean ownerOrRenewer(KafkaPrincipal principal) {
        return principal.equals(owner) || principal.equals(tokenRequester) || renewers.contains(principal);
    }

    @Override
    @SuppressWarnings("EqualsGetClass") // A subclass may know more.
    public boolean equals(Object o) {
        if (this == o) {
            return true;
        }
        if (o == null || getClass() != o.getClass()) {
            return false;
        }
        TokenInformation other = (TokenInformation) o;
        return issueTimestamp == other.issueTimestamp
                && maxTimestamp == other.maxTimestamp
                && Objects.equals(tokenId, other.tokenId)
                && Objects.equals(owner, other.owner)
                && Objects.equals(tokenRequester, other.tokenRequester)
                && Objects.equals(renewers, other.renewers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tokenId, owner, tokenRequester, renewers, issueTimestamp, maxTimestamp);
    }

    @Override
    public String toString() {
        return "TokenInformation(tokenId " + tokenId + ", owner " + owner + ", requester " + tokenRequester
                + ", renewers " + renewers + ", issued " + issueTimestamp + ", expires " + expiryTimestamp
                + ", at most until " + maxTimestamp + ")";
    }
}
