/** @type {typeof import("./en_panels.js").PANEL_TEXTS} Los textos de los paneles. */
export const PANEL_TEXTS = {
  detail: {
    title: "La fila elegida",
    showAs: "Ver como",
    modes: { tree: "Árbol JSON", raw: "Tal cual", hex: "Hexadecimal", base64: "Base64" },
    reuse: "Editar y enviar",
  },
  replay: {
    notASession: "Este archivo no es una sesión guardada.",
    withTiming: "Repetir con sus tiempos",
    asReplied: "Tan rápido como llegan respuestas",
  },
  roundTripTexts: {
    last: "Última",
    median: "Mediana (p50)",
    p95: "El 95 %, en menos de",
    p99: "El 99 %, en menos de",
    messagesPerSecond: "Mensajes por segundo",
    bytesPerSecond: "Bytes por segundo",
    axisMessages: "Respuesta",
    empty: "Todavía no se ha medido ninguna ida y vuelta: envía un mensaje a un servidor de eco.",
    measured:
      "Las últimas 500 respuestas. Cada tiempo va desde send() hasta el evento de la respuesta. Tras una tecla o un clic incluye lo que el navegador tarda en dibujar, unos milisegundos.",
  },
  probeHint:
    "Abre una segunda conexión a la dirección de arriba y prueba, paso a paso, si pasan los WebSockets: qué cambia, quita o retiene un proxy.",
  shareTexts: {
    link: "Un enlace a esta página",
    linkHint: "Lleva dirección, subprotocolos y mensaje. No envía nada por sí solo.",
    copyLink: "Copiar enlace",
    command: "Lo mismo en otro sitio",
    commandHint: "Las órdenes envían texto; curl solo abre la conexión.",
    copyAs: "Copiar como",
    copyCommand: "Copiar orden",
    noAddress: "La dirección o un subprotocolo no son válidos.",
  },
  behaviorHint:
    "Lo que le pides al servidor pasa a formar parte de la dirección. Vale desde la próxima conexión.",
  behaviorAddress: "Escribe antes una dirección válida.",
  behaviorNow: "Vale ahora",
  behaviorNext: "Al volver a conectar",
  behaviorClosed: "sin conexión",
  behaviorPlain: "eco sin más",
  behaviorApply: "Aplicar: volver a conectar",
  behaviorNone: "Eco sin más",
  behaviorForeign: "Solo eco los entiende, y {host} no es el servidor de esta página.",
  behaviorForeignEco: "Ese servidor también es eco",
  behaviorGroups: {
    replies: "Respuestas",
    handshake: "Handshake",
    closing: "Cierre",
    more: "Más",
  },
  behaviors: {
    prefix: "Prefijo de las respuestas",
    delay: "Demora de las respuestas",
    jitter: "Demora aleatoria añadida",
    "open-delay": "Demora de la apertura",
    reject: "Rechazar la apertura",
    protocol: "Subprotocolo elegido",
    close: "Cerrar con código",
    reason: "… y motivo",
    after: "… tras mensajes o tiempo",
    push: "Enviar mensajes sin pedirlos",
    repeat: "Respuestas a cada mensaje",
    mute: "No responder nunca",
    lose: "Pérdida (0 a 1)",
    seed: "Semilla del azar",
    idle: "Silencio antes de un ping",
    report: "Primero, informe de lo que llegó",
    name: "Nombre de la conexión",
  },
  behaviorCheck: {
    problem: "El servidor rechaza esta dirección:",
    rejected:
      "El servidor responde {reject} en vez de abrir una conexión, como pide esta dirección.",
    foreign:
      "El servidor elige el subprotocolo «{protocol}», como pide esta dirección; no está entre los ofrecidos, y el navegador rompe la conexión.",
    unknown: "En esta dirección el servidor no hace caso de {names}.",
  },
  probe: {
    outcomes: { passed: "bien", failed: "FALLA", noted: "nota", skipped: "omitido" },
    summary: {
      failed: "{count} con fallo ({names})",
      passed: "{count} bien",
      note: "1 nota",
      notes: "{count} notas",
      skipped: "{count} sin hacer",
      noEcho: "WebSocket pasa por este camino; el extremo no es un eco.",
      stopped: "Parada tras {tried} de {all} pasos.",
    },
    steps: {
      handshake: "apertura",
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
      offline: "La conexión no se abrió: este navegador está sin red.",
      refused: "El servidor rechaza lo que pide la dirección: {problem}",
      foreignSubprotocol:
        "El servidor elige el subprotocolo «{protocol}», como pide la dirección; no se había ofrecido, y el navegador rompió la conexión.",
      unreachable:
        "La conexión no se abrió, y el servidor tampoco responde a peticiones corrientes: «eco probe {url}» dice hasta dónde llega.",
      onlyHttp:
        "La conexión no se abrió, aunque el servidor responde a peticiones corrientes: puede que un proxy quite Upgrade por el camino, o que el servidor no admita más conexiones, o ninguna de esta página. «eco probe {url}» dice cuál de ellas.",
      hidden:
        "La conexión no se abrió. Un navegador no le cuenta más a una página, pero «eco probe {url}» sí. O abre {page} en una pestaña: un aviso es por el certificado, un error dice que nadie escucha, y cualquier otra cosa, que ahí no hay WebSocket o que un proxy quita Upgrade.",
      unexpected: "La propia prueba falló: {problem}",
      noAnswer: "La apertura quedó sin respuesta durante {seconds} s.",
      inVain: "No se intentó: falló un paso anterior que este necesita.",
      needsEcho: "No se intentó: necesita que vuelva el texto.",
      exact: "Vuelve el mismo texto.",
      styled: "El texto vuelve como «{before}…{after}».",
      noEcho: "Lo que llegó no contiene nada de lo enviado: {reply}",
      same: "Volvió igual.",
      silent: "No volvió nada en {seconds} s.",
      closed: "La conexión se cerró con el código {code}. {reason}",
      closedWithoutCode: "La conexión se cerró, sin código.",
      closedFirst:
        "El extremo cierra por sí mismo, con el código {code}: los cierres pasan. {reason}",
      cutOff: "La conexión terminó sin trama de cierre: la cortó un salto, o el extremo.",
      ownLimit: "Un límite del extremo: cerró con el código {code}. {reason}",
      sizeLimit:
        "Un límite del extremo: el mayor mensaje que vuelve tiene {bytes} bytes; los mayores los cierra con el código 1009 (demasiado grande).",
      tooBig: "No se intentó: el extremo admite {bytes} bytes como mucho.",
      notClosed: "La conexión no se cerró en {seconds} s.",
      overtaken: "Un mensaje posterior volvió antes, o en su lugar.",
      becameBinary: "El texto volvió como binario.",
      becameText: "El binario volvió como texto.",
      truncated: "Recortado: de {sent} bytes volvieron {received}.",
      changed: "Alterado: lo que volvió difiere desde la posición {at}.",
      foreign: "Llegó un mensaje que no se había enviado: {reply}",
      slow: "Solo {count} volvieron en un minuto.",
      inOrder: "Todos volvieron en orden, {rate} por segundo.",
      lost: "Pérdida: {missing} de {count} no volvieron, el primero el número {first}.",
      doubled: "Repetidos: {doubled} volvieron más de una vez.",
      reordered: "Desorden: el número {number} llegó después del {after}.",
      oneAtATime:
        "Mientras hay una conexión abierta, otra no se abre: un límite de conexiones, en un salto o en el extremo.",
      mixedUp: "Mezcla: una respuesta llegó por la otra conexión.",
      apart: "Cada una recibió sus propias respuestas.",
      chosen: "Se eligió {protocol}.",
      noneChosen:
        "No se eligió ninguno de los ofrecidos: {offered}. O el extremo no conoce ninguno, o un salto quita {field}; solo eco en su lugar podría decir cuál.",
      requestLostProtocol:
        "A eco no le llegó {field}: un salto lo quita de la petición, camino del servidor. Es seguro.",
      answerLostProtocol:
        "eco eligió un subprotocolo, pero {field} no volvió: un salto lo quita de la respuesta. Es seguro.",
      codeAndReason: "El código {code} y su motivo llegaron.",
      otherReason: "El código {code} llegó, con otro motivo o ninguno: {reason}",
      otherCode: "Se esperaba el código {sent} y llegó {code}. {reason}",
      onlyEco: "Solo a eco se le puede pedir que cierre.",
      noReport: "El extremo no dice lo que llegó, como haría eco.",
      behaviorsOff:
        "Este eco no dice lo que llegó: su operador ha desactivado los comportamientos.",
      queryLost:
        "A eco le llegó la apertura sin su cadena de consulta, o habría dicho lo que llegó: un salto quita la cadena de consulta.",
      queryRefused:
        "La conexión se abre, pero no con otro parámetro en la cadena de consulta: la rechaza un salto, o el extremo.",
      unchanged: "{server} recibió la apertura tal como se envió.",
      changedOnTheWay: "{server} recibió la apertura con cambios: {changes}",
      roundTrips: "mín {min} · p50 {p50} · p95 {p95} · p99 {p99} · fluctuación {jitter} ms",
      heldBack:
        "mín {min} · p50 {p50} · p95 {p95} · p99 {p99} · fluctuación {jitter} ms, y una petición corriente, {page} ms: el extremo se toma su tiempo, o un salto retiene los mensajes (buffering).",
    },
  },
  explain: {
    intro:
      "Qué pasa en la conexión y dónde lo dice la RFC 6455. Los enlaces se abren en otra pestaña.",
    invisible:
      "Lo que ninguna página puede ver: los ping y pong (§5.5.2, §5.5.3), que el navegador contesta por su cuenta, las claves de enmascarado y si un mensaje se partió en varias tramas (§5.4). Los tamaños son los de un mensaje en una sola trama.",
    handshake: "Apertura",
    events: "Eventos",
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
      replaced: "Cerrada por ti al abrir otra",
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
      replaced:
        "Has abierto otra conexión. El navegador envía en esta una trama de cierre con el código 1000 (§5.5.1). La página no espera la trama de cierre del servidor.",
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
    chosen: {
      title: "El mensaje elegido, en la red",
      header: "Cabecera (§5.2)",
      key: "Clave de enmascarado (§5.3)",
      masked: "Contenido, enmascarado",
      unmasked: "Contenido, sin enmascarar",
      payload: "Contenido",
      keyNote:
        "El navegador elige otra clave para cada trama, y ninguna página llega a conocerla: esta es la del ejemplo de §5.7.",
    },
  },
};
