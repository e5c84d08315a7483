package io.headrace.common.security;

import io.headrace.common.config.ConfigException;
import io.headrace.common.config.SaslConfigs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;

/**
 * Reads what stands between the braces of an entry of a JAAS file: login modules with their options.
 *
 * <pre>
 *   class flag name=value name="value" ... ; class flag ... ;
 * </pre>
 *
 * <p>Values may stand in single or double quotes, with backslashes before characters that would end them. Comments are as
 * in Java. What is read holds secrets, so no error repeats it. Used once, by one thread.
 */
final class JaasText {

    private record Token(String text, boolean isQuoted) {
        boolean is(String symbol) {
            return !isQuoted && text.equals(symbol);
        }
    }

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int next;

    private JaasText(String text) {
        this.text = text;
    }

    /**
     * Reads login modules.
     *
     * @throws ConfigException if the text is none of that form; says at which of its words, not what it holds
     */
    static List<AppConfigurationEntry> parse(String text) {
        JaasText jaas = new JaasText(text);
        jaas.split();
        List<AppConfigurationEntry> entries = new ArrayList<>();
        while (jaas.next < jaas.tokens.size()) {
            entries.add(jaas.entry());
        }
        if (entries.isEmpty()) {
            throw failure("it names no login module");
        }
        return entries;
    }

    private AppConfigurationEntry entry() {
        String module = word("the class of a login module");
        LoginModuleControlFlag flag = flag(word("required, requisite, sufficient or optional"));
        Map<String, Object> options = new HashMap<>();
        while (!peekIs(";")) {
            String name = word("an option or a semicolon");
            if (!peekIs("=")) {
                throw failure("word " + (next + 1) + " has to be = after the option " + name);
            }
            next++;
            options.put(name, word("the value of option " + name));
        }
        next++;
        return new AppConfigurationEntry(module, flag, options);
    }

    private static LoginModuleControlFlag flag(String name) {
        return switch (name.toUpperCase(java.util.Locale.ROOT)) {
            case "REQUIRED" -> LoginModuleControlFlag.REQUIRED;
            case "REQUISITE" -> LoginModuleControlFlag.REQUISITE;
            case "SUFFICIENT" -> LoginModuleControlFlag.SUFFICIENT;
            case "OPTIONAL" -> LoginModuleControlFlag.OPTIONAL;
            default -> throw failure("word 2 of an entry has to be required, requisite, sufficient or optional");
        };
    }

    private boolean peekIs(String symbol) {
        if (next >= tokens.size()) {
            throw failure("it ends before the semicolon");
        }
        return tokens.get(next).is(symbol);
    }

    private String word(String what) {
        if (next >= tokens.size()) {
            throw failure("it ends where " + what + " has to stand");
        }
        Token token = tokens.get(next);
        if (token.is(";") || token.is("=")) {
            throw failure("word " + (next + 1) + " is " + token.text() + " where " + what + " has to stand");
        }
        next++;
        return token.text();
    }

    private static ConfigException failure(String what) {
        return new ConfigException(SaslConfigs.SASL_JAAS_CONFIG + " cannot be read: " + what);
    }

    private void split() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else if (c == ';' || c == '=') {
                tokens.add(new Token(String.valueOf(c), false));
                at++;
            } else if (c == '"' || c == '\'') {
                tokens.add(new Token(quoted(c), true));
            } else {
                tokens.add(new Token(bare(), false));
            }
        }
    }

    private String quoted(char quote) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                value.append(
                        switch (escaped) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> escaped;
                        });
            } else {
                value.append(c);
            }
        }
        if (at >= text.length()) {
            throw failure("a quoted value does not end");
        }
        at++;
        return value.toString();
    }

    private String bare() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && ";=\"'".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }
}
