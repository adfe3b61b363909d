package io.parley.bench;

import java.util.List;

/**
 * What one meeting gave.
 *
 * @param firstFrameMillis of everybody who joined when somebody was there
 * @param partialMillis of every word recognised as said
 * @param finalMillis of every final
 * @param saidWords words spoken
 * @param meetingSeconds from the first join to the end
 */
record Round(
    List<Double> firstFrameMillis,
    List<Double> partialMillis,
    List<Double> finalMillis,
    int saidWords,
    Completion completion,
    PacketCounts packets,
    double meetingSeconds) {}
