/**
 * What every part of Parley agrees on: identities, times, events and records. Nothing here does I/O
 * and nothing here depends on a library.
 *
 * <p>Times. {@code …EpochMicros} are microseconds since 1970-01-01T00:00:00Z. {@code …Micros} alone
 * are microseconds on the <em>meeting clock</em>, which is zero at {@link
 * io.parley.storage.contract.MeetingEvent.MeetingStarted#atEpochMicros()}.
 */
@NullMarked
package io.parley.storage.contract;

import org.jspecify.annotations.NullMarked;
