/** Many lightweight peers on one thread: what loads a forwarding unit, and counts what comes. */
@NullMarked
package io.parley.bench.load;

import org.jspecify.annotations.NullMarked;
