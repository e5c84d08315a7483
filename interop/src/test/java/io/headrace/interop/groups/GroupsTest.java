package io.headrace.interop.groups;

import io.headrace.interop.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every scenario with every line of Apache's clients; Apache's broker is the control. */
class GroupsTest {

    static List<Arguments> combinations() {
        // For whoever looks into one: -Dheadrace.scenario=aMemberSeeks,OLD,HEADRACE or any part of that
        List<String> wanted =
                List.of(System.getProperty("headrace.scenario", "").split(","));
        List<Arguments> all = new ArrayList<>();
        for (Target target : Target.values()) {
            for (ClientLine line : ClientLine.values()) {
                Stream.of(Scenarios.class.getDeclaredMethods())
                        .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
                        .map(method -> method.getName())
                        .sorted(Comparator.naturalOrder())
                        .filter(scenario ->
                                wanted.stream().allMatch(part -> (scenario + "," + line + "," + target).contains(part)))
                        .forEach(scenario -> all.add(Arguments.of(target, line, scenario)));
            }
        }
        return all;
    }

    @ParameterizedTest(name = "{2}, {1} on {0}")
    @MethodSource("combinations")
    void play(Target target, ClientLine line, String scenario) throws Exception {
        line.play(scenario, target.bootstrapServers());
    }
}
