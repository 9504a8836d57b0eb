/** Work that goes from one thread to another in every way that the JDK and Spring know. */
package dev.steno.smoke.javaconcurrent;
