/** So much of a row a label may take; the rest is the description's. In characters. */
const room = 20;
/** A label that is no longer stays as it is. */
const longest = 24;
/** At least so much of a beginning is left, and of an end without separators, in characters. */
const least = 6;

/**
 * Labels of rows, of which long ones that begin alike would look alike: the end of each is cut off. Those are cut in the middle, so that what
 * tells them apart is seen: `sagemaker…009999` for `sagemaker-xgboost-2026-11-21-009999`.
 * @param labels - All different.
 * @returns In their order, all different.
 */
export function shortLabels(labels: readonly string[]): string[] {
  const families = new Map<string, string[]>();
  for (const label of labels) {
    if (label.length <= longest) continue;
    const family = families.get(label.slice(0, room));
    if (family === undefined) families.set(label.slice(0, room), [label]);
    else family.push(label);
  }
  const starts = new Map(
    [...families].filter(([, { length }]) => length > 1).map(([key, all]) => [key, endStart(all)]),
  );
  const cut = (label: string, most: number): string => {
    const start = label.length <= longest ? undefined : starts.get(label.slice(0, room));
    if (start === undefined) return label;
    const end = label.slice(start);
    return `${wholeParts(label, Math.max(most - end.length - 1, least))}…${end}`;
  };
  const short = labels.map((label) => cut(label, room));
  const counts = new Map<string, number>();
  for (const label of short) counts.set(label, (counts.get(label) ?? 0) + 1);
  // Those of several families that end alike begin with as much as tells the families apart.
  return labels.map((label, at) => (counts.get(short[at] ?? '') === 1 ? (short[at] ?? label) : wide(label, starts)));
}

function wide(label: string, starts: ReadonlyMap<string, number>): string {
  const key = label.slice(0, room);
  const start = label.length <= longest ? undefined : starts.get(key);
  return start === undefined ? label : `${key}…${label.slice(start)}`;
}

/** Where what differs begins: behind the last separator of what all have in common, unless that is far before. */
function endStart(family: readonly string[]): number {
  const [first = '', ...others] = family;
  let common = first.length;
  for (const other of others) {
    let at = 0;
    while (at < common && first[at] === other[at]) at++;
    common = at;
  }
  const separator = Math.max(...['-', '_', '.', '/', '· '].map((mark) => lastEnd(first.slice(0, common), mark)));
  return Math.max(separator, common - least);
}

const lastEnd = (text: string, mark: string): number => {
  const at = text.lastIndexOf(mark);
  return at < 0 ? 0 : at + mark.length;
};

/** As many whole parts of a name as there is room for, at least the first, as much of it as there is room for. */
function wholeParts(label: string, most: number): string {
  const head = label.slice(0, most);
  const whole = /[-_./]/.test(label.charAt(most)) ? head : head.replace(/[-_./][^-_./]*$/, '');
  return whole.replace(/[-_./ ·]+$/, '');
}
