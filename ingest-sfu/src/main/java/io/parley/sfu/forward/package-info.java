/** What happens to a packet between the publisher's transport and the subscribers'. */
@NullMarked
package io.parley.sfu.forward;

import org.jspecify.annotations.NullMarked;
