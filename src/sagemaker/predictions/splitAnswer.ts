/**
 * The part of an answer that belongs to each row of its request. Built-in algorithms answer with `{"predictions": […]}`, JSON Lines, one line
 * per row, or, as XGBoost before 1.5, one line with a comma between rows ("Common Data Formats for Inference"; sagemaker-xgboost-container).
 * @param rows - How many rows were sent.
 * @returns Undefined where the answer has another number of parts.
 */
export function splitAnswer(body: string, contentType: string | undefined, rows: number): string[] | undefined {
  const text = body.trim();
  if (rows === 1) return [onlyPart(text)];
  const [type = ''] = (contentType ?? '').toLowerCase().split(';');
  const parts = /^[[{]/.test(text) && !/jsonlines|json-seq/.test(type) ? jsonParts(text) : undefined;
  if (parts?.length === rows) return parts;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length === rows) return lines.map((line) => line.trim());
  const cells = lines.length === 1 && !/^[[{]/.test(text) ? text.split(',') : [];
  return cells.length === rows ? cells.map((cell) => cell.trim()) : undefined;
}

/** The parts of one line that may hold several answers: JSON's predictions, or cells between commas. */
export function answerParts(line: string): string[] {
  return (/^[[{]/.test(line) ? jsonParts(line) : undefined) ?? line.split(',').map((cell) => cell.trim());
}

/** Of a list of one, the one. */
function onlyPart(text: string): string {
  const parts = /^[[{]/.test(text) ? jsonParts(text) : undefined;
  return parts?.length === 1 ? (parts[0] ?? text) : text;
}

function jsonParts(text: string): string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // several JSON values, one a line
  }
  const list = Array.isArray(value) ? value : predictionsOf(value);
  return list?.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
}

function predictionsOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { predictions } = value as { predictions?: unknown };
  return Array.isArray(predictions) ? predictions : undefined;
}
