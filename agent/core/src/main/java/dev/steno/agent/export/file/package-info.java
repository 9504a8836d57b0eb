/** The file exporter: JSON lines on the local disk. */
@NullMarked
package dev.steno.agent.export.file;

import org.jspecify.annotations.NullMarked;
