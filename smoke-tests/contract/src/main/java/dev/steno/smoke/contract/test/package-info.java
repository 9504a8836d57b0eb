/** The test that an instrumentation of an HTTP client inherits. */
package dev.steno.smoke.contract.test;
