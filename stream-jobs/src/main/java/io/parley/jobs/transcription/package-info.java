/** The transcription job: packets of audio tracks to captions. */
@NullMarked
package io.parley.jobs.transcription;

import org.jspecify.annotations.NullMarked;
