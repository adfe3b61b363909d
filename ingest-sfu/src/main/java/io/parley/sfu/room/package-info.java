/**
 * Meetings: who is in them, what they send and receive, what they may do. Everything of one meeting
 * happens on one event loop.
 */
@NullMarked
package io.parley.sfu.room;

import org.jspecify.annotations.NullMarked;
