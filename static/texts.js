/** @typedef {keyof typeof TEXTS} Language */
/** @typedef {keyof typeof TEXTS.en} TextName */

/** Everything the page says, by language. */
export const TEXTS = {
  es: {
    tagline: "Servidor de eco por WebSocket: cada mensaje que envías vuelve.",
    language: "Idioma",
    connecting: "Conectando",
    open: "Conectado",
    failed: "No se ha podido conectar",
    closed: "Conexión perdida",
    reconnect: "Volver a conectar",
    log: "Mensajes",
    empty: "Todavía no hay mensajes. Escribe uno abajo y pulsa Intro.",
    sent: "Enviado",
    received: "Recibido",
    message: "Mensaje",
    send: "Enviar",
    notSent: "No se ha enviado, porque no hay conexión. El mensaje sigue en el cuadro de texto.",
  },
  en: {
    tagline: "WebSocket echo server: every message that you send comes back.",
    language: "Language",
    connecting: "Connecting",
    open: "Connected",
    failed: "Could not connect",
    closed: "Connection lost",
    reconnect: "Connect again",
    log: "Messages",
    empty: "No messages yet. Write one below and press Enter.",
    sent: "Sent",
    received: "Received",
    message: "Message",
    send: "Send",
    notSent: "Not sent, as there is no connection. The message is still in the text box.",
  },
};

/**
 * Returns the first language that the page speaks, English where it speaks none of them.
 *
 * @example
 * ```js
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(chooseLanguage(["fr-FR", "es-MX", "en"]), "es");
 * ```
 *
 * @param {readonly string[]} preferred Language tags (BCP 47), best first.
 * @returns {Language}
 */
export function chooseLanguage(preferred) {
  const known = preferred.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) =>
    Object.hasOwn(TEXTS, tag)
  );
  return /** @type {Language} */ (known ?? "en");
}
