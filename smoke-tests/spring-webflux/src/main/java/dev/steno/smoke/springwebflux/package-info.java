/** A WebFlux application on Reactor Netty, and its users. */
package dev.steno.smoke.springwebflux;
