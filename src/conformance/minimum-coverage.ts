import { COVERAGE_KINDS, type MinimumCoverage } from './coverage-kinds.ts';
import { percentOf } from './coverage.ts';
import { verdictOf, type Report } from './report/verdict.ts';

/** Of what was not exercised, so much is named. */
const NAMED = 5;

/** Lets a run fail that exercised too little: `coverage.problems` of the result says what. */
export function requireCoverage<Kind extends Report>(report: Kind, minimum: MinimumCoverage): Kind {
  const problems = COVERAGE_KINDS.flatMap((kind) => {
    const [least, covered] = [minimum[kind], report.coverage[kind]];
    const percent = percentOf(covered);
    if (least === undefined || percent >= least) return [];
    const { seen, unseen } = covered;
    const more = unseen.length > NAMED ? ', …' : '';
    const names = unseen.slice(0, NAMED).join(', ') + more;
    const share = `${seen.length} of ${seen.length + unseen.length}, ${Math.floor(percent)} %`;
    return [`The run covers ${share} of the ${kind}; ${least} % are asked. Not seen: ${names}.`];
  });
  const weighed = { ...report, coverage: { ...report.coverage, problems } };
  return { ...weighed, verdict: verdictOf(weighed) };
}
