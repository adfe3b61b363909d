/** The selective forwarding unit: {@link io.parley.sfu.Sfu} starts it. */
@NullMarked
package io.parley.sfu;

import org.jspecify.annotations.NullMarked;
