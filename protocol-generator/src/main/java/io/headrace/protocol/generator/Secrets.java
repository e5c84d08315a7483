package io.headrace.protocol.generator;

import java.util.Set;

/**
 * Which fields toString does not show. Bytes are never shown, only counted, so that passwords, tokens and keys stay out of
 * logs by their type; here are the strings that can hold a secret as well.
 */
final class Secrets {

    private static final Set<String> STRINGS = Set.of(
            "AlterConfigsRequest.AlterableConfig.Value",
            "IncrementalAlterConfigsRequest.AlterableConfig.Value",
            "CreateTopicsRequest.CreatableTopicConfig.Value",
            "DescribeConfigsResponse.DescribeConfigsResourceResult.Value",
            "DescribeConfigsResponse.DescribeConfigsSynonym.Value",
            "ConfigRecord.ConfigRecord.Value");

    private Secrets() {}

    static boolean isSecret(MessageSpec message, StructSpec struct, FieldSpec field) {
        return STRINGS.contains(message.name() + "." + struct.name() + "." + field.name());
    }
}
