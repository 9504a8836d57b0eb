/** Apache's HTTP client 4, as the contract drives it. */
package dev.steno.smoke.apachehttpclient4;
