package io.parley.sfu.transport;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose AES-GCM is used: AWS-LC's where its library loads, else the JDK's. */
final class AesGcmProvider {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final Logger LOG = LoggerFactory.getLogger(AesGcmProvider.class);
  private static final @Nullable Provider NATIVE = load();

  private AesGcmProvider() {}

  private static @Nullable Provider load() {
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      return provider.getLoadingError() == null ? provider : null;
    } catch (LinkageError e) {
      LOG.info("AWS-LC is not to be had here: {}", e.toString());
      return null;
    }
  }

  static String name() {
    return NATIVE == null ? "JDK" : "AWS-LC";
  }

  static boolean isNative() {
    return NATIVE != null;
  }

  static Cipher cipher() throws GeneralSecurityException {
    return NATIVE == null ? Cipher.getInstance(CIPHER) : Cipher.getInstance(CIPHER, NATIVE);
  }
}
