package io.parley.jobs.recording;

import io.parley.jobs.media.window.WindowReport;

/**
 * What is known of a segment beside its object.
 *
 * @param codecs RFC 6381
 * @param initBytes size of the init segment
 * @param initSha256 of the init segment, hexadecimal
 * @param report what the window lacks
 */
public record SegmentDetail(
    String codecs, long initBytes, String initSha256, WindowReport report) {}
