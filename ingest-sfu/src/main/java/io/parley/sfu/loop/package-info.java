/** Time and threads as arguments: clocks and the one-thread loop a meeting lives on. */
@NullMarked
package io.parley.sfu.loop;

import org.jspecify.annotations.NullMarked;
