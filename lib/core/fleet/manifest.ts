// A fleet on Kubernetes as k6-operator (v1.6.0) takes it: one TestRun, and what it refers to. A pure function: it asks no
// cluster, and no secret goes in. Why each field is as it is says docs/scale.md.

import { toEnv } from "../load/load-options.ts";
import type { LoadPlan } from "../load/load-plan.ts";

export interface ManifestRequest {
  readonly name: string;
  readonly namespace: string;
  readonly plan: LoadPlan;
  readonly shards: number;
  /** Of the generator, by digest. */
  readonly image: string;
  /** Address of the service, as the pods reach it. */
  readonly url: string;
  /** ENGINE of the pods; what their image finds when undefined. */
  readonly engine: string | undefined;
  /** OBJECTIVES, which every shard writes down. */
  readonly objectives: string | undefined;
  /** Name of a Secret whose keys become variables of the pods (HEADERS). */
  readonly secret: string | undefined;
  /** Golden answers as JSON, about 34 KB for the committed corpus. */
  readonly golden: string | undefined;
  /** CPUs and memory of each pod. */
  readonly cpu: string;
  readonly memory: string;
}

/** A Kubernetes object, as JSON. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Record<string, string> };
  readonly [field: string]: unknown;
}

/** Where the image has the bundles (Dockerfile). */
const BUNDLES = "/app/build/scenarios";
const GOLDEN_DIR = "/tailgate";
const RUN_LABEL = "tailgate.dev/run";

const metadata = ({ name, namespace }: ManifestRequest): KubeObject["metadata"] => ({
  name,
  namespace,
  labels: { [RUN_LABEL]: name },
});

const variables = (request: ManifestRequest): readonly unknown[] => {
  const { plan, url, golden, objectives, engine } = request;
  const values = {
    BASE_URL: url,
    ...toEnv(plan.options),
    ...(engine === undefined ? {} : { ENGINE: engine }),
    ...(objectives === undefined ? {} : { OBJECTIVES: objectives }),
    ...(golden === undefined ? {} : { GOLDEN: `${GOLDEN_DIR}/golden.json` }),
  };
  const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  return [
    ...Object.entries(values).map(([name, value]) => ({ name, value })),
    field("POD", "metadata.name"),
    field("NODE", "spec.nodeName"),
  ];
};

/** A busy generator answers late; killed for it, it would take its shard with it. */
const patient = { failureThreshold: 30, periodSeconds: 10, timeoutSeconds: 10 };
/** Soon and often: the operator goes on when a pod becomes ready. */
const prompt = { failureThreshold: 60, periodSeconds: 1, timeoutSeconds: 5 };
const status = { httpGet: { path: "/v1/status", port: 6565, scheme: "HTTP" } };

const runner = (request: ManifestRequest): unknown => {
  const { name, image, secret, golden, cpu, memory } = request;
  const goldenVolume = golden === undefined ? [] : [{ name: "golden", configMap: { name: `${name}-golden` } }];
  const goldenMount = golden === undefined ? [] : [{ name: "golden", mountPath: GOLDEN_DIR, readOnly: true }];
  return {
    image,
    automountServiceAccountToken: "false",
    metadata: { annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } },
    // No CPU limit: a throttled generator measures its throttling.
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    livenessProbe: { ...status, ...patient },
    readinessProbe: { ...status, ...prompt },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "kubernetes.io/hostname",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { k6_cr: name, runner: "true" } },
      },
    ],
    ...(secret === undefined ? {} : { envFrom: [{ secretRef: { name: secret } }] }),
    env: variables(request),
    // The root file system is read only; headers and summaries pass through private files.
    volumes: [{ name: "tmp", emptyDir: {} }, ...goldenVolume],
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }, ...goldenMount],
  };
};

const testRun = (request: ManifestRequest): KubeObject => ({
  apiVersion: "k6.io/v1alpha1",
  kind: "TestRun",
  metadata: metadata(request),
  spec: {
    parallelism: request.shards,
    separate: false,
    script: { localFile: `${BUNDLES}/${request.plan.scenario}.js` },
    args: ["--log-format=raw", "--no-color", "--no-usage-report"],
    // It would run `k6 archive` and read its log for errors; users and shards are checked before instead.
    initializer: { disabled: true },
    starter: {
      automountServiceAccountToken: "false",
      // It starts one pod after the other: at its default of 0.1 CPU each takes a tenth of a second.
      resources: { requests: { cpu: "500m", memory: "32Mi" }, limits: { cpu: "1", memory: "128Mi" } },
    },
    runner: runner(request),
  },
});

/** What to create, in this order. */
export const fleetManifest = (request: ManifestRequest): readonly KubeObject[] => [
  ...(request.golden === undefined
    ? []
    : [
        {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { ...metadata(request), name: `${request.name}-golden` },
          data: { "golden.json": request.golden },
        },
      ]),
  testRun(request),
];

/** What whoever runs fleets needs to be allowed: a Role to bind, which reads no secret. */
export const fleetRole = (namespace: string): KubeObject => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "Role",
  metadata: { name: "tailgate-fleet", namespace },
  rules: [
    { apiGroups: ["k6.io"], resources: ["testruns"], verbs: ["create", "get", "delete"] },
    { apiGroups: [""], resources: ["configmaps"], verbs: ["create", "delete"] },
    { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
    { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  ],
});

export const listOf = (items: readonly KubeObject[]): unknown => ({ apiVersion: "v1", kind: "List", items });
