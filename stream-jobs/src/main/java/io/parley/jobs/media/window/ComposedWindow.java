package io.parley.jobs.media.window;

/**
 * One composed window, ready to be stored. The arrays are not copied.
 *
 * @param init the init segment; the same bytes for every window of a spec
 * @param segment one media segment (fMP4), picture and sound; lasts {@link
 *     WindowGrid#WINDOW_MICROS}
 */
public record ComposedWindow(long window, byte[] init, byte[] segment, WindowReport report) {}
