/**
 * The JDK's executors, futures and virtual threads (JDK 17 to 25), and Spring's and Tomcat's own
 * executors.
 */
@NullMarked
package dev.steno.instrumentation.javaconcurrent;

import org.jspecify.annotations.NullMarked;
