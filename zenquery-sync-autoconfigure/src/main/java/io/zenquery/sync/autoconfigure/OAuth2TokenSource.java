package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/**
 * Takes tokens from Spring Security, which keeps each until it is about to expire. By the application's manager of service tokens, if it has
 * one; not by the one that Spring Security has for requests, since there is no request here.
 */
final class OAuth2TokenSource implements TokenSource, DisposableBean {
    /** Whose the tokens are: the application's. */
    private static final String PRINCIPAL = "zenquery-sync";

    private final ListableBeanFactory beans;
    private final TokenClients clients;
    private final Map<String, TokenRequests> requests = new ConcurrentHashMap<>(); // by registration

    OAuth2TokenSource(ListableBeanFactory beans, TokenClients clients) {
        this.beans = beans;
        this.clients = clients;
    }

    @Override
    public SyncConnectCustomizer tokens(String property, String registrationId, Duration patience) {
        ClientRegistrationRepository registrations =
                beans.getBeanProvider(ClientRegistrationRepository.class).getIfUnique();
        OAuth2AuthorizedClientService service =
                beans.getBeanProvider(OAuth2AuthorizedClientService.class).getIfUnique();
        if (registrations == null || service == null) {
            throw new InvalidSyncPropertyException(
                    property,
                    registrationId,
                    "the id of a client registration under spring.security.oauth2.client.registration, and there is none");
        }
        ClientRegistration registration = registrations.findByRegistrationId(registrationId);
        if (registration == null) {
            throw new InvalidSyncPropertyException(
                    property,
                    registrationId,
                    "the id of a client registration under spring.security.oauth2.client.registration");
        }
        if (!AuthorizationGrantType.CLIENT_CREDENTIALS.equals(registration.getAuthorizationGrantType())) {
            throw new InvalidSyncPropertyException(
                    property,
                    registrationId,
                    "the id of a client registration with the grant type client_credentials, since no user is there to"
                            + " log in; that one has "
                            + registration.getAuthorizationGrantType().getValue());
        }
        OAuth2AuthorizedClientManager manager = clients.manager(beans, registrations, service);
        TokenRequests shared = requests.computeIfAbsent(
                registrationId, id -> new TokenRequests(id, () -> token(manager, id), System::nanoTime));
        return new Tokens(shared, service, registrationId, patience);
    }

    private static String token(OAuth2AuthorizedClientManager manager, String registrationId) {
        OAuth2AuthorizedClient client =
                manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(registrationId)
                        .principal(PRINCIPAL)
                        .build());
        if (client == null) {
            throw new IllegalStateException("the OAuth2AuthorizedClientManager gave none");
        }
        return client.getAccessToken().getTokenValue();
    }

    @Override
    public void destroy() {
        requests.values().forEach(TokenRequests::close);
    }

    private record Tokens(
            TokenRequests requests, OAuth2AuthorizedClientService service, String registrationId, Duration patience)
            implements SyncConnectCustomizer {

        @Override
        public void customize(SyncConnectHeaders headers) {
            headers.handshake().setBearerAuth(requests.token(patience));
        }

        @Override
        public void unauthenticated() {
            service.removeAuthorizedClient(registrationId, PRINCIPAL);
        }

        @Override
        public String toString() {
            return "the OAuth2 token of \"" + registrationId + "\"";
        }
    }
}
