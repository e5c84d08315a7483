package io.headrace.cli.configs;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about settings of topics, brokers, groups and client metrics. */
@Command(name = "configs", description = "Lists, describes and changes settings of topics, brokers and groups.")
public final class ConfigsCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(
            ConfigsCommands.class, ListConfigsCommand.class, DescribeConfigsCommand.class, AlterConfigsCommand.class);
}
