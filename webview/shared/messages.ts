import type { Check } from '../../src/protocol/check.ts';
import { messageOf } from '../../src/shared/errors.ts';

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The view's end of the line to the extension, and the state that the editor keeps for it. */
export interface Connection<Out> {
  send(message: Out): void;
  readState(): unknown;
  writeState(state: unknown): void;
}

/** Connects to the extension; may be called once per page. A message that fails `check` goes to `onBroken` as one sentence. */
export function connect<In, Out>(
  check: Check<In>,
  onMessage: (message: In) => void,
  onBroken: (message: string) => void,
): Connection<Out> {
  const editor = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    let message: In;
    try {
      message = check(event.data, 'message');
    } catch (error) {
      onBroken(`This panel and the extension do not understand each other (${messageOf(error)}). Reload the window.`);
      return;
    }
    onMessage(message);
  });
  // Where the panel's job is: the extension gets it back with the state when the window is reloaded.
  const { place } = document.body.dataset;
  const kept = editor.getState() as { view?: unknown } | undefined;
  editor.setState({ place, view: kept?.view });
  return {
    send: (message) => editor.postMessage(message),
    readState: () => (editor.getState() as { view?: unknown } | undefined)?.view,
    writeState: (view) => editor.setState({ place, view }),
  };
}
