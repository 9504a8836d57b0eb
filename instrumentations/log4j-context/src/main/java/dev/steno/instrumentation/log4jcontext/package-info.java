/** The log's context of Log4j ({@code org.apache.logging.log4j:log4j-api} 2). */
@NullMarked
package dev.steno.instrumentation.log4jcontext;

import org.jspecify.annotations.NullMarked;
