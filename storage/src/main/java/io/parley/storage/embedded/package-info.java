/**
 * The real servers Parley needs, embedded: what {@code standalone} starts for people without a
 * cluster, and what every integration test runs against. One copy for all, so that what is tested
 * is what is run. The servers' libraries are optional dependencies of this module: who uses this
 * package names them.
 */
@NullMarked
package io.parley.storage.embedded;

import org.jspecify.annotations.NullMarked;
