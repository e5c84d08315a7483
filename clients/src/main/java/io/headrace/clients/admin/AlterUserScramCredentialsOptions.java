package io.headrace.clients.admin;

import java.util.List;

/** Options of {@link Admin#alterUserScramCredentials(List, AlterUserScramCredentialsOptions)}. */
public class AlterUserScramCredentialsOptions extends AbstractOptions<AlterUserScramCredentialsOptions> {

    /** With the default timeout. */
    public AlterUserScramCredentialsOptions() {}
}
