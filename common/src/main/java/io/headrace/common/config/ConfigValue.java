package io.headrace.common.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What validation found out about one setting. Not safe for use by several threads. */
public class ConfigValue {
    private final String name;
    private Object value;
    private List<Object> recommendedValues;
    private final List<String> errorMessages;
    private boolean visible;

    public ConfigValue(String name) {
        this(name, null, new ArrayList<>(), new ArrayList<>());
    }

    public ConfigValue(String name, Object value, List<Object> recommendedValues, List<String> errorMessages) {
        this.name = name;
        this.value = value;
        this.recommendedValues = recommendedValues;
        this.errorMessages = errorMessages;
        this.visible = true;
    }

    public String name() {
        return name;
    }

    /** The value in its type; null if there is none or it could not be parsed. */
    public Object value() {
        return value;
    }

    public List<Object> recommendedValues() {
        return recommendedValues;
    }

    /** What is wrong with the value; empty if nothing is. */
    public List<String> errorMessages() {
        return errorMessages;
    }

    /** Whether the setting has a meaning, given the others. */
    public boolean visible() {
        return visible;
    }

    public void value(Object value) {
        this.value = value;
    }

    public void recommendedValues(List<Object> recommendedValues) {
        this.recommendedValues = recommendedValues;
    }

    public void addErrorMessage(String errorMessage) {
        errorMessages.add(errorMessage);
    }

    public void visible(boolean visible) {
        this.visible = visible;
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof ConfigValue other
                        && visible == other.visible
                        && Objects.equals(name, other.name)
                        && Objects.equals(value, other.value)
                        && Objects.equals(recommendedValues, other.recommendedValues)
                        && Objects.equals(errorMessages, other.errorMessages));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, value, recommendedValues, errorMessages, visible);
    }

    @Override
    public String toString() {
        return "[" + name + "," + value + "," + recommendedValues + "," + errorMessages + "," + visible + "]";
    }
}
