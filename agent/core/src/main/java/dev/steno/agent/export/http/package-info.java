/** How exporters speak HTTP: one request at a time, and what an answer asks for. */
@NullMarked
package dev.steno.agent.export.http;

import org.jspecify.annotations.NullMarked;
