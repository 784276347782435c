/**
 * What it means for who calls an endpoint that its model is swapped, where the two take different rows; a sentence without its stop.
 * @param before, after - How many columns each takes, as `trainedColumns` tells; undefined where that is not known.
 */
export function columnsChange(before: number | undefined, after: number | undefined): string | undefined {
  if (before === undefined || after === undefined || before === after) return undefined;
  const columns = (count: number): string => (count === 1 ? '1 column' : `${count} columns`);
  return `The new model was trained on ${columns(after)}, the present one on ${before}: rows as they are sent now would get wrong answers, or none`;
}
