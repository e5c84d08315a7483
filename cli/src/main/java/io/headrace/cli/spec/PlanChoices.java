package io.headrace.cli.spec;

import io.headrace.cli.CommandFailure;
import io.headrace.spec.PlanOptions;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** How a plan is made; shared by the commands that make one. */
final class PlanChoices {
    @Option(
            names = "--prune",
            description = "Deletes what the file owns (its 'owned') and does not name; never internal topics.")
    private boolean prune;

    @Option(
            names = "--reset-password",
            paramLabel = "USER",
            description =
                    "Writes this user's password although there is one: brokers do not tell passwords, so nobody can"
                            + " see whether it is another. May be repeated.")
    private Set<String> resetPasswords = new LinkedHashSet<>();

    boolean isMade() {
        return prune || !resetPasswords.isEmpty();
    }

    PlanOptions options(SpecFile file) {
        if (prune && file.spec().owned().isNothing()) {
            throw CommandFailure.misuse(
                    file.name()
                            + " owns nothing, so there is nothing that --prune may delete: say under 'owned' what it answers for");
        }
        return new PlanOptions(prune, resetPasswords);
    }
}
