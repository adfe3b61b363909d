package io.parley.jobs.media.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HlsPlaylistsTest {
  private static final long START = 1_700_000_000_123_456L;

  @Test
  void theGrowingPlaylist() {
    String playlist =
        HlsPlaylists.media(
            "init.mp4",
            List.of(
                new HlsPlaylists.Segment("0.m4s", 4_096_000),
                new HlsPlaylists.Segment("1.m4s", 4_096_000)),
            START,
            false);
    assertThat(playlist)
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:4
            #EXT-X-PLAYLIST-TYPE:EVENT
            #EXT-X-MEDIA-SEQUENCE:0
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:20.123Z
            #EXTINF:4.096000,
            0.m4s
            #EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:24.219Z
            #EXTINF:4.096000,
            1.m4s
            """);
  }

  @Test
  void theClosedPlaylistOnlyGainsItsEnd() {
    List<HlsPlaylists.Segment> one = List.of(new HlsPlaylists.Segment("0.m4s", 4_096_000));
    String open = HlsPlaylists.media("init.mp4", one, START, false);
    assertThat(HlsPlaylists.media("init.mp4", one, START, true))
        .isEqualTo(open + "#EXT-X-ENDLIST\n");
  }

  @Test
  void theMasterPlaylistWithAndWithoutCaptions() {
    String plain =
        HlsPlaylists.master(
            "video.m3u8", 1280, 720, 23.4375, 1_800_000, "avc1.42c01f,mp4a.40.2", null);
    assertThat(plain)
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-STREAM-INF:BANDWIDTH=1800000,CODECS="avc1.42c01f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=23.438
            video.m3u8
            """);
    String captioned =
        HlsPlaylists.master(
            "video.m3u8",
            1280,
            720,
            23.4375,
            1_800_000,
            "avc1.42c01f,mp4a.40.2",
            new HlsPlaylists.Subtitles("en", "English", "captions.m3u8"));
    assertThat(captioned)
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="captions",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,URI="captions.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=1800000,CODECS="avc1.42c01f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=23.438,SUBTITLES="captions"
            video.m3u8
            """);
  }

  @Test
  void theCaptionsPlaylist() {
    assertThat(HlsPlaylists.subtitles("en.vtt", 61_440_000, true))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:61
            #EXT-X-PLAYLIST-TYPE:EVENT
            #EXT-X-MEDIA-SEQUENCE:0
            #EXTINF:61.440000,
            en.vtt
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void aSegmentNeedsNameAndLength() {
    assertThatThrownBy(() -> new HlsPlaylists.Segment("a\nb", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HlsPlaylists.Segment("a", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
