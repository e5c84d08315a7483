package io.headrace.common.security.scram.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of RFC 7677, section 3, and what may be wrong about it. */
class ScramSaslClientTest {

    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String BOTH = NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String SERVER_FIRST = "r=" + BOTH + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final CallbackHandler PENCIL = callbacks -> {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName("user");
            } else if (callback instanceof PasswordCallback password) {
                password.setPassword("pencil".toCharArray());
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    };

    private final ScramSaslClient client = new ScramSaslClient(ScramHash.SHA_256, PENCIL, NONCE);

    private String say(String challenge) throws SaslException {
        byte[] answer = client.evaluateChallenge(challenge.getBytes(StandardCharsets.UTF_8));
        return answer == null ? null : new String(answer, StandardCharsets.UTF_8);
    }

    @Test
    void theExampleOfTheStandard() throws SaslException {
        assertEquals("n,,n=user,r=" + NONCE, say(""));
        assertEquals("c=biws,r=" + BOTH + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", say(SERVER_FIRST));
        assertFalse(client.isComplete());
        assertNull(say("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        assertTrue(client.isComplete());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096 | somebody else's nonce",
                "r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096 | somebody else's nonce",
                "r=" + BOTH + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095 | allowed are 4096",
                "r=" + BOTH + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000 | allowed are 4096",
                "r=" + BOTH + ",s=!,i=4096 | not base64",
                "r=" + BOTH + ",i=4096 | has no field s",
                "m=x,r=" + BOTH + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096 | an extension that is not known",
                "nonsense | not SCRAM",
            })
    void aBrokerThatBreaksTheRulesIsRefused(String serverFirst, String why) throws SaslException {
        say("");
        SaslException failure = assertThrows(SaslException.class, () -> say(serverFirst));
        assertTrue(failure.getMessage().contains(why), failure.getMessage());
        assertFalse(client.isComplete());
    }

    @Test
    void aBrokerThatDoesNotKnowTheUserIsRefused() throws SaslException {
        say("");
        say(SERVER_FIRST);
        SaslException failure =
                assertThrows(SaslException.class, () -> say("v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        assertTrue(failure.getMessage().contains("its signature is wrong"), failure.getMessage());
        assertFalse(client.isComplete());
    }
}
