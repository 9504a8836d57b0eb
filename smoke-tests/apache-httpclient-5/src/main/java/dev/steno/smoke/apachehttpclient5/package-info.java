/** Apache's HTTP client 5, blocking and asynchronous, as the contract drives it. */
package dev.steno.smoke.apachehttpclient5;
