/** Forwarding units as processes, each spoken to in its own signalling. */
@NullMarked
package io.parley.bench.unit;

import org.jspecify.annotations.NullMarked;
