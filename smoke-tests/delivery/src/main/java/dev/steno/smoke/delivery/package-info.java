/** Programs that talk to a model, in many ways, and end in as many. */
package dev.steno.smoke.delivery;
