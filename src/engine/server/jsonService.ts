export type JsonObject = Record<string, unknown>;

/** What came with a request besides its body. */
export interface JsonCall {
  /** Single values by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** An answer that is JSON already, because it is large and was never anything else. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** One operation of a JSON service: takes the parsed body, returns the answer's body (timestamps as decimal epoch seconds). */
export type JsonOperation = (input: JsonObject, call: JsonCall) => Promise<JsonObject | JsonText> | JsonObject;

/** A service of the AWS JSON protocol, called by the `X-Amz-Target` header `<targetPrefix>.<operation>`. */
export interface JsonService {
  readonly targetPrefix: string;
  readonly jsonVersion: '1.0' | '1.1';
  readonly operations: Readonly<Record<string, JsonOperation>>;
}
