/** Benchmarks of the running product, from its outside. */
@NullMarked
package io.parley.bench;

import org.jspecify.annotations.NullMarked;
