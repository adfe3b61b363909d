package io.parley.sfu.transport;

import org.jitsi.utils.ByteArrayBuffer;

/** A range of somebody's array as jitsi-srtp wants to see it; reused packet after packet. */
final class PacketBuffer implements ByteArrayBuffer {
  private static final byte[] NOTHING = {};

  private byte[] buf = NOTHING;
  private int off;
  private int len;

  PacketBuffer wrap(byte[] buf, int off, int len) {
    this.buf = buf;
    this.off = off;
    this.len = len;
    return this;
  }

  @Override
  public byte[] getBuffer() {
    return buf;
  }

  @Override
  public int getOffset() {
    return off;
  }

  @Override
  public int getLength() {
    return len;
  }

  @Override
  public void setLength(int length) {
    len = length;
  }

  @Override
  public void setOffset(int offset) {
    off = offset;
  }

  @Override
  public boolean isInvalid() {
    return false;
  }

  @Override
  public void readRegionToBuff(int from, int length, byte[] out) {
    System.arraycopy(buf, off + from, out, 0, length);
  }

  /** The tail room was checked before; there is nothing to grow. */
  @Override
  public void grow(int howMuch) {
    if (howMuch > buf.length - off - len) {
      throw new IllegalStateException("no tail room for " + howMuch + " bytes");
    }
  }

  @Override
  public void append(byte[] data, int length) {
    grow(length);
    System.arraycopy(data, 0, buf, off + len, length);
    len += length;
  }

  @Override
  public void shrink(int length) {
    len -= length;
  }
}
