/** What follows from captions: transcript, search index, caption files, minutes. */
@NullMarked
package io.parley.jobs.indexing;

import org.jspecify.annotations.NullMarked;
