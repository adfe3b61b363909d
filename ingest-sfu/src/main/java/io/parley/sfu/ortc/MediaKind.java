package io.parley.sfu.ortc;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Audio or video. */
public enum MediaKind {
  @JsonProperty("audio")
  AUDIO,
  @JsonProperty("video")
  VIDEO
}
