/** AI services in all shapes, as an application has them. */
package dev.steno.smoke.langchain4j;
