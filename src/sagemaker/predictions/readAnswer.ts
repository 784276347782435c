/** What a model says of one row. */
export type Prediction =
  | { readonly kind: 'number'; readonly value: number }
  /** One for each class, in their order. */
  | { readonly kind: 'scores'; readonly values: readonly number[] }
  /** A class that the model names itself, and how sure it is where it says so. */
  | { readonly kind: 'class'; readonly name: string; readonly score?: number }
  | { readonly kind: 'other' };

/** Reads one row's answer; what is no number, list of numbers, class or one of the built-in algorithms' objects is `other`. */
export function readAnswer(answer: string): Prediction {
  const text = answer.trim();
  if (text === '') return { kind: 'other' };
  const number = numberOf(text);
  if (number !== undefined) return { kind: 'number', value: number };
  if (/^[[{"]/.test(text)) {
    try {
      return readJson(JSON.parse(text));
    } catch {
      return { kind: 'other' }; // no JSON after all
    }
  }
  const cells = text.split(',').map((cell) => numberOf(cell.trim()));
  if (cells.length > 1) {
    const values = cells.filter((cell) => cell !== undefined);
    return values.length === cells.length ? { kind: 'scores', values } : { kind: 'other' };
  }
  return text.length <= 200 ? { kind: 'class', name: text } : { kind: 'other' };
}

/** Linear learner says `score` and, as a classifier, `predicted_label`; k-NN `predicted_label`; BlazingText `label` and `prob`. */
function readJson(value: unknown): Prediction {
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string') return { kind: 'class', name: value };
  if (Array.isArray(value)) {
    const flat: unknown[] = value.length === 1 && Array.isArray(value[0]) ? value[0] : value;
    if (flat.length === 0 || !flat.every((item) => typeof item === 'number')) return { kind: 'other' };
    return flat.length === 1 ? { kind: 'number', value: flat[0] ?? NaN } : { kind: 'scores', values: flat };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'other' };
  const { predicted_label: label, score, label: labels, prob } = value as Record<string, unknown>;
  const isNumber = typeof score === 'number';
  if (typeof label === 'number' || typeof label === 'string')
    return { kind: 'class', name: String(label), ...(isNumber && { score }) };
  if (isNumber) return { kind: 'number', value: score };
  if (Array.isArray(labels) && typeof labels[0] === 'string')
    return {
      kind: 'class',
      name: labels[0],
      ...(Array.isArray(prob) && typeof prob[0] === 'number' && { score: prob[0] }),
    };
  return { kind: 'other' };
}

/** @returns Undefined for text; NaN and infinities are numbers that a model may answer. */
function numberOf(text: string): number | undefined {
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text);
  if (/^nan$/i.test(text)) return NaN;
  const infinite = /^([-+]?)inf(inity)?$/i.exec(text);
  return infinite === null ? undefined : infinite[1] === '-' ? -Infinity : Infinity;
}
