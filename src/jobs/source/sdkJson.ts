/**
 * A hyperparameter as the SageMaker Python SDK sends it to a script: what Python's `json.dumps` writes (`estimator.py`, `_json_encode_hyperparameters`).
 * What is JSON already stays what it is, so `10` is a number and `true` a boolean; any other text becomes a JSON string.
 */
export function sdkJson(text: string): string {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase(); // a YAML boolean, however it is written
  if (isFloat.test(text)) return pythonFloat(Number(text));
  return isJson(text) ? ascii(text) : sdkString(text);
}

/** A text as `json.dumps` writes it: ASCII only. */
export function sdkString(text: string): string {
  return ascii(JSON.stringify(text));
}

/** A decimal of YAML, also where JSON would want a digit before the dot. */
const isFloat = /^[+-]?(\d+\.\d*|\.\d+|\d+(?=e))(e[+-]?\d+)?$/i;

/** Outside of strings JSON has nothing but ASCII, so every such character can be escaped where it stands. */
function ascii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Python's `repr` of a float: JavaScript's digits, but `2.0`, and exponents below 1e-4 and from 1e16. */
function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16))
    return value.toExponential().replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`);
  const plain = Object.is(value, -0) ? '-0' : String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // plain text, e.g. adam
  }
}
