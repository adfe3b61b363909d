package io.parley.sfu.track;

/** What a payload says of itself before its first coded byte, where that matters to forwarding. */
public sealed interface PayloadDescriptor permits Vp8Descriptor, Vp9Descriptor {}
