package io.headrace.cli.tokens;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Names;
import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaFuture;
import io.headrace.common.errors.DelegationTokenDisabledException;
import io.headrace.common.errors.UnsupportedByAuthenticationException;
import io.headrace.common.security.auth.KafkaPrincipal;
import io.headrace.common.security.token.delegation.DelegationToken;
import java.util.List;

/** Finds tokens and names who has to do with them, and says so where that cannot be done. */
final class TokenLookup {
    private TokenLookup() {}

    /**
     * The token with that id, which is how people name one: its HMAC, by which brokers do, is a secret.
     *
     * @throws CommandFailure when there is none that whoever asks may know of
     */
    static DelegationToken require(Admin admin, String id, ConnectOptions connect) {
        List<DelegationToken> tokens = await(admin.describeDelegationToken().delegationTokens(), connect);
        return tokens.stream()
                .filter(each -> each.tokenInfo().tokenId().equals(id))
                .findFirst()
                .orElseThrow(() -> CommandFailure.failed("there is no token '" + id + "' that you may know of"
                        + Names.hint(
                                id,
                                tokens.stream()
                                        .map(each -> each.tokenInfo().tokenId())
                                        .toList(),
                                "headrace tokens list says which there are")));
    }

    /** What a broker answers about tokens; where it cannot, with what to change. */
    static <T> T await(KafkaFuture<T> answer, ConnectOptions connect) {
        try {
            return connect.await(answer);
        } catch (DelegationTokenDisabledException e) {
            throw CommandFailure.failed(e.getMessage() + ": its delegation.token.secret.key has to be set", e);
        } catch (UnsupportedByAuthenticationException e) {
            throw CommandFailure.failed(
                    e.getMessage()
                            + ": log in with SASL or a TLS certificate, and not with a token (a profile says how)",
                    e);
        }
    }

    /**
     * Who a text names.
     *
     * @throws CommandFailure when it is not of the form TYPE:NAME; names the option
     */
    static KafkaPrincipal principal(String option, String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw CommandFailure.misuse(option + " '" + text + "' is not of the form TYPE:NAME, as User:alice is");
        }
        return new KafkaPrincipal(text.substring(0, colon), text.substring(colon + 1));
    }
}
