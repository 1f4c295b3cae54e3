/** Where the flag is, before a place for each worker. */
const SHORT_OF_MEMORY = 0;

/** What the workers of a server know of each other at once, in memory that all of them see. */
export class Share {
  readonly #cells: Int32Array<SharedArrayBuffer>;
  readonly #own: number;

  /** @param index Which of the workers this one is, from 0. */
  constructor(memory: SharedArrayBuffer, index: number) {
    this.#cells = new Int32Array(memory);
    this.#own = index + 1;
  }

  /** Makes the memory for so many workers. */
  static allocate(workers: number): SharedArrayBuffer {
    return new SharedArrayBuffer((workers + 1) * Int32Array.BYTES_PER_ELEMENT);
  }

  /** Whether the process is short of memory. */
  get shortOfMemory(): boolean {
    return Atomics.load(this.#cells, SHORT_OF_MEMORY) !== 0;
  }

  set shortOfMemory(isShort: boolean) {
    Atomics.store(this.#cells, SHORT_OF_MEMORY, Number(isShort));
  }

  /** Tells the others how many connections this worker has. */
  set connections(count: number) {
    Atomics.store(this.#cells, this.#own, count);
  }

  /** How many connections the others have. */
  get others(): number {
    let sum = 0;
    for (let index = 1; index < this.#cells.length; index++) {
      if (index !== this.#own) sum += Atomics.load(this.#cells, index);
    }
    return sum;
  }
}
