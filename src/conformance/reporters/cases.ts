import { sharesOf } from '../coverage.ts';
import { differenceLine } from '../report/pretty.ts';
import type { Judged } from '../report/types.ts';
import type { Report } from '../report/verdict.ts';
import { painter } from '../../painter.ts';
import { printable } from '../../text.ts';
import type { ResultView, View } from './view.ts';

/** A test as CI servers know them: a requirement, or what else can fail a run. */
export interface TestCase {
  /** Stays the same from run to run. */
  readonly id: string;
  readonly name: string;
  /** From the contract over its side to the level, or `run` for what is no requirement. */
  readonly path: readonly string[];
  /** What does not fail the run is `skipped`, so that it fails no CI server that reads nothing else. */
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped';
  readonly status: ResultView['status'];
  /** What came out, on one line; empty where it passed. */
  readonly message: string;
  /** All that is known of it, as lines of text. */
  readonly details: readonly string[];
  readonly result?: Judged;
}

const plain = painter(false);

/** A test for each requirement, and one for each thing beside them that fails the run. */
export function casesOf(view: View): TestCase[] {
  const { report, kind } = view;
  const path = [report.contract.id, kind];
  const requirements = view.results.map((one): TestCase => {
    const { id, title, level } = one.result;
    return {
      id: `${report.contract.id}/${id}`,
      name: `${id} ${title}`,
      path: [...path, level],
      outcome: one.status === 'pass' ? 'passed' : one.status === 'fail' ? 'failed' : 'skipped',
      status: one.status,
      message: messageOf(one),
      details: one.details,
      result: one.result,
    };
  });
  const beside = (name: string, outcome: 'failed' | 'error', details: readonly string[]) => ({
    id: `${[...path, 'run'].join('/')}/${name}`,
    name,
    path: [...path, 'run'],
    outcome,
    status: outcome === 'failed' ? ('fail' as const) : ('inconclusive' as const),
    message: details[0] ?? '',
    details,
  });
  const { baseline, coverage } = report;
  return [
    ...requirements,
    ...(baseline?.problems.length ? [beside('baseline', 'failed', baseline.problems)] : []),
    ...(coverage.problems?.length ? [beside('coverage', 'failed', coverage.problems)] : []),
    ...(view.isOpen ? [beside('verdict', 'error', [view.conclusion, ...view.notes])] : []),
  ];
}

/** How much of each kind a run covers, in words; what there is nothing of is left out. */
export function coverageShares({ coverage }: Report): [kind: string, share: string][] {
  return sharesOf(coverage).map(({ kind, seen, total, percent }) => [
    kind,
    `${seen} of ${total} (${Math.floor(percent)} %)`,
  ]);
}

function messageOf({ status, why, result }: ResultView): string {
  switch (status) {
    case 'pass':
      return '';
    case 'fail':
      return causeOf(result);
    case 'light':
      return `fails, though not the run (level ${result.level}): ${causeOf(result)}`;
    case 'known':
      return `known failure: ${why}`;
    case 'inconclusive':
      return `inconclusive: ${why}`;
    case 'unseen':
      return `not exercised: ${why}`;
  }
}

/** The first thing that failed, on one line. */
export function causeOf(result: ResultView['result']): string {
  if ('findings' in result) {
    const [difference] = result.findings[0]?.differences ?? [];
    return difference ? differenceLine(difference, plain) : '';
  }
  const evidence = 'evidence' in result ? result.evidence : [];
  return printable(evidence.find(({ verdict }) => verdict === 'fail')?.why ?? '');
}
