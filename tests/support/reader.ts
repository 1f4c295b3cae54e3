/** The text of a stream so far, and the news of more. */
export class Reader {
  #text = "";
  #more = Promise.withResolvers<void>();
  readonly #done: Promise<void>;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#done = this.#read(stream);
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      this.#text += chunk;
      this.#more.resolve();
      this.#more = Promise.withResolvers();
    }
    this.#more.reject(new Error(`The output ended with: ${this.#text}`));
    this.#more.promise.catch(() => {});
  }

  /** Resolves with the match once the text has it; rejects where the stream ends without. */
  async match(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.#text.match(pattern);
      if (match) return match;
      await this.#more.promise;
    }
  }

  /** Resolves with the whole text. */
  async all(): Promise<string> {
    await this.#done;
    return this.#text;
  }
}
