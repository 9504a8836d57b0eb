/** Spring's blocking clients, of which the HTTP client below records the calls. */
package dev.steno.smoke.springrest;
