// Decides requests with @cloud-copilot/iam-simulate: one JSON list of simulations a line in, one JSON list of decisions a line out.
//
// usage: node simulate.mjs            answers each line
//        node simulate.mjs --rate     reads one line, and prints how many of its simulations it decides in a second of processor time
import { createInterface } from 'node:readline';
import { loadPolicy } from '@cloud-copilot/iam-policy';
// Its core, beneath its own checks: those drop condition keys that its data do not list for an action, and the one unchecked door
// (runUnsafeSimulation) leaves session and endpoint policies out.
import { DiscoveryContextKeyConstraints } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/context_keys/discoveryContextKeyConstraints.js';
import { authorize } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js';
import { AwsRequestImpl } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/request/request.js';
import { RequestContextImpl } from './node_modules/@cloud-copilot/iam-simulate/dist/esm/requestContext.js';

const decisions = { Allowed: 'allow', ImplicitlyDenied: 'implicitDeny', ExplicitlyDenied: 'explicitDeny' };

const named = ({ name, policy }) => loadPolicy(policy, { name });
const single = (policy, name) => (policy ? loadPolicy(policy, { name }) : undefined);

function prepare(simulation) {
  const { principal, resource, action, contextVariables } = simulation.request;
  return {
    request: new AwsRequestImpl(principal, resource, action, new RequestContextImpl(contextVariables)),
    sessionPolicy: single(simulation.sessionPolicy, 'session'),
    identityPolicies: simulation.identityPolicies.map(named),
    serviceControlPolicies: simulation.serviceControlPolicies.map(({ orgIdentifier, policies }) => ({ orgIdentifier, policies: policies.map(named) })),
    resourceControlPolicies: [],
    resourcePolicy: single(simulation.resourcePolicy, 'resource'),
    permissionBoundaries: simulation.permissionBoundaryPolicies?.map(named),
    vpcEndpointPolicies: simulation.vpcEndpointPolicies?.map(named),
    simulationParameters: { simulationMode: 'Strict', discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]) },
    serviceSettings: {},
  };
}

function decide(prepared) {
  const { result } = authorize(prepared);
  return decisions[result] ?? result;
}

// A fault of the evaluator is an answer too: the test knows which it has.
function answer(simulation) {
  try {
    return decide(prepare(simulation));
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

function rate(prepared, milliseconds) {
  const start = process.cpuUsage();
  let elapsed = 0;
  let calls = 0;
  while (elapsed < milliseconds) {
    for (const one of prepared) decide(one);
    calls += prepared.length;
    const { user, system } = process.cpuUsage(start);
    elapsed = (user + system) / 1000;
  }
  return (calls * 1000) / elapsed;
}

for await (const line of createInterface({ input: process.stdin })) {
  const simulations = JSON.parse(line);
  if (process.argv.includes('--rate')) {
    // Policies are read once, as on the other side.
    const prepared = simulations.map(prepare);
    rate(prepared, 2000);
    const rates = Array.from({ length: 5 }, () => rate(prepared, 600)).sort((a, b) => a - b);
    process.stdout.write(`${rates[2]}\n`);
  } else {
    process.stdout.write(`${JSON.stringify(simulations.map(answer))}\n`);
  }
}
