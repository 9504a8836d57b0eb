/** Takes what is recorded to AgentSight, in either of the two protocols that it speaks. */
@NullMarked
package dev.steno.agent.export.agentsight;

import org.jspecify.annotations.NullMarked;
