import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { orpc } from '../api/client.ts';
import { useNow } from '../api/hooks.ts';
import { notify } from '../ui/notify.tsx';
import { publicationNote } from '../wording/publication.ts';

/** Says what was changed in the published plan while the app is open. Settings has the list. */
export function PublishedNotes() {
  const { today } = useNow();
  const { data } = useQuery(orpc.publishing.status.queryOptions());
  const newest = data?.publications
    .flatMap(({ notes }) => notes.slice(0, 1))
    .toSorted((a, b) => b.at - a.at)[0];
  const told = useRef<number | null>(null);
  useEffect(() => {
    if (!data) return;
    const at = newest?.at ?? 0;
    if (newest && told.current !== null && at > told.current) notify(publicationNote(newest, today));
    told.current = at;
  }, [data, newest, today]);
  return null;
}
