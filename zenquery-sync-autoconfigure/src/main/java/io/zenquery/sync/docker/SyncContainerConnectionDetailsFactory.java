package io.zenquery.sync.docker;

import io.zenquery.sync.spring.SyncConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/** Where a server in a Testcontainers container is, which has {@code @ServiceConnection("zenquery-sync")} or an image of that name. */
class SyncContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, SyncConnectionDetails> {

    SyncContainerConnectionDetailsFactory() {
        super(ServerAddress.CONNECTION_NAME);
    }

    @Override
    protected SyncConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
        return new Details(source);
    }

    private static final class Details extends ContainerConnectionDetails<Container<?>>
            implements SyncConnectionDetails {
        Details(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public String getUrl() {
            Container<?> container = getContainer();
            int port = ServerAddress.port(container.getExposedPorts(), container.getDockerImageName());
            return ServerAddress.url(
                    getSslBundle() != null, container.getHost(), container.getMappedPort(port), container.getEnvMap());
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return super.getSslBundle();
        }
    }
}
