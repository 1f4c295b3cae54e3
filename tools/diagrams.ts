// Draws the tutorial's diagrams, one file for each language: `deno task diagrams`.

/** A text in Spanish and English, or the same for both. */
type Text = string | readonly [es: string, en: string];

/** A message between the two ends, a silence (no direction), or a line of explanation below one. */
type Step = readonly [direction: ">" | "<" | "…", label: Text];

interface Sequence {
  readonly title: Text;
  readonly steps: readonly Step[];
}

const WIDTH = 340;
const STEP = 44;
const TOP = 84;
const CLIENT: Text = ["cliente", "client"];
const SERVER: Text = ["servidor", "server"];

const HTTP: Sequence = {
  title: ["HTTP: pregunta y respuesta", "HTTP: request and response"],
  steps: [
    [">", ["¿hay algo?", "anything new?"]],
    ["<", ["no", "no"]],
    [">", ["¿y ahora?", "and now?"]],
    ["<", ["sí: «hola»", "yes: “hola”"]],
    ["…", ["llega algo: el servidor calla", "news: the server keeps quiet"]],
    [">", ["¿y ahora?", "and now?"]],
    ["<", ["sí: «adiós»", "yes: “adiós”"]],
  ],
};
const WEBSOCKET: Sequence = {
  title: ["WebSocket: los dos hablan", "WebSocket: both speak"],
  steps: [
    [">", ["handshake", "handshake"]],
    ["<", ["de acuerdo (101)", "agreed (101)"]],
    ["<", "«hola»"],
    [">", "«¿qué tal?»"],
    ["…", ["llega algo: se manda ya", "news: it is sent at once"]],
    ["<", "«adiós»"],
    ["…", ["la conexión sigue abierta", "the connection stays open"]],
  ],
};
const HANDSHAKE: Sequence = {
  title: ["El handshake: de HTTP a WebSocket", "The handshake: from HTTP to WebSocket"],
  steps: [
    ["…", ["TCP conectado", "TCP connected"]],
    [">", "GET / · Upgrade: websocket"],
    ["…", "Sec-WebSocket-Key: dGhl…"],
    ["<", "101 Switching Protocols"],
    ["…", "Sec-WebSocket-Accept: s3pP…"],
    ["…", ["ya no hay HTTP: solo tramas", "no more HTTP: only frames"]],
  ],
};
const CLOSE: Sequence = {
  title: ["El cierre: los dos se despiden", "The close: both say goodbye"],
  steps: [
    [">", ["trama opcode 8 · código 1000", "frame opcode 8 · code 1000"]],
    ["…", ["de aquí ya no sale nada más", "the client sends no more"]],
    ["<", ["trama opcode 8 · código 1000", "frame opcode 8 · code 1000"]],
    ["…", ["se cierra TCP: evento close, 1000", "TCP closes: event close, 1000"]],
  ],
};

/** The bits of the frame of `Hello`, as `bytes.ts` sends it. */
const FRAME: readonly (readonly [bits: string, name: Text, meaning: Text])[] = [
  ["1", "FIN", ["última", "last"]],
  ["000", "RSV", ["reservado", "reserved"]],
  ["0001", "opcode", ["1: texto", "1: text"]],
  ["1", "MASK", ["va enmascarada", "it is masked"]],
  ["0000101", ["longitud", "length"], ["5 bytes de payload", "5 bytes of payload"]],
];
const FRAME_BYTES: readonly (readonly [hex: string, meaning: Text])[] = [
  ["37 fa 21 3d", ["máscara (4 bytes)", "masking key (4 bytes)"]],
  ["7f 9f 4d 51 58", ["payload enmascarado: «Hello»", "payload, masked: “Hello”"]],
];

/** Colors on a card with a background, readable whatever the page behind it looks like. */
const STYLE = `
text{font:15px system-ui,sans-serif;fill:#1c2430}
.title{font-weight:600;font-size:16px}.code{font-family:ui-monospace,monospace}
.dim{fill:#4a5568;font-style:italic;font-size:14px}
.card{fill:#fdfdfc;stroke:#b9c0ca}.end,.bit{fill:#e8eef7;stroke:#5b6b80}
.life{stroke:#9aa5b4;stroke-dasharray:4 4}.go{stroke:#0b5cad;fill:#0b5cad}.come{stroke:#9a4a00;fill:#9a4a00}
@media (prefers-color-scheme:dark){
text{fill:#e6eaf0}.dim{fill:#b3bdca}.card{fill:#171c24;stroke:#4a5568}.end,.bit{fill:#263244;stroke:#8797ac}
.life{stroke:#66738a}.go{stroke:#7db8ff;fill:#7db8ff}.come{stroke:#ffb266;fill:#ffb266}}`;

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Draws texts and shapes in one language. */
class Drawing {
  readonly #parts: string[] = [];

