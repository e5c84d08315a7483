package io.headrace.common.config;

import static io.headrace.common.config.ConfigDef.NO_DEFAULT_VALUE;

import io.headrace.common.config.ConfigDef.ConfigKey;
import io.headrace.common.config.ConfigDef.Importance;
import io.headrace.common.config.ConfigDef.Recommender;
import io.headrace.common.config.ConfigDef.Validator;
import io.headrace.common.config.ConfigDef.Width;
import java.util.List;

/**
 * The many ways to say what a setting is; each ends in {@link #define(ConfigKey)}. Apart from {@link ConfigDef} only to
 * keep that readable.
 */
abstract class ConfigDefOverloads {
    ConfigDefOverloads() {}

    /**
     * Adds a setting.
     *
     * @throws ConfigException if there is one of that name already
     */
    public abstract ConfigDef define(ConfigKey key);

    final ConfigDef add(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            List<String> dependents,
            Recommender recommender) {
        return define(new ConfigKey(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                dependents,
                recommender,
                false));
    }

    /**
     * Adds a setting.
     *
     * @param defaultValue of the setting's type, or what can be read as it; null if the setting may be left out, and
     *     {@link ConfigDef#NO_DEFAULT_VALUE} if it may not
     * @param validator checks values, the default included; null if any value of the type is allowed
     * @param group for display, like order, width and display name: settings of a group belong together
     * @param dependents the names of settings whose meaning depends on this one
     * @param recommender says what to choose from; null if nothing
     * @throws ConfigException if there is one of that name already, or the default is not allowed
     */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            List<String> dependents,
            Recommender recommender) {
        return add(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                dependents,
                recommender);
    }

    /** Adds a setting. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            List<String> dependents) {
        return add(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                dependents,
                null);
    }

    /** Adds a setting. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            Recommender recommender) {
        return add(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                List.of(),
                recommender);
    }

    /** Adds a setting. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName) {
        return add(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                List.of(),
                null);
    }

    /** Adds a setting. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            List<String> dependents,
            Recommender recommender) {
        return add(
                name,
                type,
                defaultValue,
                null,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                dependents,
                recommender);
    }

    /** Adds a setting. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            List<String> dependents) {
        return add(
                name,
                type,
                defaultValue,
                null,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                dependents,
                null);
    }

    /** Adds a setting. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            Recommender recommender) {
        return add(
                name,
                type,
                defaultValue,
                null,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                List.of(),
                recommender);
    }

    /** Adds a setting. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName) {
        return add(
                name,
                type,
                defaultValue,
                null,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                List.of(),
                null);
    }

    /** Adds a setting that has no default, so every user has to set it. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            List<String> dependents,
            Recommender recommender) {
        return add(
                name,
                type,
                NO_DEFAULT_VALUE,
                null,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                dependents,
                recommender);
    }

    /** Adds a setting that has no default, so every user has to set it. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            List<String> dependents) {
        return add(
                name,
                type,
                NO_DEFAULT_VALUE,
                null,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                dependents,
                null);
    }

    /** Adds a setting that has no default, so every user has to set it. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            Recommender recommender) {
        return add(
                name,
                type,
                NO_DEFAULT_VALUE,
                null,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                List.of(),
                recommender);
    }

    /** Adds a setting that has no default, so every user has to set it. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName) {
        return add(
                name,
                type,
                NO_DEFAULT_VALUE,
                null,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                List.of(),
                null);
    }

    /** Adds a setting. */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            Importance importance,
            String documentation) {
        return add(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                null,
                -1,
                Width.NONE,
                name,
                List.of(),
                null);
    }

    /** Adds a setting. */
    public ConfigDef define(
            String name, ConfigDef.Type type, Object defaultValue, Importance importance, String documentation) {
        return add(
                name, type, defaultValue, null, importance, documentation, null, -1, Width.NONE, name, List.of(), null);
    }

    /** Adds a setting that has no default, so every user has to set it. */
    public ConfigDef define(String name, ConfigDef.Type type, Importance importance, String documentation) {
        return add(
                name,
                type,
                NO_DEFAULT_VALUE,
                null,
                importance,
                documentation,
                null,
                -1,
                Width.NONE,
                name,
                List.of(),
                null);
    }

    /** Adds a setting whose default is worded differently in documentation, such as "the number of cores". */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Importance importance,
            String documentation,
            String alternativeString) {
        return define(new ConfigKey(
                name,
                type,
                defaultValue,
                null,
                importance,
                documentation,
                null,
                -1,
                Width.NONE,
                name,
                List.of(),
                null,
                false,
                alternativeString));
    }

    /** Adds a setting whose default is worded differently in documentation, such as "the number of cores". */
    public ConfigDef define(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            Importance importance,
            String documentation,
            String group,
            int orderInGroup,
            Width width,
            String displayName,
            List<String> dependents,
            Recommender recommender,
            String alternativeString) {
        return define(new ConfigKey(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                group,
                orderInGroup,
                width,
                displayName,
                dependents,
                recommender,
                false,
                alternativeString));
    }

    /** Adds a setting that is not shown to users. */
    public ConfigDef defineInternal(String name, ConfigDef.Type type, Object defaultValue, Importance importance) {
        return defineInternal(name, type, defaultValue, null, importance, "");
    }

    /** Adds a setting that is not shown to users. */
    public ConfigDef defineInternal(
            String name,
            ConfigDef.Type type,
            Object defaultValue,
            Validator validator,
            Importance importance,
            String documentation) {
        return define(new ConfigKey(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                "",
                -1,
                Width.NONE,
                name,
                List.of(),
                null,
                true));
    }
}
