package io.headrace.cli.topics;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about topics. */
@Command(
        name = "topics",
        description = "Creates, lists, describes and deletes topics.",
        subcommands = {
            CreateTopicsCommand.class,
            ListTopicsCommand.class,
            DescribeTopicsCommand.class,
            DeleteTopicsCommand.class
        })
public final class TopicsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: create, list, describe, delete");
    }
}
