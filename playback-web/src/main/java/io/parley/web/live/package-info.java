/** The live socket: what happens in a meeting, told to the browsers that watch it. */
@NullMarked
package io.parley.web.live;

import org.jspecify.annotations.NullMarked;
