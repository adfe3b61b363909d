package io.parley.jobs.testing;

import io.parley.jobs.stores.MeetingStore;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RecordingEvent;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Objects and rows in memory. One thread. */
public final class MemoryStore implements MeetingStore {
  private final Map<String, byte[]> objects = new TreeMap<>();
  private final List<RecordingEvent> events = new ArrayList<>();

  /** Rows that were written, in order. */
  public List<RecordingEvent> events() {
    return events;
  }

  /** Keys of what is stored, sorted. */
  public List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  @Override
  public void put(String key, byte[] data, String contentType) {
    objects.put(key, data);
  }

  @Override
  public void put(String key, Path file, String contentType) throws IOException {
    objects.put(key, Files.readAllBytes(file));
  }

  @Override
  public byte[] get(String key) throws IOException {
    byte[] data = objects.get(key);
    if (data == null) {
      throw new FileNotFoundException(key);
    }
    return data;
  }

  @Override
  public boolean exists(String key) {
    return objects.containsKey(key);
  }

  @Override
  public boolean wasDeleted(MeetingId meeting) {
    return false;
  }

  @Override
  public void record(RecordingEvent event) {
    events.add(event);
  }

  @Override
  public void record(Caption.Utterance utterance, String speaker) {
    throw new IllegalStateException("no words here");
  }

  @Override
  public void close() {}
}
