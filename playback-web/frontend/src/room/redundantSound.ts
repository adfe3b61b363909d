import type { types } from 'mediasoup-client';

/**
 * Sound with redundancy (RFC 2198): each packet holds the frame before once more, so that a single
 * loss is not heard. mediasoup-client answers with one codec alone, and browsers send redundancy
 * only where an answer names it before the codec that it repairs.
 */

const OPUS = /^a=rtpmap:(\d+) opus\/48000\/2$/im;
const RED = /^a=rtpmap:(\d+) red\/48000\/2$/im;

/**
 * An answer that also takes the redundancy that was offered, and wants it most.
 *
 * @param answer sections in the order of the offer (RFC 3264 §6)
 */
export function wantingRedundancy(answer: string, offer: string): string {
  const offered = sections(offer);
  return sections(answer)
    .map((section, index) => wantingIt(section, offered[index] ?? ''))
    .join('');
}

function wantingIt(section: string, offered: string): string {
  const opus = OPUS.exec(section)?.[1];
  const red = RED.exec(offered)?.[1];
  const repairs = red === undefined ? null : new RegExp(`^a=fmtp:${red} (\\d+)/`, 'm').exec(offered);
  if (opus === undefined || red === undefined || repairs?.[1] !== opus || RED.test(section)) {
    return section;
  }
  return section
    .replace(/^(m=audio \d+ \S+) (.*)$/m, `$1 ${red} $2`)
    .replace(/^(a=rtpmap:)/m, `a=rtpmap:${red} red/48000/2\r\na=fmtp:${red} ${opus}/${opus}\r\n$1`);
}

/** The session's part, then each media section. */
function sections(sdp: string): string[] {
  return sdp.split(/^(?=m=)/m);
}

/**
 * Runs what makes a peer connection that sends sound with redundancy.
 *
 * @param create makes it before it returns
 */
export function sendingRedundancy<T>(create: () => T): T {
  const Plain = globalThis.RTCPeerConnection;
  class Redundant extends Plain {
    override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const offer = this.localDescription?.sdp;
      const answers = description.type === 'answer' && offer !== undefined;
      return super.setRemoteDescription(
        answers
          ? { type: 'answer', sdp: wantingRedundancy(description.sdp ?? '', offer) }
          : description,
      );
    }
  }
  globalThis.RTCPeerConnection = Redundant;
  try {
    return create();
  } finally {
    globalThis.RTCPeerConnection = Plain;
  }
}

/**
 * What a sender sends, with the codec that packets with redundancy have, if it negotiated that:
 * mediasoup-client tells of one codec only.
 */
export function withRedundancy(
  parameters: types.RtpParameters,
  sender: RTCRtpSender | undefined,
): types.RtpParameters {
  const red = sender
    ?.getParameters()
    .codecs.find((codec) => codec.mimeType.toLowerCase() === 'audio/red');
  if (red === undefined) return parameters;
  const codec: types.RtpCodecParameters = {
    mimeType: 'audio/red',
    payloadType: red.payloadType,
    clockRate: red.clockRate,
    channels: red.channels ?? 2,
    parameters: { '': red.sdpFmtpLine ?? '' },
    rtcpFeedback: [],
  };
  return { ...parameters, codecs: [...parameters.codecs, codec] };
}
