/** What explanations say, in each language; `§` is a section of RFC 6455. `{x}` is filled in. */
export const EXPLAIN_TEXTS = {
  en: {
    intro:
      "What happens on the connection, and where RFC 6455 says so. Links open a tab of their own.",
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
  },
  es: {
    intro:
      "Qué pasa en la conexión y dónde lo dice la RFC 6455. Los enlaces se abren en otra pestaña.",
    invisible:
      "Lo que ninguna página puede ver: los ping y pong (§5.5.2, §5.5.3), que el navegador contesta por su cuenta, las claves de enmascarado y si un mensaje se partió en varias tramas (§5.4). Los tamaños son los de un mensaje en una sola trama.",
    handshake: "Apertura",
    events: "Sucesos",
    cited: "Citado ahí:",
    request: "El navegador pide",
    answer: "El servidor responde",
    notYet: "Todavía no hay: vendrá con la próxima conexión.",
    fromServer:
      "Una página no puede ver su propia apertura. Este servidor cuenta la de una segunda conexión, abierta solo para preguntar: la tuya llevaba lo mismo, pero con otra clave. De la respuesta una página solo conoce el subprotocolo y las extensiones; lo demás es lo que, según las reglas, sale de la clave.",
    fromRules:
      "Una página no puede ver su propia apertura y nadie le dice qué llegó. Estas son las líneas que piden las reglas, con la clave del ejemplo de la RFC; el navegador añade otras, como las cookies.",
    notes: {
      GET: "La ruta es la de la dirección. La versión es al menos la 1.1 (§4.1).",
      Host: "Del navegador: sale de la dirección (§4.1).",
      Upgrade: "Del navegador: quiere seguir con otro protocolo (§4.1).",
      Connection:
        "Del navegador: Upgrade solo vale hasta el siguiente nodo, así que un proxy tiene que volver a enviar los dos (§4.1).",
      "Sec-WebSocket-Key":
        "Del navegador: 16 bytes al azar en base64, distintos cada vez. Ninguna página puede elegirlos (§4.1).",
      exampleKey:
        "Del navegador: 16 bytes al azar en base64, distintos cada vez. Estos son los del ejemplo (§1.3).",
      "Sec-WebSocket-Version": "Del navegador: la versión que describe la RFC 6455 (§4.1).",
      "Sec-WebSocket-Protocol":
        "De la página: los subprotocolos que ofrece, el mejor primero (§1.9).",
      "Sec-WebSocket-Extensions":
        "Del navegador: extensiones que conoce. permessage-deflate comprime (§9.1, RFC 7692).",
      Origin:
        "Del navegador: la página que se conecta. Permite al servidor rechazar páginas ajenas (§10.2).",
      Cookie: "Del navegador: las cookies de este servidor, como en toda petición (§4.1).",
      proxy: "De un proxy que hay por el camino.",
      other: "Del navegador, como en todas sus peticiones, o de un proxy.",
      withheld: "En vez de un valor que puede ser secreto, este servidor dice su longitud.",
      101: "Está de acuerdo. Lo que sigue es WebSocket y ya no HTTP (§4.2.2).",
      answered: "Como se le pidió (§4.2.2).",
      accept:
        "SHA-1, en base64, de la clave seguida de 258EAFA5-E914-47DA-95CA-C5AB0DC85B11: así sabe el navegador que la ha leído un servidor de WebSocket (§4.2.2).",
      chosen: "El subprotocolo que ha elegido de los ofrecidos (§1.9).",
      noneChosen: "Sin Sec-WebSocket-Protocol: no hay subprotocolo (§1.9).",
      extensions: "Lo que usa de las extensiones ofrecidas (§9.1).",
      noExtensions: "Sin Sec-WebSocket-Extensions: nada se comprime (§9.1).",
    },
    titles: {
      opening: "Abriendo",
      reopening: "Abriendo otra vez, intento {attempt}",
      open: "Abierta",
      closing: "Cierras tú",
      gaveUp: "Desistes",
      failed: "No se pudo abrir",
      unanswered: "Terminada sin respuesta",
      lost: "Conexión perdida",
      closedByYou: "Cerrada por ti",
      closedByServer: "Cerrada por el servidor",
      waiting: "A la espera del intento {attempt}",
      sentText: "Texto enviado",
      sentBinary: "Binario enviado",
      receivedText: "Texto recibido",
      receivedBinary: "Binario recibido",
    },
    whatHappened: {
      opening:
        "El navegador se conecta a {host} por {transport} y envía la apertura: un GET que pide WebSocket (§4.1).",
      open:
        "El servidor respondió 101 y su respuesta encaja con la clave (§4.2.2). Desde ahora los dos pueden enviar cuando quieran, en tramas (§5.1).",
      closing:
        "El navegador envía una trama de cierre, opcode 0x8, con el código 1000 (§5.5.1), salvo que la del servidor llegara antes: entonces ya ha respondido a esa. Después no envía nada más y espera la trama de cierre del servidor (§7.1.2).",
      gaveUp: "Aún no estaba abierta, así que no hay de quién despedirse: TCP termina (§7.1.7).",
      failed:
        "No hubo un 101, o no el correcto (§4.1). La página recibe un evento error que no dice por qué, pues así podría explorar la red que te rodea; después, el código 1006, que nadie ha enviado (§7.1.5).",
      unanswered:
        "No llegó del servidor ninguna trama de cierre que el navegador pudiera aceptar, así que el código 1006 lo puso el propio navegador (§7.1.5).",
      lost:
        "No llegó ninguna trama de cierre que el navegador pudiera aceptar: TCP terminó sin ella, o el navegador encontró un error en lo que envió el servidor y la terminó. Nadie ha enviado el código 1006: lo puso el navegador (§7.1.5).",
      closedByYou:
        "También llegó una trama de cierre del servidor, como respuesta o antes, y TCP terminó (§5.5.1, §7.1.4).",
      closedByServer:
        "Envió una trama de cierre, opcode 0x8, cuyo contenido, si lo hay, son código y motivo. El navegador respondió con otra, como debe (§5.5.1), y luego el servidor terminó TCP (§7.1.1).",
      waiting:
        "Es esta página la que vuelve a abrirla; WebSocket nunca lo hace por sí solo. Cada espera es más larga y en parte al azar, para que no vuelvan todos los clientes a la vez (§7.2.3).",
    },
    codeSources: {
      rfc: "(§7.4.1)",
      range: "(§7.4.2)",
      iana: "(No está en la RFC 6455: lo registra IANA.)",
    },
    frame: {
      fin: "FIN 1: el mensaje acaba con esta trama (§5.2).",
      text: "Opcode 0x1: texto, en UTF-8 (§5.6).",
      binary: "Opcode 0x2: binario (§5.6).",
      masked: "Mask 1: lo que envía un cliente se enmascara con 4 bytes al azar (§5.3).",
      unmasked: "Mask 0: lo que envía un servidor no se enmascara (§5.1).",
      7: "Longitud {bytes}, en 7 bits (§5.2).",
      16: "Longitud 126: la dicen los 16 bits siguientes, {bytes} (§5.2).",
      64: "Longitud 127: la dicen los 64 bits siguientes, {bytes} (§5.2).",
      last: "Del último:",
      several:
        "El navegador puede enviarlo en varias tramas (§5.4), cada una con su cabecera: lo que sigue es para una sola, y lo mínimo.",
      compressed:
        "Puede ir comprimido (permessage-deflate, RFC 7692): entonces RSV1 es 1 y el contenido más corto, cosa que una página no llega a saber. Sin comprimir:",
      wire: "+ {bytes} de contenido = {wire} bytes en la red",
      wireMasked: "+ 4 de clave de enmascarado + {bytes} de contenido = {wire} bytes en la red",
    },
  },
};
