package io.zenquery.sync.autoconfigure;

import io.zenquery.sync.spring.SyncConnectCustomizer;
import io.zenquery.sync.spring.SyncConnectHeaders;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
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
final class OAuth2TokenSource implements TokenSource {
    /** Whose the tokens are: the application's. */
    private static final String PRINCIPAL = "zenquery-sync";

    private final ListableBeanFactory beans;

    OAuth2TokenSource(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public SyncConnectCustomizer tokens(String property, String registrationId) {
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
        OAuth2AuthorizedClientManager manager = beans.getBeanProvider(
                        AuthorizedClientServiceOAuth2AuthorizedClientManager.class)
                .getIfUnique(() -> new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, service));
        return new Tokens(manager, service, registrationId);
    }

    private record Tokens(
            OAuth2AuthorizedClientManager manager, OAuth2AuthorizedClientService service, String registrationId)
            implements SyncConnectCustomizer {

        @Override
        public void customize(SyncConnectHeaders headers) {
            OAuth2AuthorizedClient client =
                    manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId(registrationId)
                            .principal(PRINCIPAL)
                            .build());
            if (client == null) {
                throw new IllegalStateException(
                        "the OAuth2AuthorizedClientManager gave no token for \"" + registrationId + "\"");
            }
            headers.handshake().setBearerAuth(client.getAccessToken().getTokenValue());
        }

        @Override
        public void unauthenticated() {
            service.removeAuthorizedClient(registrationId, PRINCIPAL);
        }
    }
}
