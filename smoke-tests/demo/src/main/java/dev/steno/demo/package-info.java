/** A chatbot as anybody would write it: no line of it knows that it is recorded. */
package dev.steno.demo;
