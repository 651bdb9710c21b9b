import * as fc from 'fast-check';
import { namesIn } from '../../contract/json-pointer.ts';
import { Ended, type Exchanges } from '../exchanges.ts';
import { Judge } from '../judge.ts';
import type { Tallies } from '../observations.ts';
import { Player, type PlayedScenario } from '../play.ts';
import type { Exploration, RunOptions } from '../run-types.ts';
import type { Suite } from '../scenario/load.ts';
import type { Inputs } from '../scenario/values.ts';
import { changesOf } from './arbitraries.ts';
import { keywordFor } from './known.ts';
import { pointerOf, type Change } from './payloads.ts';
import { payloadsOf, RANDOM, ruleFor, stepOf } from './scenarios.ts';
import { LEVELS } from '../weights.ts';
import { optionsFor, sequenceScenario, type Beat } from './sequences.ts';

/** To make a failure smaller, so many more heartbeats are sent at the most. */
const MOST_SHRINKS = 100;
/** Most candidates need not be sent; so many are looked at, at the most. */
const MOST_LOOKS = 2000;
/** Has fast-check stop, with what it has found so far. */
const INTERRUPT = true;
/** One part of so many is for heartbeats in random order, a few in a row. */
const SHARE_OF_SEQUENCES = 4;
const SHORTEST = 2;
const LONGEST = 8;

/** How many heartbeats are drawn, and from what. */
export interface Fuzzing {
  readonly count: number;
  readonly seed: number;
}

type Around = Parameters<Exploration['run']>[0];

/**
 * Sends heartbeats that are drawn at random, and judges them as generated ones. What fails is made
 * smaller, as long as it fails in a way that is not known yet.
 *
 * @throws OptionError where the contract does not say what is expected.
 */
export function fuzzing(suite: Suite, inputs: Inputs, { count, seed }: Fuzzing): Exploration {
  const { payloads, rules } = payloadsOf(suite, inputs);
  const { sequences } = suite.defaults;
  const title = (what: string) => `${what} (--fuzz ${count} --seed ${seed})`;
  const idsOf = (some: typeof rules.accepted) => [
    ...new Set(some.flatMap(({ expect }) => expect).flatMap(({ requirement }) => requirement)),
  ];
  const accepted = idsOf(rules.accepted);
  return {
    requirements: idsOf([...rules.accepted, ...rules.refused]),
    async run(around) {
      const search = new Search(around, count);
      const ordered = sequences ? Math.floor(count / SHARE_OF_SEQUENCES) : 0;
      await search.through(changesOf(payloads), seed, count - ordered, (changes) => {
        const fresh = unsuspicious(changes, around.tallies, accepted);
        const [first] = fresh;
        const keyword = first ? keywordFor(first.view, first.value) : '';
        const claim = payloads.claimOf(fresh, keyword);
        if (!claim || (claim.isValid && !fresh.every(({ path }) => payloads.isFree(path)))) return;
        const rule = ruleFor(rules, claim);
        if (!rule) return;
        const step = stepOf(rule, claim, payloads.partsOf(fresh), fresh);
        return { title: title(RANDOM.payloads), steps: [step] };
      });
      if (!sequences) return;
      const { available } = around.options;
      await search.through(beatsOf(optionsFor(sequences, available)), seed, ordered, (beats) =>
        sequenceScenario(sequences, available, beats, title(RANDOM.sequences)),
      );
    },
  };
}

/**
 * The changes but for those that are known to fail, where there are others.
 *
 * @param accepted requirements of what has to be accepted.
 */
function unsuspicious(
  changes: readonly Change[],
  tallies: Tallies,
  accepted: readonly string[],
): readonly Change[] {
  if (changes.length === 1) return changes;
  const fresh = changes.filter(({ path, view, value }) => {
    const field = namesIn(pointerOf(path)).join('.');
    return !tallies.knows(`${field}, ${keywordFor(view, value)}`, accepted);
  });
  return fresh.length > 0 ? fresh : changes.slice(0, 1);
}

function beatsOf(options: ReturnType<typeof optionsFor>): fc.Arbitrary<Beat[]> {
  const indexOf = (list: readonly unknown[]) => fc.nat(Math.max(0, list.length - 1));
  const beat = fc.record({
    about: indexOf(options.about),
    by: indexOf(options.by),
    with: fc.tuple(...options.with.map(indexOf)),
    // Pauses take time.
    pause: fc.nat(9).map((number) => number === 9),
  });
  return fc.array(beat, { minLength: SHORTEST, maxLength: LONGEST, size: 'max' });
}

