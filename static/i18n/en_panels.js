/**
 * The texts of the panels that load when they are opened, in English. `{x}` is a blank to fill in,
 * and `§` a section of RFC 6455.
 */
export const PANEL_TEXTS = {
  detail: {
    title: "The chosen row",
    showAs: "Show as",
    modes: { tree: "JSON tree", raw: "Raw", hex: "Hex", base64: "Base64" },
    reuse: "Edit and send",
  },
  replay: {
    notASession: "This file is not a saved session.",
    withTiming: "Replay with its timing",
    asReplied: "As fast as replies come",
  },
  roundTripTexts: {
    last: "Last",
    median: "Median (p50)",
    p95: "95% under",
    p99: "99% under",
    messagesPerSecond: "Messages a second",
    bytesPerSecond: "Bytes a second",
    axisMessages: "Reply",
    empty: "No round trip has been measured yet: send a message to a server that echoes.",
    measured:
      "The last 500 replies. Each time runs from send() to the event of the reply. After a key or a click it includes the browser’s own drawing, a few milliseconds.",
  },
  probeHint:
    "Opens a second connection to the address above and tests, step by step, whether WebSockets pass: what a proxy changes, drops or holds back.",
  shareTexts: {
    link: "A link to this page",
    linkHint: "It has address, subprotocols and message. It sends nothing by itself.",
    copyLink: "Copy link",
    command: "The same elsewhere",
    commandHint: "Commands send text; curl only opens the connection.",
    copyAs: "Copy as",
    copyCommand: "Copy command",
    noAddress: "The address or a subprotocol is not valid.",
  },
  behaviorHint:
    "What you ask the server for becomes part of the address. It applies from the next connection on.",
  behaviorAddress: "First write a valid address.",
  behaviorNow: "Applies now",
  behaviorNext: "After reconnecting",
  behaviorClosed: "no connection",
  behaviorPlain: "plain echo",
  behaviorApply: "Apply: reconnect",
  behaviorNone: "Plain echo",
  behaviorForeign: "Only eco understands these, and {host} is not the server of this page.",
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
    jitter: "Random delay on top",
    "open-delay": "Delay of the handshake",
    reject: "Refuse the handshake",
    protocol: "Subprotocol chosen",
    close: "Close with code",
    reason: "… and reason",
    after: "… after messages or time",
    push: "Send messages unasked",
    repeat: "Replies to each message",
    mute: "Never reply",
    lose: "Loss (0 to 1)",
    seed: "Seed of chance",
    idle: "Silence before a ping",
    report: "First a report of what arrived",
    name: "Name of the connection",
  },
  behaviorCheck: {
    problem: "The server refuses this address:",
    rejected: "The server answers {reject} instead of opening a connection, as this address asks.",
    foreign:
      "The server chooses the subprotocol «{protocol}», as this address asks; it was not offered, so the browser fails the connection.",
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
      noEcho: "WebSocket passes this path; the endpoint is no echo.",
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
      "This opens about 20 connections to {host}, one after the other, and sends 10,000 short messages and 1 MiB. Press again if that server may be tested so.",
    findings: {
      opened: "The connection opened.",
      notOpened: "The connection did not open. {problem}",
      offline: "The connection did not open: this browser is offline.",
      refused: "The server refuses what the address asks for: {problem}",
      foreignSubprotocol:
        "The server chooses the subprotocol “{protocol}”, as the address asks; it was not offered, so the browser failed the connection.",
      unreachable:
        "The connection did not open, and the server does not answer ordinary requests either: “eco probe {url}” tells how far it gets.",
      onlyHttp:
        "The connection did not open, though the server answers ordinary requests: a proxy on the way may drop Upgrade, or the server takes no more connections, or none of this page. “eco probe {url}” tells which.",
      hidden:
        "The connection did not open. A browser tells a page no more, but “eco probe {url}” does. Or open {page} in a tab: a warning is about the certificate, an error says that nobody listens, anything else that no WebSocket is there or a proxy drops Upgrade.",
      unexpected: "The probe itself failed: {problem}",
      noAnswer: "There was no answer to the handshake within {seconds} s.",
      inVain: "Not tried: an earlier step that it needs has failed.",
      needsEcho: "Not tried: it needs text that comes back.",
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
        "A limit of the endpoint: the largest message that comes back has {bytes} bytes, larger ones it closes with code 1009 (too big).",
      tooBig: "Not tried: the endpoint takes {bytes} bytes at most.",
      notClosed: "The connection was not closed within {seconds} s.",
      overtaken: "A later message came back before it, or instead of it.",
      becameBinary: "Text came back as binary.",
      becameText: "Binary came back as text.",
      truncated: "Cut short: of {sent} bytes {received} came back.",
      changed: "Changed: what came back differs from position {at} on.",
      foreign: "A message came that was not sent: {reply}",
      slow: "Only {count} came back within a minute.",
      inOrder: "All came back in order, {rate} a second.",
      lost: "Lost: {missing} of {count} did not come back, number {first} first.",
      doubled: "Doubled: {doubled} came back more than once.",
      reordered: "Out of order: number {number} came after number {after}.",
      oneAtATime:
        "While one connection is open, another does not open: a limit of connections, at a hop or the endpoint.",
      mixedUp: "Mixed up: a reply came by the other connection.",
      apart: "Each got its own replies.",
      chosen: "{protocol} was chosen.",
      noneChosen:
        "None was chosen of those offered: {offered}. Either the endpoint knows none of them, or a hop drops {field}; only eco in its place could tell which.",
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
        "eco got the handshake without its query string, or it would have reported what arrived: a hop drops the query string.",
      queryRefused:
        "The connection opens, but not with another parameter in the query string: a hop, or the endpoint, refuses it.",
      unchanged: "{server} got the handshake as it was sent.",
      changedOnTheWay: "{server} got the handshake with changes: {changes}",
      roundTrips: "min {min} · p50 {p50} · p95 {p95} · p99 {p99} · jitter {jitter} ms",
      heldBack:
        "min {min} · p50 {p50} · p95 {p95} · p99 {p99} · jitter {jitter} ms, where an ordinary request takes {page} ms: the endpoint takes its time, or a hop holds messages back (buffering).",
    },
  },
  explain: {
    intro: "What happens on the connection, and where RFC 6455 says so. Links open in another tab.",
    invisible:
      "What no page can see: pings and pongs (§5.5.2, §5.5.3), which the browser answers by itself, masking keys, and whether a message was cut into several frames (§5.4). The sizes are those of a message in one frame.",
    handshake: "Handshake",
    events: "Events",
    cited: "Cited there:",
    request: "The browser asks",
    answer: "The server answers",
    notYet: "There is none yet: it comes with the next connection.",
    fromServer:
      "A page cannot see its own handshake. This server tells of a second connection, opened just to ask: yours had the same lines, but another key. Of the answer a page learns the subprotocol and the extensions; the rest is what the rules make of the key.",
    fromRules:
      "A page cannot see its own handshake, and nobody tells it what arrived. These are the lines that the rules call for, with the key of the RFC’s example; the browser adds others, such as cookies.",
    notes: {
      GET: "The path is that of the address. The version is 1.1 at least (§4.1).",
      Host: "By the browser, from the address (§4.1).",
      Upgrade: "By the browser: it wants to go on with another protocol (§4.1).",
      Connection:
        "By the browser: Upgrade is meant for the next hop only, so a proxy has to send both again (§4.1).",
      "Sec-WebSocket-Key":
        "By the browser: 16 random bytes in base64, others each time. No page can choose them (§4.1).",
      exampleKey:
        "By the browser: 16 random bytes in base64, others each time. These are those of the example (§1.3).",
      "Sec-WebSocket-Version": "By the browser: the version that RFC 6455 describes (§4.1).",
      "Sec-WebSocket-Protocol": "By the page: the subprotocols it offers, the best first (§1.9).",
      "Sec-WebSocket-Extensions":
        "By the browser: extensions that it knows. permessage-deflate compresses (§9.1, RFC 7692).",
      Origin:
        "By the browser: the page that connects. It lets a server refuse pages of others (§10.2).",
      Cookie: "By the browser: the cookies of this host, as with each request (§4.1).",
      proxy: "By a proxy on the way.",
      other: "By the browser, as with each of its requests, or by a proxy.",
      withheld: "Instead of a value that may be secret this server tells its length.",
      101: "It agrees. What follows is WebSocket and no HTTP (§4.2.2).",
      answered: "As it was asked (§4.2.2).",
      accept:
        "SHA-1, in base64, of the key with 258EAFA5-E914-47DA-95CA-C5AB0DC85B11 after it: so the browser knows that a WebSocket server has read the key (§4.2.2).",
      chosen: "The subprotocol that it has chosen of those offered (§1.9).",
      noneChosen: "No Sec-WebSocket-Protocol: there is no subprotocol (§1.9).",
      extensions: "What it uses of the extensions offered (§9.1).",
      noExtensions: "No Sec-WebSocket-Extensions: nothing is compressed (§9.1).",
    },
    titles: {
      opening: "Opening",
      reopening: "Opening again, attempt {attempt}",
      open: "Open",
      closing: "You close",
      gaveUp: "You give up",
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
        "The browser connects to {host} by {transport} and sends the handshake: a GET that asks for WebSocket (§4.1).",
      open:
        "The server answered 101, and its answer fits the key (§4.2.2). From now on both may send whenever they want, in frames (§5.1).",
      closing:
        "The browser sends a close frame, opcode 0x8, with the code 1000 (§5.5.1), unless that of the server was there first: then it has answered that one. It sends nothing after that, and waits for the close frame of the server (§7.1.2).",
      gaveUp: "It was not open yet, so there is nothing to say goodbye to: TCP ends (§7.1.7).",
      replaced:
        "You opened another connection. The browser sends a close frame with the code 1000 on this one (§5.5.1). The page does not wait for the server’s close frame.",
      failed:
        "There was no 101, or not the right one (§4.1). The page gets an error event without a word of why, since otherwise pages could explore the network around you; then the code 1006, which no one has sent (§7.1.5).",
      unanswered:
        "No close frame of the server arrived that the browser could accept, so the browser itself made the code 1006 (§7.1.5).",
      lost:
        "No close frame arrived that the browser could accept: TCP ended without one, or the browser found a mistake in what the server sent and ended it. No one has sent the code 1006: the browser made it (§7.1.5).",
      closedByYou:
        "A close frame of the server came too, as the answer or before, and TCP ended (§5.5.1, §7.1.4).",
      closedByServer:
        "It sent a close frame, opcode 0x8, whose payload, if any, are code and reason. The browser answered with another, as it must (§5.5.1), and then the server ended TCP (§7.1.1).",
      waiting:
        "It is this page that opens it again; WebSocket never does so by itself. Each wait is longer, and partly random, so that not all clients come back at once (§7.2.3).",
    },
    codeSources: {
      rfc: "(§7.4.1)",
      range: "(§7.4.2)",
      iana: "(RFC 6455 has it not: IANA lists it.)",
    },
    frame: {
      fin: "FIN 1: the message ends with this frame (§5.2).",
      text: "Opcode 0x1: text, in UTF-8 (§5.6).",
      binary: "Opcode 0x2: binary (§5.6).",
      masked: "Mask 1: what a client sends is masked with 4 random bytes (§5.3).",
      unmasked: "Mask 0: what a server sends is not masked (§5.1).",
      7: "Length {bytes}, in 7 bits (§5.2).",
      16: "Length 126: the next 16 bits have it, {bytes} (§5.2).",
      64: "Length 127: the next 64 bits have it, {bytes} (§5.2).",
      last: "Of the last one:",
      several:
        "The browser may send it in several frames (§5.4), each with a header of its own: what follows is for one, and the least.",
      compressed:
        "It may be compressed (permessage-deflate, RFC 7692): then RSV1 is 1 and the payload shorter, which a page does not learn. Not compressed:",
      wire: "+ {bytes} of payload = {wire} bytes on the wire",
      wireMasked: "+ 4 of masking key + {bytes} of payload = {wire} bytes on the wire",
    },
    chosen: {
      title: "The chosen message on the wire",
      header: "Header (§5.2)",
      key: "Masking key (§5.3)",
      masked: "Payload, masked",
      unmasked: "Payload, not masked",
      payload: "Payload",
      keyNote:
        "The browser chooses another key for each frame, and no page learns it: this is the key of the example in §5.7.",
    },
  },
};
