/** What can be known of the container without an engine: that Vigia waits for its database, and runs with few rights. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const text = (file: string): string => readFileSync(join(__dirname, '../..', file), 'utf8');

describe('the container', () => {
  interface Service {
    image?: string;
    build?: string;
    environment?: Record<string, string>;
    depends_on?: Record<string, { condition: string }>;
    healthcheck?: { test: string[] };
    volumes?: string[];
    ports?: string[];
  }
  const compose = (): { services: Record<string, Service>; volumes: Record<string, unknown> } => parse(text('compose.yaml'));

  it('starts Vigia once its database is healthy, and writes are acknowledged from the journal', () => {
    const { vigia, mongo } = compose().services;
    expect(vigia?.depends_on).toEqual({ mongo: { condition: 'service_healthy' } });
    expect(mongo?.healthcheck?.test.join(' ')).toContain('isWritablePrimary');
    const uri = new URL(vigia?.environment?.MONGODB_URI ?? '');
    expect(uri.host).toBe('mongo:27017');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ w: 'majority', journal: 'true', replicaSet: 'rs0' });
  });

  it('keeps the data in a declared volume and publishes nothing beyond this machine', () => {
    const { services, volumes } = compose();
    const named = Object.values(services)
      .flatMap((service) => service.volumes ?? [])
      .map((volume) => volume.split(':')[0]);
    expect(named.filter((name) => !(String(name) in volumes))).toEqual([]);
    expect(services.mongo?.ports).toBeUndefined();
    expect(services.vigia?.ports?.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
  });

  it('runs as a user without rights and tells its health', () => {
    const lines = text('Dockerfile').split('\n');
    const last = lines.findLastIndex((line) => line.startsWith('FROM '));
    const stage = lines.slice(last).join('\n');
    expect(stage).toMatch(/^USER node$/m);
    expect(stage).toMatch(/^HEALTHCHECK [\s\S]*\/healthz/m);
    expect(stage).toContain(JSON.parse(text('package.json')).scripts.start.split(' ')[1]);
  });
});
