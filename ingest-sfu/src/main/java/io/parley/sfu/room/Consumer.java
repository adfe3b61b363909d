package io.parley.sfu.room;

import io.parley.sfu.forward.SendPath;
import io.parley.sfu.ortc.RtpParameters;
import java.util.List;

/** A track as one participant receives it. */
final class Consumer {
  final String id;
  final Producer producer;
  final Participant publisher;
  final SendPath path;
  final StreamMeter meter = new StreamMeter();
  final RtpParameters parameters;

  final LayerWish wish = new LayerWish();

  /** The client has spoken of it: its notification was not lost. */
  boolean acknowledged;

  Consumer(
      String id,
      Producer producer,
      Participant publisher,
      SendPath path,
      RtpParameters parameters) {
    this.id = id;
    this.producer = producer;
    this.publisher = publisher;
    this.path = path;
    this.parameters = parameters;
  }

  /** Those it is sent with: media, and retransmission if there is any. */
  List<Long> ssrcs() {
    RtpParameters.Rtx rtx = parameters.encodings().get(0).rtx();
    return rtx == null ? List.of(path.ssrc()) : List.of(path.ssrc(), rtx.ssrc());
  }

  Views.NewConsumer view() {
    return new Views.NewConsumer(
        id,
        producer.id(),
        publisher.id().value(),
        producer.kind(),
        producer.source().wireName(),
        parameters,
        producer.track.paused());
  }
}
