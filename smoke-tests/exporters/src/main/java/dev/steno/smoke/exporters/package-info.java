/** A program that talks to a model, and ends when what it said has arrived elsewhere. */
package dev.steno.smoke.exporters;
