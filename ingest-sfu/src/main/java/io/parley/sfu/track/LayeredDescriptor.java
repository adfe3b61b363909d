package io.parley.sfu.track;

/** What a packet of a stream says of the layers that the stream holds. */
public sealed interface LayeredDescriptor extends PayloadDescriptor
    permits Vp9Descriptor, DependencyDescriptor {

  /** 0–7; 0 when it does not say. */
  int spatialLayer();

  /** 0–7; 0 when it does not say. */
  int temporalLayer();

  /** Whether it is the last packet of a spatial layer's frame. */
  boolean endsFrame();

  /** Whether its picture builds on nothing, as far as this packet tells. */
  boolean ofKeyPicture();

  /** Whether pictures of higher temporal layers that follow need none of those before. */
  boolean switchingUp();
}
