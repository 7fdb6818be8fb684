// How the client talks to the shop: JSON over HTTPS, RFC 9457 problems as exceptions.
import type { Problem } from "./shapes.js";

const PATIENCE = 30_000; // milliseconds for one answer

/** The shop said no. Decide by `problem.code`; `problem.detail` is fit to be shown to a customer. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
  }
}

export interface Sent {
  body?: unknown;
  query?: Record<string, string | number | boolean | null | undefined>;
  headers?: Record<string, string | undefined>;
  asAnybody?: boolean;
}

export class Sender {
  constructor(
    readonly url: string,
    public bearer = "",
  ) {}

  /** What the shop answers, read from JSON; undefined for an answer without content. Rejects with `Refused`. */
  protected async send<Answer>(verb: string, path: string, sent: Sent = {}): Promise<Answer> {
    const address = new URL(path, this.url);
    for (const [name, value] of Object.entries(sent.query ?? {})) {
      if (value !== undefined && value !== null) address.searchParams.set(name, String(value));
    }
    const headers = new Headers({ Accept: "application/json" });
    for (const [name, value] of Object.entries(sent.headers ?? {})) {
      if (value !== undefined) headers.set(name, value);
    }
    if (sent.body !== undefined) headers.set("Content-Type", "application/json");
    if (this.bearer && !sent.asAnybody) headers.set("Authorization", `Bearer ${this.bearer}`);
    const answer = await fetch(address, {
      method: verb,
      headers,
      signal: AbortSignal.timeout(PATIENCE),
      ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
    });
    const text = await answer.text();
    const told: unknown = text ? JSON.parse(text) : undefined;
    if (!answer.ok) throw new Refused(told as Problem);
    return told as Answer;
  }
}
