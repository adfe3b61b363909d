import type { types } from 'mediasoup-client';
import { describe, expect, it } from 'vitest';
import { wantingRedundancy, withRedundancy } from './redundantSound';

const sdp = (...lines: string[]): string => lines.join('\r\n') + '\r\n';
const MICROPHONE = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
];
const CAMERA = ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=rtpmap:96 VP8/90000'];
const ANSWER = sdp(
  'v=0',
  'm=video 7 UDP/TLS/RTP/SAVPF 96',
  'a=rtpmap:96 VP8/90000',
  'm=audio 7 UDP/TLS/RTP/SAVPF 111',
  'a=mid:1',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 useinbandfec=1',
);

describe('sound with redundancy', () => {
  it('is wanted before the sound alone, where it was offered', () => {
    expect(wantingRedundancy(ANSWER, sdp('v=0', ...CAMERA, ...MICROPHONE))).toBe(
      sdp(
        'v=0',
        'm=video 7 UDP/TLS/RTP/SAVPF 96',
        'a=rtpmap:96 VP8/90000',
        'm=audio 7 UDP/TLS/RTP/SAVPF 63 111',
        'a=mid:1',
        'a=rtpmap:63 red/48000/2',
        'a=fmtp:63 111/111',
        'a=rtpmap:111 opus/48000/2',
        'a=fmtp:111 useinbandfec=1',
      ),
    );
  });

  it('leaves the answer as it is where it was not offered, or for another codec', () => {
    const without = sdp('v=0', ...CAMERA, ...MICROPHONE.slice(0, 2));
    expect(wantingRedundancy(ANSWER, without)).toBe(ANSWER);
    const other = sdp('v=0', ...CAMERA, ...MICROPHONE.slice(0, 3), 'a=fmtp:63 9/9');
    expect(wantingRedundancy(ANSWER, other)).toBe(ANSWER);
  });

  it('is asked for once', () => {
    const offer = sdp('v=0', ...CAMERA, ...MICROPHONE);
    const once = wantingRedundancy(ANSWER, offer);
    expect(wantingRedundancy(once, offer)).toBe(once);
  });

  it('is told of with the sound, if it was negotiated', () => {
    const parameters: types.RtpParameters = {
      codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc: 1 }],
      rtcp: { cname: 'anna' },
    };
    const red = {
      mimeType: 'audio/red',
      payloadType: 63,
      clockRate: 48_000,
      channels: 2,
      sdpFmtpLine: '111/111',
    };
    const sender = (codecs: object[]): RTCRtpSender =>
      ({ getParameters: () => ({ codecs }) }) as unknown as RTCRtpSender;
    const told = withRedundancy(parameters, sender([...parameters.codecs, red]));
    expect(told.codecs.map((codec) => codec.mimeType)).toEqual(['audio/opus', 'audio/red']);
    expect(told.codecs[1]?.parameters).toEqual({ '': '111/111' });
    expect(withRedundancy(parameters, sender(parameters.codecs))).toBe(parameters);
    expect(withRedundancy(parameters, undefined)).toBe(parameters);
  });
});
