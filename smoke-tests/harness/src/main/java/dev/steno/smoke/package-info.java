/**
 * What smoke tests are written with: JVMs of their own under the real jar, and a model's server.
 */
package dev.steno.smoke;
