/** A web application without a line of Steno's, on each container. */
package dev.steno.smoke.servlet;
