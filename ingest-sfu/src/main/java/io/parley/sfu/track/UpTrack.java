package io.parley.sfu.track;

import io.parley.storage.contract.TrackDescription;

/** A track somebody sends. Belongs to the meeting's loop. */
public interface UpTrack {

  TrackDescription description();

  /** Every packet from now on also goes to {@code down}. */
  void add(DownTrack down);

  /** No packet goes to {@code down} any more. Does nothing if none went. */
  void remove(DownTrack down);

  /** Asks the publisher for a key frame; requests of many receivers are made into one. */
  void requestKeyFrame();
}
