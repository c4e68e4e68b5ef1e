import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client, orpc, queryClient } from '../../api/client.ts';
import { notifyError } from '../../ui/notify.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

/** The calls of this Daymark for the person's own programs. */
export function LocalApi() {
  const { data } = useQuery(orpc.app.localApi.queryOptions({ staleTime: 0 }));
  if (!data) return null;
  const set = (enabled: boolean): void => {
    client.app
      .setLocalApi({ enabled })
      .then((state) => queryClient.setQueryData(orpc.app.localApi.queryKey(), state), notifyError);
  };
  return (
    <Section
      title="Local API"
      text="Lets your own scripts on this computer read and change your tasks. Off unless you need it."
    >
      <Switch
        label="Serve the local API"
        checked={data.enabled}
        onChange={({ currentTarget }) => set(currentTarget.checked)}
      />
      {data.address && (
        <p className={`${styles.text} ${styles.place}`}>
          {data.address}/openapi.json describes it. Address and token are in {data.tokenFile}.
        </p>
      )}
    </Section>
  );
}
