/**
 * The page's files, as text inside the module graph: handing them out needs no read permission,
 * works from any directory and in the binary, and no path can reach anything else.
 *
 * @module
 */
import litHtml from "lit-html" with { type: "text" };
import uplot from "uplot/dist/uPlot.esm.js" with { type: "text" };
import uplotCss from "uplot/dist/uPlot.min.css" with { type: "text" };
import actions from "./actions.js" with { type: "text" };
import behaviors from "./behaviors.js" with { type: "text" };
import behaviorsView from "./behaviors_view.js" with { type: "text" };
import causes from "./causes.js" with { type: "text" };
import clientCss from "./client.css" with { type: "text" };
import client from "./client.js" with { type: "text" };
import composer from "./composer.js" with { type: "text" };
import controls from "./controls.js" with { type: "text" };
import conversation from "./conversation.js" with { type: "text" };
import detail from "./detail.js" with { type: "text" };
import draft from "./draft.js" with { type: "text" };
import explainExplanations from "./explain/explanations.js" with { type: "text" };
import explainFrame from "./explain/frame.js" with { type: "text" };
import explainHandshake from "./explain/handshake.js" with { type: "text" };
import explainView from "./explain/view.js" with { type: "text" };
import explainWording from "./explain/wording.js" with { type: "text" };
import formats from "./formats.js" with { type: "text" };
import i18nEn from "./i18n/en.js" with { type: "text" };
import i18nEnExplain from "./i18n/en_explain.js" with { type: "text" };
import i18nEnPanels from "./i18n/en_panels.js" with { type: "text" };
import i18nEs from "./i18n/es.js" with { type: "text" };
import i18nEsExplain from "./i18n/es_explain.js" with { type: "text" };
import i18nEsPanels from "./i18n/es_panels.js" with { type: "text" };
import icon from "./icon.svg" with { type: "text" };
import index from "./index.html" with { type: "text" };
import language from "./language.js" with { type: "text" };
import logView from "./log_view.js" with { type: "text" };
import notice from "./notice.js" with { type: "text" };
import ownServer from "./own_server.js" with { type: "text" };
import probeChecks from "./probe/checks.js" with { type: "text" };
import probeConnection from "./probe/connection.js" with { type: "text" };
import probeConnectionSteps from "./probe/connection_steps.js" with { type: "text" };
import probeDescribe from "./probe/describe.js" with { type: "text" };
import probeEchoSteps from "./probe/echo_steps.js" with { type: "text" };
import probePath from "./probe/path.js" with { type: "text" };
import probeSteps from "./probe/steps.js" with { type: "text" };
import probeView from "./probe_view.js" with { type: "text" };
import record from "./record.js" with { type: "text" };
import replay from "./replay.js" with { type: "text" };
import roundTrips from "./round_trips.js" with { type: "text" };
import roundTripsView from "./round_trips_view.js" with { type: "text" };
import session from "./session.js" with { type: "text" };
import sessionFile from "./session_file.js" with { type: "text" };
import settings from "./settings.js" with { type: "text" };
import share from "./share.js" with { type: "text" };
import shareView from "./share_view.js" with { type: "text" };
import sharedCloseCodes from "./shared/close_codes.js" with { type: "text" };
import sharedEscape from "./shared/escape.js" with { type: "text" };
import sharedHeaderFields from "./shared/header_fields.js" with { type: "text" };
import sharedStatistics from "./shared/statistics.js" with { type: "text" };
import sharedText from "./shared/text.js" with { type: "text" };
import sidePanel from "./side_panel.js" with { type: "text" };
import snippets from "./snippets.js" with { type: "text" };
import socket from "./socket.js" with { type: "text" };
import state from "./state.js" with { type: "text" };
import topBar from "./top_bar.js" with { type: "text" };

/** Removes the address of a source map, which nobody hands out. */
function withoutMap(source: string): string {
  return source.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
}

/** The content of every file handed out, by its name. */
export const FILES: ReadonlyMap<string, string> = new Map([
  ["actions.js", actions],
  ["behaviors.js", behaviors],
  ["behaviors_view.js", behaviorsView],
  ["causes.js", causes],
  ["client.css", clientCss],
  ["client.js", client],
  ["composer.js", composer],
  ["controls.js", controls],
  ["conversation.js", conversation],
  ["detail.js", detail],
  ["draft.js", draft],
  ["explain/explanations.js", explainExplanations],
  ["explain/frame.js", explainFrame],
  ["explain/handshake.js", explainHandshake],
  ["explain/view.js", explainView],
  ["explain/wording.js", explainWording],
  ["formats.js", formats],
  ["i18n/en.js", i18nEn],
  ["i18n/en_explain.js", i18nEnExplain],
  ["i18n/en_panels.js", i18nEnPanels],
  ["i18n/es.js", i18nEs],
  ["i18n/es_explain.js", i18nEsExplain],
  ["i18n/es_panels.js", i18nEsPanels],
  ["icon.svg", icon],
  ["index.html", index],
  ["language.js", language],
  ["log_view.js", logView],
  ["notice.js", notice],
  ["own_server.js", ownServer],
  ["probe/checks.js", probeChecks],
  ["probe/connection.js", probeConnection],
  ["probe/connection_steps.js", probeConnectionSteps],
  ["probe/describe.js", probeDescribe],
  ["probe/echo_steps.js", probeEchoSteps],
  ["probe/path.js", probePath],
  ["probe/steps.js", probeSteps],
  ["probe_view.js", probeView],
  ["record.js", record],
  ["replay.js", replay],
  ["round_trips.js", roundTrips],
  ["round_trips_view.js", roundTripsView],
  ["session.js", session],
  ["session_file.js", sessionFile],
  ["settings.js", settings],
  ["share.js", share],
  ["share_view.js", shareView],
  ["shared/close_codes.js", sharedCloseCodes],
  ["shared/escape.js", sharedEscape],
  ["shared/header_fields.js", sharedHeaderFields],
  ["shared/statistics.js", sharedStatistics],
  ["shared/text.js", sharedText],
  ["side_panel.js", sidePanel],
  ["snippets.js", snippets],
  ["socket.js", socket],
  ["state.js", state],
  ["top_bar.js", topBar],
  ["vendor/lit-html.js", withoutMap(litHtml)],
  ["vendor/uplot.css", uplotCss],
  ["vendor/uplot.js", uplot],
]);
