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
    "your program gave an error; its line is in parentheses. Read it: is a name misspelt, or a parenthesis or a comma missing? Do you change a const? Use let. Was the variable made inside another function? Make it outside.",
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
    "no ha llegado nada. ¿Llama tu programa a send(…) cada vez que llega un mensaje, o cuando se abre la conexión si es un cliente?",
    "nothing came. Does your program call send(…) at each message, or, if it is a client, when the connection opens?",
  ],
  emptyMessage: [
    "un mensaje vacío también es un mensaje y lleva respuesta. ¿Hay un if que se lo salta? Un texto vacío cuenta como falso.",
    "an empty message is a message too, and gets a reply. Does an if skip it? An empty text counts as false.",
  ],
  tooMany: [
    "ha llegado una respuesta de más. ¿Llamas a send(…) dos veces, está alguien dos veces en la lista, o dice el bucle socket donde debería decir el nombre de cada elemento?",
    "one reply too many came. Do you call send(…) twice, is somebody in the list twice, or does the loop say socket where it should name each element?",
  ],
  plainQuotes: [
    "${…} solo funciona entre comillas invertidas: `${n}`. Entre otras comillas es texto.",
    "${…} works only between backticks: `${n}`. Between other quotes it is plain text.",
  ],
  fixedReply: [
    "la respuesta no lleva el mensaje que ha llegado. Está en data, que va sin comillas y es el primer parámetro de echo.",
    "the reply does not have the message that came. It is in data, which is written without quotes and is the first parameter of echo.",
  ],
  otherReply: [
    "la respuesta no es la que se pide. Compárala letra a letra con la esperada.",
    "the reply is not the one asked for. Compare it with the expected one, letter by letter.",
  ],
  noPrefix: [
    "falta el prefijo. ¿Mandas echo(data) o solo data?",
    "the prefix is missing. Do you send echo(data), or data alone?",
  ],
  // 1
  oldPrefix: [
    "el prefijo sigue siendo el de antes. La función echo tiene un segundo parámetro: dáselo. ¿Has guardado el archivo?",
    "the prefix is still the old one. The function echo has a second parameter: give it. Have you saved the file?",
  ],
  swapped: [
    "el prefijo ha quedado detrás: el primer parámetro de echo es el mensaje, y el segundo, el prefijo.",
    "the prefix stands behind: the first parameter of echo is the message, the second is the prefix.",
  ],
  twoPrefixes: [
    "hay dos prefijos: echo ya pone el suyo. En vez de añadir otro, dile cuál tiene que poner.",
    "there are two prefixes: echo adds its own. Instead of adding another, tell it which one to use.",
  ],
  spaces: [
    "los espacios no coinciden. El prefijo son dos puntos y un espacio: «eco: »; los del mensaje no se tocan.",
    "the spaces differ. The prefix ends with a colon and one space: “eco: ”; those of the message stay.",
  ],
  letterCase: [
    "las mayúsculas no coinciden: el prefijo va en minúsculas, y el mensaje, como llegó.",
    "upper and lower case differ: the prefix is in lower case, and the message stays as it came.",
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
    "el número está, o casi, pero no escrito así: número, dos puntos, espacio y la respuesta de echo con solo el mensaje.",
    "the number is there, or nearly, but not written so: number, colon, space, and what echo returns for the message alone.",
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
    "la cuenta no avanza. ¿Se crea la variable dentro de la función de «message»? Ahí nace de nuevo con cada mensaje.",
    "the count does not move. Is the variable made inside the function of “message”? There it starts anew at each message.",
  ],
  countStep: [
    "la cuenta tiene que subir de uno en uno. ¿Dónde sumas, y cuánto?",
    "the count has to go up one at a time. Where do you add, and how much?",
  ],
  countByText: [
    "cuentas cada texto por separado, y hay que contar todos los mensajes de la conexión, sea cual sea su texto.",
    "you count each text apart, and all messages of the connection count, whatever their text.",
  ],
  countShared: [
    "¿comparten la cuenta todas las conexiones? La variable tiene que estar dentro de la función de Deno.serve, que se ejecuta una vez por conexión.",
    "is your counter shared by all connections? The variable belongs inside the function of Deno.serve, which runs once for each connection.",
  ],
  countReset: [
    "otra conexión ha cambiado tu cuenta. ¿Es la variable de todas, y vuelve al principio cuando llega alguien?",
    "another connection has changed your count. Is the variable shared, and set back when somebody connects?",
  ],
  // 3
  onlySender: [
    "a quien no ha escrito no le llega nada. ¿Está la lista fuera de la función de Deno.serve? ¿Mandas con cada elemento de la lista, y no con socket?",
    "whoever did not write receives nothing. Is the list outside the function of Deno.serve? Do you send with each element of the list, and not with socket?",
  ],
  notSender: [
    "no le llega a quien lo ha escrito, y «todos» lo incluye. ¿Llamas a send(…)? ¿Se apunta en la lista al abrirse la conexión? ¿Lo excluyes?",
    "the sender does not receive it, and “everybody” includes the sender. Do you call send(…)? Is it added when its connection opens? Do you leave it out?",
  ],
  onlyNewest: [
    "al llegar otro, el primero ha dejado de recibir. ¿Guardas a todos, o cada uno borra al anterior?",
    "when another came, the first stopped receiving. Do you keep everybody, or does each replace the one before?",
  ],
  addedLate: [
    "quien aún no ha escrito no recibe nada. Apúntalo cuando se abre la conexión, no con su primer mensaje.",
    "whoever has not written yet receives nothing. Add it when its connection opens, not at its first message.",
  ],
  notEverybody: [
    "a uno de los conectados no le ha llegado. ¿Recorre el bucle la lista entera, también con un mensaje vacío?",
    "one of those connected did not receive it. Does the loop go through the whole list, also for an empty message?",
  ],
  oldMessages: [
    "quien acaba de llegar recibe mensajes de antes. Solo se manda a quien está conectado en ese momento.",
    "whoever has just come receives messages from before. Send only to those who are connected at that moment.",
  ],
  everybodyRemoved: [
    "cuando uno se va, los demás dejan de recibir. En «close» se borra solo ese socket, no la lista entera ni a otro.",
    "when one leaves, the others stop receiving. In “close” remove only that socket, not the whole list nor another one.",
  ],
  kept: [
    "has usado un socket que ya estaba cerrado: sigue en la lista. Bórralo en el evento «close»; si no, la lista crece sin fin.",
    "you used a socket that had closed: it is still in the list. Remove it at the event “close”, or the list grows for ever.",
  ],
  // 4
  neverBack: [
    "el servidor se ha despedido y tu programa no ha vuelto. Aquí ocurre «close» y no «error», con el código 1001. Vuelve a conectar en «close», sea cual sea el código.",
    "the server said goodbye and your program did not come back. Here “close” happens and “error” does not, with the code 1001. Connect again at “close”, whatever the code.",
  ],
  onlyOnce: [
    "ha vuelto una vez, y a la siguiente ya no. Cada conexión nueva necesita sus propios eventos: mete todo en una función y llámala otra vez.",
    "it came back once, and not the next time. Each new connection needs its own handlers: put all of it in a function, and call that again.",
  ],
  gaveUp: [
    "lo ha intentado mientras el servidor estaba parado y no ha insistido. Un intento que falla también acaba en «close»: ahí hay que volver a probar.",
    "it tried while the server was down, and gave up. An attempt that fails ends with “close” too: try again there.",
  ],
  fromOne: [
    "al volver ha empezado por el 1. ¿Se crea number dentro de la función que conecta?",
    "when it came back it began with 1. Is number made inside the function that connects?",
  ],
  skipped: [
    "se ha saltado uno que no tiene respuesta. Suma al recibir la respuesta, no al mandar.",
    "it skipped one that has no reply. Add when the reply comes, not when you send.",
  ],
  repeated: [
    "ha mandado otra vez uno que ya tenía respuesta. Al volver se manda el primero que no la tiene.",
    "it sent again one that had its reply. When it comes back, send the first that has none.",
  ],
  tooFast: [
    "demasiados intentos mientras el servidor estaba parado. Espera con setTimeout antes de cada uno, y más cada vez. Si conectas en «error» y también en «close», cada fallo cuenta doble.",
    "too many attempts while the server was down. Wait with setTimeout before each, and longer each time. If you connect at “error” and at “close” too, each failure counts twice.",
  ],
  twoConnections: [
    "hay dos conexiones a la vez. ¿Conectas en «error» y también en «close»? Después de un «error» siempre llega «close»: basta con este.",
    "there are two connections at once. Do you connect at “error” and at “close” too? After “error” there is always “close”: that one is enough.",
  ],
  notWaiting: [
    "ha mandado otro sin esperar la respuesta del anterior. El siguiente se manda en «message».",
    "it sent another without waiting for the reply to the one before. Send the next one at “message”.",
  ],
  closedEarly: [
    "tu programa ha cerrado la conexión, y faltan respuestas. ¿Cuándo llamas a close()?",
    "your program closed the connection, and replies are missing. When do you call close()?",
  ],
  noEnd: [
    "ya tiene las diez respuestas y no acaba. Al llegar la última, cierra la conexión y no vuelvas a conectar.",
    "it has all ten replies and does not end. After the last one, close the connection and do not connect again.",
  ],
  notPrinted: [
    "las respuestas han llegado, pero no se han escrito las diez, en orden y una por línea, sin nada más. Usa console.log(data).",
    "the replies came, but the ten were not printed, in order and one to a line, with nothing else. Use console.log(data).",
  ],
  // 5
  spoke: [
    "has mandado un mensaje, y con eso has roto el silencio. Solo abre la conexión y espera.",
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
    "no has escrito nada. Cuando se corta ocurre «close»: ahí va el console.log.",
    "nothing was printed. When the connection is cut, “close” happens: the console.log goes there.",
  ],
  notNumber: [
    "no es un número. Apunta la hora en «open» y réstala en «close»; performance.now() da milisegundos.",
    "it is not a number. Note the time at “open” and subtract it at “close”; performance.now() gives milliseconds.",
  ],
  onlyNumber: [
    "escribe solo el número, con punto y sin nada más: 3.0.",
    "print the number alone, with a point and nothing else: 3.0.",
  ],
  oneDecimal: [
    "es un número, pero no tiene un decimal, ni más ni menos. toFixed(1) lo hace.",
    "it is a number, but not one with exactly one decimal. toFixed(1) does that.",
  ],
  milliseconds: [
    "parecen milisegundos: divide entre 1000.",
    "that looks like milliseconds: divide by 1000.",
  ],
  fixedNumber: [
    "con dos tiempos distintos has escrito lo mismo. Hay que medirlo: cada vez es otro.",
    "for two different times you printed the same. Measure it: it is another one each time.",
  ],
  fromStart: [
    "es demasiado. ¿Cuentas desde que empieza el programa, o desde new WebSocket? La conexión existe desde «open».",
    "that is too much. Do you count from when the program starts, or from new WebSocket? The connection exists from “open” on.",
  ],
  tooShort: [
    "es demasiado poco. Se mide desde «open» hasta «close». ¿Restas lo que toca?",
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
    happened: "Ocurrió",
    expected: "Esperado",
    got: "Recibido",
    hint: "Pista",
    nothing: "nada",
    empty: "(un texto vacío)",
    clients: { first: "primera conexión", second: "segunda conexión", third: "tercera conexión" },
    breaks: {
      closed: "el servidor ha cerrado en orden (1001)",
      cut: "la conexión se ha cortado antes de la respuesta",
      cutAfterReply: "la conexión se ha cortado después de la respuesta",
      silent: "la conexión se ha cortado tras un silencio",
    },
    usage: (name: string) => `error: el ejercicio es un número del 1 al 5, no «${name}»`,
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
      closed: "the server closed in order (1001)",
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
