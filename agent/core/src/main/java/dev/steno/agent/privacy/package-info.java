/**
 * What of a conversation is kept, and for whom: whole, redacted, or none of it; and which
 * conversations are not kept at all.
 */
@NullMarked
package dev.steno.agent.privacy;

import org.jspecify.annotations.NullMarked;
