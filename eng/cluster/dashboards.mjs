// The dashboards of deploy/grafana as data: Grafana's JSON is long and the same all over. eng/check-grafana writes and checks them.

const job = 'job="studio-control-plane"';
const share = (part, whole) => `(${part}) / (${whole} > 0)`;
const quantiles = (metric, labels, by = []) => [0.5, 0.95, 0.99].map(q => [
  `p${q * 100}${by.length ? ` {{${by[0]}}}` : ''}`,
  `histogram_quantile(${q}, sum by (${['le', ...by].join(', ')}) (rate(${metric}_bucket{${labels}}[$__rate_interval])))`]);
const p95 = (legend, metric, labels, by) => [legend, `histogram_quantile(0.95, sum by (le, ${by}) (rate(${metric}_bucket{${labels}}[$__rate_interval])))`];
const rate = (metric, labels, by) => `sum by (${by}) (rate(${metric}{${labels}}[$__rate_interval]))`;

const account = { name: 'account', label: 'Account', query: 'label_values(controlplane_aws_calls_total, controlplane_account_id)' };
const instance = { name: 'instance', label: 'Replica', query: `label_values(dotnet_process_memory_working_set_bytes{${job}}, instance)` };

export const dashboards = [
  {
    file: 'sign-ins.json', uid: 'controlplane-sign-ins', title: 'Studio Control Plane: sign-ins',
    description: 'How people get into Studio: how many, how fast, and why not.',
    variables: [],
    panels: [
      { type: 'stat', title: 'Good sign-ins, 24 h', unit: 'percentunit', decimals: 3, thresholds: [[null, 'red'], [0.99, 'orange'], [0.999, 'green']],
        description: 'Launched, of all that policy allowed. The objective is 99.9 %.',
        queries: [['good', share('sum(avg_over_time(controlplane:sign_in_good:rate5m[24h]))', 'sum(avg_over_time(controlplane:sign_in_good:rate5m[24h])) + sum(avg_over_time(controlplane:sign_in_bad:rate5m[24h]))')]] },
      { type: 'stat', title: 'Launched, 24 h', unit: 'short', description: 'How often Studio opened.', queries: [['launched', 'sum(increase(controlplane_sign_in_count_total{controlplane_sign_in_outcome="launched"}[24h]))']] },
      { type: 'stat', title: 'Refused, 24 h', unit: 'short', description: 'Sign-ins that policy or a check refused.', queries: [['refused', 'sum(increase(controlplane_sign_in_count_total{controlplane_sign_in_outcome="refused"}[24h]))']] },
      { type: 'stat', title: 'Failed, 24 h', unit: 'short', thresholds: [[null, 'green'], [1, 'red']], description: 'Sign-ins that the control plane, the store or AWS failed.', queries: [['failed', 'sum(increase(controlplane_sign_in_count_total{controlplane_sign_in_outcome="failed"}[24h]))']] },
      { title: 'Sign-ins by outcome', unit: 'reqps', wide: true, description: 'Legs of sign-ins: one that waits counts as pending and again when it ends.',
        queries: [['{{controlplane_sign_in_outcome}} {{controlplane_sign_in_door}}', rate('controlplane_sign_in_count_total', '', 'controlplane_sign_in_outcome, controlplane_sign_in_door')]] },
      { type: 'bargauge', title: 'Funnel: steps passed', unit: 'short', description: 'How many passed each step in the chosen time. The steps follow each other: accept, verify, consume, identify, entitlement, route, profile, audit, vend. Tokens and sessions enter after consume.',
        queries: [['{{controlplane_sign_in_step}}', 'sum by (controlplane_sign_in_step) (increase(controlplane_sign_in_step_duration_seconds_count{error_type=""}[$__range]))']] },
      { title: 'Refusals by step', unit: 'reqps', description: 'At which step people are turned away.',
        queries: [['{{controlplane_sign_in_step}}', 'sum by (controlplane_sign_in_step) (rate(controlplane_sign_in_step_duration_seconds_count{error_type!=""}[$__rate_interval]))']] },
      { title: 'Refusals by reason', unit: 'reqps', description: 'The reason codes of docs/reference/reasons.md.', queries: [['{{error_type}}', 'controlplane:sign_in_refused:rate5m']] },
      { title: 'Failures by reason', unit: 'reqps', description: 'What burns the error budget and is no refusal.', queries: [['{{error_type}}', rate('controlplane_sign_in_count_total', 'controlplane_sign_in_outcome="failed"', 'error_type')]] },
      { title: 'Error budget: burn rate', unit: 'none', description: 'Share of bad sign-ins over the share that the objective allows: 1 uses up the budget in exactly 30 days. 14.4 over an hour wakes somebody.',
        queries: [['1 h', 'controlplane:sign_in_bad:ratio_rate1h / 0.001'], ['6 h', 'controlplane:sign_in_bad:ratio_rate6h / 0.001'], ['3 d', 'controlplane:sign_in_bad:ratio_rate3d / 0.001']] },
      { title: 'Until Studio opens', unit: 's', description: 'Whole sign-ins that were launched, waiting for AWS included.', queries: quantiles('controlplane_sign_in_duration_seconds', 'controlplane_sign_in_outcome="launched"') },
      { title: 'Own time', unit: 's', description: 'Sign-ins without the time spent in AWS.', queries: quantiles('controlplane_sign_in_own_duration_seconds', 'controlplane_sign_in_outcome="launched"') },
      { title: 'Steps, p95', unit: 's', description: 'Consume and audit are writes to the store; profile and vend are AWS.', queries: [p95('{{controlplane_sign_in_step}}', 'controlplane_sign_in_step_duration_seconds', 'error_type=""', 'controlplane_sign_in_step')] },
      { title: 'Requests held back', unit: 'reqps', description: 'Requests that were refused because one client sent too many.', queries: [['{{controlplane_sign_in_door}}', rate('controlplane_requests_limited_total', '', 'controlplane_sign_in_door')]] },
      { title: 'Break-glass credential', unit: 'short', description: 'Uses of the credential for emergencies. Any is worth a look.', queries: [['{{controlplane_access_outcome}}', 'sum by (controlplane_access_outcome) (increase(controlplane_break_glass_uses_total[$__rate_interval]))']] },
    ],
  },
  {
    file: 'aws.json', uid: 'controlplane-aws', title: 'Studio Control Plane: AWS calls',
    description: 'Calls to AWS by account: how many, how slow, what AWS refuses and holds back.',
    variables: [account],
    panels: [
      { title: 'Calls by account', unit: 'reqps', description: 'Requests to AWS, repeats included.', queries: [['{{controlplane_account_id}}', rate('controlplane_aws_calls_total', 'controlplane_account_id=~"$account"', 'controlplane_account_id')]] },
      { title: 'Calls by operation', unit: 'reqps', description: 'What the control plane asks AWS for.', queries: [['{{rpc_service}}.{{rpc_method}}', rate('controlplane_aws_calls_total', 'controlplane_account_id=~"$account"', 'rpc_service, rpc_method')]] },
      { title: 'Calls by result', unit: 'reqps', description: 'permanent has lookups of profiles that are not there yet; transient and throttled are repeated.', queries: [['{{controlplane_aws_result}}', rate('controlplane_aws_calls_total', 'controlplane_account_id=~"$account"', 'controlplane_aws_result')]] },
      { title: 'Errors by account', unit: 'percentunit', description: 'Share of requests that failed in passing or were denied.',
        queries: [['{{controlplane_account_id}} {{controlplane_aws_result}}', `${rate('controlplane_aws_calls_total', 'controlplane_account_id=~"$account",controlplane_aws_result=~"transient|denied"', 'controlplane_account_id, controlplane_aws_result')} / on (controlplane_account_id) group_left () ${rate('controlplane_aws_calls_total', 'controlplane_account_id=~"$account"', 'controlplane_account_id')}`]] },
      { title: 'Denied', unit: 'reqps', description: 'What AWS refuses, where. Verifying an account provokes some on purpose.', queries: [['{{controlplane_account_id}} {{rpc_service}}.{{rpc_method}}', rate('controlplane_aws_calls_total', 'controlplane_account_id=~"$account",controlplane_aws_result="denied"', 'controlplane_account_id, rpc_service, rpc_method')]] },
      { title: 'Throttles', unit: 'reqps', description: 'Calls held back by AWS, or by our own rate before AWS would.', queries: [['{{controlplane_account_id}} {{rpc_method}} by {{controlplane_aws_throttled_by}}', rate('controlplane_aws_throttles_total', 'controlplane_account_id=~"$account"', 'controlplane_account_id, rpc_method, controlplane_aws_throttled_by')]] },
      { title: 'Latency by account, p95', unit: 's', description: 'One request, without waiting for its turn.', queries: [p95('{{controlplane_account_id}}', 'controlplane_aws_duration_seconds', 'controlplane_account_id=~"$account"', 'controlplane_account_id')] },
      { title: 'Latency by operation, p95', unit: 's', description: 'One request, without waiting for its turn.', queries: [p95('{{rpc_service}}.{{rpc_method}}', 'controlplane_aws_duration_seconds', 'controlplane_account_id=~"$account"', 'rpc_service, rpc_method')] },
      { title: 'Ways that work', unit: 'percentunit', description: 'Share of the domains whose way worked when it was last tried without a person. Empty unless Probe:Interval is set.', queries: [['{{controlplane_account_id}}', 'avg by (controlplane_account_id) (controlplane_probe_route_works{controlplane_account_id=~"$account"})']] },
      { title: 'Ways that are broken', unit: 'reqps', description: 'Attempts without a person that failed, by reason.', queries: [['{{controlplane_account_id}} {{controlplane_domain_id}} {{error_type}}', rate('controlplane_probe_attempts_total', 'controlplane_account_id=~"$account",error_type!=""', 'controlplane_account_id, controlplane_domain_id, error_type')]] },
      { title: 'Sessions', unit: 'reqps', description: 'hit is a session from memory, miss asks STS, held is a role that AWS refused a moment ago.', queries: [['{{controlplane_aws_session}} {{controlplane_aws_result}}', rate('controlplane_aws_sessions_total', '', 'controlplane_aws_session, controlplane_aws_result')]] },
    ],
  },
  {
    file: 'capacity.json', uid: 'controlplane-capacity', title: 'Studio Control Plane: capacity',
    description: 'Growth and the limits of AWS: new profiles, refusals for want of room, and what AWS holds back. How full a domain is tells studioctl domains capacity.',
    variables: [account],
    panels: [
      { type: 'stat', title: 'Refused for want of room, 24 h', unit: 'short', thresholds: [[null, 'green'], [1, 'red']], description: 'Sign-ins that no domain of the team could take.', queries: [['refused', 'sum(increase(controlplane_sign_in_count_total{error_type=~"NO_DOMAIN_AVAILABLE|PROFILE_LIMIT_REACHED"}[24h]))']] },
      { type: 'stat', title: 'Profiles made, 7 d', unit: 'short', description: 'New profiles, which is how the domains fill up.', queries: [['made', 'sum(increase(controlplane_profile_preparations_total{controlplane_sign_in_outcome="ready"}[7d]))']] },
      { title: 'Refused for want of room', unit: 'reqps', description: 'No domain available, or a quota of AWS.', queries: [['{{error_type}}', rate('controlplane_sign_in_count_total', 'error_type=~"NO_DOMAIN_AVAILABLE|PROFILE_LIMIT_REACHED"', 'error_type')]] },
      { title: 'Profiles made', unit: 'reqps', description: 'Profiles that AWS was asked to make, by outcome and reason.', queries: [['{{controlplane_sign_in_outcome}} {{error_type}}', rate('controlplane_profile_preparations_total', '', 'controlplane_sign_in_outcome, error_type')]] },
      { title: 'Profiles made by account', unit: 'reqps', description: 'Where new profiles go.', queries: [['{{controlplane_account_id}}', rate('controlplane_aws_calls_total', 'controlplane_account_id=~"$account",rpc_method="CreateUserProfile",controlplane_aws_result="ok"', 'controlplane_account_id')]] },
      { title: 'Held back: making and opening', unit: 'reqps', description: 'Throttles of the calls that every sign-in, or every first one, needs.', queries: [['{{controlplane_account_id}} {{rpc_method}}', rate('controlplane_aws_throttles_total', 'controlplane_account_id=~"$account",rpc_method=~"CreateUserProfile|DescribeUserProfile|CreatePresignedDomainUrl|AssumeRole"', 'controlplane_account_id, rpc_method')]] },
      { title: 'First sign-ins: until the profile is there, p95', unit: 's', description: 'The step profile, where a first sign-in waits for AWS.', queries: [['p95', 'histogram_quantile(0.95, sum by (le) (rate(controlplane_sign_in_step_duration_seconds_bucket{controlplane_sign_in_step="profile"}[$__rate_interval])))']] },
    ],
  },
  {
    file: 'process.json', uid: 'controlplane-process', title: 'Studio Control Plane: process',
    description: 'The replicas: whether they are ready, what they use, what they answer, long work, and the identity providers.',
    variables: [instance],
    panels: [
      { type: 'stat', title: 'Replicas that report', unit: 'short', thresholds: [[null, 'red'], [1, 'green']], description: 'How many replicas report figures.', queries: [['replicas', `count(dotnet_process_memory_working_set_bytes{${job}})`]] },
      { type: 'stat', title: 'Identity providers that cannot be used', unit: 'short', thresholds: [[null, 'green'], [1, 'red']], description: 'On at least one replica.', queries: [['unusable', 'count(min by (controlplane_identity_provider_name) (controlplane_identity_provider_usable) == 0) or vector(0)']] },
      { type: 'stat', title: 'Certificates: soonest end', unit: 's', thresholds: [[null, 'red'], [1209600, 'orange'], [2592000, 'green']], description: 'Until the first identity provider has no signing certificate left that is still in its time.', queries: [['{{controlplane_identity_provider_name}}', 'min by (controlplane_identity_provider_name) (controlplane_identity_provider_certificate_remaining_seconds)']] },
      { type: 'stat', title: 'Metadata: soonest end', unit: 's', thresholds: [[null, 'red'], [86400, 'orange'], [259200, 'green']], description: 'Until metadata may not be used any more, where it says so.', queries: [['{{controlplane_identity_provider_name}}', 'min by (controlplane_identity_provider_name) (controlplane_identity_provider_metadata_remaining_seconds)']] },
      { title: 'Not ready', unit: 'reqps', description: 'Answers 503 of /healthz/ready by replica. A replica that leaves gives some.', queries: [['{{instance}}', rate('http_server_request_duration_seconds_count', `${job},instance=~"$instance",http_route="/healthz/ready",http_response_status_code="503"`, 'instance')]] },
      { title: 'Requests by status', unit: 'reqps', description: 'Without probes and figures.', queries: [['{{http_response_status_code}}', rate('http_server_request_duration_seconds_count', `${job},instance=~"$instance",http_route!~"/healthz/.*|/metrics"`, 'http_response_status_code')]] },
      { title: 'Errors by route', unit: 'reqps', description: 'Status 500 and above.', queries: [['{{http_route}} {{http_response_status_code}}', rate('http_server_request_duration_seconds_count', `${job},instance=~"$instance",http_response_status_code=~"5..",http_route!~"/healthz/.*"`, 'http_route, http_response_status_code')]] },
      { title: 'Latency by route, p95', unit: 's', description: 'All requests but probes and figures. Watches last long by nature.', queries: [p95('{{http_route}}', 'http_server_request_duration_seconds', `${job},instance=~"$instance",http_route!~"/healthz/.*|/metrics"`, 'http_route')] },
      { title: 'CPU', unit: 'percentunit', description: 'Processors in use, of those that the process sees.', queries: [['{{instance}}', `${rate('dotnet_process_cpu_time_seconds_total', `${job},instance=~"$instance"`, 'instance')} / on (instance) max by (instance) (dotnet_process_cpu_count{${job},instance=~"$instance"})`]] },
      { title: 'Working set', unit: 'bytes', description: 'Memory of the process; the chart limits it to 1 GiB.', queries: [['{{instance}}', `dotnet_process_memory_working_set_bytes{${job},instance=~"$instance"}`]] },
      { title: 'Heap after collection', unit: 'bytes', description: 'By generation.', queries: [['{{instance}} {{gc_heap_generation}}', `dotnet_gc_last_collection_heap_size_bytes{${job},instance=~"$instance"}`]] },
      { title: 'Garbage collection', unit: 'percentunit', description: 'Share of the time in which a collection held everything up.', queries: [['{{instance}}', `rate(dotnet_gc_pause_time_seconds_total{${job},instance=~"$instance"}[$__rate_interval])`]] },
      { title: 'Threads', unit: 'short', description: 'Of the pool.', queries: [['{{instance}}', `dotnet_thread_pool_thread_count_total{${job},instance=~"$instance"}`]] },
      { title: 'Work that waits for a thread', unit: 'short', description: 'Above a hundred for minutes something is wrong.', queries: [['{{instance}}', `dotnet_thread_pool_queue_length_total{${job},instance=~"$instance"}`]] },
      { title: 'Connections', unit: 'short', description: 'Open ones, and those that wait for the server.', queries: [['{{instance}} open', `sum by (instance) (kestrel_active_connections{${job},instance=~"$instance"})`], ['{{instance}} waiting', `sum by (instance) (kestrel_queued_connections{${job},instance=~"$instance"})`]] },
      { title: 'Writes of a sign-in to the store, p95', unit: 's', description: 'consume uses an assertion up, audit writes the event: what a slow store looks like.', queries: [p95('{{controlplane_sign_in_step}}', 'controlplane_sign_in_step_duration_seconds', 'controlplane_sign_in_step=~"consume|audit",error_type=""', 'controlplane_sign_in_step')] },
      { title: 'Reads of the catalog', unit: 'reqps', description: 'hit is memory; all others asked the store, and say why.', queries: [['{{controlplane_read_model_result}}', rate('controlplane_read_model_reads_total', '', 'controlplane_read_model_result')]] },
      { title: 'Confirmed by the store', unit: 's', description: 'How long ago the store confirmed what a replica keeps in memory. A gap is a replica that lost sight of changes.', queries: [['{{instance}}', 'max by (instance) (controlplane_read_model_age_seconds{instance=~"$instance"})']] },
      { title: 'Kept in memory', unit: 'bytes', description: 'What each replica keeps of the catalog; 128 MiB at most unless set.', queries: [['{{instance}}', 'sum by (instance) (controlplane_read_model_size_bytes{instance=~"$instance"})']] },
      { title: 'Lost sight of changes', unit: 'short', description: 'How often replicas lost the change feed, by reason.', queries: [['{{instance}} {{error_type}}', 'sum by (instance, error_type) (increase(controlplane_read_model_losses_total{instance=~"$instance"}[$__rate_interval]))']] },
      { title: 'Long work: running', unit: 'short', description: 'Operations that replicas work on.', queries: [['{{controlplane_operation_kind}}', 'sum by (controlplane_operation_kind) (controlplane_operation_running)']] },
      { title: 'Long work: ended', unit: 'reqps', description: 'By kind and outcome.', queries: [['{{controlplane_operation_kind}} {{controlplane_operation_outcome}} {{error_type}}', rate('controlplane_operation_count_total', '', 'controlplane_operation_kind, controlplane_operation_outcome, error_type')]] },
      { title: 'Long work: duration, p95', unit: 's', description: 'By kind.', queries: [p95('{{controlplane_operation_kind}}', 'controlplane_operation_duration_seconds', '', 'controlplane_operation_kind')] },
      { title: 'Exceptions', unit: 'reqps', description: 'Thrown in the process, caught or not. Refusals are some of them.', queries: [['{{error_type}}', rate('dotnet_exceptions_total', `${job},instance=~"$instance"`, 'error_type')]] },
    ],
  },
];

