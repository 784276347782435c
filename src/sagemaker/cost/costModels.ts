import type { Clock } from '../../shared/clock.ts';
import { Disposable } from '../../shared/disposable.ts';
import type { Session } from '../session.ts';
import { CostModel } from './costModel.ts';
import { CountedStore } from './countedStore.ts';

interface CostParts {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly storageFolder: string;
}

/** The one count of each connection that was used in this window: what was counted stays, and goes on, over switches. */
export class CostModels extends Disposable {
  private readonly models = new Map<Session, CostModel>();

  constructor(private readonly parts: CostParts) {
    super();
    this.register({ dispose: () => [...this.models.values()].forEach((model) => model.dispose()) });
  }

  /** Undefined of a session that is over and was not counted. */
  of(session: Session): CostModel | undefined {
    const known = this.models.get(session);
    if (known !== undefined || session.isDisposed || this.isDisposed) return known;
    for (const [other, model] of this.models) {
      if (!other.isDisposed) continue;
      model.dispose();
      this.models.delete(other);
    }
    const { clock, log, storageFolder } = this.parts;
    const model = new CostModel(session, clock, { store: new CountedStore(storageFolder, session.connection), log });
    this.models.set(session, model);
    return model;
  }
}
