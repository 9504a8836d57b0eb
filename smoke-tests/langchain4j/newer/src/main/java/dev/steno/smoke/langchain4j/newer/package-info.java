/** AI services in shapes that only newer versions have. */
package dev.steno.smoke.langchain4j.newer;
