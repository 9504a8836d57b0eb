/** Programs that use Steno's API, with the agent and without. */
package dev.steno.smoke.stenoapi;
