/** A condition on an answer, with the requirements that it shows. */
export interface Criterion {
  readonly context?: string;
  readonly condition: string;
  readonly type?: 'regex' | 'jsonpath';
  readonly 'x-requirements'?: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'header';
  readonly value: string;
}

export interface ArazzoStep {
  readonly stepId: string;
  readonly description: string;
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly contentType: string; readonly payload: unknown };
  readonly successCriteria?: readonly Criterion[];
  readonly outputs?: Readonly<Record<string, string>>;
}

export interface Workflow {
  readonly workflowId: string;
  readonly summary: string;
  readonly description: string;
  readonly inputs?: object;
  readonly steps: readonly ArazzoStep[];
}

/** What is left out for one reason. */
export interface LeftOutGroup {
  readonly why: string;
  readonly items: readonly object[];
}

/** The parts of an Arazzo 1.0.1 document that are written here. */
export interface ArazzoDocument {
  readonly arazzo: '1.0.1';
  readonly info: Readonly<Record<string, string>>;
  readonly sourceDescriptions: readonly [
    { readonly name: string; readonly url: string; readonly type: 'openapi' },
  ];
  readonly workflows: readonly Workflow[];
  readonly 'x-left-out': readonly LeftOutGroup[];
}
