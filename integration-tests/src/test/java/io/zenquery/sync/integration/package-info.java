/** Servers and clients as they run in production: processes of their own, on a real database, behind a load balancer. */
@NullMarked
package io.zenquery.sync.integration;

import org.jspecify.annotations.NullMarked;
