/** A parameter of a form: text, a list, or members by name. */
export type FormValue = string | FormValue[] | { [member: string]: FormValue };

/** Far above what any request of these services holds. */
const deepest = 16;
const longestList = 10_000;

/**
 * Reads the query protocol's flattened parameters: `Dimensions.member.1.Name=Host` is the first element of a list.
 * Members that nobody could mean (deeper than 16, beyond the 10,000th element) are left out.
 */
export function readForm(form: URLSearchParams): Record<string, FormValue> {
  const root: Branch = new Map();
  for (const [name, value] of form) {
    const steps = name.split('.');
    if (steps.length <= deepest) put(root, steps, value);
  }
  return Object.fromEntries([...root].map(([name, branch]) => [name, valueOf(branch)]));
}

type Branch = Map<string, Branch | string>;

function put(branch: Branch, [step = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    branch.set(step, value);
    return;
  }
  const known = branch.get(step);
  const child: Branch = known instanceof Map ? known : new Map<string, Branch | string>();
  branch.set(step, child);
  put(child, rest, value);
}

function valueOf(branch: Branch | string): FormValue {
  if (typeof branch === 'string') return branch;
  const list = branch.get('member');
  if (branch.size === 1 && list instanceof Map) {
    const items: FormValue[] = [];
    for (let index = 1; index <= longestList && list.has(String(index)); index++)
      items.push(valueOf(list.get(String(index)) ?? ''));
    return items;
  }
  return Object.fromEntries([...branch].map(([name, child]) => [name, valueOf(child)]));
}
