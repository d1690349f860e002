package io.zenquery.sync.autoconfigure;

import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/**
 * What asks token endpoints: the application's manager of service tokens, or one made here; with the application's client of token endpoints, or
 * one that gives up after a while, which Spring Security's does not.
 *
 * @param connectTimeout how long connecting may take
 * @param readTimeout how long an answer may take. Longer than an attempt to connect may wait for it: the next one has what came late
 */
record TokenClients(Duration connectTimeout, Duration readTimeout) {
    static final TokenClients DEFAULT = new TokenClients(Duration.ofSeconds(10), Duration.ofSeconds(30));

    OAuth2AuthorizedClientManager manager(
            ListableBeanFactory beans,
            ClientRegistrationRepository registrations,
            OAuth2AuthorizedClientService service) {
        return beans.getBeanProvider(AuthorizedClientServiceOAuth2AuthorizedClientManager.class)
                .getIfUnique(() -> manager(client(beans), registrations, service));
    }

    private static AuthorizedClientServiceOAuth2AuthorizedClientManager manager(
            OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> client,
            ClientRegistrationRepository registrations,
            OAuth2AuthorizedClientService service) {
        ClientCredentialsOAuth2AuthorizedClientProvider provider =
                new ClientCredentialsOAuth2AuthorizedClientProvider();
        provider.setAccessTokenResponseClient(client);
        AuthorizedClientServiceOAuth2AuthorizedClientManager manager =
                new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, service);
        manager.setAuthorizedClientProvider(provider);
        return manager;
    }

    private OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> client(ListableBeanFactory beans) {
        return beans.<OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest>>getBeanProvider(
                        ResolvableType.forClassWithGenerics(
                                OAuth2AccessTokenResponseClient.class, OAuth2ClientCredentialsGrantRequest.class))
                .getIfUnique(this::client);
    }

    private OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> client() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(connectTimeout).build());
        requests.setReadTimeout(readTimeout);
        RestClientClientCredentialsTokenResponseClient client = new RestClientClientCredentialsTokenResponseClient();
        client.setRestClient(RestClient.builder() // as Spring Security's own, but for the timeouts
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return client;
    }
}
