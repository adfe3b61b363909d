/** Everything embedded in one process tree, with real servers. */
@NullMarked
package io.parley.standalone;

import org.jspecify.annotations.NullMarked;
