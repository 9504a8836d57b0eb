/** What recording costs the application, measured with JMH under the real jar. */
package dev.steno.smoke.benchmarks;
