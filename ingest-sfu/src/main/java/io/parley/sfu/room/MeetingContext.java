package io.parley.sfu.room;

import io.parley.sfu.loop.EventLoop;
import java.util.random.RandomGenerator;

/**
 * What a meeting is given from outside.
 *
 * @param transports makes transports on {@code loop}
 * @param random for keys and SSRCs; must be unpredictable in production
 */
public record MeetingContext(
    EventLoop loop,
    TransportFactory transports,
    MeetingLog log,
    MeetingSettings settings,
    RandomGenerator random) {}
