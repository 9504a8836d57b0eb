/**
 * What an application can say to Steno itself, beside what the agent sees: who speaks, in which
 * conversation, and what happens around the calls of models.
 *
 * <p>Without the agent every method does nothing. With or without it, nothing in here throws,
 * whatever it is given: what is wrong (null, too long, ended twice, of a type that cannot be kept)
 * is ignored or cut, counted in {@link dev.steno.api.Stats#ignored()}, and said once on stderr.
 */
package dev.steno.api;
