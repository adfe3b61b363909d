// WHIP and WHEP as a page does them that knows nothing of Parley: fetch and RTCPeerConnection.
window.plain = {
  async open(url, token, sends, options) {
    const pc = new RTCPeerConnection(options?.configuration);
    this.pc = pc;
    this.token = token;
    if (sends) {
      const media = await navigator.mediaDevices.getUserMedia({
        audio: true,
        video: { width: 640, height: 360 },
      });
      for (const track of media.getTracks()) {
        const sendEncodings =
          track.kind === 'video' && options?.simulcast
            ? [{ rid: 'h' }, { rid: 'l', scaleResolutionDownBy: 2 }]
            : undefined;
        pc.addTransceiver(track, { direction: 'sendonly', streams: [media], sendEncodings });
      }
    } else {
      pc.addTransceiver('audio', { direction: 'recvonly' });
      pc.addTransceiver('video', { direction: 'recvonly' });
      this.stream = new MediaStream();
      pc.ontrack = (event) => {
        this.stream.addTrack(event.track);
        if (event.track.kind === 'audio') this.listen(event.track);
      };
    }
    this.early = [];
    pc.onicecandidate = (event) => this.trickle(event.candidate);
    await pc.setLocalDescription();
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
      body: pc.localDescription.sdp,
    });
    this.answer = await response.text();
    if (response.status !== 201) {
      return { status: response.status, body: this.answer };
    }
    this.offer = pc.localDescription.sdp;
    this.location = new URL(response.headers.get('Location'), url).href;
    this.etag = response.headers.get('ETag');
    this.links = response.headers.get('Link');
    if (options?.keepCandidates) {
      const wanted = new RegExp(options.keepCandidates);
      this.answer = this.answer
        .split('\r\n')
        .filter((line) => !line.startsWith('a=candidate') || wanted.test(line))
        .join('\r\n');
    }
    await pc.setRemoteDescription({ type: 'answer', sdp: this.answer });
    this.trickled = [];
    for (const candidate of this.early.splice(0)) {
      await this.trickle(candidate);
    }
    return { status: 201, etag: this.etag };
  },

  // Chromium decodes remote sound only where an element plays it.
  listen(track) {
    const stream = new MediaStream([track]);
    this.speaker = new Audio();
    this.speaker.srcObject = stream;
    this.speaker.muted = true;
    this.speaker.play();
    const context = new AudioContext();
    this.analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(this.analyser);
  },

  rms() {
    const samples = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
  },

  async trickle(candidate) {
    if (!this.location) {
      this.early.push(candidate);
      return;
    }
    const [, ufrag] = /a=ice-ufrag:(\S+)/.exec(this.pc.localDescription.sdp);
    const [, pwd] = /a=ice-pwd:(\S+)/.exec(this.pc.localDescription.sdp);
    const lines = [`a=ice-ufrag:${ufrag}`, `a=ice-pwd:${pwd}`, 'm=audio 9 RTP/AVP 0', 'a=mid:0'];
    lines.push(candidate?.candidate ? `a=${candidate.candidate}` : 'a=end-of-candidates');
    const response = await this.patch(lines.join('\r\n') + '\r\n', this.etag);
    this.trickled.push(response.status);
  },

  patch(body, ifMatch) {
    return fetch(this.location, {
      method: 'PATCH',
      headers: {
        'Content-Type': 'application/trickle-ice-sdpfrag',
        'If-Match': ifMatch,
        Authorization: `Bearer ${this.token}`,
      },
      body,
    });
  },

  // New credentials by PATCH; the answer stays what it was but for ours.
  async restart() {
    this.pc.onicecandidate = null;
    await this.pc.setLocalDescription(await this.pc.createOffer({ iceRestart: true }));
    const [, ufrag] = /a=ice-ufrag:(\S+)/.exec(this.pc.localDescription.sdp);
    const [, pwd] = /a=ice-pwd:(\S+)/.exec(this.pc.localDescription.sdp);
    const response = await this.patch(`a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\n`, '*');
    const fragment = await response.text();
    this.etag = response.headers.get('ETag');
    const [, ourUfrag] = /a=ice-ufrag:(\S+)/.exec(fragment);
    const [, ourPwd] = /a=ice-pwd:(\S+)/.exec(fragment);
    this.answer = this.answer
      .replace(/a=ice-ufrag:\S+/g, `a=ice-ufrag:${ourUfrag}`)
      .replace(/a=ice-pwd:\S+/g, `a=ice-pwd:${ourPwd}`);
    await this.pc.setRemoteDescription({ type: 'answer', sdp: this.answer });
    return response.status;
  },

  async end() {
    const response = await fetch(this.location, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${this.token}` },
    });
    return response.status;
  },

  async stats(type) {
    const found = [];
    (await this.pc.getStats()).forEach((one) => one.type === type && found.push(one));
    return found;
  },

  async inbound(kind, field) {
    const all = await this.stats('inbound-rtp');
    return all.filter((one) => one.kind === kind).reduce((sum, one) => sum + (one[field] ?? 0), 0);
  },

  // Of the local end of the pair that is used.
  async path() {
    const all = new Map();
    (await this.pc.getStats()).forEach((one) => all.set(one.id, one));
    const transport = [...all.values()].find((one) => one.type === 'transport');
    const pair = all.get(transport?.selectedCandidatePairId);
    const [local, remote] = [pair?.localCandidateId, pair?.remoteCandidateId].map((id) =>
      all.get(id),
    );
    return pair
      ? `${local.candidateType} ${local.protocol} ${local.relayProtocol ?? '-'} ${remote.address}`
      : '';
  },
};
