/** Participants and viewers that speak the product's protocols. */
@NullMarked
package io.parley.bench.client;

import org.jspecify.annotations.NullMarked;
