/** LangChain4j's agents. */
@NullMarked
package dev.steno.instrumentation.langchain4jagentic;

import org.jspecify.annotations.NullMarked;
