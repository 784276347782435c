import { toDisposable, type IDisposable } from './disposable.ts';

/** Subscribes to a change; same shape as VS Code's own `Event`, so models need not import the editor. */
export type Event<T> = (listener: (value: T) => unknown) => IDisposable;

/** The owner's side of an event. */
export class Emitter<T> implements IDisposable {
  private readonly listeners = new Set<{ call: (value: T) => unknown }>();

  readonly event: Event<T> = (listener) => {
    const entry = { call: listener };
    this.listeners.add(entry);
    return toDisposable(() => this.listeners.delete(entry));
  };

  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  fire(value: T): void {
    for (const entry of [...this.listeners]) entry.call(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
