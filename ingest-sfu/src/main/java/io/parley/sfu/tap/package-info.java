/** The Kafka tap: one more receiver of every recorded track, on its way into the log. */
@NullMarked
package io.parley.sfu.tap;

import org.jspecify.annotations.NullMarked;
