package io.parley.sfu.transport;

import org.jspecify.annotations.Nullable;

/** One transport's place in the batch that its loop's socket gathers. On the loop. */
final class SendLane {
  /** What is gathered for it and not yet given to the channel. */
  @Nullable SegmentRun open;

  /** Whether the network towards this peer takes segmented sends, as far as is known. */
  boolean segments = true;
}
