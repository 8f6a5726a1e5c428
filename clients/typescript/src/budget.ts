// The figures of gRPC's retry throttling (proposal A6): ten failures in a row, and then one retry for ten calls that succeed.
const full = 20;
const earned = 0.1;

/** How many retries all calls of a client may make together, so that a server in trouble is not asked four times as much. */
export class RetryBudget {
  #left = full;

  /** Whether another retry is in it. */
  get allows(): boolean {
    return this.#left > full / 2;
  }

  /** An attempt failed in a way that may pass. */
  failed(): void {
    this.#left = Math.max(0, this.#left - 1);
  }

  /** A call succeeded. */
  succeeded(): void {
    this.#left = Math.min(full, this.#left + earned);
  }
}
