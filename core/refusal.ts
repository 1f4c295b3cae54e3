/** An HTTP answer that denies what was asked and tells the peer how to mend it. */
export interface Refusal {
  /** HTTP status code, 400 to 599. */
  readonly status: number;
  /** One sentence: what was wrong, the rule, and what to send instead. */
  readonly message: string;
  /** Header fields that the status calls for. */
  readonly headers?: Readonly<Record<string, string>>;
}
