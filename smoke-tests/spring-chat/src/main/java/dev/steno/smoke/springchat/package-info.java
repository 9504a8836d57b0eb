/** Chat applications of Spring Boot, without a line of Steno's. */
package dev.steno.smoke.springchat;
