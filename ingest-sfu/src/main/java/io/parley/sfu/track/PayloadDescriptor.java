package io.parley.sfu.track;

/** What a packet says of its payload without a look into coded bytes, where that matters. */
public sealed interface PayloadDescriptor permits Vp8Descriptor, LayeredDescriptor {}
