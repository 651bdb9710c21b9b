import { painter } from '../../painter.ts';
import { clientDetails } from '../report/client-pretty.ts';
import { conclusionOf } from '../report/conclusion.ts';
import { knownText } from '../report/lines.ts';
import { serverDetails } from '../report/pretty.ts';
import type { ClientResult } from '../report/client-types.ts';
import { failsRun, type Judged, type RequirementResult } from '../report/types.ts';
import { isClientReport, problemsOf, type Report } from '../report/verdict.ts';

/** A report as reporters tell it, whichever side it is about. Nothing in it is a secret. */
export interface View {
  readonly report: Report;
  readonly kind: 'server' | 'client';
  /** The contract, and what was checked. */
  readonly heading: string;
  /** Whether the run fails for want of a verdict. */
  readonly isOpen: boolean;
  /** What it comes to, in a sentence or two. */
  readonly conclusion: string;
  readonly results: readonly ResultView[];
  /** What fails the run beside its requirements. */
  readonly problems: readonly string[];
  /** What else the user should know. */
  readonly notes: readonly string[];
}

/** A requirement as reporters tell it. */
export interface ResultView {
  /** Without more where there was no occasion. */
  readonly result: RequirementResult | ClientResult | Judged;
  /** `light` fails, but not the run; `known` is excused by a baseline; `unseen` had no occasion. */
  readonly status: 'pass' | 'fail' | 'light' | 'known' | 'inconclusive' | 'unseen';
  /** What is told beside the verdict, on one line; empty where there is nothing. */
  readonly why: string;
  /** What failed, and how to see it again, as lines of text; empty where nothing did. */
  readonly details: readonly string[];
}

const plain = painter(false);

/** Brings reports of both kinds into one form. */
export function viewOf(
  report: Report,
  { allowInconclusive = false }: { readonly allowInconclusive?: boolean | undefined } = {},
): View {
  const isClient = isClientReport(report);
  const { contract } = report;
  const subject = isClient
    ? `${report.client}${report.state === undefined ? '' : ` (${report.state})`}`
    : report.target;
  const { sentence, note } = conclusionOf(report);
  const results = report.requirements.map((result): ResultView => {
    const { verdict, known, reasons } = result;
    const failed = failsRun(result, report) ? 'fail' : known ? 'known' : 'light';
    const failure =
      'findings' in result
        ? serverDetails(result, report, plain)
        : isClient
          ? clientDetails(result, report, plain)
          : [];
    return {
      result,
      status: verdict === 'fail' ? failed : verdict,
      why: known ? knownText(known) : verdict === 'inconclusive' ? reasons.join('; ') : '',
      details: verdict === 'fail' ? failure : [],
    };
  });
  const unseen = isClient ? report.unexercised : [];
  return {
    report,
    kind: isClient ? 'client' : 'server',
    heading: `${contract.title}: ${subject}`,
    isOpen:
      report.verdict === 'inconclusive' && !(allowInconclusive && isClient && !report.interrupted),
    conclusion: sentence + note,
    results: [
      ...results,
      ...unseen.map(({ why, ...rest }): ResultView => ({
        result: { ...rest, verdict: 'inconclusive', reasons: [why] },
        status: 'unseen',
        why,
        details: [],
      })),
    ],
    problems: problemsOf(report),
    notes: isClient
      ? report.notes
      : [
          ...(report.problem === undefined ? [] : [report.problem]),
          ...(report.ending ? [`The run is not complete. ${report.ending.sentence}`] : []),
        ],
  };
}
