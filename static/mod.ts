/**
 * The page's files, as text inside the module graph: handing them out needs no read permission,
 * works from any directory and in the binary, and no path can reach anything else.
 *
 * @module
 */
import behaviorCheck from "./behavior_check.js" with { type: "text" };
import behaviorForm from "./behavior_form.js" with { type: "text" };
import behaviors from "./behaviors.js" with { type: "text" };
import css from "./client.css" with { type: "text" };
import client from "./client.js" with { type: "text" };
import clipboard from "./clipboard.js" with { type: "text" };
import closeCodes from "./close_codes.js" with { type: "text" };
import composer from "./composer.js" with { type: "text" };
import connectionView from "./connection_view.js" with { type: "text" };
import dom from "./dom.js" with { type: "text" };
import draft from "./draft.js" with { type: "text" };
import en from "./en.js" with { type: "text" };
import es from "./es.js" with { type: "text" };
import explainEvents from "./explain/events.js" with { type: "text" };
import explainExplanations from "./explain/explanations.js" with { type: "text" };
import explainFrame from "./explain/frame.js" with { type: "text" };
import explainHandshake from "./explain/handshake.js" with { type: "text" };
import explainReport from "./explain/report.js" with { type: "text" };
import explainRows from "./explain/rows.js" with { type: "text" };
import explainStart from "./explain/start.js" with { type: "text" };
import explainTexts from "./explain/texts.js" with { type: "text" };
import explainCss from "./explain/view.css" with { type: "text" };
import explainView from "./explain/view.js" with { type: "text" };
import explainWording from "./explain/wording.js" with { type: "text" };
import formats from "./formats.js" with { type: "text" };
import icon from "./icon.svg" with { type: "text" };
import index from "./index.html" with { type: "text" };
import languages from "./languages.js" with { type: "text" };
import ownServer from "./own_server.js" with { type: "text" };
import partsCss from "./parts.css" with { type: "text" };
import preferences from "./preferences.js" with { type: "text" };
import probeChecks from "./probe/checks.js" with { type: "text" };
import probeClosingSteps from "./probe/closing_steps.js" with { type: "text" };
import probeConnection from "./probe/connection.js" with { type: "text" };
import probeEchoSteps from "./probe/echo_steps.js" with { type: "text" };
import probeOrderStep from "./probe/order_step.js" with { type: "text" };
import probePath from "./probe/path.js" with { type: "text" };
import probeReportStep from "./probe/report_step.js" with { type: "text" };
import probe from "./probe/run.js" with { type: "text" };
import probeSteps from "./probe/steps.js" with { type: "text" };
import probeSubprotocolStep from "./probe/subprotocol_step.js" with { type: "text" };
import probeTextStep from "./probe/text_step.js" with { type: "text" };
import probeTexts from "./probe/texts.js" with { type: "text" };
import probeView from "./probe/view.js" with { type: "text" };
import probeWhyNot from "./probe/why_not.js" with { type: "text" };
import repeat from "./repeat.js" with { type: "text" };
import roundTrips from "./round_trips.js" with { type: "text" };
import session from "./session.js" with { type: "text" };
import share from "./share.js" with { type: "text" };
import shortcuts from "./shortcuts.js" with { type: "text" };
import snippetView from "./snippet_view.js" with { type: "text" };
import snippets from "./snippets.js" with { type: "text" };
import socket from "./socket.js" with { type: "text" };
import socketUrl from "./socket_url.js" with { type: "text" };
import statistics from "./statistics.js" with { type: "text" };
import statisticsView from "./statistics_view.js" with { type: "text" };
import storage from "./storage.js" with { type: "text" };
import transcript from "./transcript.js" with { type: "text" };
import transcriptView from "./transcript_view.js" with { type: "text" };
import words from "./words.js" with { type: "text" };

/** The content of every file handed out, by its name. */
export const FILES: ReadonlyMap<string, string> = new Map([
  ["behavior_check.js", behaviorCheck],
  ["behavior_form.js", behaviorForm],
  ["behaviors.js", behaviors],
  ["client.css", css],
  ["client.js", client],
  ["clipboard.js", clipboard],
  ["close_codes.js", closeCodes],
  ["composer.js", composer],
  ["connection_view.js", connectionView],
  ["dom.js", dom],
  ["draft.js", draft],
  ["en.js", en],
  ["es.js", es],
  ["explain/events.js", explainEvents],
  ["explain/explanations.js", explainExplanations],
  ["explain/frame.js", explainFrame],
  ["explain/handshake.js", explainHandshake],
  ["explain/report.js", explainReport],
  ["explain/rows.js", explainRows],
  ["explain/start.js", explainStart],
  ["explain/texts.js", explainTexts],
  ["explain/view.css", explainCss],
  ["explain/view.js", explainView],
  ["explain/wording.js", explainWording],
  ["formats.js", formats],
  ["icon.svg", icon],
  ["index.html", index],
  ["languages.js", languages],
  ["own_server.js", ownServer],
  ["parts.css", partsCss],
  ["preferences.js", preferences],
  ["probe/checks.js", probeChecks],
  ["probe/closing_steps.js", probeClosingSteps],
  ["probe/connection.js", probeConnection],
  ["probe/echo_steps.js", probeEchoSteps],
  ["probe/order_step.js", probeOrderStep],
  ["probe/path.js", probePath],
  ["probe/report_step.js", probeReportStep],
  ["probe/run.js", probe],
  ["probe/steps.js", probeSteps],
  ["probe/subprotocol_step.js", probeSubprotocolStep],
  ["probe/text_step.js", probeTextStep],
  ["probe/texts.js", probeTexts],
  ["probe/view.js", probeView],
  ["probe/why_not.js", probeWhyNot],
  ["repeat.js", repeat],
  ["round_trips.js", roundTrips],
  ["session.js", session],
  ["share.js", share],
  ["shortcuts.js", shortcuts],
  ["snippet_view.js", snippetView],
  ["snippets.js", snippets],
  ["socket.js", socket],
  ["socket_url.js", socketUrl],
  ["statistics.js", statistics],
  ["statistics_view.js", statisticsView],
  ["storage.js", storage],
  ["transcript.js", transcript],
  ["transcript_view.js", transcriptView],
  ["words.js", words],
]);
