/**
 * How many bits a second the way to one subscriber carries, from what it says about our packets.
 */
@NullMarked
package io.parley.sfu.congestion;

import org.jspecify.annotations.NullMarked;
