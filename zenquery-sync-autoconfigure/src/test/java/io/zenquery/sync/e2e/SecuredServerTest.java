package io.zenquery.sync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zenquery.sync.atom.Draft;
import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.ChannelAccess;
import io.zenquery.sync.server.ChannelAuthorizer;
import io.zenquery.sync.server.InitialDocuments;
import io.zenquery.sync.server.SyncServer;
import io.zenquery.sync.server.annotation.MutationHandler;
import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.event.MutationConfirmedEvent;
import io.zenquery.sync.spring.event.MutationFailedEvent;
import io.zenquery.sync.spring.event.MutationRejectedEvent;
import io.zenquery.sync.spring.event.SyncConnectedEvent;
import io.zenquery.sync.spring.event.SyncProblemEvent;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.messaging.context.SecurityContextChannelInterceptor;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** A server with Spring Security, and the real client: ann may write, bob may only read. */
class SecuredServerTest {
    private final ServletWebServerApplicationContext server =
            (ServletWebServerApplicationContext) new SpringApplicationBuilder(SecuredServer.class)
                    .web(WebApplicationType.SERVLET)
                    .run(
                            "--server.address=127.0.0.1",
                            "--server.port=0",
                            "--spring.main.banner-mode=off",
                            "--spring.autoconfigure.exclude=");
    private BoardClient ann;
    private BoardClient bob;

    @AfterEach
    void close() {
        for (BoardClient client : new BoardClient[] {ann, bob}) {
            if (client != null) {
                client.close();
            }
        }
        server.close();
    }

    private BoardClient client(String user) {
        int port = server.getWebServer().getPort();
        return new BoardClient(
                port,
                context -> context.registerBean(
                        SyncConnectCustomizer.class,
                        () -> headers -> headers.handshake().setBasicAuth(user, user)));
    }

    private BoardClient live(String user) throws InterruptedException {
        BoardClient client = client(user);
        client.await(SyncConnectedEvent.class);
        return client;
    }

    private static Map<String, String> task(String title) {
        return Map.of("title", title);
    }

    private static void add(BoardClient client, String name, String title) {
        client.sync.mutate(name, task(title), draft -> draft.atom("tasks").add("/items/-", task(title)));
    }

    @Test
    void users_oneOfWhomMayOnlyRead_seeTheSameAndOnlyOneWrites() throws InterruptedException {
        ann = live("ann");
        bob = live("bob");

        add(ann, "task.add", "by ann");
        ann.await(MutationConfirmedEvent.class);
        add(bob, "task.add", "by bob");
        MutationFailedEvent failed = bob.await(MutationFailedEvent.class);

        assertThat(failed.failed().name()).isEqualTo("task.add");
        await().atMost(15, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(bob.sync.view("tasks"))
                    .isEqualTo(JsonMapper.shared().readTree("{\"items\": [{\"title\": \"by ann\", \"by\": \"ann\"}]}"));
            assertThat(ann.sync.view("tasks")).isEqualTo(bob.sync.view("tasks"));
        });
    }

    @Test
    void handler_withMethodSecurity_knowsWhoIsLoggedIn() throws InterruptedException {
        ann = live("ann");

        add(ann, "task.admin", "not for ann");
        assertThat(ann.await(MutationRejectedEvent.class).code()).isEqualTo("forbidden");
        add(ann, "task.own", "for ann");
        ann.await(MutationConfirmedEvent.class);
    }

    @Test
    void user_whoMayNotRead_isToldAndGoesOnTrying() throws InterruptedException {
        bob = client("eve");

        SyncProblemEvent problem = bob.await(SyncProblemEvent.class);

        assertThat(problem.toString()).containsIgnoringCase("forbidden");
        assertThat(server.getBean(SyncServer.class).heads()).isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableMethodSecurity
    static class SecuredServer implements WebSocketMessageBrokerConfigurer {

        /** As {@code @EnableWebSocketSecurity} does: puts who is logged in where method security looks for it. */
        @Override
        public void configureClientInboundChannel(ChannelRegistration registration) {
            registration.interceptors(new SecurityContextChannelInterceptor());
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
            Map.of("ann", "board:write", "bob", "board:read", "eve", "nothing")
                    .forEach((name, authority) -> users.createUser(User.withUsername(name)
                            .password("{noop}" + name)
                            .authorities(authority)
                            .build()));
            return users;
        }

        @Bean
        ChannelAuthorizer authorizer() {
            return new ByAuthority();
        }

        @Bean
        InitialDocuments documents() {
            return channel -> Map.of(AtomKey.of("tasks"), JsonMapper.shared().readTree("{\"items\": []}"));
        }

        @Bean
        Handlers handlers() {
            return new Handlers();
        }
    }

    /** The authorities of a user say what it may do. */
    static final class ByAuthority implements ChannelAuthorizer {
        @Override
        public boolean mayRead(ChannelAccess access) {
            return has(access, access.channel() + ":read") || mayWrite(access);
        }

        @Override
        public boolean mayWrite(ChannelAccess access) {
            return has(access, access.channel() + ":write");
        }

        private static boolean has(ChannelAccess access, String authority) {
            return access.principal() instanceof Authentication user
                    && AuthorityUtils.authorityListToSet(user.getAuthorities()).contains(authority);
        }
    }

    static class Handlers {
        @MutationHandler("task.add")
        void add(Map<String, String> task, Principal who, Draft draft) {
            draft.atom("tasks").add("/items/-", Map.of("title", task.get("title"), "by", who.getName()));
        }

        @MutationHandler("task.own")
        @PreAuthorize("hasAuthority('board:write')")
        void own(Map<String, String> task, Draft draft) {
            draft.atom("tasks").add("/items/-", task);
        }

        @MutationHandler("task.admin")
        @PreAuthorize("hasAuthority('board:admin')")
        void admin(Map<String, String> task, Draft draft) {
            draft.atom("tasks").add("/items/-", task);
        }
    }
}
