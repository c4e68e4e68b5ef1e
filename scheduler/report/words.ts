import type { Message } from '../../core/messages/message.ts';
import type { Model } from '../model/model.ts';

export function titleOf(model: Model, id: string | undefined): string {
  if (id === undefined) return '';
  const index = model.indexOf.get(id);
  return index === undefined ? id : (model.tasks[index]!.title ?? id);
}

export function message(key: string, params: Message['params']): Message {
  return { key, params };
}
