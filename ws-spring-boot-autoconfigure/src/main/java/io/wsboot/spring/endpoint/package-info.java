/**
 * From annotated beans to the callbacks of sessions.
 * <p>
 * When the application starts, the {@link io.wsboot.spring.endpoint.EndpointScanner}
 * finds the beans, judges every method and parameter, and prepares each method as an
 * {@link io.wsboot.spring.endpoint.EndpointMethod}; together they are an
 * {@link io.wsboot.spring.endpoint.EndpointDefinition}, and all of those the
 * {@link io.wsboot.spring.endpoint.EndpointRegistry}. When a request arrives, the
 * {@link io.wsboot.spring.endpoint.EndpointUpgradeHandler} finds the definition by path,
 * asks the {@link io.wsboot.spring.endpoint.OriginPolicy} and resolves what the methods
 * want of the request. From then on the session's
 * {@link io.wsboot.spring.endpoint.EndpointHandler} takes its callbacks to the bean.
 */
@NullMarked
package io.wsboot.spring.endpoint;

import org.jspecify.annotations.NullMarked;
