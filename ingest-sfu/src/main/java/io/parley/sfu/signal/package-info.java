/**
 * The WebSocket that browsers speak with, and the few HTTP answers beside it. JSON comes in and
 * goes out here; what it means is the business of {@code room}.
 */
@NullMarked
package io.parley.sfu.signal;

import org.jspecify.annotations.NullMarked;
