/** LangChain4j before 1.0. */
@NullMarked
package dev.steno.instrumentation.langchain4j0;

import org.jspecify.annotations.NullMarked;
