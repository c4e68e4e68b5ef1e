import type { KnownNames, VocabularyRule } from '../core/language.ts';
import type { ServiceContext } from './context.ts';

const MAX_TAGS = 500;
const MAX_PEOPLE = 500;

/** What the parser has to know of this person. */
export interface ParserSnapshot {
  version: number;
  vocabulary: VocabularyRule[];
  known: KnownNames;
}

/** Keeps the parser's names and vocabulary up to date. */
export class ParserNames {
  readonly #ctx: ServiceContext;
  readonly #push: () => Promise<unknown>;
  #version = 0;
  #pushing = false;

  /** @param push hands a new snapshot over; a failure is made up for at the next start of the ml process */
  constructor(ctx: ServiceContext, push: () => Promise<unknown>) {
    this.#ctx = ctx;
    this.#push = push;
  }

  snapshot(): ParserSnapshot {
    const { db } = this.#ctx;
    this.#version += 1;
    return {
      version: this.#version,
      vocabulary: db.vocabulary.list(),
      known: {
        projects: db.projects
          .list()
          .filter((project) => !project.archived)
          .map((project) => project.name),
        tags: db.tags.list(MAX_TAGS).map((tag) => tag.name),
        people: db.tasks.people(MAX_PEOPLE),
      },
    };
  }

  /** Pushed before the next line can be asked for; several changes of one intent push once. */
  changed(): void {
    if (this.#pushing) return;
    this.#pushing = true;
    queueMicrotask(() => {
      this.#pushing = false;
      void this.#push().catch(() => {});
    });
  }
}
