// The files that `tailgate init` proposes for a repository, as text: the description, its rows, a note for whoever
// finds them, ways to type the commands, and a CI job. Pure: what stands in the repository is told, not looked up.

import type { Draft } from "./draft.ts";
import { property } from "./draft.ts";

export interface Repository {
  readonly hasPackageJson: boolean;
  readonly hasMakefile: boolean;
  /** Whether that has, or includes, the targets already. */
  readonly hasTargets: boolean;
  readonly ci: "github" | "gitlab" | "none";
  /** The version to ask npm for where nothing is installed. */
  readonly version: string;
}

export interface ProposedFile {
  readonly path: string;
  readonly content: string;
}

const DATA = "tailgate/rows.jsonl";

export const serviceFile = ({ endpoints, imports }: Draft): string => {
  const pieces = ["defineService", ...imports].sort((a, b) => a.localeCompare(b));
  const lines = endpoints.map(({ name, code }) => `    ${property(name)}: ${code},`);
  return [
    `import { ${pieces.join(", ")} } from "tailgate";`,
    "",
    "export default defineService({",
    `  data: "${DATA}",`,
    "  endpoints: {",
    ...lines,
    "  },",
    "});",
    "",
  ].join("\n");
};

/** How the command is typed there: where there is a package.json the package is a dependency, elsewhere npx brings it. */
export const commandOf = ({ hasPackageJson, version }: Repository): string =>
  hasPackageJson ? "npx tailgate" : `npx --yes tailgate@${version}`;

const readmeFile = (tailgate: string): string => `# Load tests of this service

\`tailgate.service.ts\` says what the service is asked; \`${DATA}\` holds the rows it is asked about, one JSON object a
line. Replace them by a few hundred real ones: five rows fit in any cache.

\`\`\`sh
BASE_URL=http://127.0.0.1:8000 ${tailgate} run smoke      # does every endpoint answer rightly?
BASE_URL=http://127.0.0.1:8000 ${tailgate} run baseline   # what does it cost? results/baseline/
BASE_URL=http://127.0.0.1:8000 ${tailgate} gate           # one run against the objectives, for CI
CMD='./start --port $PORT' BASELINE_CMD='./start-old --port $PORT' ${tailgate} compare
\`\`\`

Instead of BASE_URL, CMD may start the service on the port it is given. OBJECTIVES='p95<150ms; failed<0.1%' sets your own
limits. \`${tailgate} --help\` lists the rest.
`;

const targets = [
  ["load-baseline", "run baseline", "record the baseline into results/baseline/"],
  ["load-compare", "compare", "did the change make it better or worse? (BASELINE_CMD, CMD)"],
  ["load-gate", "gate", "one run against the objectives, for CI"],
] as const;

/** What package.json's scripts get, by name. */
export const packageScripts: Readonly<Record<string, string>> = Object.fromEntries(
  targets.map(([name, command]) => [name, `tailgate ${command}`]),
);

const makefile = (tailgate: string): string =>
  targets.map(([name, command, help]) => `.PHONY: ${name}\n${name}: ## ${help}\n\t${tailgate} ${command}\n`).join("\n");

const github = (
  tailgate: string,
  install: boolean,
): string => `# Load test of every pull request: one run against the objectives. Correct CMD.
name: load
on: [pull_request]
permissions:
  contents: read
jobs:
  gate:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@d23441a48e516b6c34aea4fa41551a30e30af803 # v6.1.0
      - uses: actions/setup-node@249970729cb0ef3589644e2896645e5dc5ba9c38 # v6.5.0
        with:
          node-version: 22
${install ? "      - run: npm ci\n" : ""}      - run: ${tailgate} gate
        env:
          CMD: ./start --port $PORT
      - uses: actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0
        if: always()
        with:
          name: load-test
          path: results/
          if-no-files-found: ignore
`;

const gitlab = (
  tailgate: string,
  install: boolean,
): string => `# Load test of every merge request: one run against the objectives. Correct CMD.
load:
  image: node:22
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    CMD: ./start --port $$PORT
  script:
${install ? "    - npm ci\n" : ""}    - ${tailgate} gate
  artifacts:
    when: always
    paths: [results/]
`;

const ciFile = { github: ".github/workflows/load.yml", gitlab: "tailgate/gitlab-ci.yml" } as const;

/** The files to write, the description first. */
export function proposedFiles(draft: Draft, repository: Repository): readonly ProposedFile[] {
  const { hasPackageJson, hasMakefile, hasTargets, ci } = repository;
  const tailgate = commandOf(repository);
  return [
    { path: "tailgate.service.ts", content: serviceFile(draft) },
    { path: DATA, content: draft.rows.map((row) => `${JSON.stringify(row)}\n`).join("") },
    { path: "tailgate/README.md", content: readmeFile(tailgate) },
    ...(hasPackageJson || hasTargets
      ? []
      : [{ path: hasMakefile ? "tailgate/load.mk" : "Makefile", content: makefile(tailgate) }]),
    ...(ci === "none"
      ? []
      : [{ path: ciFile[ci], content: (ci === "github" ? github : gitlab)(tailgate, hasPackageJson) }]),
  ];
}

/** What only a person can do, since it means changing a file of theirs. */
export const leftToDo = ({ hasPackageJson, hasMakefile, hasTargets, ci }: Repository): readonly string[] => [
  ...(hasMakefile && !hasPackageJson && !hasTargets ? ["add `include tailgate/load.mk` to your Makefile"] : []),
  ...(ci === "gitlab" ? ["add `include: tailgate/gitlab-ci.yml` to .gitlab-ci.yml"] : []),
];
