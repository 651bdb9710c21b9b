import { clientRequirements } from '../conformance/generated/client-requirements.ts';
import { judge } from '../conformance/client/judge.ts';
import type { Profile } from '../conformance/client/profile.ts';
import { timelineOf } from '../conformance/client/timeline.ts';
import { trafficOf } from '../conformance/client/traffic.ts';
import type { Judgement } from '../conformance/client/types.ts';
import { requestLines } from '../conformance/report/timeline.ts';
import type { ClientRequirement } from '../conformance/requirements.ts';
import { flagsAsOptions, printable, type Paint } from '../text.ts';
import type { JudgedClient } from './client-traffic.ts';
import type { Told } from './result.ts';

type Judge = Profile['rules'][string]['judge'];

/** Of a failed rule so many requests are shown, and for so many rules. */
const MAX_REQUESTS = 12;
const MAX_SHOWN = 3;

/** What one rule says of a client; a rule that the contract does not state has no requirement. */
export interface Ruled extends Pick<Judgement, 'verdict' | 'why' | 'exchanges'> {
  readonly requirement?: ClientRequirement | undefined;
}

/** The requirements for clients of a contract. */
export function requirementsOf({ profile }: JudgedClient): readonly ClientRequirement[] {
  return clientRequirements[profile.behaviour.contract.id] ?? [];
}

/** What the rules of the contract say of a client; only those of these requirements. */
export function ruled(client: JudgedClient, ids: readonly string[]): Ruled[] {
  const requirements = requirementsOf(client);
  return judge(client.exchanges, client.context)
    .filter(({ requirement }) => ids.includes(requirement))
    .map((judgement) => ({
      ...judgement,
      requirement: requirements.find(({ id }) => id === judgement.requirement),
    }));
}

/** The requirements of a contract that are judged so. */
export function idsOf({ rules }: Profile, judges: readonly Judge[]): string[] {
  return Object.entries(rules).flatMap(([id, { judge: own }]) =>
    judges.includes(own) ? [id] : [],
  );
}

/** What is found where nothing came. */
export function nothingCame(expected: string): Told {
  return {
    verdict: 'inconclusive',
    expected,
    received: 'nothing at all',
    details: () => [
      'No request came. Was the client pointed to this mock, and this session of it?',
    ],
  };
}

/** The rules that decide, by what they say. */
export interface Decisive {
  readonly failed: readonly Ruled[];
  /** Those that have to hold, and of which too little was seen. */
  readonly open: readonly Ruled[];
  readonly passed: readonly Ruled[];
}

/** Rules that all have to be seen to hold. */
export function allOf(rules: readonly Ruled[]): Decisive {
  return {
    failed: rules.filter(({ verdict }) => verdict === 'fail'),
    open: rules.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'unseen'),
    passed: rules.filter(({ verdict }) => verdict === 'pass'),
  };
}

/**
 * The verdict of several rules: one failure fails, and one that is open leaves it open.
 *
 * @param advice what can be done where it is open.
 */
export function verdictOf(
  client: JudgedClient,
  { failed, open, passed }: Decisive,
  expected: string,
  advice: string,
): Told {
  if (failed.length > 0) {
    return told('fail', expected, 'one that does not', (paint) => ruleLines(client, failed, paint));
  }
  if (open.length > 0 || passed.length === 0) {
    return told('inconclusive', expected, 'too little to tell', (paint) => [
      ...ruleLines(client, open, paint),
      '',
      advice,
    ]);
  }
  if (client.dropped > 0) {
    return told('inconclusive', expected, 'the end of what passed', () => [
      `The journal no longer holds the first ${client.dropped} exchanges; give the mock a larger journalSize.`,
    ]);
  }
  return told('pass', expected, 'one that does', (paint) => ruleLines(client, passed, paint));
}

function told(
  verdict: Told['verdict'],
  expected: string,
  received: string,
  details: Told['details'],
): Told {
  return { verdict, expected, received, details };
}

const MARKS = { pass: 'pass', fail: 'FAIL', inconclusive: '?   ', unseen: '?   ' } as const;
const STYLES = { pass: 'green', fail: 'red', inconclusive: 'dim', unseen: 'dim' } as const;

/**
 * A paragraph for each rule: what it asks and where that is stated, what was seen, and when. Of those
 * that are open for the same reason, it is told once.
 */
function ruleLines(client: JudgedClient, rules: readonly Ruled[], paint: Paint): string[] {
  return rules.flatMap(({ requirement, verdict, why, exchanges }, index) => {
    const isOpen = verdict === 'inconclusive' || verdict === 'unseen';
    const next = rules[index + 1];
    const lines = [
      ...(requirement ? [`${requirement.id} ${requirement.level}: ${requirement.title}`] : []),
      ...((!isOpen && requirement?.source) || []).map((place) =>
        paint('dim', `stated in: ${place}`),
      ),
      ...(isOpen && next?.why === why ? [] : [flagsAsOptions(printable(why))]),
      ...(verdict === 'fail' && index < MAX_SHOWN ? excerpt(client, exchanges, paint) : []),
    ];
    const mark = paint(STYLES[verdict], MARKS[verdict]);
    const indented = lines.map((line, place) => `${place === 0 ? mark : '    '}  ${line}`);
    return next && !isOpen ? [...indented, ''] : indented;
  });
}

/** The requests that show it, and some around them. */
function excerpt(
  { exchanges, profile, context }: JudgedClient,
  evidence: readonly number[],
  paint: Paint,
): string[] {
  const timeline = timelineOf(trafficOf(exchanges, profile, context), evidence);
  const lines = requestLines({ timeline }, evidence, paint);
  const rest = lines.length - MAX_REQUESTS;
  return rest > 0 ? [...lines.slice(0, MAX_REQUESTS), `… and ${rest} more`] : lines;
}
