package io.zenquery.sync.autoconfigure.server;

import io.zenquery.sync.patch.AtomKey;
import io.zenquery.sync.server.ChannelAccess;
import io.zenquery.sync.server.ChannelAuthorizer;
import io.zenquery.sync.server.InitialDocuments;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.json.JsonMapper;

/** An application with Spring Security: ann may read and write, bob may read, eve may log in. Passwords are as the names. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SecuredApplication {
    /** Switches on again what the other tests do without. */
    static final String SECURITY_ON = "spring.autoconfigure.exclude=";

    static final AtomKey LIST = AtomKey.of("list");

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .httpBasic(Customizer.withDefaults())
                .build();
    }

    @Bean
    UserDetailsService users() {
        InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
        for (String name : new String[] {"ann", "bob", "eve"}) {
            users.createUser(User.withUsername(name)
                    .password("{noop}" + name)
                    .roles("USER")
                    .build());
        }
        return users;
    }

    @Bean
    InitialDocuments documents() {
        return channel -> Map.of(LIST, JsonMapper.shared().createArrayNode());
    }

    @Bean
    Permissions permissions() {
        return new Permissions();
    }

    /** Who may what, in all channels; may be changed at any time. */
    static final class Permissions implements ChannelAuthorizer {
        final Set<String> readers = ConcurrentHashMap.newKeySet();
        final Set<String> writers = ConcurrentHashMap.newKeySet();
        volatile boolean broken;

        Permissions() {
            reset();
        }

        void reset() {
            broken = false;
            readers.clear();
            writers.clear();
            readers.addAll(Set.of("ann", "bob"));
            writers.add("ann");
        }

        @Override
        public boolean mayRead(ChannelAccess access) {
            if (broken) {
                throw new IllegalStateException("the directory is down");
            }
            return readers.contains(String.valueOf(access.principalName()));
        }

        @Override
        public boolean mayWrite(ChannelAccess access) {
            if (broken) {
                throw new IllegalStateException("the directory is down");
            }
            return writers.contains(String.valueOf(access.principalName()));
        }
    }
}
