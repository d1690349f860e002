package io.zenquery.sync.autoconfigure;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;

/** Tokens to connect with, for the connections whose {@code oauth2.registration-id} is set. */
@AutoConfiguration
@ConditionalOnSyncClient(SyncClients.ANY)
@ConditionalOnClass({AuthorizedClientServiceOAuth2AuthorizedClientManager.class, HttpHeaders.class})
public final class ZenQuerySyncOAuth2AutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(TokenSource.class)
    TokenSource zenQuerySyncTokenSource(ListableBeanFactory beans) {
        return new OAuth2TokenSource(beans, TokenClients.DEFAULT);
    }
}
