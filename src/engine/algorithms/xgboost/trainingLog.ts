import type { ContainerHost } from '../../execution/container.ts';
import type { RoundResult } from './boosting.ts';
import { fiveDecimals, generalFormat } from './floatText.ts';
import type { ImageVersion } from './imageVersion.ts';
import type { EarlyStoppingRule } from './parameters.ts';

/** Writes a run's output as the image of this version prints it. */
export class TrainingLog {
  private readonly lines = new Map<number, string>();

  constructor(
    private readonly host: ContainerHost,
    private readonly version: ImageVersion,
  ) {}

  /** A line of the container around XGBoost, e.g. `[2026-01-31:12:00:00:INFO] Train matrix has …`. */
  note(message: string, level: 'INFO' | 'WARNING' | 'ERROR' = 'INFO'): void {
    const [day = '', time = ''] = new Date().toISOString().split('T');
    this.host.log(`[${day}:${time.slice(0, 8)}:${level}] ${message}`);
  }

  /** `[0]<TAB>train-rmse:…<TAB>validation-rmse:…` */
  round(result: RoundResult): void {
    const format = this.version.sixDigits ? generalFormat : fiveDecimals;
    const scores = result.scores.map(({ dataset, metric, value }) => `\t${dataset}-${metric}:${format(value)}`);
    const line = `[${result.round}]${scores.join('')}`;
    this.lines.set(result.round, line);
    this.host.log(line);
  }

  /** What the oldest image says after its first round. */
  announceEarlyStopping(rule: EarlyStoppingRule, result: RoundResult): void {
    if (!this.version.announcesEarlyStopping) return;
    const watched = `${result.scores.at(-1)?.dataset}-${rule.metric}`;
    if (result.scores.length > 1) {
      this.host.log(`Multiple eval metrics have been passed: '${watched}' will be used for early stopping.`);
      this.host.log('');
    }
    this.host.log(`Will train until ${watched} hasn't improved in ${rule.rounds} rounds.`);
  }

  /** What the oldest image says when it stops before the last round. */
  stoppedEarly(bestRound: number): void {
    if (!this.version.announcesEarlyStopping) return;
    this.host.log('Stopping. Best iteration:');
    this.host.log(this.lines.get(bestRound) ?? '');
  }
}
