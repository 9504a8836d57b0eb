/**
 * Records that say what was captured: what exporters receive. No record holds an object of the
 * application.
 */
@NullMarked
package dev.steno.agent.model;

import org.jspecify.annotations.NullMarked;
