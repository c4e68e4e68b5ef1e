import type { PublicationKind, PublicationNote } from '../../core/domain/publication.ts';
import type { TaskId } from '../../core/ids.ts';

/** A calendar that the plan is published to. Stays on this device, with the login. */
export interface PublicationRecord {
  kind: PublicationKind;
  /** Names its events apart from those of any other publication. */
  id: string;
  /** Address of the calendar, or path of the file. */
  location: string;
  /** Empty for a file. */
  username: string;
  password: string;
  privateAllowed: boolean;
  /** What the place said of its state after the last round; null when it is to be read. */
  tag: string | null;
  /** Epoch ms of the last round that went well. */
  publishedAt: number | null;
  triedAt: number | null;
  error: string | null;
  /** What was changed there by hand, newest first. */
  notes: PublicationNote[];
}

/** A block of the plan as it was put into a calendar. */
export interface PublishedBlock {
  uid: string;
  taskId: TaskId;
  title: string;
  /** Epoch ms. */
  start: number;
  end: number;
}

/** Where the plan is published, and what of it. */
export interface PublicationReader {
  list(): PublicationRecord[];
  get(kind: PublicationKind): PublicationRecord | undefined;
  blocks(kind: PublicationKind): PublishedBlock[];
}

/** Nothing of it is logged: it is this device's alone. */
export interface PublicationWriter {
  put(record: PublicationRecord): void;
  remove(kind: PublicationKind): void;
  setBlock(kind: PublicationKind, block: PublishedBlock): void;
  removeBlock(kind: PublicationKind, uid: string): void;
}
