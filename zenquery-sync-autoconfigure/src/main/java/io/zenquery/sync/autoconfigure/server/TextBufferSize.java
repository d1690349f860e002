package io.zenquery.sync.autoconfigure.server;

import jakarta.servlet.ServletContext;
import jakarta.websocket.server.ServerContainer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Raises the web server's default limit of a text message to the frame size; a larger one is left. Where there is no WebSocket
 * container (a mock environment in tests), there is nothing to raise.
 */
final class TextBufferSize implements SmartInitializingSingleton {
    private final int size;
    private final ObjectProvider<ServletContext> servletContext;

    TextBufferSize(int size, ObjectProvider<ServletContext> servletContext) {
        this.size = size;
        this.servletContext = servletContext;
    }

    @Override
    public void afterSingletonsInstantiated() {
        servletContext.ifAvailable(context -> {
            if (context.getAttribute(ServerContainer.class.getName()) instanceof ServerContainer container
                    && container.getDefaultMaxTextMessageBufferSize() < size) {
                container.setDefaultMaxTextMessageBufferSize(size);
            }
        });
    }
}
