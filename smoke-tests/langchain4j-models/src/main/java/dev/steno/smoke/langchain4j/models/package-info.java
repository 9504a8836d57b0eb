/** Programs that call models through LangChain4j. */
package dev.steno.smoke.langchain4j.models;
