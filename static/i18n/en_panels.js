/**
 * The texts of the panels that load when they are opened, in English. `{x}` is a blank to fill in,
 * and `§` a section of RFC 6455.
 */
export const PANEL_TEXTS = {
  detail: {
    title: "Selected row",
    showAs: "Show as",
    modes: { tree: "JSON tree", raw: "Raw", hex: "Hex", base64: "Base64" },
    reuse: "Edit and send",
  },
  replay: {
    notASession: "This file is not a saved session.",
    withTiming: "Replay with original timing",
    asReplied: "Replay as fast as replies come",
  },
  roundTripTexts: {
    last: "Last",
    median: "Median (p50)",
    p95: "95th percentile (p95)",
    p99: "99th percentile (p99)",
    messagesPerSecond: "Messages per second",
    bytesPerSecond: "Bytes per second",
    axisMessages: "Reply",
    empty: "No round trip has been measured yet: send a message to a server that echoes.",
    measured:
      "The last 500 replies. Each time is measured from send() to the event of the reply. After a key or a click, it includes a few milliseconds in which the browser draws the page.",
  },
  probeStart: "Test the path step by step",
  probeHint:
    "Opens new connections to the address above. It tests step by step whether a proxy on the way blocks, changes or delays WebSocket messages.",
  shareTexts: {
    link: "A link to this page",
    linkHint:
      "The link contains the address, the subprotocols and the message. Opening it sends nothing.",
    copyLink: "Copy link",
    command: "The same as a command",
    commandHint: "Each command sends the message as text. curl only opens the connection.",
    copyAs: "Copy as",
    copyCommand: "Copy command",
    noAddress: "The address or a subprotocol is not valid.",
  },
  behaviorHint:
    "The behaviors that you choose become part of the address. They apply from the next connection on.",
  behaviorAddress: "Type a valid address first.",
  behaviorNow: "Applies now",
  behaviorNext: "After reconnecting",
  behaviorClosed: "no connection",
  behaviorPlain: "plain echo",
  behaviorApply: "Apply: reconnect",
  behaviorNone: "Plain echo",
  behaviorForeign: "Only eco servers support behaviors, and {host} is not the server of this page.",
  behaviorForeignEco: "That server is eco too",
  behaviorGroups: {
    replies: "Replies",
    handshake: "Handshake",
    closing: "Closing",
    more: "More",
  },
  behaviors: {
    prefix: "Prefix of replies",
    delay: "Delay of replies",
    jitter: "Random extra delay",
    "open-delay": "Delay of the handshake",
    reject: "Refuse the handshake",
    protocol: "Subprotocol chosen",
    close: "Close with code",
    reason: "… and reason",
    after: "… after messages or time",
    push: "Push messages",
    repeat: "Replies to each message",
    mute: "Never reply",
    lose: "Share of lost replies (0 to 1)",
    seed: "Random seed",
    idle: "Ping after silence",
    report: "First message: report of the handshake",
    name: "Name of the connection",
    record: "Messages kept for a test",
  },
  behaviorCheck: {
    problem: "The server refuses this address:",
    rejected: "This address makes the server answer {reject} instead of opening a connection.",
    foreign:
      "This address makes the server choose the subprotocol «{protocol}». The page did not offer it, so the browser fails the connection.",
    unknown: "The server ignores {names} in this address.",
  },
  probe: {
    outcomes: { passed: "ok", failed: "FAIL", noted: "note", skipped: "skip" },
    summary: {
      failed: "{count} failed ({names})",
      passed: "{count} passed",
      note: "1 note",
      notes: "{count} notes",
      skipped: "{count} skipped",
      noEcho: "WebSockets pass on this path. The endpoint is not an echo server.",
      stopped: "Stopped after {tried} of {all} steps.",
    },
    steps: {
      handshake: "handshake",
      text: "text",
      report: "what arrived",
      unicode: "Unicode",
      empty: "empty message",
      binary: "binary",
      "64 KiB": "64 KiB of text",
      "1 MiB": "1 MiB of binary",
      order: "10,000 messages",
      two: "two connections",
      subprotocol: "subprotocol",
      close: "close by client",
      closed: "close by server",
      roundTrips: "round trips",
    },
    askFirst:
      "This opens about 20 connections to {host}, one after the other, and sends 10,000 short messages and 1 MiB. Press again if you may test that server like this.",
    findings: {
      opened: "The connection opened.",
      notOpened: "The connection did not open. {problem}",
      offline: "The connection did not open: this browser is offline.",
      refused: "The server refuses what the address asks for: {problem}",
      foreignSubprotocol:
        "The address makes the server choose the subprotocol “{protocol}”. The page did not offer it, so the browser failed the connection.",
      unreachable:
        "The connection did not open, and the server does not answer ordinary requests either. “eco probe {url}” shows how far a connection gets.",
      onlyHttp:
        "The connection did not open, but the server answers ordinary requests: a proxy may drop Upgrade, the server may accept no more connections, or it may not accept this page. “eco probe {url}” tells which.",
      hidden:
        "The connection did not open. The browser does not tell a page why, but “eco probe {url}” does. Or open {page} in a tab. If it shows a warning, the certificate is not trusted. If it shows an error, nothing listens. Otherwise there is no WebSocket, or a proxy drops Upgrade.",
      unexpected: "The probe itself failed: {problem}",
      noAnswer: "There was no answer to the handshake within {seconds} s.",
      inVain: "Not tried: an earlier step that it needs has failed.",
      needsEcho: "Not tried: it needs echoed text.",
      exact: "The same text comes back.",
      styled: "The text comes back as “{before}…{after}”.",
      noEcho: "The reply does not contain what was sent: {reply}",
      same: "Came back unchanged.",
      silent: "Nothing came back within {seconds} s.",
      closed: "The connection was closed with code {code}. {reason}",
      closedWithoutCode: "The connection was closed, without a code.",
      closedFirst: "The endpoint closes by itself, with code {code}: close frames pass. {reason}",
      cutOff: "The connection ended without a close frame: a hop, or the endpoint, cut it off.",
      ownLimit: "A limit of the endpoint: it closed with code {code}. {reason}",
      sizeLimit:
        "A limit of the endpoint: it returns messages of up to {bytes} bytes, and closes with code 1009 (too big) for larger ones.",
      tooBig: "Not tried: the endpoint accepts {bytes} bytes at most.",
      notClosed: "The connection was not closed within {seconds} s.",
      overtaken: "A later message came back before it, or instead of it.",
      becameBinary: "Text came back as binary.",
      becameText: "Binary came back as text.",
      truncated: "Cut short: {received} of {sent} bytes came back.",
      changed: "Changed: what came back differs from position {at} on.",
      foreign: "A message came that the probe did not send: {reply}",
      slow: "Only {count} came back within a minute.",
      inOrder: "All came back in order, {rate} a second.",
      lost: "Lost: {missing} of {count} did not come back, number {first} first.",
      doubled: "Doubled: {doubled} came back more than once.",
      reordered: "Out of order: number {number} came after number {after}.",
      oneAtATime:
        "While one connection is open, a second one does not open: the endpoint or a hop limits connections.",
      mixedUp: "Mixed up: a reply came by the other connection.",
      apart: "Each got its own replies.",
      chosen: "{protocol} was chosen.",
      noneChosen:
        "The server chose none of the offered subprotocols: {offered}. Either the endpoint supports none of them, or a hop drops {field}. Only an eco server in its place could tell which.",
      requestLostProtocol:
        "eco did not get {field}: a hop drops it from the request, on the way to the server. This is certain.",
      answerLostProtocol:
        "eco chose a subprotocol, but {field} did not come back: a hop drops it from the answer. This is certain.",
      codeAndReason: "Code {code} and its reason came through.",
      otherReason: "Code {code} came through, with another reason or none: {reason}",
      otherCode: "Code {sent} was expected, but {code} came. {reason}",
      onlyEco: "Only eco can be asked to close.",
      noReport: "The endpoint does not report what arrived, as eco does.",
      behaviorsOff:
        "This eco does not report what arrived: its operator has switched behaviors off.",
      queryLost:
        "eco did not report what arrived, so the handshake lost its query string: a hop drops it.",
      queryRefused:
        "The connection opens, but not with another parameter in the query string: a hop, or the endpoint, refuses it.",
      unchanged: "{server} got the handshake as it was sent.",
      changedOnTheWay: "{server} got the handshake with changes: {changes}",
      roundTrips: "min {min} · p50 {p50} · p95 {p95} · p99 {p99} · jitter {jitter} ms",
      heldBack:
        "min {min} · p50 {p50} · p95 {p95} · p99 {p99} · jitter {jitter} ms. An ordinary request takes {page} ms: the endpoint is slow, or a hop holds messages back (buffering).",
    },
  },
  explain: {
    intro:
      "What happens on the connection, with the section of RFC 6455 that defines it. Links open in another tab.",
    invisible:
      "A page cannot see pings and pongs (§5.5.2, §5.5.3), which the browser answers by itself. It cannot see masking keys, or whether a message was split into several frames (§5.4). The sizes are for one frame per message.",
    handshake: "Handshake",
    events: "Events",
    cited: "Sections cited above:",
    request: "The browser asks",
    answer: "The server answers",
    notYet: "No connection has opened yet.",
    fromServer:
      "A page cannot see its own handshake. So this page opened a second connection, and the server reported what arrived there. Your own connection had the same lines with another key. In the response, a page can read only the subprotocol and the extensions. The rules determine the other lines.",
    fromRules:
      "A page cannot see its own handshake, and this server does not report it. These are the lines that the rules require, with the key of the RFC’s example. The browser adds others, such as cookies.",
    notes: {
      GET: "The path comes from the address. The version is 1.1 or later (§4.1).",
      Host: "From the browser: the host in the address (§4.1).",
      Upgrade: "From the browser: it asks to change the protocol (§4.1).",
      Connection:
        "From the browser: Upgrade applies to the next hop only, so each proxy must send both lines again (§4.1).",
      "Sec-WebSocket-Key":
        "From the browser: 16 random bytes in base64, new each time. A page cannot choose them (§4.1).",
      exampleKey:
        "From the browser: 16 random bytes in base64, new each time. These are from the RFC’s example (§1.3).",
      "Sec-WebSocket-Version": "From the browser: the version that RFC 6455 defines (§4.1).",
      "Sec-WebSocket-Protocol":
        "From the page: the subprotocols that it offers, best first (§1.9).",
      "Sec-WebSocket-Extensions":
        "From the browser: the extensions that it supports. permessage-deflate compresses messages (§9.1, RFC 7692).",
      Origin:
        "From the browser: the site of the page. A server can refuse pages of other sites (§10.2).",
      Cookie: "From the browser: the cookies for this host, as in every request (§4.1).",
      proxy: "From a proxy on the way.",
      other: "From the browser, which sends these lines in every request, or from a proxy.",
      withheld: "The value may be secret, so this server reports only its length.",
      101:
        "The server agrees. After this response, both sides use WebSocket instead of HTTP (§4.2.2).",
      answered: "The server confirms what the browser asked for (§4.2.2).",
      accept:
        "It proves that a WebSocket server read the key: the SHA-1 of the key followed by 258EAFA5-E914-47DA-95CA-C5AB0DC85B11, in base64 (§4.2.2).",
      chosen: "The subprotocol that the server chose (§1.9).",
      noneChosen: "Without Sec-WebSocket-Protocol, no subprotocol is used (§1.9).",
      extensions: "The offered extensions that the server uses (§9.1).",
      noExtensions: "Without Sec-WebSocket-Extensions, messages are not compressed (§9.1).",
    },
    titles: {
      opening: "Opening",
      reopening: "Opening again, attempt {attempt}",
      open: "Open",
      closing: "You close",
      gaveUp: "You cancel",
      replaced: "Closed by you, to open another",
      failed: "Could not open",
      unanswered: "Ended without an answer",
      lost: "Connection lost",
      closedByYou: "Closed by you",
      closedByServer: "Closed by the server",
      waiting: "Waiting for attempt {attempt}",
      sentText: "Text sent",
      sentBinary: "Binary sent",
      receivedText: "Text received",
      receivedBinary: "Binary received",
    },
    whatHappened: {
      opening:
        "The browser connects to {host} over {transport} and sends the handshake: a GET request that asks for WebSocket (§4.1).",
      open:
        "The server answered 101, and its answer matches the key (§4.2.2). From now on, both sides may send at any time, in frames (§5.1).",
      closing:
        "The browser sends a close frame, opcode 0x8, with the code 1000 (§5.5.1). If the server’s close frame came first, the browser has already answered it. After its close frame, the browser sends nothing more, and waits for the server’s (§7.1.2).",
      gaveUp: "The connection was not open yet, so no close frame is needed: TCP ends (§7.1.7).",
      replaced:
        "You opened another connection. The browser sends a close frame with the code 1000 on this one (§5.5.1). The page does not wait for the server’s close frame.",
      failed:
        "The server did not answer 101, or its answer was wrong (§4.1). The page gets an error event that does not say why; otherwise, any page could explore your network. Then comes the code 1006, which no one sent (§7.1.5).",
      unanswered:
        "No valid close frame of the server arrived, so the browser itself set the code 1006 (§7.1.5).",
      lost:
        "No valid close frame arrived: TCP ended without one, or the browser found an error in what the server sent. No one sent the code 1006: the browser set it (§7.1.5).",
      closedByYou:
        "The server’s close frame came too, as the answer or earlier, and TCP ended (§5.5.1, §7.1.4).",
      closedByServer:
        "The server sent a close frame, opcode 0x8. Its payload, if any, is the code and the reason. The browser answered with a close frame, as it must (§5.5.1). Then the server ended TCP (§7.1.1).",
      waiting:
        "This page opens the connection again; WebSocket never does that by itself. Each wait is longer and partly random, so that not all clients return at the same time (§7.2.3).",
    },
    codeSources: {
      rfc: "(§7.4.1)",
      range: "(§7.4.2)",
      iana: "(Not in RFC 6455: registered with IANA.)",
    },
    frame: {
      fin: "FIN 1: the message ends with this frame (§5.2).",
      text: "Opcode 0x1: text, in UTF-8 (§5.6).",
      binary: "Opcode 0x2: binary (§5.6).",
      masked: "Mask 1: a client masks its payload with 4 random bytes (§5.3).",
      unmasked: "Mask 0: a server does not mask its payload (§5.1).",
      7: "Length {bytes}, in 7 bits (§5.2).",
      16: "Length 126: the next 16 bits contain the length, {bytes} (§5.2).",
      64: "Length 127: the next 64 bits contain the length, {bytes} (§5.2).",
      last: "The last one:",
      several:
        "The browser may split it into several frames (§5.4), each with a separate header. The bytes below are those of one frame, the minimum.",
      compressed:
        "It may be compressed (permessage-deflate, RFC 7692). Then RSV1 is 1 and the payload is shorter, but a page cannot see that. Without compression:",
      wire: "+ {bytes} of payload = {wire} bytes on the wire",
      wireMasked: "+ 4 of masking key + {bytes} of payload = {wire} bytes on the wire",
    },
    chosen: {
      title: "Selected message on the wire",
      header: "Header (§5.2)",
      key: "Masking key (§5.3)",
      masked: "Payload, masked",
      unmasked: "Payload, not masked",
      payload: "Payload",
      keyNote:
        "The browser uses a new key for each frame, and a page cannot read it. This is the key of the example in §5.7.",
    },
  },
};
