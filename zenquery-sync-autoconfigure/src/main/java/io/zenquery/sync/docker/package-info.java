/**
 * Sync servers in containers, as Spring Boot's service connections: a Testcontainers container with {@code @ServiceConnection}, or a service
 * of Docker Compose, whose connection name or image is {@code zenquery-sync}. Boot finds what is here by itself; nothing is for applications
 * to import.
 */
@NullMarked
package io.zenquery.sync.docker;

import org.jspecify.annotations.NullMarked;
