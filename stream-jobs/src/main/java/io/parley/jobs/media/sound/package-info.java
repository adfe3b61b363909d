/** Decodes, places, mixes and encodes the sound of a window, exact to the sample. */
@NullMarked
package io.parley.jobs.media.sound;

import org.jspecify.annotations.NullMarked;
