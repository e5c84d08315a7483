package io.headrace.cli.output;

/** What became of one thing that a command was to change. */
public record ItemResult(
        @Means("what it is about: a topic, a group, a partition, as the command's table names it")
        String item,

        @Means("what was done, such as created, altered, deleted, removed, unchanged or planned; or failed")
        String result,

        @Means("why it failed; null otherwise") String error) {

    /** Something was done. */
    public static ItemResult done(String item, String result) {
        return new ItemResult(item, result, null);
    }

    /** It failed. */
    public static ItemResult failed(String item, String error) {
        return new ItemResult(item, "failed", error);
    }
}
