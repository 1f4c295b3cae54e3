/**
 * The page's files, as text inside the module graph: handing them out needs no read permission,
 * works from any directory and in the binary, and no path can reach anything else.
 *
 * @module
 */
import behaviorCheck from "./behavior_check.js" with { type: "text" };
import behaviorForm from "./behavior_form.js" with { type: "text" };
import behaviors from "./behaviors.js" with { type: "text" };
import clientCss from "./client.css" with { type: "text" };
import client from "./client.js" with { type: "text" };
import clipboard from "./clipboard.js" with { type: "text" };
import composer from "./composer.js" with { type: "text" };
import connectionView from "./connection_view.js" with { type: "text" };
import dom from "./dom.js" with { type: "text" };
import draft from "./draft.js" with { type: "text" };
import explainExplanations from "./explain/explanations.js" with { type: "text" };
import explainFrame from "./explain/frame.js" with { type: "text" };
import explainHandshake from "./explain/handshake.js" with { type: "text" };
import explainRows from "./explain/rows.js" with { type: "text" };
import explainStart from "./explain/start.js" with { type: "text" };
import explainCss from "./explain/view.css" with { type: "text" };
import explainView from "./explain/view.js" with { type: "text" };
import explainWording from "./explain/wording.js" with { type: "text" };
import formats from "./formats.js" with { type: "text" };
import i18nEn from "./i18n/en.js" with { type: "text" };
import i18nEnPanels from "./i18n/en_panels.js" with { type: "text" };
import i18nEs from "./i18n/es.js" with { type: "text" };
import i18nEsPanels from "./i18n/es_panels.js" with { type: "text" };
import icon from "./icon.svg" with { type: "text" };
import index from "./index.html" with { type: "text" };
import language from "./language.js" with { type: "text" };
import ownServer from "./own_server.js" with { type: "text" };
import partsCss from "./parts.css" with { type: "text" };
import preferences from "./preferences.js" with { type: "text" };
import probeChecks from "./probe/checks.js" with { type: "text" };
import probeConnection from "./probe/connection.js" with { type: "text" };
import probeConnectionSteps from "./probe/connection_steps.js" with { type: "text" };
import probeDescribe from "./probe/describe.js" with { type: "text" };
import probeEchoSteps from "./probe/echo_steps.js" with { type: "text" };
import probePath from "./probe/path.js" with { type: "text" };
import probeSteps from "./probe/steps.js" with { type: "text" };
import probeView from "./probe_view.js" with { type: "text" };
import repeat from "./repeat.js" with { type: "text" };
import roundTrips from "./round_trips.js" with { type: "text" };
import session from "./session.js" with { type: "text" };
import share from "./share.js" with { type: "text" };
import sharedCloseCodes from "./shared/close_codes.js" with { type: "text" };
import sharedEscape from "./shared/escape.js" with { type: "text" };
import sharedHeaderFields from "./shared/header_fields.js" with { type: "text" };
import sharedStatistics from "./shared/statistics.js" with { type: "text" };
import sharedText from "./shared/text.js" with { type: "text" };
import shortcuts from "./shortcuts.js" with { type: "text" };
import snippetView from "./snippet_view.js" with { type: "text" };
import snippets from "./snippets.js" with { type: "text" };
import socket from "./socket.js" with { type: "text" };
import statisticsView from "./statistics_view.js" with { type: "text" };
import storage from "./storage.js" with { type: "text" };
import transcript from "./transcript.js" with { type: "text" };
import transcriptView from "./transcript_view.js" with { type: "text" };

/** The content of every file handed out, by its name. */
export const FILES: ReadonlyMap<string, string> = new Map([
  ["behavior_check.js", behaviorCheck],
  ["behavior_form.js", behaviorForm],
  ["behaviors.js", behaviors],
  ["client.css", clientCss],
  ["client.js", client],
  ["clipboard.js", clipboard],
  ["composer.js", composer],
  ["connection_view.js", connectionView],
  ["dom.js", dom],
  ["draft.js", draft],
  ["explain/explanations.js", explainExplanations],
  ["explain/frame.js", explainFrame],
  ["explain/handshake.js", explainHandshake],
  ["explain/rows.js", explainRows],
  ["explain/start.js", explainStart],
  ["explain/view.css", explainCss],
  ["explain/view.js", explainView],
  ["explain/wording.js", explainWording],
  ["formats.js", formats],
  ["i18n/en.js", i18nEn],
  ["i18n/en_panels.js", i18nEnPanels],
  ["i18n/es.js", i18nEs],
  ["i18n/es_panels.js", i18nEsPanels],
  ["icon.svg", icon],
  ["index.html", index],
  ["language.js", language],
  ["own_server.js", ownServer],
  ["parts.css", partsCss],
  ["preferences.js", preferences],
  ["probe/checks.js", probeChecks],
  ["probe/connection.js", probeConnection],
  ["probe/connection_steps.js", probeConnectionSteps],
  ["probe/describe.js", probeDescribe],
  ["probe/echo_steps.js", probeEchoSteps],
  ["probe/path.js", probePath],
  ["probe/steps.js", probeSteps],
  ["probe_view.js", probeView],
  ["repeat.js", repeat],
  ["round_trips.js", roundTrips],
  ["session.js", session],
  ["share.js", share],
  ["shared/close_codes.js", sharedCloseCodes],
  ["shared/escape.js", sharedEscape],
  ["shared/header_fields.js", sharedHeaderFields],
  ["shared/statistics.js", sharedStatistics],
  ["shared/text.js", sharedText],
  ["shortcuts.js", shortcuts],
  ["snippet_view.js", snippetView],
  ["snippets.js", snippets],
  ["socket.js", socket],
  ["statistics_view.js", statisticsView],
  ["storage.js", storage],
  ["transcript.js", transcript],
  ["transcript_view.js", transcriptView],
]);
