/** The texts of the tab Explain, in English, as those of the other panels in `en_panels.js`. */
export const PANEL_TEXTS = {
  explain: {
    intro:
      "What happens on the connection, with the section of RFC 6455 that defines it. Links open in another tab.",
    invisible:
      "A page cannot see pings, which the browser answers by itself, or pongs (§5.5.2, §5.5.3). It cannot see masking keys, or whether a message was split into several frames (§5.4). The sizes are for one frame per message.",
    handshake: "Handshake",
    events: "Events",
    cited: "Sections cited above:",
    request: "The browser asks",
    answer: "The server answers",
    notYet: "No connection has opened yet.",
    fromServer:
      "A page cannot see its own handshake. So this page opened a second connection, and the server reported what arrived there. Your own connection had the same lines with another key. In the response, a page can read only the subprotocol and the extensions. The other lines follow from the rules.",
    fromRules:
      "A page cannot see its own handshake, and this server does not report it. These are the lines that the rules require, with the key of the RFC’s example. The browser adds others, such as cookies.",
    notes: {
      GET: "The path comes from the address. The version is 1.1 or later (§4.1).",
      Host: "From the browser: the host in the address (§4.1).",
      Upgrade: "From the browser: it asks to change the protocol (§4.1).",
      Connection:
        "From the browser: Upgrade applies to the next hop only, so each proxy must send this line and Upgrade again (§4.1).",
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
        "It proves that a WebSocket server read the key: this text is the SHA-1 of the key with 258EAFA5-E914-47DA-95CA-C5AB0DC85B11 at its end, in base64 (§4.2.2).",
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
        "The browser sends a close frame, opcode 0x8, with the code 1000 (§5.5.1), unless it has already answered the server’s. After its close frame, the browser sends nothing more, and waits for the server’s frame if it has not come (§7.1.2).",
      gaveUp: "The connection was not open yet, so no close frame is needed: TCP ends (§7.1.7).",
      replaced:
        "You opened another connection. The browser sends a close frame with the code 1000 on this one (§5.5.1). The page does not wait for the server’s close frame.",
      failed:
        "The server did not answer 101, or its answer was wrong (§4.1). The page gets an error event that does not say why: if it did, any page could explore your network. Then the page gets the code 1006, which no one sent (§7.1.5).",
      unanswered:
        "No valid close frame of the server arrived, so the browser itself set the code 1006 (§7.1.5).",
      lost:
        "No valid close frame arrived: TCP ended without one, or the browser found an error in what the server sent. No one sent the code 1006: the browser set it (§7.1.5).",
      closedByYou:
        "The server sent its close frame too, before or after yours, and TCP ended (§5.5.1, §7.1.4).",
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
        "The browser may split it into several frames (§5.4), each with a separate header. The bytes below are for a single frame, which is the minimum.",
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
