/**
 * The ORTC vocabulary that mediasoup-client speaks: what the router can forward, what a publisher
 * sends, what a subscriber gets. Pure values and functions.
 */
@NullMarked
package io.parley.sfu.ortc;

import org.jspecify.annotations.NullMarked;
