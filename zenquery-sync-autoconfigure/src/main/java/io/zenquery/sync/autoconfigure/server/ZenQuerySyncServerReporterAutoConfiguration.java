package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.actuate.ServerReporter;
import io.zenquery.sync.actuate.server.SyncServerReporter;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.stomp.server.ClientSessions;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The server's part of the endpoint. */
@AutoConfiguration(after = ZenQuerySyncServerStompAutoConfiguration.class)
@ConditionalOnClass({SyncServer.class, Endpoint.class})
@ConditionalOnBean({SyncServer.class, ClientSessions.class})
public final class ZenQuerySyncServerReporterAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(ServerReporter.class)
    SyncServerReporter syncServerReporter(SyncServer server, ClientSessions sessions) {
        return new SyncServerReporter(server, sessions);
    }
}
