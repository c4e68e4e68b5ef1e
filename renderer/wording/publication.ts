import type { PublicationNote } from '../../core/domain/publication.ts';
import { fullMoment } from './format.ts';

/** What was changed in the published plan by hand, and what became of it. */
export function publicationNote({ what, title, to }: PublicationNote, today: string): string {
  const moment = to === null ? '' : fullMoment(to, today);
  switch (what) {
    case 'moved':
      return `“${title}” was moved in your calendar and is pinned to ${moment}`;
    case 'resized':
      return `“${title}” got another length in your calendar`;
    case 'deleted':
      return `“${title}” was deleted in your calendar and is planned again`;
    case 'refused':
      return `“${title}” can’t be where it was moved in your calendar and was put back`;
    case 'emptied':
      return 'The calendar of your plan was emptied; your plan was published again';
  }
}
