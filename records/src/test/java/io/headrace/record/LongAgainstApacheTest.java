package io.headrace.record;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The long form of {@link AgainstApacheTest}, for a night: {@code -Dheadrace.long=true}. */
@EnabledIfSystemProperty(named = "headrace.long", matches = "true")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class LongAgainstApacheTest extends AgainstApacheTest {

    @Override
    int times(int rounds) {
        return 50 * rounds;
    }
}
