/** Containers and playlists: fragmented MP4, MP4, Matroska, HLS. */
@NullMarked
package io.parley.jobs.media.mux;

import org.jspecify.annotations.NullMarked;
