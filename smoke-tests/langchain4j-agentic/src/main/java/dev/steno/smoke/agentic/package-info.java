/** Agents of LangChain4j under the agent. */
package dev.steno.smoke.agentic;
