import type { Basis } from '../../contract/types.ts';
import type { Requirement } from '../requirements.ts';

/** A rule of a section, and what became of it. */
export interface TracedRule {
  /** In Markdown; not there where a contract does not say what its sections state. */
  readonly rule?: string;
  /** Ids of the requirements that cover it; none where it is excluded. */
  readonly requirements: readonly string[];
  /** Why no requirement covers it. */
  readonly excluded?: string;
}

export interface TracedSection {
  /** Its heading. */
  readonly section: string;
  readonly rules: readonly TracedRule[];
}

export interface TracedDocument {
  readonly id: string;
  readonly title: string;
  readonly basis: Basis;
  readonly sections: readonly TracedSection[];
}

/** Where a check judges a requirement. */
export type Check =
  /**
   * Whatever is played: every answer of a server, every scenario played to a client; or what `--generated`
   * and `--fuzz` make up.
   */
  | { readonly every: 'answer' | 'scenario' | 'generated payload' | 'random sequence' }
  /** The name of its file, and for servers the steps that expect something for it, from 1. */
  | { readonly scenario: string; readonly steps?: readonly number[] };

/** A requirement with what checks it, and what those checks catch. */
export interface TracedRequirement extends Requirement {
  readonly checks: readonly Check[];
  /** Names of those that fail it, those made to break it first; only of contracts that have any. */
  readonly broken?: readonly string[];
}

/** Document, section, rule, requirement, checks, and broken implementations of one contract. */
export interface Matrix {
  readonly contract: string;
  readonly title: string;
  readonly documents: readonly TracedDocument[];
  readonly requirements: readonly TracedRequirement[];
}
