/** The log's context of SLF4J ({@code org.slf4j:slf4j-api} 1.7 and 2.0). */
@NullMarked
package dev.steno.instrumentation.slf4jmdc;

import org.jspecify.annotations.NullMarked;
