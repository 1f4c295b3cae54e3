import { fill } from "../languages.js";

/** @import { StepResult, Language } from "../types.ts" */

/** What the steps of a probe are called, and what they find, in each language. */
export const PROBE_TEXTS = {
  en: {
    outcomes: { passed: "ok", failed: "FAIL", noted: "note", skipped: "skip" },
    summary: {
      passed: "All {tried} steps passed.",
      failed: "{count} of {tried} steps failed: {names}.",
      noEcho: "WebSocket passes this path; the endpoint is no echo. None of {tried} steps failed.",
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
      close: "close from here",
      closed: "close from there",
      roundTrips: "round trips",
    },
    findings: {
      opened: "The connection opened.",
      notOpened: "The connection did not open. {problem}",
      offline: "The connection did not open: this browser is offline.",
      refused: "The server refuses what the address asks for: {problem}",
      foreignSubprotocol:
        "The server chooses the subprotocol “{protocol}”, as the address asks; it was not offered, so that the browser broke the connection.",
      unreachable:
        "The connection did not open, and the server does not answer ordinary requests either: “eco probe {url}” tells how far it gets.",
      onlyHttp:
        "The connection did not open, though the server answers ordinary requests: a proxy on the way may drop Upgrade, or the server takes no more connections, or none of this page. “eco probe {url}” tells which.",
      hidden:
        "The connection did not open. A browser tells a page no more, but “eco probe {url}” does. Or open {page} in a tab: a warning is about the certificate, an error says that nobody listens, anything else that no WebSocket is there or a proxy drops Upgrade.",
      unexpected: "The probe itself failed: {problem}",
      noAnswer: "There was no answer to the handshake within {seconds} s.",
      inVain: "Not tried, since an earlier step failed that this one needs.",
      needsEcho: "Not tried, since it needs text that comes back.",
      exact: "The same text comes back.",
      styled: "The text comes back as “{before}…{after}”.",
      noEcho: "What came has nothing of what was sent: {reply}",
      same: "Came back as it was.",
      silent: "Nothing came back within {seconds} s.",
      closed: "The connection was closed with code {code}. {reason}",
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
      mixedUp: "Mixed up: a reply came by the other connection.",
      apart: "Each got its own replies.",
      chosen: "{protocol} was chosen.",
      noneChosen:
        "None was chosen. Either the endpoint has none, or Sec-WebSocket-Protocol is lost on the way.",
      codeAndReason: "Code {code} and its reason came through.",
      otherReason: "Code {code} came through, with another reason or none: {reason}",
      otherCode: "Code {sent} was due, {code} came. {reason}",
      onlyEco: "Only eco can be asked to close.",
      noReport: "The endpoint tells nothing of what arrived, as eco would.",
      unchanged: "{server} got the handshake as it was sent.",
      changedOnTheWay: "{server} got the handshake with changes: {changes}",
      roundTrips: "min {min} · p50 {p50} · p95 {p95} · p99 {p99} · jitter {jitter} ms",
      heldBack:
        "min {min} · p50 {p50} · p95 {p95} · p99 {p99} · jitter {jitter} ms, where an ordinary request takes {page} ms: the endpoint takes its time, or a hop holds messages back (buffering).",
    },
  },
  es: {
    outcomes: { passed: "bien", failed: "FALLA", noted: "nota", skipped: "omitido" },
    summary: {
      passed: "Los {tried} pasos fueron bien.",
      failed: "{count} de {tried} pasos fallaron: {names}.",
      noEcho:
        "WebSocket pasa por este camino; el extremo no es un eco. Ninguno de {tried} pasos falló.",
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
      close: "cierre desde aquí",
      closed: "cierre desde allí",
      roundTrips: "idas y vueltas",
    },
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
      needsEcho: "No se intentó: necesita que el texto vuelva.",
      exact: "Vuelve el mismo texto.",
      styled: "El texto vuelve como «{before}…{after}».",
      noEcho: "Lo que llegó no contiene nada de lo enviado: {reply}",
      same: "Volvió igual.",
      silent: "Nada volvió en {seconds} s.",
      closed: "La conexión se cerró con el código {code}. {reason}",
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
      mixedUp: "Mezcla: una respuesta llegó por la otra conexión.",
      apart: "Cada una recibió sus propias respuestas.",
      chosen: "Se eligió {protocol}.",
      noneChosen:
        "No se eligió ninguno. O el extremo no tiene, o Sec-WebSocket-Protocol se pierde por el camino.",
      codeAndReason: "El código {code} y su motivo llegaron.",
      otherReason: "El código {code} llegó, con otro motivo o ninguno: {reason}",
      otherCode: "Se esperaba el código {sent} y llegó {code}. {reason}",
      onlyEco: "Solo a eco se le puede pedir que cierre.",
      noReport: "El extremo no dice lo que llegó, como haría eco.",
      unchanged: "{server} recibió la apertura tal como se envió.",
      changedOnTheWay: "{server} recibió la apertura con cambios: {changes}",
      roundTrips: "mín {min} · p50 {p50} · p95 {p95} · p99 {p99} · fluctuación {jitter} ms",
      heldBack:
        "mín {min} · p50 {p50} · p95 {p95} · p99 {p99} · fluctuación {jitter} ms, y una petición corriente, {page} ms: el extremo se toma su tiempo, o un salto retiene los mensajes (buffering).",
    },
  },
};

/**
 * Returns in words what a step has found.
 * @param {StepResult} result
 * @param {Readonly<Record<string, string>>} texts The findings of a language.
 * @param {string} [language] How numbers are written (BCP 47).
 */
export function describe({ finding, values }, texts, language = "en") {
  const rounded = Object.entries(values).map(([name, value]) => [
    name,
    // Whole ones may be codes, which are written as they are.
    typeof value === "number" && !Number.isInteger(value)
      ? value.toLocaleString(language, { maximumSignificantDigits: 3, useGrouping: false })
      : value,
  ]);
  return fill(texts[finding], Object.fromEntries(rounded)).trim();
}

/**
 * Returns in words what all steps have found together.
 * @param {readonly StepResult[]} results
 * @param {Pick<typeof PROBE_TEXTS.en, "summary"> & { steps: Readonly<Record<string, string>> }} texts
 */
export function summarize(results, { summary, steps }) {
  const failed = results.filter(({ outcome }) => outcome === "failed");
  const names = failed.map(({ step }) => steps[step] ?? step).join(", ");
  const tried = results.filter(({ outcome }) => outcome !== "skipped").length;
  const isEcho = results.every(({ finding }) => finding !== "needsEcho");
  const text = failed.length > 0 ? summary.failed : isEcho ? summary.passed : summary.noEcho;
  return fill(text, { count: failed.length, tried, names });
}