/** Looks for failures that are not known yet, and makes them smaller. */
class Search {
  readonly #options: RunOptions;
  readonly #exchanges: Exchanges;
  readonly #tallies: Tallies;
  readonly #tell: Around['tell'];
  readonly #count: number;
  #sent = 0;
  /** Heartbeats that may still be sent to make failures smaller: as many as were asked for. */
  #extra: number;

  constructor({ options, exchanges, tallies, tell }: Around, count: number) {
    this.#options = options;
    this.#exchanges = exchanges;
    this.#tallies = tallies;
    this.#tell = tell;
    this.#count = count;
    this.#extra = count;
  }

  /**
   * @param heartbeats how many are drawn.
   * @param scenarioOf what is played for a value; undefined where nothing can be said of it.
   * @throws Ended where the run cannot go on.
   */
  async through<Value>(
    values: fc.Arbitrary<Value>,
    seed: number,
    heartbeats: number,
    scenarioOf: (value: Value) => PlayedScenario | undefined,
  ): Promise<void> {
    const drawn = { left: heartbeats };
    for (let round = 0; drawn.left > 0; round += 1) {
      let smallest: Tallies | undefined;
      // What is made smaller has to fail these as well, lest a lighter failure take its place; a heavier one may.
      let failing: readonly string[] = [];
      let shrinks = 0;
      let looks = 0;
      let ended: Ended | undefined;
      const tried = new Set<string>();
      const property = fc.asyncProperty(values, async (value) => {
        const isSpent = looks >= MOST_LOOKS || shrinks >= MOST_SHRINKS || this.#extra <= 0;
        if (smallest && isSpent) throw new fc.PreconditionFailure(INTERRUPT);
        if (smallest) looks += 1;
        const scenario = scenarioOf(value);
        fc.pre(scenario !== undefined);
        const length = beatsIn(scenario);
        if (smallest) {
          const steps = JSON.stringify(scenario.steps);
          // What makes no difference to what is sent makes nothing smaller.
          if (tried.has(steps)) return true;
          tried.add(steps);
          if (length > this.#extra) return true;
          shrinks += length;
          this.#extra -= length;
        } else {
          if (length > drawn.left) throw new fc.PreconditionFailure(INTERRUPT);
          drawn.left -= length;
          this.#sent += length;
          this.#tell(`${this.#sent} of ${this.#count} heartbeats drawn at random`);
        }
        try {
          const seen = await this.#play(scenario);
          const fresh = seen.newSince(this.#tallies);
          const isHeavier = fresh.length > 0 && this.#weightOf(fresh) < this.#weightOf(failing);
          if (isHeavier || (smallest && failing.every((id) => fresh.includes(id)))) {
            smallest = seen;
            failing = isHeavier ? fresh : failing;
            tried.add(JSON.stringify(scenario.steps));
            return false;
          }
          // What fails otherwise on the way may have the same cause; if not, it comes up by itself.
          if (fresh.length === 0) this.#tallies.absorb(seen);
          return true;
        } catch (error) {
          if (!(error instanceof Ended)) throw error;
          ended = error;
          throw new fc.PreconditionFailure(INTERRUPT);
        }
      });
      const result = await fc.check(property, {
        // Neighbouring seeds have no rounds in common.
        seed: (Math.imul(seed, 0x9e3779b1) + round) | 0,
        numRuns: drawn.left,
      });
      if (ended) throw ended;
      // An error of our own, not of the server.
      if (result.failed && !smallest && result.errorInstance) throw result.errorInstance;
      if (smallest) this.#tallies.absorb(smallest);
      else return;
    }
  }

  /** How much the heaviest of some requirements weighs: less is heavier, and none is the lightest. */
  #weightOf(ids: readonly string[]): number {
    const { requirements } = this.#options.suite;
    const levels = requirements.filter(({ id }) => ids.includes(id)).map(({ level }) => level);
    return Math.min(LEVELS.length, ...levels.map((level) => LEVELS.indexOf(level)));
  }

  /** Plays a scenario, and notes what is seen apart from all else. */
  async #play(scenario: PlayedScenario): Promise<Tallies> {
    const judge = new Judge(this.#options);
    await new Player(this.#options, this.#exchanges, judge).play(scenario);
    return judge.tallies;
  }
}

function beatsIn({ steps }: PlayedScenario): number {
  return steps.filter((step) => !step.pause).length;
}
