package io.headrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void aProfileBecomesSettingsOfClients() throws IOException {
        Files.writeString(home.resolve("ca.pem"), "a certificate");
        Files.writeString(home.resolve("me.crt"), "my certificate");
        Files.writeString(home.resolve("me.key"), "my key");
        write("""
                default: prod
                profiles:
                  local:
                    bootstrap-servers: localhost:9092
                  prod:
                    bootstrap-servers: [kafka1:9093, kafka2:9093]
                    timeout: 10
                    tls:
                      ca: ~/ca.pem
                      certificate: ~/me.crt
                      key: ~/me.key
                    sasl:
                      username: alice
                      password-env: SECRET
                    settings:
                      client.id: ops
                      retries: 3
                """);
        environment.put("SECRET", "wonder\"land");
        Profile prod = profiles().byDefault();
        assertEquals("kafka1:9093,kafka2:9093", prod.bootstrapServers());
        assertEquals(10, prod.timeoutSeconds());
        Map<String, Object> expected = new HashMap<>();
        expected.put("security.protocol", "SASL_SSL");
        expected.put("ssl.truststore.type", "PEM");
        expected.put("ssl.truststore.location", home.resolve("ca.pem").toString());
        expected.put("ssl.keystore.type", "PEM");
        expected.put("ssl.keystore.certificate.chain", "my certificate");
        expected.put("ssl.keystore.key", "my key");
        expected.put("sasl.mechanism", "SCRAM-SHA-512");
        expected.put(
                "sasl.jaas.config",
                "io.headrace.common.security.scram.ScramLoginModule required username=\"alice\""
                        + " password=\"wonder\\\"land\";");
        expected.put("client.id", "ops");
        expected.put("retries", "3");
        assertEquals(expected, prod.settings());
        assertEquals(new Profile("localhost:9092", null, Map.of()), profiles().named("local"));
    }

    @Test
    void storesAndOtherMechanismsAreTakenAsTheyAre() throws IOException {
        Files.writeString(home.resolve("trust.jks"), "");
        Files.writeString(home.resolve("keys.p12"), "");
        Files.writeString(home.resolve("secret"), "pass word\n");
        write("""
                profiles:
                  a:
                    tls:
                      truststore: ~/trust.jks
                      keystore: ~/keys.p12
                      keystore-password-file: ~/secret
                      verify-hostname: false
                  b:
                    sasl: {mechanism: OAUTHBEARER, jaas: "x required;"}
                  c:
                    tls:
                """);
        assertEquals(
                Map.of(
                        "security.protocol", "SSL",
                        "ssl.truststore.location", home.resolve("trust.jks").toString(),
                        "ssl.truststore.type", "JKS",
                        "ssl.keystore.location", home.resolve("keys.p12").toString(),
                        "ssl.keystore.type", "PKCS12",
                        "ssl.keystore.password", "pass word",
                        "ssl.endpoint.identification.algorithm", ""),
                profiles().named("a").settings());
        assertEquals(
                Map.of(
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.mechanism", "OAUTHBEARER",
                        "sasl.jaas.config", "x required;"),
                profiles().named("b").settings());
        assertEquals(Map.of("security.protocol", "SSL"), profiles().named("c").settings());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            profil: {}                                          | : 'profil' means nothing here; did you mean 'profiles'? allowed are default, profiles
            profiles: {p: {bootstrap: x}}                       | : profiles.p: 'bootstrap' means nothing here; allowed are bootstrap-servers, timeout, tls, sasl, settings
            profiles: {p: {timeout: soon}}                      | : profiles.p: 'timeout' has to be a whole number larger than 0, but is 'soon'
            profiles: {p: {timeout: 0}}                         | : profiles.p: 'timeout' has to be a whole number larger than 0, but is '0'
            profiles: {p: {tls: yes}}                           | : profiles.p.tls has to hold names with values
            profiles: {p: {tls: {ca: nowhere.pem}}}             | : profiles.p.tls: 'ca' names HOME/.config/headrace/nowhere.pem, which is no file
            profiles: {p: {tls: {key: a}}}                      | : profiles.p.tls: 'key' needs the other of 'certificate' and 'key'
            profiles: {p: {tls: {verify-hostname: perhaps}}}    | : profiles.p.tls: 'verify-hostname' has to be true or false, but is 'perhaps'
            profiles: {p: {sasl: {username: a}}}                | : profiles.p.sasl: 'password' is needed for SCRAM-SHA-512 (password, password-file or password-env says the password)
            profiles: {p: {sasl: {username: a, password-env: NOT_SET}}} | : profiles.p.sasl: 'password-env' names the variable NOT_SET, which is not set
            profiles: {p: {sasl: {mechanism: GSSAPI}}}          | : profiles.p.sasl: 'mechanism' is 'GSSAPI', which needs 'jaas' as well; without it, PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 are allowed
            profiles: {q: {}}                                   | there is no profile 'p'; FILE has q
            """)
    void whatMakesNoSenseIsNamed(String yaml, String message) throws IOException {
        Path file = write(yaml);
        String expected = message.startsWith(":") ? file + message : message;
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> profiles().named("p"));
        assertEquals(expected.replace("FILE", file.toString()).replace("HOME", home.toString()), failure.getMessage());
    }

    @Test
    void textThatIsNoYamlIsNamedByItsLine() throws IOException {
        Path file = write("default: a\nprofiles: [\n");
        CommandFailure failure = assertThrows(CommandFailure.class, this::profiles);
        assertTrue(failure.getMessage().startsWith("cannot read " + file + ": line 2: "), failure.getMessage());
    }

    @Test
    void theStrongestSayingCounts() throws IOException {
        write("""
                default: fallback
                profiles:
                  fallback: {bootstrap-servers: "localhost:3"}
                  other: {bootstrap-servers: "localhost:4"}
                """);
        assertTried("localhost:3");
        environment.put("HEADRACE_PROFILE", "other");
        assertTried("localhost:4");
        environment.put("HEADRACE_BOOTSTRAP_SERVER", "localhost:2");
        assertTried("localhost:2");
        assertTried("localhost:3", "--profile", "fallback");
        assertTried("localhost:1", "--profile", "fallback", "-b", "localhost:1");
        environment.put("HEADRACE_PROFILE", "fallbak");
        assertEquals(
                new Cli.Result(
                        2,
                        "",
                        "headrace topics list: there is no profile 'fallbak'; did you mean 'fallback'? "
                                + home.resolve(".config/headrace/config.yaml") + " has fallback, other\n"),
                topicsList());
    }

    private void assertTried(String address, String... options) {
        assertEquals(
                new Cli.Result(
                        1,
                        "",
                        "headrace topics list: no broker can be reached: tried " + address
                                + " (connection refused); --bootstrap-server says which to ask\n"),
                topicsList(options));
    }

    private Cli.Result topicsList(String... options) {
        environment.put("HOME", home.toString());
        String[] args = new String[options.length + 2];
        args[0] = "topics";
        args[1] = "list";
        System.arraycopy(options, 0, args, 2, options.length);
        return Cli.runIn(InputStream.nullInputStream(), Console.Terminal.NONE, environment, args);
    }

    private Path write(String yaml) throws IOException {
        Path file = home.resolve(".config/headrace/config.yaml");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, yaml);
    }

    private Profiles profiles() {
        environment.put("HOME", home.toString());
        return Profiles.of(new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Console.Terminal.NONE,
                environment));
    }
}
