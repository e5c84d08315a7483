package io.headrace.common.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.CorruptRecordException;
import io.headrace.common.errors.NotLeaderOrFollowerException;
import io.headrace.common.errors.SerializationException;
import io.headrace.common.errors.TimeoutException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorsTest {
    @Test
    void hasAsManyErrorsAsApache() {
        assertEquals(org.apache.kafka.common.protocol.Errors.values().length, Errors.values().length);
    }

    @ParameterizedTest
    @EnumSource(org.apache.kafka.common.protocol.Errors.class)
    void everyErrorOfApacheHasItsNameCodeAndException(org.apache.kafka.common.protocol.Errors apache) {
        Errors ours = Errors.forCode(apache.code());

        assertEquals(apache.name(), ours.name());
        assertEquals(apache.code(), ours.code());
        if (apache.exception() == null) {
            assertNull(ours.exception());
            assertNull(ours.exceptionName());
        } else {
            assertEquals(apache.exceptionName().replace("org.apache.kafka", "io.headrace"), ours.exceptionName());
            assertEquals(
                    apache.exception() instanceof org.apache.kafka.common.errors.RetriableException,
                    ours.isRetriable());
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void everyExceptionLeadsBackToItsError(Errors error) {
        assertSame(error, Errors.forException(error.exception()));
        assertSame(error, Errors.forException(error.exception("because")));
        assertSame(error, Errors.forException(new CompletionException(new ExecutionException(error.exception()))));
        assertEquals("because", error.exception("because").getMessage());
        assertEquals(error.message(), error.exception(null).getMessage());
        assertFalse(error.message().isBlank());
        assertSame(error.exception(), assertThrows(ApiException.class, error::maybeThrow));
    }

    @Test
    void messagesTellErrorsApart() {
        Set<String> messages = new HashSet<>();
        for (Errors error : Errors.values()) {
            messages.add(error.message());
        }
        assertEquals(Errors.values().length, messages.size());
    }

    @Test
    void noneThrowsNothing() {
        Errors.NONE.maybeThrow();
        assertNull(Errors.NONE.exception("ignored"));
    }

    @Test
    void unknownCodesAreUnknownServerErrors() {
        assertSame(Errors.UNKNOWN_SERVER_ERROR, Errors.forCode((short) -2));
        assertSame(Errors.UNKNOWN_SERVER_ERROR, Errors.forCode((short) 134));
        assertSame(Errors.UNKNOWN_SERVER_ERROR, Errors.forCode(Short.MAX_VALUE));
        assertSame(Errors.UNKNOWN_SERVER_ERROR, Errors.forCode(Short.MIN_VALUE));
    }

    @Test
    void subclassesCountAsTheNearestKnownClass() {
        class MovedAway extends NotLeaderOrFollowerException {
            private static final long serialVersionUID = 1L;
        }
        assertSame(Errors.NOT_LEADER_OR_FOLLOWER, Errors.forException(new MovedAway()));
    }

    @Test
    void exceptionsWithoutCodeAreUnknownServerErrors() {
        assertSame(Errors.UNKNOWN_SERVER_ERROR, Errors.forException(new IllegalStateException("x")));
        assertSame(Errors.UNKNOWN_SERVER_ERROR, Errors.forException(new SerializationException("x")));
    }

    @Test
    void unwrapsOnlyWhatFuturesWrap() {
        Throwable cause = new TimeoutException("late");
        Throwable wrapper = new IllegalStateException(cause);
        Throwable empty = new CompletionException("without cause", null);

        assertSame(cause, Errors.maybeUnwrapException(new ExecutionException(cause)));
        assertSame(wrapper, Errors.maybeUnwrapException(wrapper));
        assertSame(empty, Errors.maybeUnwrapException(empty));
    }

    @Test
    void apiExceptionsCarryNoStackTrace() {
        assertEquals(0, new CorruptRecordException("x").getStackTrace().length);
        assertFalse(new SerializationException("x").getStackTrace().length == 0);
    }
}
