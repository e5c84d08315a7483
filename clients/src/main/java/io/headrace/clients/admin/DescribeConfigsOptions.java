package io.headrace.clients.admin;

import java.util.Collection;

/** Options of {@link Admin#describeConfigs(Collection, DescribeConfigsOptions)}. */
public class DescribeConfigsOptions extends AbstractOptions<DescribeConfigsOptions> {

    private boolean includeSynonyms;
    private boolean includeDocumentation;

    /** Without synonyms and documentation. */
    public DescribeConfigsOptions() {}

    /** Whether to ask for all places that set a config. */
    public boolean includeSynonyms() {
        return includeSynonyms;
    }

    /** Whether to ask what each config means. */
    public boolean includeDocumentation() {
        return includeDocumentation;
    }

    /**
     * Sets what {@code includeSynonyms} says.
     *
     * @param includeSynonyms whether to ask for all places that set a config
     * @return this object
     */
    public DescribeConfigsOptions includeSynonyms(boolean includeSynonyms) {
        this.includeSynonyms = includeSynonyms;
        return this;
    }

    /**
     * Sets what {@code includeDocumentation} says.
     *
     * @param includeDocumentation whether to ask what each config means (DescribeConfigs from version 3)
     * @return this object
     */
    public DescribeConfigsOptions includeDocumentation(boolean includeDocumentation) {
        this.includeDocumentation = includeDocumentation;
        return this;
    }

    @Override
    public DescribeConfigsOptions timeoutMs(Integer timeoutMs) {
        return super.timeoutMs(timeoutMs);
    }
}
