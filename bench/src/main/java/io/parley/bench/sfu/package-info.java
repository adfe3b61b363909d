/** The forwarding units side by side: scenarios, rounds, figures. */
@NullMarked
package io.parley.bench.sfu;

import org.jspecify.annotations.NullMarked;
