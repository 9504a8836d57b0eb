/** A program that talks to a model, and may ask how Steno does. */
package dev.steno.smoke.doctor;
