export * from '../../core/time/civil.ts';
