package io.headrace.metadata.plan;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigException;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.config.ConfigRules;
import io.headrace.metadata.image.ClusterImage;
import java.util.Map;
import java.util.TreeMap;

/** What may be set for one kind of resource, and how a refusal is answered. Pure. */
sealed interface ResourceRules {

    /**
     * The rules for a type of resource.
     *
     * @throws Refusal when resources of that type have no settings in the metadata
     */
    static ResourceRules of(ConfigResource.Type type, BrokerConfig broker) {
        return switch (type) {
            case TOPIC -> new OfTopics();
            case BROKER -> new OfBrokers(broker);
            case GROUP -> new OfGroups(broker);
            case CLIENT_METRICS -> new OfClientMetrics();
            default ->
                throw new Refusal(
                        Errors.INVALID_REQUEST, "Settings of resource type " + type + " cannot be changed here");
        };
    }

    /** Refuses a name under which nothing can have settings. */
    void checkName(ClusterImage image, String name);

    /** Refuses an APPEND or SUBTRACT of a setting; else says how the setting is defined. */
    ConfigDef.ConfigKey listKey(String name, AlterConfigs.OpType op);

    /**
     * Refuses settings that are not allowed.
     *
     * @param set what is newly set
     * @param all what the resource would then have
     */
    void validate(ClusterImage image, String resource, Map<String, String> set, Map<String, String> all);

    private static Refusal noList(String name, AlterConfigs.OpType op) {
        return new Refusal(Errors.INVALID_CONFIG, "Can't " + op + " to " + name + ": it is not a list");
    }

    /** Settings of topics. */
    record OfTopics() implements ResourceRules {
        @Override
        public void checkName(ClusterImage image, String name) {
            if (name.isEmpty()) {
                throw new Refusal(Errors.INVALID_REQUEST, "There are no settings for all topics: name one");
            }
            try {
                Topic.validate(name);
            } catch (InvalidTopicException e) {
                throw new Refusal(Errors.INVALID_TOPIC_EXCEPTION, e.getMessage());
            }
            if (image.topic(name) == null) {
                throw new Refusal(Errors.UNKNOWN_TOPIC_OR_PARTITION, "Topic '" + name + "' does not exist");
            }
        }

        @Override
        public ConfigDef.ConfigKey listKey(String name, AlterConfigs.OpType op) {
            ConfigDef.ConfigKey key = ConfigRules.topicKey(name);
            if (key == null || key.type != ConfigDef.Type.LIST) {
                throw noList(name, op);
            }
            return key;
        }

        @Override
        public void validate(ClusterImage image, String resource, Map<String, String> set, Map<String, String> all) {
            try {
                ConfigRules.validateTopic(set, all);
            } catch (ConfigException e) {
                throw new Refusal(Errors.INVALID_CONFIG, e.getMessage());
            }
        }
    }

    /**
     * Settings of brokers that can be changed while they run.
     *
     * @param broker what this broker was started with
     */
    record OfBrokers(BrokerConfig broker) implements ResourceRules {
        @Override
        public void checkName(ClusterImage image, String name) {
            if (name.isEmpty()) {
                return;
            }
            int id;
            try {
                id = Integer.parseInt(name);
            } catch (NumberFormatException e) {
                throw new Refusal(
                        Errors.INVALID_REQUEST, "A broker is named by its id, but '" + name + "' is no number");
            }
            if (image.broker(id) == null) {
                throw new Refusal(Errors.INVALID_REQUEST, "Broker " + id + " is not registered");
            }
        }

        @Override
        public ConfigDef.ConfigKey listKey(String name, AlterConfigs.OpType op) {
            ConfigDef.ConfigKey key = ConfigRules.brokerKey(name);
            if (key == null || key.type != ConfigDef.Type.LIST) {
                throw noList(name, op);
            }
            return key;
        }

        @Override
        public void validate(ClusterImage image, String resource, Map<String, String> set, Map<String, String> all) {
            Map<String, String> effective = new TreeMap<>(all);
            if (!resource.isEmpty()) {
                image.configs(new ConfigResource(ConfigResource.Type.BROKER, ""))
                        .forEach(effective::putIfAbsent);
            }
            try {
                ConfigRules.validateBroker(broker, set, effective);
            } catch (ConfigException e) {
                // As Apache's broker answers, unlike for topics.
                throw new Refusal(Errors.INVALID_REQUEST, e.getMessage());
            }
        }
    }

    /**
     * Settings of consumer groups.
     *
     * @param broker what this broker was started with
     */
    record OfGroups(BrokerConfig broker) implements ResourceRules {
        @Override
        public void checkName(ClusterImage image, String name) {
            if (name.isEmpty()) {
                throw new Refusal(Errors.INVALID_REQUEST, "There are no settings for all groups: name one");
            }
        }

        @Override
        public ConfigDef.ConfigKey listKey(String name, AlterConfigs.OpType op) {
            throw noList(name, op);
        }

        @Override
        public void validate(ClusterImage image, String resource, Map<String, String> set, Map<String, String> all) {
            try {
                // What was set under wider bounds stays, kept within them; only what is new has to fit.
                ConfigRules.validateGroup(broker, set.isEmpty() ? set : all);
            } catch (ConfigException e) {
                throw new Refusal(Errors.INVALID_CONFIG, e.getMessage());
            }
        }
    }

    /** Settings of subscriptions to the metrics of clients. */
    record OfClientMetrics() implements ResourceRules {
        @Override
        public void checkName(ClusterImage image, String name) {
            if (name.isEmpty()) {
                throw new Refusal(Errors.INVALID_REQUEST, "A metrics subscription needs a name");
            }
        }

        /** Apache's broker takes them as a whole only, although two of them are lists. */
        @Override
        public ConfigDef.ConfigKey listKey(String name, AlterConfigs.OpType op) {
            throw new Refusal(Errors.INVALID_CONFIG, "Can't " + op + " to " + name + ": it can only be set as a whole");
        }

        @Override
        public void validate(ClusterImage image, String resource, Map<String, String> set, Map<String, String> all) {
            try {
                ConfigRules.validateClientMetrics(set);
            } catch (InvalidRequestException e) {
                throw new Refusal(Errors.INVALID_REQUEST, e.getMessage());
            } catch (ConfigException e) {
                throw new Refusal(Errors.INVALID_CONFIG, e.getMessage());
            }
        }
    }
}
