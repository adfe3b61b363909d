package io.parley.jobs.stores;

import java.io.IOException;
import java.io.Serializable;

/**
 * How a worker comes by something that can't travel: a connection, a loaded model.
 *
 * @param <T> what is opened
 */
@FunctionalInterface
public interface Opener<T> extends Serializable {
  T open() throws IOException;
}
