/** LangChain4j, 1.0 and newer. */
@NullMarked
package dev.steno.instrumentation.langchain4j;

import org.jspecify.annotations.NullMarked;
