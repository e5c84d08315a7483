package io.headrace.log.compact;

import io.headrace.log.segment.Segment;
import java.util.ArrayList;
import java.util.List;

/** Which neighbouring segments become one, so that segments do not shrink more and more. Pure. */
public final class SegmentGroups {

    private SegmentGroups() {}

    /**
     * Puts segments together as long as all their bytes fit one.
     *
     * @param segments in order
     * @param endOffset where the last of them ends
     * @param maxBytes {@code segment.bytes}
     */
    public static List<List<Segment>> of(List<Segment> segments, long endOffset, long maxBytes) {
        List<List<Segment>> groups = new ArrayList<>();
        List<Segment> group = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long end = i + 1 < segments.size() ? segments.get(i + 1).baseOffset() : endOffset;
            boolean fits = !group.isEmpty()
                    && bytes + segment.size() <= maxBytes
                    && end - 1 - group.get(0).baseOffset() <= Integer.MAX_VALUE;
            if (!fits && !group.isEmpty()) {
                groups.add(group);
                group = new ArrayList<>();
                bytes = 0;
            }
            group.add(segment);
            bytes += segment.size();
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return groups;
    }
}
