import type { MinimumCoverage } from './coverage-kinds.ts';
import { sharesOf } from './coverage.ts';
import { verdictOf, type Report } from './report/verdict.ts';

/** Of what was not exercised, so much is named. */
const NAMED = 5;

/** Lets a run fail that exercised too little: `coverage.problems` of the result says what. */
export function requireCoverage<Kind extends Report>(report: Kind, minimum: MinimumCoverage): Kind {
  const problems = sharesOf(report.coverage).flatMap(({ kind, seen, total, percent, unseen }) => {
    const least = minimum[kind];
    if (least === undefined || percent >= least) return [];
    const more = unseen.length > NAMED ? ', …' : '';
    const names = unseen.slice(0, NAMED).join(', ') + more;
    const share = `${seen} of ${total}, ${Math.floor(percent)} %`;
    return [`The run covers ${share} of the ${kind}; ${least} % are asked. Not seen: ${names}.`];
  });
  const weighed = { ...report, coverage: { ...report.coverage, problems } };
  return { ...weighed, verdict: verdictOf(weighed) };
}
