export type JsonObject = Record<string, unknown>;

/** One operation of a JSON service: takes the parsed body, returns the answer's body (timestamps as decimal epoch seconds). */
export type JsonOperation = (input: JsonObject) => Promise<JsonObject> | JsonObject;

/** A service of the AWS JSON protocol, called by the `X-Amz-Target` header `<targetPrefix>.<operation>`. */
export interface JsonService {
  readonly targetPrefix: string;
  readonly jsonVersion: '1.0' | '1.1';
  readonly operations: Readonly<Record<string, JsonOperation>>;
}
