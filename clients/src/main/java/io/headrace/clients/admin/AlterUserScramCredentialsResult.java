package io.headrace.clients.admin;

import io.headrace.common.KafkaFuture;
import java.util.Map;

/** What comes of changing SCRAM credentials. Each user succeeds or fails on its own. Thread safe. */
public class AlterUserScramCredentialsResult {

    private final Map<String, KafkaFuture<Void>> futures;

    /** @param futures by user */
    public AlterUserScramCredentialsResult(Map<String, KafkaFuture<Void>> futures) {
        this.futures = Futures.copyOf(futures);
    }

    /** By user. */
    public Map<String, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Done for all users; fails when one fails. */
    public KafkaFuture<Void> all() {
        return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
    }
}
