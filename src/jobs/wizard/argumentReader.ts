/** An argument that a script takes, as far as its text plainly says. */
export interface ScriptArgument {
  /** As it is given, without its hyphens: `batch-size`. */
  readonly name: string;
  readonly default?: string;
  readonly required: boolean;
  readonly help?: string;
}

const call = /^[^#\n]*?\.add_argument\(/gm;
/** A quoted text without escapes, a number, or True and False. */
const literal = String.raw`(?:'([^'\\\n]*)'|"([^"\\\n]*)"|([+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|True|False)(?![\w.]))`;
const option = /^\s*(?:(["'])-\w\1\s*,\s*)?(["'])--([A-Za-z][\w-]*)\2/;

/**
 * Reads the arguments of a Python script from its calls of argparse's `add_argument`. Nothing is run: what is computed, such as a default
 * from an environment variable, is not known, and flags and lists are left alone, since a hyperparameter always reaches a script as
 * `--name value`.
 */
export function readArguments(script: string): ScriptArgument[] {
  const found = [...script.matchAll(call)].flatMap((match): ScriptArgument[] => {
    const inner = upToClosing(script.slice(match.index + match[0].length));
    const name = inner === undefined ? undefined : option.exec(inner)?.[3];
    if (inner === undefined || name === undefined || /\b(action|nargs)\s*=/.test(inner)) return [];
    const given = literalOf(inner, 'default');
    // SageMaker sets those of the environment itself.
    if (given === undefined && /\bdefault\s*=\s*(?!None\b)/.test(inner)) return [];
    const help = literalOf(inner, 'help');
    const required = /\brequired\s*=\s*True\b/.test(inner);
    return [{ name, required, ...(given !== undefined && { default: given }), ...(help !== undefined && { help }) }];
  });
  return [...new Map(found.map((one) => [one.name, one])).values()];
}

function literalOf(inner: string, keyword: string): string | undefined {
  const match = new RegExp(String.raw`\b${keyword}\s*=\s*${literal}\s*(?:,|$)`).exec(inner);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** The text before the parenthesis that closes a call; undefined when there is none. */
function upToClosing(text: string): string | undefined {
  let depth = 1;
  let quote: string | undefined;
  for (let at = 0; at < Math.min(text.length, 4_000); at++) {
    const character = text.charAt(at);
    if (quote !== undefined) {
      if (character === '\\') at++;
      else if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return text.slice(0, at).trim();
  }
  return undefined;
}
