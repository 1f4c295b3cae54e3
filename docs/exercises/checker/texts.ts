import type { Break, Name } from "./answer.ts";

/** Languages that the check speaks. */
export type Language = "es" | "en";

/** What to look at, by the mistake: Spanish, then English. */
const HINTS = {
  // Any exercise
  sharedFile: [
    "has cambiado server/policy/echo.ts, que usan todos los ejercicios. Déjalo como estaba y cambia solo tu archivo.",
    "you have changed server/policy/echo.ts, which all exercises use. Put it back as it was and change only your own file.",
  ],
  crash: [
    "tu programa ha dado un error; entre paréntesis, la línea. Léela: ¿hay un nombre mal escrito, o falta un paréntesis o una coma? ¿Cambias una const? Usa let. ¿Se creó la variable dentro de otra función? Créala fuera.",
    "your program gave an error; its line is in parentheses. Read it: is a name misspelt, or a parenthesis or a comma missing? Do you change a const? Use let. Was the variable created inside another function? Create it outside.",
  ],
  notListening: [
    "tu programa no espera en ningún puerto. ¿Has borrado Deno.serve, o has puesto un puerto fijo?",
    "your program does not listen on any port. Have you removed Deno.serve, or written a fixed port?",
  ],
  refused: [
    "tu servidor no ha aceptado la conexión. ¿Devuelve la función la response de Deno.upgradeWebSocket?",
    "your server did not accept the connection. Does the function return the response of Deno.upgradeWebSocket?",
  ],
  silence: [
    "no ha llegado nada. ¿Llama tu programa a send(…) con cada mensaje? Un cliente también tiene que llamarla cuando se abre la conexión.",
    "nothing arrived. Does your program call send(…) for each message? A client must also call it when the connection opens.",
  ],
  emptyMessage: [
    "un mensaje vacío también es un mensaje y lleva respuesta. ¿Hay un if que se lo salta? En un if, un texto vacío cuenta como falso.",
    "an empty message is a message too, and gets a reply. Does an if skip it? In an if, an empty text counts as false.",
  ],
  tooMany: [
    "hay una respuesta de más. ¿Llamas a send(…) dos veces? ¿Está un cliente dos veces en la lista? ¿Usa el bucle socket.send en vez del send de cada elemento?",
    "there is one reply too many. Do you call send(…) twice? Is a client in the list twice? Does the loop use socket.send instead of the send of each element?",
  ],
  plainQuotes: [
    "${…} solo funciona entre comillas invertidas: `${n}`. Entre otras comillas es texto.",
    "${…} works only between backticks: `${n}`. Between other quotes it is plain text.",
  ],
  fixedReply: [
    "la respuesta no contiene el mensaje que ha llegado. El mensaje está en data. Pasa data, sin comillas, como primer parámetro de echo.",
    "the reply does not contain the message that arrived. The message is in data. Pass data, without quotes, as the first parameter of echo.",
  ],
  otherReply: [
    "la respuesta no es la esperada. Compara las dos letra a letra.",
    "the reply is not the expected one. Compare the two, letter by letter.",
  ],
  noPrefix: [
    "falta el prefijo. ¿Envías echo(data) o solo data?",
    "the prefix is missing. Do you send echo(data), or data alone?",
  ],
  // 1
  oldPrefix: [
    "el prefijo sigue siendo el de antes. La función echo tiene un segundo parámetro: pásale ahí el prefijo. ¿Has guardado el archivo?",
    "the prefix is still the old one. The function echo has a second parameter: pass the prefix there. Have you saved the file?",
  ],
  swapped: [
    "el prefijo va detrás del mensaje: el primer parámetro de echo es el mensaje, y el segundo, el prefijo.",
    "the prefix comes after the message: the first parameter of echo is the message, the second is the prefix.",
  ],
  twoPrefixes: [
    "hay dos prefijos: echo ya pone el suyo. En vez de añadir otro, dile a echo cuál tiene que poner.",
    "there are two prefixes: echo adds its own. Instead of adding another, tell echo which one to use.",
  ],
  spaces: [
    "los espacios no coinciden. El prefijo acaba en dos puntos y un espacio: «eco: ». No cambies los espacios del mensaje.",
    "the spaces differ. The prefix ends with a colon and one space: “eco: ”. Do not change the spaces of the message.",
  ],
  letterCase: [
    "las mayúsculas no coinciden: el prefijo va en minúsculas y el mensaje no cambia.",
    "upper and lower case differ: the prefix is in lower case, and the message does not change.",
  ],
  messageChanged: [
    "el prefijo está bien, pero el mensaje ha cambiado. Devuélvelo como llegó, aunque diga «echo» o tenga espacios.",
    "the prefix is right, but the message has changed. Return it as it came, even if it says “echo” or has spaces.",
  ],
  // 2
  noNumber: [
    "falta el número. Lleva la cuenta en una variable y ponla delante de la respuesta.",
    "the number is missing. Keep a count in a variable, and put it before the reply.",
  ],
  countFormat: [
    "el formato es: el número, dos puntos, un espacio y lo que devuelve echo(data).",
    "the format is: the number, a colon, a space, and what echo(data) returns.",
  ],
  countNoValue: [
    "la cuenta no es un número. ¿Con qué valor empieza?",
    "the count is not a number. Which value does it begin with?",
  ],
  fromZero: [
    "el primer mensaje es el 1. ¿Sumas antes o después de usar la cuenta?",
    "the first message is number 1. Do you add before or after you use the count?",
  ],
  countStart: [
    "el primer mensaje de una conexión es el 1. ¿Con qué valor empieza tu cuenta, y cuánto sumas?",
    "the first message of a connection is number 1. Where does your count begin, and how much do you add?",
  ],
  countStays: [
    "la cuenta no avanza. ¿Se crea la variable dentro de la función de «message»? Ahí se crea otra vez con cada mensaje.",
    "the count does not increase. Is the variable created inside the function of “message”? There it is created again for each message.",
  ],
  countStep: [
    "la cuenta tiene que subir de uno en uno. ¿Dónde sumas, y cuánto?",
    "the count has to go up one at a time. Where do you add, and how much?",
  ],
  countByText: [
    "cuentas cada texto por separado. Cuenta todos los mensajes de la conexión, sea cual sea su texto.",
    "you count each text separately. Count all messages of the connection, whatever their text.",
  ],
  countShared: [
    "¿comparten la cuenta todas las conexiones? La variable tiene que estar dentro de la función de Deno.serve, que se ejecuta una vez por conexión.",
    "is your counter shared by all connections? The variable belongs inside the function of Deno.serve, which runs once for each connection.",
  ],
  countReset: [
    "otra conexión ha cambiado tu cuenta. ¿Comparten todas la variable, y vuelve al principio cuando se conecta otra?",
    "another connection has changed your count. Do all connections share the variable, and is it reset when another connects?",
  ],
  // 3
  onlySender: [
    "a los demás clientes no les llega nada. ¿Está la lista fuera de la función de Deno.serve? ¿Usa el bucle el send de cada elemento, y no socket.send?",
    "the other clients receive nothing. Is the list outside the function of Deno.serve? Does the loop use the send of each element, and not socket.send?",
  ],
  notSender: [
    "el mensaje no le llega a quien lo ha escrito, y «todos» también lo incluye. ¿Llamas a send(…)? ¿Añades cada cliente a la lista al abrirse su conexión? ¿Excluyes al que escribe?",
    "the sender does not receive the message, and “all” includes the sender. Do you call send(…)? Do you add each client to the list when its connection opens? Do you leave out the sender?",
  ],
  onlyNewest: [
    "al conectarse un segundo cliente, el primero ha dejado de recibir. ¿Guarda la lista todos los clientes, o cada uno borra al anterior?",
    "when a second client connected, the first stopped receiving. Does the list keep all clients, or does each replace the one before?",
  ],
  addedLate: [
    "un cliente que aún no ha escrito no recibe nada. Añade cada cliente cuando se abre su conexión, no con su primer mensaje.",
    "a client that has not written yet receives nothing. Add each client when its connection opens, not at its first message.",
  ],
  notEverybody: [
    "a uno de los clientes conectados no le ha llegado el mensaje. ¿Recorre el bucle la lista entera, también con un mensaje vacío?",
    "one of the connected clients did not receive the message. Does the loop go through the whole list, also for an empty message?",
  ],
  oldMessages: [
    "un cliente nuevo recibe mensajes de antes. Envía cada mensaje solo a los clientes conectados en ese momento.",
    "a new client receives old messages. Send each message only to the clients that are connected at that moment.",
  ],
  everybodyRemoved: [
    "cuando un cliente se va, los demás dejan de recibir. En «close», borra de la lista solo ese socket.",
    "when a client leaves, the others stop receiving. In “close”, remove only that socket from the list.",
  ],
  kept: [
    "has usado un socket que ya estaba cerrado: sigue en la lista. Bórralo en el evento «close»; si no, la lista crece sin parar.",
    "you used a socket that had closed: it is still in the list. Remove it in the event “close”, or the list grows forever.",
  ],
  // 4
  neverBack: [
    "el servidor ha cerrado con el código 1001 y tu programa no se ha vuelto a conectar. En un cierre normal ocurre «close», pero no «error». Conecta otra vez en «close», sea cual sea el código.",
    "the server closed with code 1001, and your program did not connect again. At a normal close, “close” happens but “error” does not. Connect again in “close”, whatever the code.",
  ],
  onlyOnce: [
    "se ha vuelto a conectar una vez, pero no la siguiente. Cada conexión nueva necesita sus propios manejadores: mete todo en una función y llámala otra vez.",
    "it connected again once, but not the next time. Each new connection needs its own handlers: put everything in a function, and call the function again.",
  ],
  gaveUp: [
    "lo ha intentado mientras el servidor estaba parado y no ha insistido. Un intento que falla también acaba en «close»: inténtalo ahí otra vez.",
    "it tried while the server was down, and gave up. A failed attempt also ends with “close”: try again there.",
  ],
  fromOne: [
    "al volver a conectarse ha empezado por el 1. ¿Se crea number dentro de la función que conecta?",
    "after connecting again, it began with 1. Is number created inside the function that connects?",
  ],
  skipped: [
    "se ha saltado un número que no tiene respuesta. Suma 1 al recibir la respuesta, no al enviar.",
    "it skipped a number that has no reply. Add 1 when the reply arrives, not when you send.",
  ],
  repeated: [
    "ha enviado otra vez un número que ya tenía respuesta. Al volver a conectarte, envía el primer número sin respuesta.",
    "it sent a number again that already had a reply. After connecting again, send the first number without a reply.",
  ],
  tooFast: [
    "demasiados intentos mientras el servidor estaba parado. Espera con setTimeout antes de cada intento, y más cada vez. Si conectas en «error» y también en «close», cada fallo cuenta doble.",
    "too many attempts while the server was down. Wait with setTimeout before each attempt, and longer each time. If you connect in “error” and also in “close”, each failure counts twice.",
  ],
  twoConnections: [
    "hay dos conexiones a la vez. ¿Conectas en «error» y también en «close»? Después de «error» siempre llega «close»: conecta solo en «close».",
    "there are two connections at once. Do you connect in “error” and also in “close”? After “error” there is always “close”: connect only in “close”.",
  ],
  notWaiting: [
    "ha enviado un número sin esperar la respuesta del anterior. Envía el siguiente en «message».",
    "it sent a number without waiting for the reply to the one before. Send the next number in “message”.",
  ],
  closedEarly: [
    "tu programa ha cerrado la conexión, y faltan respuestas. ¿Cuándo llamas a close()?",
    "your program closed the connection, and replies are missing. When do you call close()?",
  ],
  noEnd: [
    "ya tiene las diez respuestas y no acaba. Al llegar la última, cierra la conexión y no te vuelvas a conectar.",
    "it has all ten replies and does not end. After the last one, close the connection and do not connect again.",
  ],
  notPrinted: [
    "las respuestas han llegado. Tu programa debe mostrar las diez, en orden, una por línea y nada más. Usa console.log(data).",
    "the replies arrived. Your program must print all ten, in order, one per line, and nothing else. Use console.log(data).",
  ],
  // 5
  spoke: [
    "has enviado un mensaje y has roto el silencio. Solo abre la conexión y espera.",
    "you sent a message, and that broke the silence. Only open the connection and wait.",
  ],
  closedItself: [
    "la conexión la ha cerrado tu programa. Deja que la corte el proxy.",
    "your program closed the connection. Let the proxy cut it.",
  ],
  endedEarly: [
    "tu programa ha acabado antes de que se cortara la conexión. Hay que esperar a «close».",
    "your program ended before the connection was cut. Wait for “close”.",
  ],
  nothingPrinted: [
    "tu programa no ha mostrado nada. Cuando se corta la conexión, ocurre «close»: ahí va el console.log.",
    "your program printed nothing. When the connection is cut, “close” happens: put the console.log there.",
  ],
  notNumber: [
    "no es un número. Guarda la hora en «open» y réstala en «close»; performance.now() da milisegundos.",
    "it is not a number. Save the time in “open” and subtract it in “close”; performance.now() gives milliseconds.",
  ],
  onlyNumber: [
    "debe salir solo el número, con punto: 3.0.",
    "print the number alone, with a point and nothing else: 3.0.",
  ],
  oneDecimal: [
    "es un número, pero debe tener exactamente un decimal. Usa toFixed(1).",
    "it is a number, but it must have exactly one decimal. Use toFixed(1).",
  ],
  milliseconds: [
    "parecen milisegundos: divide entre 1000.",
    "that looks like milliseconds: divide by 1000.",
  ],
  fixedNumber: [
    "con dos tiempos distintos tu programa ha mostrado lo mismo. Mide el tiempo en cada ejecución.",
    "your program printed the same for two different times. Measure the time in each run.",
  ],
  fromStart: [
    "es demasiado. ¿Cuentas desde que empieza el programa, o desde new WebSocket? Cuenta desde «open».",
    "that is too much. Do you count from the start of the program, or from new WebSocket? Count from “open”.",
  ],
  tooShort: [
    "es demasiado poco. Mide desde «open» hasta «close». ¿Restas los tiempos correctos?",
    "that is too little. Measure from “open” to “close”. Do you subtract the right times?",
  ],
} satisfies Record<string, readonly [es: string, en: string]>;