const datasource = { type: 'prometheus', uid: '${datasource}' };

function panelOf(panel, index, place) {
  const type = panel.type ?? 'timeseries';
  const steps = (panel.thresholds ?? [[null, 'green']]).map(([value, color]) => ({ color, value }));
  const isCalm = type === 'stat' || type === 'bargauge';
  return {
    id: index + 1, type, title: panel.title, description: panel.description, datasource, gridPos: place,
    fieldConfig: {
      defaults: {
        unit: panel.unit, min: type === 'timeseries' ? 0 : undefined, decimals: panel.decimals, thresholds: { mode: 'absolute', steps },
        ...(isCalm ? {} : { custom: { lineWidth: 1, fillOpacity: 10, showPoints: 'never' } }),
      },
      overrides: [],
    },
    options: isCalm
      ? { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false }, ...(type === 'bargauge' ? { orientation: 'horizontal', displayMode: 'basic' } : { colorMode: 'value', graphMode: 'area' }) }
      : { legend: { displayMode: 'table', placement: 'bottom', calcs: ['mean', 'max'] }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: panel.queries.map(([legend, expr], i) => ({ refId: String.fromCharCode(65 + i), datasource, expr, legendFormat: legend, ...(isCalm ? { instant: true } : {}) })),
  };
}

