package io.headrace.clients.admin;

import io.headrace.common.ElectionType;
import java.util.Set;

/** Options of {@link Admin#electLeaders(ElectionType, Set, ElectLeadersOptions)}. */
public final class ElectLeadersOptions extends AbstractOptions<ElectLeadersOptions> {

    /** With the default timeout. */
    public ElectLeadersOptions() {}
}