/** The name of what to look at. */
export type Hint = keyof typeof HINTS;

/** Returns what to look at, as a sentence. */
export function describeHint(hint: Hint, language: Language): string {
  return HINTS[hint][language === "es" ? 0 : 1];
}

/** The other words of the check, by language. */
export const WORDS = {
  es: {
    exercise: "Ejercicio",
    right: "bien",
    wrong: "todavía no",
    sent: "Enviado",
    happened: "Evento",
    expected: "Esperado",
    got: "Recibido",
    hint: "Pista",
    nothing: "nada",
    empty: "(un texto vacío)",
    clients: { first: "primera conexión", second: "segunda conexión", third: "tercera conexión" },
    breaks: {
      closed: "el servidor ha cerrado la conexión (1001)",
      cut: "la conexión se ha cortado antes de la respuesta",
      cutAfterReply: "la conexión se ha cortado después de la respuesta",
      silent: "la conexión se ha cortado tras un silencio",
    },
    usage: (name: string) => `error: el ejercicio debe ser un número del 1 al 5, no «${name}»`,
    missing: (path: string) =>
      `error: no encuentro ${path}. ¿Está la terminal en la carpeta de eco?`,
  },
  en: {
    exercise: "Exercise",
    right: "right",
    wrong: "not yet",
    sent: "Sent",
    happened: "Event",
    expected: "Expected",
    got: "Received",
    hint: "Hint",
    nothing: "nothing",
    empty: "(an empty text)",
    clients: { first: "first connection", second: "second connection", third: "third connection" },
    breaks: {
      closed: "the server closed the connection (1001)",
      cut: "the connection was cut before the reply",
      cutAfterReply: "the connection was cut after the reply",
      silent: "the connection was cut after a silence",
    },
    usage: (name: string) => `error: the exercise must be a number from 1 to 5, not "${name}"`,
    missing: (path: string) => `error: cannot find ${path}. Is the terminal in eco's folder?`,
  },
} satisfies Record<Language, {
  readonly clients: Readonly<Record<Name, string>>;
  readonly breaks: Readonly<Record<Break, string>>;
  readonly [word: string]: unknown;
}>;
