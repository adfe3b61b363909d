/** Caption files. */
@NullMarked
package io.parley.transcription.files;

import org.jspecify.annotations.NullMarked;
