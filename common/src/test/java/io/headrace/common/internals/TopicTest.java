package io.headrace.common.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.InvalidTopicException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicTest {
    static List<String> names() {
        return List.of(
                "a",
                "A.b_c-9",
                "...",
                "..a",
                "-",
                "_",
                "__consumer_offsets",
                "a".repeat(249),
                "",
                ".",
                "..",
                "a".repeat(250),
                "a b",
                "a/b",
                "ä",
                "a\n",
                "a\u0000",
                "a,b",
                "\ud83d\ude00",
                "٣");
    }

    @ParameterizedTest
    @MethodSource("names")
    void judgesNamesAsApacheDoes(String name) {
        boolean expected = org.apache.kafka.common.internals.Topic.isValid(name);

        assertEquals(expected, Topic.isValid(name));
        if (expected) {
            Topic.validate(name);
        } else {
            assertThrows(InvalidTopicException.class, () -> Topic.validate(name));
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals("Topic name is invalid: it is empty", message(""));
        assertEquals("Topic name is invalid: '..' is not allowed", message(".."));
        assertEquals(
                "Topic name is invalid: 'a b' has a character that is not a letter or digit of ASCII, '.', '_' or '-'",
                message("a b"));
        assertEquals(
                "Topic name is invalid: it has 250 characters, and at most 249 are allowed: '" + "a".repeat(32)
                        + "...'",
                message("a".repeat(250)));
        assertEquals("Topic name is invalid: it is null", message(null));
    }

    private static String message(String name) {
        return assertThrows(InvalidTopicException.class, () -> Topic.validate(name))
                .getMessage();
    }

    @Test
    void internalNames() {
        for (String name : List.of(
                "__consumer_offsets", "__transaction_state", "__share_group_state", "a", "__cluster_metadata")) {
            assertEquals(org.apache.kafka.common.internals.Topic.isInternal(name), Topic.isInternal(name), name);
        }
    }

    @Test
    void dotsAndUnderscoresCollide() {
        assertTrue(Topic.hasCollision("a.b", "a_b"));
        assertTrue(Topic.hasCollision("a.b_c", "a_b.c"));
        assertFalse(Topic.hasCollision("a.b", "a-b"));
        assertTrue(Topic.hasCollisionChars("a.b"));
        assertTrue(Topic.hasCollisionChars("a_b"));
        assertFalse(Topic.hasCollisionChars("ab"));
        assertEquals("a_b", Topic.unifyCollisionChars("a.b"));
    }
}
