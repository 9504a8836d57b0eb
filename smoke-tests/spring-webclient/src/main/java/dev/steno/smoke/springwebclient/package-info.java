/** Spring's WebClient, as the contract drives it, with each of its connectors. */
package dev.steno.smoke.springwebclient;
