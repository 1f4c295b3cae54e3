/** Read by the runtime once, when the first WebSocket opens, for all threads. */
const VARIABLE = "DENO_USE_WRITEV";

/**
 * Has the runtime hand the head of a frame and its payload to the system as they are, where it
 * would copy them into one buffer first; to be called before the server listens. Without the
 * permission to set the variable everything works as well, at the price of the copy.
 */
export function useVectoredWrites(): void {
  const { state } = Deno.permissions.querySync({ name: "env", variable: VARIABLE });
  if (state === "granted") Deno.env.set(VARIABLE, "1");
}
