/** The heart of the SFU: a track somebody sends and everybody who receives it. */
@NullMarked
package io.parley.sfu.track;

import org.jspecify.annotations.NullMarked;
