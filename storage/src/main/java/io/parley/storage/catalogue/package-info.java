/** The catalogue in SQL: people, meetings, recordings, transcripts, minutes, audit. */
@NullMarked
package io.parley.storage.catalogue;

import org.jspecify.annotations.NullMarked;
