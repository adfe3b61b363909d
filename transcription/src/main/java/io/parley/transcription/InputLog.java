package io.parley.transcription;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * What a {@link TrackTranscriber} was given since its anchor, in order.
 *
 * <pre>
 * log    = anchorLength:int anchor:bytes count:int input*
 * input  = 0 startMicros:long length:u16 packet:bytes
 *        | 1 passedMicros:long
 *        | 2 count:u16 name:utf*
 * </pre>
 */
final class InputLog {
  /** Hears one packet again. */
  interface PacketConsumer {
    void accept(byte[] packet, long startMicros);
  }

  private static final int LONGEST_PACKET = 0xFFFF;

  private sealed interface Input {}

  private record Packet(byte[] bytes, long startMicros) implements Input {}

  private record Passed(long micros) implements Input {}

  private record Names(List<String> names) implements Input {}

  private final List<Input> inputs = new ArrayList<>();
  private byte[] anchor;

  InputLog(byte[] anchor) {
    this.anchor = anchor;
  }

  byte[] anchor() {
    return anchor;
  }

  void restart(byte[] newAnchor) {
    anchor = newAnchor;
    inputs.clear();
  }

  void packet(byte[] packet, long startMicros) {
    if (packet.length > LONGEST_PACKET) {
      throw new IllegalArgumentException("no packet is that long: " + packet.length);
    }
    inputs.add(new Packet(packet, startMicros));
  }

  void passed(long micros) {
    // Passing twice is passing once: ticks without packets don't make the log grow.
    if (!inputs.isEmpty() && inputs.get(inputs.size() - 1) instanceof Passed) {
      inputs.remove(inputs.size() - 1);
    }
    inputs.add(new Passed(micros));
  }

  void names(Collection<String> names) {
    inputs.add(new Names(List.copyOf(names)));
  }

  /** Gives every input again, in order; the log stays as it is unless restarted meanwhile. */
  void replay(PacketConsumer packets, LongConsumer passed, Consumer<List<String>> names) {
    for (Input input : List.copyOf(inputs)) {
      if (input instanceof Packet p) {
        packets.accept(p.bytes(), p.startMicros());
      } else if (input instanceof Passed p) {
        passed.accept(p.micros());
      } else if (input instanceof Names n) {
        names.accept(n.names());
      }
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(anchor.length);
    out.write(anchor);
    out.writeInt(inputs.size());
    for (Input input : inputs) {
      if (input instanceof Packet p) {
        out.writeByte(0);
        out.writeLong(p.startMicros());
        out.writeShort(p.bytes().length);
        out.write(p.bytes());
      } else if (input instanceof Passed p) {
        out.writeByte(1);
        out.writeLong(p.micros());
      } else if (input instanceof Names n) {
        out.writeByte(2);
        writeNames(out, n.names());
      }
    }
  }

  static InputLog read(DataInputStream in) throws IOException {
    InputLog log = new InputLog(in.readNBytes(in.readInt()));
    for (int i = in.readInt(); i > 0; i--) {
      int kind = in.readUnsignedByte();
      log.inputs.add(
          switch (kind) {
            case 0 -> readPacket(in);
            case 1 -> new Passed(in.readLong());
            case 2 -> new Names(readNames(in));
            default -> throw new IOException("unknown input " + kind);
          });
    }
    return log;
  }

  private static Packet readPacket(DataInputStream in) throws IOException {
    long start = in.readLong();
    byte[] packet = new byte[in.readUnsignedShort()];
    in.readFully(packet);
    return new Packet(packet, start);
  }

  static void writeNames(DataOutputStream out, List<String> names) throws IOException {
    out.writeShort(names.size());
    for (String name : names) {
      out.writeUTF(name);
    }
  }

  static List<String> readNames(DataInputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      names.add(in.readUTF());
    }
    return names;
  }
}
