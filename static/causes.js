/** @import { TextName } from "./types.ts" */

/** Ports to which browsers open no connection (WHATWG Fetch §2.9). */
const BLOCKED_PORTS = new Set(
  ("0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 " +
    "113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 " +
    "548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 " +
    "6000 6566 6665 6666 6667 6668 6669 6679 6697 10080").split(" ").map(Number),
);

/** Loopback, private and link-local addresses (IANA's registries), and names of the local network. */
const PRIVATE_HOST = new RegExp(
  [
    /^localhost$|\.(localhost|local)$/, // names
    /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]+$/,
    /^\[(::1\]|f[cd]|fe[89ab])/, // IPv6
  ].map(({ source }) => source).join("|"),
);

/**
 * Returns why a browser may not have opened a connection, as far as a page can tell the causes
 * apart: one that is certain, or those that are likely.
 * @param {string} url
 * @param {{ pageUrl: string, isOnline: boolean }} page
 * @returns {TextName[]} Names of texts.
 */
export function likelyCauses(url, { pageUrl, isOnline }) {
  const { hostname, port, protocol } = new URL(url);
  const page = new URL(pageUrl);
  if (port && BLOCKED_PORTS.has(Number(port))) return ["causePort"];
  if (!isOnline && !PRIVATE_HOST.test(hostname)) return ["causeOffline"];
  const isLocalNetwork = PRIVATE_HOST.test(hostname) && !PRIVATE_HOST.test(page.hostname);
  return [
    ...(isLocalNetwork ? [/** @type {const} */ ("causeLocalNetwork")] : []),
    "causeNobody",
    "causeRefused",
    ...(protocol === "wss:" ? [/** @type {const} */ ("causeCertificate")] : []),
  ];
}
