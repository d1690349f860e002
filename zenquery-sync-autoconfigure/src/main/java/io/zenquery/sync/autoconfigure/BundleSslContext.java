package io.zenquery.sync.autoconfigure;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * The TLS context of an SSL bundle, with the bundle's ciphers and protocols: a WebSocket client takes a context and nothing beside it,
 * and makes its engines from that.
 */
final class BundleSslContext extends SSLContext {

    private BundleSslContext(SSLContext context, SslOptions options) {
        super(new WithOptions(context, options), context.getProvider(), context.getProtocol());
    }

    static SSLContext of(SslBundle bundle) {
        SSLContext context = bundle.createSslContext();
        return bundle.getOptions().isSpecified() ? new BundleSslContext(context, bundle.getOptions()) : context;
    }

    private static final class WithOptions extends SSLContextSpi {
        private final SSLContext context;
        private final SslOptions options;

        WithOptions(SSLContext context, SslOptions options) {
            this.context = context;
            this.options = options;
        }

        private SSLEngine restrict(SSLEngine engine) {
            if (options.getCiphers() != null) {
                engine.setEnabledCipherSuites(options.getCiphers());
            }
            if (options.getEnabledProtocols() != null) {
                engine.setEnabledProtocols(options.getEnabledProtocols());
            }
            return engine;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return restrict(context.createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return restrict(context.createSSLEngine(host, port));
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("the context of an SSL bundle is initialised already");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("only engines are made with the bundle's options");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("only engines are made with the bundle's options");
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }
    }
}
