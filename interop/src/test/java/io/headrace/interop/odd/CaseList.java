package io.headrace.interop.odd;

import io.headrace.protocol.ApiKey;
import java.util.ArrayList;
import java.util.List;

/** The cases of one area, in the order they were thought of. */
final class CaseList {

    private final List<OddCase> cases = new ArrayList<>();

    /** A case for all versions. */
    void add(ApiKey api, String name, OddCase.Script script) {
        cases.add(OddCase.of(api, name, script));
    }

    /** A case for some versions, both inclusive. */
    void add(ApiKey api, int from, int to, String name, OddCase.Script script) {
        cases.add(OddCase.of(api, name, script).from(from).to(to));
    }

    /** A case from a version on. */
    void add(ApiKey api, int from, String name, OddCase.Script script) {
        cases.add(OddCase.of(api, name, script).from(from));
    }

    List<OddCase> all() {
        return cases;
    }
}
