/**
 * The program that calls a model through one HTTP client in every way there is. It has no
 * dependency but that client.
 */
package dev.steno.smoke.contract;
