package io.headrace.interop.odd;

import io.headrace.protocol.ApiKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All odd requests, by call. */
final class Cases {

    private static final Map<ApiKey, List<OddCase>> ALL = new EnumMap<>(ApiKey.class);

    static {
        for (CaseList area : List.of(
                TopicCases.ALL,
                RecordCases.ALL,
                GroupCases.ALL,
                OffsetCases.ALL,
                ConsumerGroupCases.ALL,
                TransactionCases.ALL,
                ConfigCases.ALL,
                ClusterCases.ALL)) {
            for (OddCase odd : area.all()) {
                ALL.computeIfAbsent(odd.api(), api -> new ArrayList<>(FrameCases.of(api)))
                        .add(odd);
            }
        }
    }

    private Cases() {}

    /** The cases of a call; none where nobody thought of any. */
    static List<OddCase> of(ApiKey api) {
        return ALL.getOrDefault(api, List.of());
    }
}
