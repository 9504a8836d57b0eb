/** OpenAI's Java client ({@code com.openai:openai-java} 1.1.0 to 4.100.0). */
@NullMarked
package dev.steno.instrumentation.openai;

import org.jspecify.annotations.NullMarked;
