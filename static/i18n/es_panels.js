/** @type {typeof import("./en_panels.js").PANEL_TEXTS} Los textos de los paneles. */
export const PANEL_TEXTS = {
  detail: {
    title: "Fila seleccionada",
    showAs: "Ver como",
    modes: { tree: "Árbol JSON", raw: "Tal cual", hex: "Hexadecimal", base64: "Base64" },
    reuse: "Editar y enviar",
  },
  replay: {
    notASession: "Este archivo no es una sesión guardada.",
    withTiming: "Repetir con los tiempos originales",
    asReplied: "Repetir según lleguen las respuestas",
  },
  roundTripTexts: {
    last: "Última",
    median: "Mediana (p50)",
    p95: "Percentil 95 (p95)",
    p99: "Percentil 99 (p99)",
    messagesPerSecond: "Mensajes por segundo",
    bytesPerSecond: "Bytes por segundo",
    axisMessages: "Respuesta",
    empty:
      "Todavía no se ha medido ninguna ida y vuelta (RTT): envía un mensaje a un servidor de eco.",
    measured:
      "Las últimas 500 respuestas. Cada tiempo se mide desde send() hasta el evento de la respuesta. Tras una tecla o un clic, incluye unos milisegundos en los que el navegador dibuja la página.",
  },
  probeStart: "Probar la conexión paso a paso",
  probeHint:
    "Abre conexiones nuevas a la dirección de arriba y comprueba paso a paso si un proxy intermedio bloquea, cambia o retrasa los mensajes.",
  shareTexts: {
    link: "Un enlace a esta página",
    linkHint:
      "El enlace contiene la dirección, los subprotocolos y el mensaje. Abrirlo no envía nada.",
    copyLink: "Copiar enlace",
    command: "Lo mismo, como comando",
    commandHint: "Cada comando envía el mensaje como texto. curl solo abre la conexión.",
    copyAs: "Copiar como",
    copyCommand: "Copiar comando",
    noAddress: "La dirección o un subprotocolo no son válidos.",
  },
  behaviorHint:
    "Los comportamientos que eliges pasan a formar parte de la dirección. Se aplican desde la próxima conexión.",
  behaviorAddress: "Escribe primero una dirección válida.",
  behaviorNow: "Se aplica ahora",
  behaviorNext: "Al volver a conectar",
  behaviorClosed: "sin conexión",
  behaviorPlain: "eco sin más",
  behaviorApply: "Aplicar: volver a conectar",
  behaviorNone: "Eco sin más",
  behaviorForeign:
    "Solo los servidores eco admiten comportamientos, y {host} no es el servidor de esta página.",
  behaviorForeignEco: "Ese servidor también es eco",
  behaviorGroups: {
    replies: "Respuestas",
    handshake: "Handshake",
    closing: "Cierre",
    more: "Más",
  },
  behaviors: {
    prefix: "Prefijo de las respuestas",
    delay: "Retraso de las respuestas",
    jitter: "Retraso aleatorio añadido",
    "open-delay": "Retraso del handshake",
    reject: "Rechazar el handshake",
    protocol: "Subprotocolo elegido",
    close: "Cerrar con código",
    reason: "… y motivo",
    after: "… tras mensajes o tiempo",
    push: "Enviar mensajes sin petición",
    repeat: "Respuestas a cada mensaje",
    mute: "No responder nunca",
    lose: "Proporción de respuestas perdidas (0 a 1)",
    seed: "Semilla aleatoria",
    idle: "Ping tras un silencio",
    report: "Primer mensaje: informe del handshake",
    name: "Nombre de la conexión",
    record: "Mensajes guardados para una prueba",
  },
  behaviorCheck: {
    problem: "El servidor rechaza esta dirección:",
    rejected: "Esta dirección hace que el servidor responda {reject} en vez de abrir una conexión.",
    foreign:
      "Esta dirección hace que el servidor elija el subprotocolo «{protocol}». La página no lo había ofrecido, así que el navegador rompe la conexión.",
    unknown: "El servidor ignora {names} en esta dirección.",
  },
  probe: {
    outcomes: { passed: "bien", failed: "FALLA", noted: "nota", skipped: "omitido" },
    summary: {
      failed: "{count} con fallo ({names})",
      passed: "{count} bien",
      note: "1 nota",
      notes: "{count} notas",
      skipped: "{count} omitidos",
      noEcho: "Los WebSockets pasan por este camino. El extremo no es un servidor de eco.",
      stopped: "Prueba detenida tras {tried} de {all} pasos.",
    },
    steps: {
      handshake: "handshake",
      text: "texto",
      report: "lo que llegó",
      unicode: "Unicode",
      empty: "mensaje vacío",
      binary: "binario",
      "64 KiB": "64 KiB de texto",
      "1 MiB": "1 MiB de binario",
      order: "10 000 mensajes",
      two: "dos conexiones",
      subprotocol: "subprotocolo",
      close: "cierre del cliente",
      closed: "cierre del servidor",
      roundTrips: "idas y vueltas",
    },
    askFirst:
      "Esto abre unas 20 conexiones a {host}, una tras otra, y envía 10 000 mensajes cortos y 1 MiB. Pulsa otra vez si ese servidor se puede probar así.",
    findings: {
      opened: "La conexión se abrió.",
      notOpened: "La conexión no se abrió. {problem}",
      offline: "La conexión no se abrió: este navegador no tiene conexión a la red.",
      refused: "El servidor rechaza lo que pide la dirección: {problem}",
      foreignSubprotocol:
        "La dirección hace que el servidor elija el subprotocolo «{protocol}». La página no lo había ofrecido, así que el navegador rompió la conexión.",
      unreachable:
        "La conexión no se abrió, y el servidor tampoco responde a peticiones normales. «eco probe {url}» muestra hasta dónde llega una conexión.",
      onlyHttp:
        "La conexión no se abrió, pero el servidor responde a peticiones normales: puede que un proxy quite Upgrade, que el servidor no admita más conexiones o que no admita las de esta página. «eco probe {url}» dice cuál es la causa.",
      hidden:
        "La conexión no se abrió. El navegador no dice el motivo a las páginas, pero «eco probe {url}» sí lo dice. O abre {page} en una pestaña. Si muestra un aviso, el certificado no es de confianza. Si da un error, ningún programa escucha. En otro caso, ahí no hay WebSocket, o un proxy quita Upgrade.",
      unexpected: "La propia prueba falló: {problem}",
      noAnswer: "El handshake quedó sin respuesta durante {seconds} s.",
      inVain: "No se intentó: ha fallado un paso anterior que este necesita.",
      needsEcho: "No se intentó: necesita un extremo que devuelva el texto.",
      exact: "Vuelve el mismo texto.",
      styled: "El texto vuelve como «{before}…{after}».",
      noEcho: "La respuesta no contiene lo que se envió: {reply}",
      same: "Volvió sin cambios.",
      silent: "No volvió nada en {seconds} s.",
      closed: "La conexión se cerró con el código {code}. {reason}",
      closedWithoutCode: "La conexión se cerró, sin código.",
      closedFirst:
        "El extremo cierra por sí mismo, con el código {code}: las tramas de cierre pasan. {reason}",
      cutOff: "La conexión terminó sin trama de cierre: la cortó el extremo o un nodo intermedio.",
      ownLimit: "Un límite del extremo: cerró con el código {code}. {reason}",
      sizeLimit:
        "Un límite del extremo: devuelve mensajes de hasta {bytes} bytes y cierra con el código 1009 (demasiado grande) si son mayores.",
      tooBig: "No se intentó: el extremo admite {bytes} bytes como mucho.",
      notClosed: "La conexión no se cerró en {seconds} s.",
      overtaken: "Un mensaje posterior volvió antes, o en su lugar.",
      becameBinary: "El texto volvió como binario.",
      becameText: "El binario volvió como texto.",
      truncated: "Recortado: volvieron {received} de {sent} bytes.",
      changed: "Alterado: lo que volvió difiere desde la posición {at}.",
      foreign: "Llegó un mensaje que la prueba no había enviado: {reply}",
      slow: "Solo {count} volvieron en un minuto.",
      inOrder: "Todos volvieron en orden, {rate} por segundo.",
      lost: "Perdidos: {missing} de {count} no volvieron; el primero, el número {first}.",
      doubled: "Repetidos: {doubled} volvieron más de una vez.",
      reordered: "Desordenados: el número {number} llegó después del {after}.",
      oneAtATime:
        "Mientras hay una conexión abierta, no se abre otra: el extremo o un nodo intermedio limita las conexiones.",
      mixedUp: "Mezclados: una respuesta llegó por la otra conexión.",
      apart: "Cada una recibió sus propias respuestas.",
      chosen: "Se eligió {protocol}.",
      noneChosen:
        "El servidor no eligió ninguno de los subprotocolos ofrecidos: {offered}. O el extremo no admite ninguno, o un nodo intermedio quita {field}. Solo un servidor eco en su lugar podría decir cuál de las dos cosas pasa.",
      requestLostProtocol:
        "A eco no le llegó {field}: un nodo intermedio lo quita de la petición, de camino al servidor. Es seguro.",
      answerLostProtocol:
        "eco eligió un subprotocolo, pero {field} no volvió: un nodo intermedio lo quita de la respuesta. Es seguro.",
      codeAndReason: "Llegaron el código {code} y su motivo.",
      otherReason: "Llegó el código {code}, con otro motivo o sin él: {reason}",
      otherCode: "Se esperaba el código {sent} y llegó {code}. {reason}",
      onlyEco: "Solo a eco se le puede pedir que cierre.",
      noReport: "El extremo no informa de lo que llegó, como haría eco.",
      behaviorsOff:
        "Este eco no informa de lo que llegó: su operador ha desactivado los comportamientos.",
      queryLost:
        "eco no informó de lo que llegó, así que el handshake perdió su cadena de consulta: un nodo intermedio la quita.",
      queryRefused:
        "La conexión se abre, pero no con otro parámetro en la cadena de consulta: lo rechaza el extremo o un nodo intermedio.",
      unchanged: "{server} recibió el handshake tal como se envió.",
      changedOnTheWay: "{server} recibió el handshake con cambios: {changes}",
      roundTrips: "mín {min} · p50 {p50} · p95 {p95} · p99 {p99} · fluctuación {jitter} ms",
      heldBack:
        "mín {min} · p50 {p50} · p95 {p95} · p99 {p99} · fluctuación {jitter} ms. Una petición normal tarda {page} ms: el extremo es lento, o un nodo intermedio retiene los mensajes (buffering).",
    },
  },
  explain: {
    intro:
      "Qué pasa en la conexión y en qué sección de la RFC 6455 se define. Los enlaces se abren en otra pestaña.",
    invisible:
      "Una página no puede ver los ping y pong (§5.5.2, §5.5.3), que el navegador contesta por su cuenta. Tampoco ve las claves de enmascarado ni si un mensaje se dividió en varias tramas (§5.4). Los tamaños son los de una trama por mensaje.",
    handshake: "Handshake, o apretón de manos",
    events: "Eventos",
    cited: "Secciones citadas arriba:",
    request: "El navegador pide",
    answer: "El servidor responde",
    notYet: "Todavía no se ha abierto ninguna conexión.",
    fromServer:
      "Una página no puede ver su propio handshake. Por eso esta abrió una segunda conexión, y el servidor informó de lo que llegó. Tu conexión llevaba las mismas líneas, pero con otra clave. De la respuesta, una página solo puede leer el subprotocolo y las extensiones. Las demás líneas las determinan las reglas.",
    fromRules:
      "Una página no puede ver su propio handshake, y este servidor no informa de él. Estas son las líneas que exigen las reglas, con la clave del ejemplo de la RFC. El navegador añade otras, como las cookies.",
    notes: {
      GET: "La ruta sale de la dirección. La versión es la 1.1 o posterior (§4.1).",
      Host: "Del navegador: el servidor que figura en la dirección (§4.1).",
      Upgrade: "Del navegador: pide cambiar de protocolo (§4.1).",
      Connection:
        "Del navegador: Upgrade solo vale hasta el siguiente nodo, así que cada proxy debe volver a enviar las dos líneas (§4.1).",
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
        "El navegador envía una trama de cierre, opcode 0x8, con el código 1000 (§5.5.1). Si la del servidor llegó antes, el navegador ya la ha contestado. Después no envía nada más y espera la trama de cierre del servidor (§7.1.2).",
      gaveUp:
        "La conexión aún no estaba abierta, así que no hace falta una trama de cierre: TCP termina (§7.1.7).",
      replaced:
        "Has abierto otra conexión. El navegador envía en esta una trama de cierre con el código 1000 (§5.5.1). La página no espera la trama de cierre del servidor.",
      failed:
        "El servidor no respondió 101, o su respuesta no era correcta (§4.1). La página recibe un evento error que no dice por qué; si lo dijera, cualquier página podría explorar tu red. Después llega el código 1006, que nadie ha enviado (§7.1.5).",
      unanswered:
        "No llegó ninguna trama de cierre válida del servidor, así que el código 1006 lo puso el propio navegador (§7.1.5).",
      lost:
        "No llegó una trama de cierre válida: TCP terminó sin ella, o el navegador encontró un error en lo que envió el servidor. Nadie envió el código 1006: lo puso el navegador (§7.1.5).",
      closedByYou:
        "También llegó la trama de cierre del servidor, como respuesta o antes, y TCP terminó (§5.5.1, §7.1.4).",
      closedByServer:
        "El servidor envió una trama de cierre, opcode 0x8. Su contenido, si lo hay, es el código y el motivo. El navegador contestó con otra, como debe (§5.5.1). Luego el servidor cerró TCP (§7.1.1).",
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
      wireMasked: "+ 4 de clave de enmascarado + {bytes} de contenido = {wire} bytes en la red",
    },
    chosen: {
      title: "El mensaje seleccionado, en la red",
      header: "Cabecera (§5.2)",
      key: "Clave de enmascarado (§5.3)",
      masked: "Contenido, enmascarado",
      unmasked: "Contenido, sin enmascarar",
      payload: "Contenido",
      keyNote:
        "El navegador usa una clave nueva para cada trama, y una página no puede leerla. Esta es la clave del ejemplo de §5.7.",
    },
  },
};
