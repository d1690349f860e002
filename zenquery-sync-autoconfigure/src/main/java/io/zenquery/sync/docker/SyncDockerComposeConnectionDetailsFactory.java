package io.zenquery.sync.docker;

import io.zenquery.sync.spring.SyncConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where a server that Docker Compose runs is: a service with the label {@code org.springframework.boot.service-connection=zenquery-sync},
 * or an image of that name. A port other than 8080 in the container is named by the label {@code io.zenquery.sync.port}.
 */
class SyncDockerComposeConnectionDetailsFactory extends DockerComposeConnectionDetailsFactory<SyncConnectionDetails> {
    private static final String PORT_LABEL = "io.zenquery.sync.port";

    SyncDockerComposeConnectionDetailsFactory() {
        super(ServerAddress.CONNECTION_NAME);
    }

    @Override
    protected SyncConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    private static final class Details extends DockerComposeConnectionDetails implements SyncConnectionDetails {
        private final @Nullable SslBundle bundle;
        private final String url;

        Details(RunningService service) {
            super(service);
            bundle = getSslBundle(service);
            String port = service.labels().getOrDefault(PORT_LABEL, "8080");
            url = ServerAddress.url(
                    bundle != null, service.host(), service.ports().get(number(port)), service.env());
        }

        private static int number(String port) {
            try {
                return Integer.parseInt(port);
            } catch (NumberFormatException e) {
                throw new IllegalStateException(
                        "expected the number of a port as label " + PORT_LABEL + ", got \"" + port + "\"", e);
            }
        }

        @Override
        public String getUrl() {
            return url;
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return bundle;
        }
    }
}