/** Grafana's JSON of a dashboard. */
export function grafana({ uid, title, description, variables, panels }) {
  let x = 0, y = 0, height = 0;
  const placed = panels.map((panel, index) => {
    const w = panel.wide ? 24 : panel.type === 'stat' ? 6 : 12, h = panel.type === 'stat' ? 4 : 8;
    if (x + w > 24 || (height && h !== height)) [x, y, height] = [0, y + height, 0];
    const place = { x, y, w, h };
    [x, height] = [x + w, h];
    return panelOf(panel, index, place);
  });
  return {
    uid, title, description, tags: ['studio-control-plane'], schemaVersion: 39, version: 1, editable: true, graphTooltip: 1, refresh: '1m', timezone: 'browser',
    time: { from: 'now-6h', to: 'now' },
    links: [{ type: 'dashboards', title: 'Studio Control Plane', tags: ['studio-control-plane'], asDropdown: true, includeVars: true, keepTime: true }],
    annotations: { list: [] },
    templating: {
      list: [
        { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', hide: 0, refresh: 1, multi: false, includeAll: false },
        ...variables.map(v => ({ name: v.name, label: v.label, type: 'query', datasource, query: { query: v.query, refId: v.name }, definition: v.query, refresh: 2, multi: true, includeAll: true, allValue: '.*', sort: 1, current: { text: 'All', value: '$__all' } })),
      ],
    },
    panels: placed,
  };
}
