/** Draws the picture of a window: decode, lay out, label, encode. */
@NullMarked
package io.parley.jobs.media.compose;

import org.jspecify.annotations.NullMarked;
