/** The JDK's HttpURLConnection, as the contract drives it. */
package dev.steno.smoke.httpurlconnection;
