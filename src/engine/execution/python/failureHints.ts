/** What a script had around it, as far as its mistakes are about that. */
export interface ScriptSurroundings {
  /** Names of the job's channels. */
  readonly channels: readonly string[];
  /** Versions by import name of what the script could import, as far as known. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** What PyPI calls packages that are imported by another name. */
const packages = new Map([
  ['sklearn', 'scikit-learn'],
  ['cv2', 'opencv-python'],
  ['PIL', 'Pillow'],
  ['yaml', 'PyYAML'],
  ['bs4', 'beautifulsoup4'],
]);

/** What to do about a script's failure, each a sentence without its full stop and without double quotes. */
export function hintsOf(said: string, { channels, libraries }: ScriptSurroundings): string[] {
  return [missingModule(said, libraries), missingChannel(said, channels), literalPath(said)].filter(
    (hint) => hint !== undefined,
  );
}

/** Python names a module with its package only where it has found the package. */
export function missingModule(said: string, libraries: Readonly<Record<string, string>>): string | undefined {
  const name = /No module named '([^']+)'/.exec(said)?.[1];
  if (name === undefined) return undefined;
  const [top = name] = name.split('.');
  if (top !== name)
    return `The ${[top, libraries[top]].filter(Boolean).join(' ')} that Python found has no module ${name}`;
  const known = packages.get(name);
  return `Add ${known ?? `${name} (or the package that holds it)`} to a requirements.txt beside the script`;
}

function missingChannel(said: string, channels: readonly string[]): string | undefined {
  const name = /KeyError: '(SM_CHANNEL_\w+)'/.exec(said)?.[1];
  if (name === undefined) return undefined;
  const had = channels.length === 0 ? 'no channels' : `the channels ${channels.join(', ')}`;
  return `${name} is set for a job with a channel of that name; this job has ${had}`;
}

/** Only where the error itself names the path, not a line of source above it. */
function literalPath(said: string): string | undefined {
  if (!/^\s*[\w.]*(?:Error|Exception)\b.*(?<![\w.-])\/opt\/ml(?![\w-])/m.test(said)) return undefined;
  return 'On this machine another folder stands for /opt/ml: read SM_MODEL_DIR, SM_OUTPUT_DIR, SM_OUTPUT_DATA_DIR and SM_CHANNEL_<NAME> instead, which are right here and on AWS';
}
