/** How many connections each client address has. */
export class Addresses {
  readonly #counts = new Map<string, number>();

  countOf(address: string): number {
    return this.#counts.get(address) ?? 0;
  }

  add(address: string): void {
    this.#counts.set(address, this.countOf(address) + 1);
  }

  remove(address: string): void {
    const count = this.countOf(address) - 1;
    if (count > 0) this.#counts.set(address, count);
    else this.#counts.delete(address);
  }
}
