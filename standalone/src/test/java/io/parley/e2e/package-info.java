/** The story of a meeting in real browsers, checked from the product's outside. */
package io.parley.e2e;
