/** The JDK's HTTP client, as the contract drives it. */
package dev.steno.smoke.javahttpclient;
