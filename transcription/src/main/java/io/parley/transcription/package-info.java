/**
 * Audio to words: Opus decode, resample, voice activity, recogniser, sentences, caption files.
 * Start reading at {@link io.parley.transcription.TrackTranscriber}.
 */
@NullMarked
package io.parley.transcription;

import org.jspecify.annotations.NullMarked;
