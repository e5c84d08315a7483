package io.headrace.group.classic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.group.GroupRig;
import io.headrace.group.GroupRig.Reply;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroup;

/** What tests of the classic protocol begin with: a coordinator, and members of the group "g". */
abstract class ClassicStory {
    final GroupRig rig = new GroupRig();

    Member member(String name) {
        return new Member(rig, "g", name);
    }

    DescribedGroup describe() {
        Reply<DescribedGroup> reply =
                rig.ask(answer -> rig.machine.describeGroup(rig.context(6, "admin"), "g", answer));
        return reply.get();
    }

    /** Makes a stable group of these members, the first of whom leads. */
    void stable(Member... members) {
        for (Member member : members) {
            member.join();
        }
        rig.advance(3000);
        rig.advance(3000);
        for (Member member : members) {
            member.joined();
        }
        settle(members);
    }

    /** Members that have joined sync. */
    void settle(Member... members) {
        for (Member member : members) {
            if (!member.leads()) {
                member.sync();
            }
        }
        for (Member member : members) {
            if (member.leads()) {
                member.syncAll();
            }
        }
        for (Member member : members) {
            assertEquals(member.memberId + "@" + member.generation, member.assigned());
        }
    }
}
