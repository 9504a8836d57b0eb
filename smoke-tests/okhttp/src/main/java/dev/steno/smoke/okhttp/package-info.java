/** OkHttp, as the contract drives it. */
package dev.steno.smoke.okhttp;
