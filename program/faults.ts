import { log } from "../server/log.ts";

/** The last net: what nothing else has caught is logged, and the thread lives on. */
export function surviveFaults(): void {
  addEventListener("error", (event) => {
    event.preventDefault();
    log.error("uncaught error", { error: event.error });
  });
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error("unhandled rejection", { error: event.reason });
  });
}
