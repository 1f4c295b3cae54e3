/** @import { Behavior } from "./types.ts" */

/** What is said above them. */
export const HINT = {
  en: "Of eco alone, and from the next connection on: they become a part of the address.",
  es: "Solo de eco, y desde la próxima conexión: pasan a formar parte de la dirección.",
};

/** @type {readonly Behavior[]} Each entry is offered on the page. */
export const BEHAVIORS = [
  { name: "prefix", example: "> ", en: "Prefix of replies", es: "Prefijo de las respuestas" },
  { name: "delay", example: "250ms", en: "Delay of replies", es: "Demora de las respuestas" },
  { name: "jitter", example: "100ms", en: "Random delay on top", es: "Demora aleatoria añadida" },
  { name: "open-delay", example: "2s", en: "Delay of the handshake", es: "Demora de la apertura" },
  { name: "reject", example: "503", en: "Refuse the handshake", es: "Rechazar la apertura" },
  { name: "protocol", example: "chat", en: "Subprotocol chosen", es: "Subprotocolo elegido" },
  { name: "close", example: "4001", en: "Close with code", es: "Cerrar con código" },
  { name: "reason", example: "bye", en: "… and reason", es: "… y motivo" },
  { name: "after", example: "3", en: "… after messages or time", es: "… tras mensajes o tiempo" },
  { name: "push", example: "1s", en: "Send messages unasked", es: "Enviar mensajes sin pedirlos" },
  { name: "repeat", example: "3", en: "Replies to each message", es: "Respuestas a cada mensaje" },
  { name: "mute", en: "Never reply", es: "No responder nunca" },
  { name: "lose", example: "0.1", en: "Loss (0 to 1)", es: "Pérdida (0 a 1)" },
  { name: "seed", example: "7", en: "Seed of chance", es: "Semilla del azar" },
  { name: "idle", example: "0", en: "Silence before a ping", es: "Silencio antes de un ping" },
  { name: "report", en: "First a report of what arrived", es: "Primero, informe de lo que llegó" },
];

/**
 * Returns an address that asks for some behaviours of the list, and for no others of it.
 * @param {string} address
 * @param {ReadonlyMap<string, string>} values By name.
 */
export function withBehaviors(address, values, behaviors = BEHAVIORS) {
  const url = new URL(address);
  for (const { name } of behaviors) {
    const value = values.get(name);
    if (value === undefined) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/**
 * Returns what an address asks for.
 * @param {string} address
 * @returns {Map<string, string>} By the name of the parameter.
 */
export function behaviorsOf(address, behaviors = BEHAVIORS) {
  const parameters = URL.parse(address)?.searchParams ?? new URLSearchParams();
  return new Map(behaviors.flatMap(({ name }) => {
    const value = parameters.get(name);
    return value === null ? [] : [[name, value]];
  }));
}
