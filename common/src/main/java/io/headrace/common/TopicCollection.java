package io.headrace.common;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;

/** Topics given either by name or by id. Immutable. */
public abstract class TopicCollection {
    private TopicCollection() {}

    public static TopicIdCollection ofTopicIds(Collection<Uuid> topics) {
        return new TopicIdCollection(topics);
    }

    public static TopicNameCollection ofTopicNames(Collection<String> topics) {
        return new TopicNameCollection(topics);
    }

    /** Topics given by id. */
    public static class TopicIdCollection extends TopicCollection {
        private final Collection<Uuid> topicIds;

        private TopicIdCollection(Collection<Uuid> topicIds) {
            this.topicIds = new ArrayList<>(topicIds);
        }

        public Collection<Uuid> topicIds() {
            return Collections.unmodifiableCollection(topicIds);
        }
    }

    /** Topics given by name. */
    public static class TopicNameCollection extends TopicCollection {
        private final Collection<String> topicNames;

        private TopicNameCollection(Collection<String> topicNames) {
            this.topicNames = new ArrayList<>(topicNames);
        }

        public Collection<String> topicNames() {
            return Collections.unmodifiableCollection(topicNames);
        }
    }
}
