import type { Memory } from '../../connections/connectionsModel.ts';

const memoryKey = 'sagemakerWorkbench.panelPlaces';

/** More tabs than anybody has open. */
const mostRemembered = 100;

/** Where the jobs of the window's panels are, by title: a view that was reloaded before it kept anything is told by this. */
export class PanelPlaceMemory {
  constructor(private readonly memory: Memory) {}

  /** @returns What was last remembered under the title. */
  recall(title: string): unknown {
    return this.entries.find(([name]) => name === title)?.[1];
  }

  async remember(title: string, place: string): Promise<void> {
    const others = this.entries.filter(([name]) => name !== title);
    await this.memory.update(memoryKey, [[title, place], ...others].slice(0, mostRemembered));
  }

  private get entries(): readonly (readonly [title: unknown, place: unknown])[] {
    const kept = this.memory.get(memoryKey);
    return Array.isArray(kept)
      ? kept.filter((entry) => Array.isArray(entry)).map(([title, place]) => [title, place])
      : [];
  }
}
