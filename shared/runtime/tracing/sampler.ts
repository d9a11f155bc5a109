/**
 * OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG: which traces are kept
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration).
 */
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

import type { Configuration } from '../configuration.ts';

type Warn = (problem: string) => void;

/** The SDK knows the samplers, but leaves it to others to read the environment. */
export function samplerFrom(
  {
    OTEL_TRACES_SAMPLER: name,
    OTEL_TRACES_SAMPLER_ARG: argument,
  }: Pick<Configuration, 'OTEL_TRACES_SAMPLER' | 'OTEL_TRACES_SAMPLER_ARG'>,
  warn: Warn,
): Sampler {
  const isParentBased = name.startsWith('parentbased_');
  const root = rootSampler(name.replace(/^parentbased_/, ''), argument, warn);
  if (!root) {
    warn(`OTEL_TRACES_SAMPLER is "${name}", expected one of ${NAMES}: all traces are kept`);
    return new ParentBasedSampler({ root: new AlwaysOnSampler() });
  }
  return isParentBased ? new ParentBasedSampler({ root }) : root;
}

const NAMES = 'always_on, always_off, traceidratio, each also after parentbased_';

function rootSampler(name: string, argument: string | undefined, warn: Warn): Sampler | undefined {
  if (name === 'always_on') return new AlwaysOnSampler();
  if (name === 'always_off') return new AlwaysOffSampler();
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(ratioIn(argument, warn));
  return undefined;
}

function ratioIn(argument: string | undefined, warn: Warn): number {
  const ratio = Number(argument?.trim() || 1);
  if (ratio >= 0 && ratio <= 1) return ratio;
  warn(`OTEL_TRACES_SAMPLER_ARG is "${argument}", expected a share from 0 to 1: all traces are kept`);
  return 1;
}
