package io.zenquery.sync.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The key of a server at 127.0.0.1, whose certificate nobody has signed but itself, in files. */
record TestCertificate(Path directory) {

    /** Makes the files. */
    static TestCertificate make(Path directory) throws IOException, InterruptedException {
        TestCertificate made = new TestCertificate(directory);
        String pem = made.pem().toString();
        keytool(
                made.keystore(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "san=ip:127.0.0.1");
        keytool(made.keystore(), "-exportcert", "-alias", "server", "-rfc", "-file", pem);
        keytool(made.truststore(), "-importcert", "-noprompt", "-alias", "server", "-file", pem);
        return made;
    }

    Path keystore() {
        return directory.resolve("server.p12");
    }

    Path truststore() {
        return directory.resolve("trusted.p12");
    }

    Path pem() {
        return directory.resolve("server.pem");
    }

    /** Of a web server with that key, on a free port. */
    String[] serverProperties() {
        return new String[] {
            "server.address=127.0.0.1",
            "server.port=0",
            "server.ssl.bundle=server",
            "spring.ssl.bundle.jks.server.keystore.location=file:" + keystore(),
            "spring.ssl.bundle.jks.server.keystore.password=secret",
            "spring.ssl.bundle.jks.server.keystore.type=PKCS12",
            "spring.main.banner-mode=off"
        };
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", "secret", "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
