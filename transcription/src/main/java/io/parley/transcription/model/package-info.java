/** Finds, downloads and unpacks the speech model. */
@NullMarked
package io.parley.transcription.model;

import org.jspecify.annotations.NullMarked;