  constructor(readonly language: 0 | 1) {}

  text(text: Text, x: number, y: number, style = "", anchor = "middle"): void {
    const words = typeof text === "string" ? text : text[this.language];
    this.#parts.push(
      `<text x="${x}" y="${y}" text-anchor="${anchor}" class="${style}">${escape(words)}</text>`,
    );
  }

  box(x: number, y: number, width: number, height: number, style: string): void {
    this.#parts.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="5" class="${style}"/>`,
    );
  }

  sequence({ title, steps }: Sequence, left: number): void {
    const [client, server] = [left + 44, left + WIDTH - 44];
    const bottom = TOP + steps.length * STEP;
    this.text(title, left + WIDTH / 2, 30, "title");
    for (const [x, name] of [[client, CLIENT], [server, SERVER]] as const) {
      this.box(x - 38, 44, 76, 28, "end");
      this.text(name, x, 63);
      this.#parts.push(`<path d="M${x} 72V${bottom}" class="life"/>`);
    }
    steps.forEach(([direction, label], index) => {
      const y = TOP + index * STEP + 32;
      if (direction === "…") return this.text(label, left + WIDTH / 2, y - 8, "dim");
      const [from, to, back] = direction === ">" ? [client, server, -1] : [server, client, 1];
      const style = direction === ">" ? "go" : "come";
      this.text(label, left + WIDTH / 2, y - 8);
      this.#parts.push(
        `<path d="M${from} ${y}H${to}" class="${style}" stroke-width="2"/>` +
          `<path d="M${to} ${y}l${10 * back} -5v10z" class="${style}"/>`,
      );
    });
  }

  frame(): void {
    let x = 20;
    FRAME.forEach(([bits, name, meaning], index) => {
      const width = bits.length * 40;
      for (const [place, bit] of [...bits].entries()) {
        this.box(x + place * 40, 50, 40, 36, "bit");
        this.text(bit, x + place * 40 + 20, 74, "code");
      }
      this.text(name, x + width / 2, 42, "title");
      const y = 112 + (index % 2) * 24;
      this.#parts.push(`<path d="M${x + width / 2} 88V${y - 14}" class="life"/>`);
      const anchor = index === 0 ? "start" : "middle";
      this.text(meaning, index === 0 ? x : x + width / 2, y, "", anchor);
      x += width;
    });
    this.text(["byte 1 = 81", "byte 1 = 81"], 180, 164, "dim");
    this.text(["byte 2 = 85", "byte 2 = 85"], 500, 164, "dim");
    let left = 20;
    for (const [hex, meaning] of FRAME_BYTES) {
      const bytes = hex.split(" ");
      for (const [place, byte] of bytes.entries()) {
        this.box(left + place * 66, 180, 66, 36, "bit");
        this.text(byte, left + place * 66 + 33, 204, "code");
      }
      this.text(meaning, left + bytes.length * 33, 240);
      left += bytes.length * 66 + 20;
    }
  }

  svg(width: number, height: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
      `width="${width}" height="${height}"><style>${STYLE}\n</style>` +
      `<rect x="1" y="1" width="${width - 2}" height="${height - 2}" rx="10" class="card"/>\n` +
      `${this.#parts.join("\n")}\n</svg>\n`;
  }
}

/** Returns every diagram by its path below `docs/diagrams/`. */
export function drawDiagrams(): Map<string, string> {
  const diagrams = new Map<string, string>();
  for (const [index, language] of (["es", "en"] as const).entries()) {
    const draw = (name: string, size: [number, number], what: (drawing: Drawing) => void) => {
      const drawing = new Drawing(index as 0 | 1);
      what(drawing);
      diagrams.set(`${name}.${language}.svg`, drawing.svg(...size));
    };
    const heightOf = ({ steps }: Sequence) => TOP + steps.length * STEP + 16;
    draw("polling", [2 * WIDTH, heightOf(HTTP)], (drawing) => {
      drawing.sequence(HTTP, 0);
      drawing.sequence(WEBSOCKET, WIDTH);
    });
    for (const [name, sequence] of [["handshake", HANDSHAKE], ["close", CLOSE]] as const) {
      draw(name, [WIDTH + 60, heightOf(sequence)], (drawing) => drawing.sequence(sequence, 30));
    }
    draw("frame", [680, 260], (drawing) => drawing.frame());
  }
  return diagrams;
}

if (import.meta.main) {
  for (const [name, svg] of drawDiagrams()) {
    await Deno.writeTextFile(`docs/diagrams/${name}`, svg);
  }
}
