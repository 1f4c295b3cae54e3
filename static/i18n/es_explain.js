/** @type {typeof import("./en_explain.js").PANEL_TEXTS} Los textos de la pestaña Explicar. */
export const PANEL_TEXTS = {
  explain: {
    intro:
      "Qué pasa en la conexión y en qué sección de la RFC 6455 se define. Los enlaces se abren en otra pestaña.",
    invisible:
      "Una página no puede ver los ping (§5.5.2), que el navegador contesta por su cuenta, ni los pong (§5.5.3). Tampoco ve las máscaras ni si un mensaje se dividió en varias tramas (§5.4). Los tamaños son los de una trama por mensaje.",
    handshake: "Handshake, o apretón de manos",
    events: "Eventos",
    cited: "Secciones citadas arriba:",
    request: "El navegador pide",
    answer: "El servidor responde",
    notYet: "Todavía no se ha abierto ninguna conexión.",
    fromServer:
      "Una página no puede ver su propio handshake. Por eso esta página abrió una segunda conexión, y el servidor informó de lo que llegó. Tu conexión llevaba las mismas líneas, pero con otra clave. De la respuesta, una página solo puede leer el subprotocolo y las extensiones. Las demás líneas se deducen de las reglas.",
    fromRules:
      "Una página no puede ver su propio handshake, y este servidor no informa de él. Estas son las líneas que exigen las reglas, con la clave del ejemplo de la RFC. El navegador añade otras, como las cookies.",
    notes: {
      GET: "La ruta sale de la dirección. La versión es la 1.1 o posterior (§4.1).",
      Host: "Del navegador: el servidor que figura en la dirección (§4.1).",
      Upgrade: "Del navegador: pide cambiar de protocolo (§4.1).",
      Connection:
        "Del navegador: Upgrade solo vale hasta el siguiente nodo, así que cada proxy debe volver a enviar esta línea y la de Upgrade (§4.1).",
      "Sec-WebSocket-Key":
        "Del navegador: 16 bytes aleatorios en base64, nuevos cada vez. Una página no puede elegirlos (§4.1).",
      exampleKey:
        "Del navegador: 16 bytes aleatorios en base64, nuevos cada vez. Estos son los del ejemplo de la RFC (§1.3).",
      "Sec-WebSocket-Version": "Del navegador: la versión que define la RFC 6455 (§4.1).",
      "Sec-WebSocket-Protocol":
        "De la página: los subprotocolos que ofrece, por orden de preferencia (§1.9).",
      "Sec-WebSocket-Extensions":
        "Del navegador: las extensiones que admite. permessage-deflate comprime los mensajes (§9.1, RFC 7692).",
      Origin:
        "Del navegador: el sitio de la página. Un servidor puede rechazar páginas de otros sitios (§10.2).",
      Cookie: "Del navegador: las cookies de este servidor, como en toda petición (§4.1).",
      proxy: "De un proxy intermedio.",
      other: "Del navegador, que envía estas líneas en todas sus peticiones, o de un proxy.",
      withheld: "El valor puede ser secreto, así que este servidor solo informa de su longitud.",
      101:
        "El servidor acepta. Después de esta respuesta, las dos partes usan WebSocket en vez de HTTP (§4.2.2).",
      answered: "El servidor confirma lo que pidió el navegador (§4.2.2).",
      accept:
        "Demuestra que un servidor de WebSocket ha leído la clave: es el SHA-1 de la clave seguida de 258EAFA5-E914-47DA-95CA-C5AB0DC85B11, en base64 (§4.2.2).",
      chosen: "El subprotocolo que ha elegido el servidor (§1.9).",
      noneChosen: "Sin Sec-WebSocket-Protocol no se usa ningún subprotocolo (§1.9).",
      extensions: "Las extensiones ofrecidas que usa el servidor (§9.1).",
      noExtensions: "Sin Sec-WebSocket-Extensions los mensajes no se comprimen (§9.1).",
    },
    titles: {
      opening: "Abriendo",
      reopening: "Abriendo otra vez, intento {attempt}",
      open: "Abierta",
      closing: "Cierras tú",
      gaveUp: "Cancelas",
      replaced: "Cerrada por ti al abrir otra",
      failed: "No se pudo abrir",
      unanswered: "Terminada sin respuesta",
      lost: "Conexión perdida",
      closedByYou: "Cerrada por ti",
      closedByServer: "Cerrada por el servidor",
      waiting: "En espera del intento {attempt}",
      sentText: "Texto enviado",
      sentBinary: "Binario enviado",
      receivedText: "Texto recibido",
      receivedBinary: "Binario recibido",
    },
    whatHappened: {
      opening:
        "El navegador se conecta a {host} por {transport} y envía el handshake: una petición GET que pide WebSocket (§4.1).",
      open:
        "El servidor respondió 101, y su respuesta corresponde a la clave (§4.2.2). Desde ahora las dos partes pueden enviar en cualquier momento, en tramas (§5.1).",
      closing:
        "El navegador envía una trama de cierre, opcode 0x8, con el código 1000 (§5.5.1), salvo si ya ha contestado a la del servidor. Después no envía nada más y espera la del servidor, si no ha llegado (§7.1.2).",
      gaveUp:
        "La conexión aún no estaba abierta, así que no hace falta una trama de cierre: TCP termina (§7.1.7).",
      replaced:
        "Has abierto otra conexión. El navegador envía en la anterior una trama de cierre con el código 1000 (§5.5.1). La página no espera la del servidor.",
      failed:
        "El servidor no respondió 101, o su respuesta no era correcta (§4.1). La página recibe un evento error que no dice por qué; si lo dijera, cualquier página podría explorar tu red. Después llega el código 1006, que nadie ha enviado (§7.1.5).",
      unanswered:
        "No llegó ninguna trama de cierre válida del servidor, así que el código 1006 lo puso el propio navegador (§7.1.5).",
      lost:
        "No llegó ninguna trama de cierre válida: TCP terminó sin ella, o el navegador encontró un error en lo que envió el servidor. Nadie envió el código 1006: lo puso el navegador (§7.1.5).",
      closedByYou:
        "También llegó la trama de cierre del servidor, como respuesta o antes, y TCP terminó (§5.5.1, §7.1.4).",
      closedByServer:
        "El servidor envió una trama de cierre, opcode 0x8. Su contenido, si lo hay, es el código y el motivo. El navegador contestó con otra, como es obligatorio (§5.5.1). Luego el servidor cerró TCP (§7.1.1).",
      waiting:
        "Esta página vuelve a abrir la conexión; WebSocket nunca lo hace por sí solo. Cada espera es más larga y en parte aleatoria, para que no vuelvan todos los clientes a la vez (§7.2.3).",
    },
    codeSources: {
      rfc: "(§7.4.1)",
      range: "(§7.4.2)",
      iana: "(No está en la RFC 6455: está registrado en IANA.)",
    },
    frame: {
      fin: "FIN 1: el mensaje termina con esta trama (§5.2).",
      text: "Opcode 0x1: texto, en UTF-8 (§5.6).",
      binary: "Opcode 0x2: binario (§5.6).",
      masked: "Mask 1: el cliente enmascara el contenido con 4 bytes aleatorios (§5.3).",
      unmasked: "Mask 0: el servidor no enmascara el contenido (§5.1).",
      7: "Longitud {bytes}, en 7 bits (§5.2).",
      16: "Longitud 126: los 16 bits siguientes contienen la longitud, {bytes} (§5.2).",
      64: "Longitud 127: los 64 bits siguientes contienen la longitud, {bytes} (§5.2).",
      last: "El último:",
      several:
        "El navegador puede dividirlo en varias tramas (§5.4), cada una con su cabecera. Los bytes de abajo son los de una sola trama, el mínimo.",
      compressed:
        "Puede ir comprimido (permessage-deflate, RFC 7692). Entonces RSV1 es 1 y el contenido es más corto, pero una página no puede verlo. Sin comprimir:",
      wire: "+ {bytes} de contenido = {wire} bytes en la red",
      wireMasked: "+ 4 de máscara + {bytes} de contenido = {wire} bytes en la red",
    },
    chosen: {
      title: "El mensaje seleccionado, en la red",
      header: "Cabecera (§5.2)",
      key: "Máscara (§5.3)",
      masked: "Contenido, enmascarado",
      unmasked: "Contenido, sin enmascarar",
      payload: "Contenido",
      keyNote:
        "El navegador usa una máscara nueva para cada trama, y una página no puede leerla. Esta es la del ejemplo de §5.7.",
    },
  },
};
