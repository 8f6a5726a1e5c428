// Objects of Kubernetes and of the Prometheus operator, held to their schemas.
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, PersistentVolumeClaim, Service, ServiceAccount } from 'kubernetes-models/v1';
import { PrometheusRule, ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';

const models = [ConfigMap, Deployment, HorizontalPodAutoscaler, Ingress, NetworkPolicy, PersistentVolumeClaim, PodDisruptionBudget, PrometheusRule, Service, ServiceAccount, ServiceMonitor];

/** What is wrong with an object. The compiled schemas read every field that they know and pass over all others, so a field that was never read is one
 * that Kubernetes does not have. */
export function faultsOf(object) {
  const Model = models.find(m => m.apiVersion === object.apiVersion && m.kind === object.kind);
  if (!Model) return [`no schema of ${object.apiVersion} ${object.kind} is here`];
  const watched = [];
  const model = new Model(object);
  for (const key of Object.keys(model)) model[key] = watch(model[key], key, watched);
  const faults = [];
  try { model.validate(); } catch (e) { faults.push(e.message); }
  for (const { value, path, read } of watched) for (const key of Object.keys(value)) if (!read.has(key)) faults.push(`there is no field ${path}.${key}`);
  return faults;
}

function watch(value, path, watched) {
  if (value === null || typeof value !== 'object') return value;
  const read = new Set(), below = new Map();
  watched.push({ value, path, read });
  return new Proxy(value, {
    get(target, key) {
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return Reflect.get(target, key);
      read.add(key);
      if (!below.has(key)) below.set(key, watch(target[key], `${path}.${key}`, watched));
      return below.get(key);
    },
  });
}
