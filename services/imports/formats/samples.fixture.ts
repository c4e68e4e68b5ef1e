import type { ImportFormat } from '../../../core/domain/exchange.ts';

/** Files of other programs, made by hand after their documentation. */

export const at = (iso: string): number => Date.parse(iso);

export const samples: Record<Exclude<ImportFormat, 'daymark-json'>, { name: string; text: string }> = {
  'todoist-csv': {
    name: 'House [2203306141].csv',
    text: `\uFEFFTYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT,DEADLINE,DEADLINE_LANG
meta,view_style=list,,,,,,,,,,,,
task,"Paint, twice @walls @paint",North side,1,1,Ada (1),,2027-05-08,en,Europe/Berlin,90,minute,2027-05-20,en
note,Ask for the colour,,,,Ada (1),,,,,,,,
task,Buy brushes,,4,2,Ada (1),Bob (2),,en,Europe/Berlin,,,,
,,,,,,,,,,,,,
section,Garden,,,,,,,,,,,,
task,Water,,2,1,Ada (1),,every 3rd friday,en,Europe/Berlin,,,,
task,Meet,,3,1,Ada (1),,2027-05-09 15:30,en,Europe/Berlin,,,,
`,
  },
  'todoist-json': {
    name: 'backup.json',
    text: JSON.stringify({
      projects: [
        { id: 'p1', name: 'House' },
        { id: 'p0', name: 'Inbox', inbox_project: true },
      ],
      sections: [{ id: 's1', name: 'Garden', project_id: 'p1' }],
      items: [
        {
          id: '1',
          content: 'Paint',
          description: 'North',
          project_id: 'p1',
          section_id: 's1',
          labels: ['walls'],
          priority: 4,
          due: { date: '2027-05-08T07:00:00Z', string: 'May 8', is_recurring: false },
          deadline: { date: '2027-05-20' },
          duration: { amount: 90, unit: 'minute' },
          checked: false,
          added_at: '2027-04-01T10:00:00Z',
        },
        {
          id: '2',
          content: 'Water',
          project_id: 'p0',
          parent_id: '1',
          priority: 1,
          labels: [],
          due: { date: '2027-05-09', string: 'every 2 days', is_recurring: true },
        },
        {
          id: '3',
          content: 'Sow',
          project_id: 'p1',
          priority: 1,
          labels: [],
          checked: true,
          completed_at: '2027-04-20T09:00:00Z',
          added_at: '2027-04-02T10:00:00Z',
        },
        { id: '4', content: 'Gone', is_deleted: true },
      ],
      notes: [{ id: 'n', item_id: '1', content: 'Ask for the colour' }],
    }),
  },
  'ticktick-csv': {
    name: 'TickTick-backup.csv',
    text: `"Date: 2027-05-03+0000"
"Version: 7.1"
"Status: 
0 Normal
1 Completed
2 Archived"
"Folder Name","List Name","Title","Kind","Tags","Content","Is Check list","Start Date","Due Date","Reminder","Repeat","Priority","Status","Created Time","Completed Time","Order","Timezone","Is All Day","Is Floating","Column Name","Column Order","View Mode","taskId","parentId"
"","House","Paint","TEXT","walls, paint","North","N","2027-05-07T22:00:00+0000","2027-05-19T22:00:00+0000","","","5","0","2027-04-01T10:00:00+0000","","-1","Europe/Berlin","true","false","","","list","1",""
"","Inbox","Pack","CHECKLIST","","▫Shoes
▪Map","Y","","2027-05-09T05:30:00+0000","","RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=SU","0","0","2027-04-02T10:00:00+0000","","-2","Europe/Berlin","false","false","","","list","2","1"
"","House","Sow","TEXT","","","N","","","","","1","2","2027-04-02T10:00:00+0000","2027-04-20T09:00:00+0000","-3","Europe/Berlin","","","","","list","3",""
"","House","Idea","NOTE","","some","N","","","","","0","0","2027-04-02T10:00:00+0000","","-4","Europe/Berlin","","","","","list","4",""
`,
  },
  'super-productivity-json': {
    name: 'super-productivity-backup.json',
    text: JSON.stringify({
      timestamp: 1,
      lastUpdate: 2,
      crossModelVersion: 4,
      data: {
        project: {
          ids: ['p1', 'INBOX_PROJECT'],
          entities: {
            p1: { id: 'p1', title: 'House' },
            INBOX_PROJECT: { id: 'INBOX_PROJECT', title: 'Inbox' },
          },
        },
        tag: {
          ids: ['t1', 'TODAY'],
          entities: { t1: { id: 't1', title: 'walls' }, TODAY: { id: 'TODAY', title: 'Today' } },
        },
        task: {
          ids: ['1', '2'],
          entities: {
            1: {
              id: '1',
              title: 'Paint',
              notes: 'North',
              projectId: 'p1',
              tagIds: ['t1', 'TODAY'],
              subTaskIds: ['2'],
              timeEstimate: 5_400_000,
              timeSpent: 600_000,
              timeSpentOnDay: { '2027-05-01': 600_000 },
              isDone: false,
              created: at('2027-04-01T10:00:00Z'),
              dueDay: '2027-05-08',
            },
            2: {
              id: '2',
              title: 'Brushes',
              projectId: 'INBOX_PROJECT',
              tagIds: [],
              parentId: '1',
              timeEstimate: 0,
              timeSpent: 0,
              timeSpentOnDay: {},
              isDone: false,
              created: at('2027-04-01T10:00:00Z'),
              dueWithTime: at('2027-05-09T07:00:00Z'),
            },
          },
        },
        archiveYoung: {
          task: {
            ids: ['3'],
            entities: {
              3: {
                id: '3',
                title: 'Sow',
                projectId: 'p1',
                tagIds: [],
                timeEstimate: 1_800_000,
                timeSpent: 2_700_000,
                timeSpentOnDay: { '2027-04-19': 1_800_000, '2027-04-20': 900_000 },
                isDone: true,
                doneOn: at('2027-04-20T09:00:00Z'),
                created: at('2027-04-02T10:00:00Z'),
              },
            },
          },
        },
      },
    }),
  },
  'taskwarrior-json': {
    name: 'tasks.json',
    text: JSON.stringify([
      {
        id: 1,
        uuid: 'a0000000-0000-0000-0000-000000000001',
        description: 'Paint',
        status: 'pending',
        entry: '20270401T100000Z',
        scheduled: '20270508T070000Z',
        due: '20270519T220000Z',
        wait: '20270504T220000Z',
        project: 'House.Walls',
        tags: ['walls'],
        priority: 'H',
        annotations: [{ entry: '20270401T100000Z', description: 'North' }],
        depends: ['a0000000-0000-0000-0000-000000000002'],
        estimate: 'PT1H30M',
        urgency: 12,
      },
      {
        id: 2,
        uuid: 'a0000000-0000-0000-0000-000000000002',
        description: 'Water',
        status: 'pending',
        entry: '20270401T100000Z',
        recur: '2wks',
        due: '20270509T053000Z',
      },
      {
        id: 0,
        uuid: 'a0000000-0000-0000-0000-000000000003',
        description: 'Sow',
        status: 'completed',
        entry: '20270402T100000Z',
        start: '20270420T080000Z',
        end: '20270420T090000Z',
      },
      {
        id: 0,
        uuid: 'a0000000-0000-0000-0000-000000000004',
        description: 'Bin',
        status: 'deleted',
        entry: '20270402T100000Z',
        end: '20270403T100000Z',
      },
      {
        id: 3,
        uuid: 'a0000000-0000-0000-0000-000000000005',
        description: 'Template',
        status: 'recurring',
        recur: 'weekly',
      },
    ]),
  },
  'microsoft-todo-json': {
    name: 'todo.json',
    text: JSON.stringify({
      value: [
        {
          displayName: 'House',
          tasks: [
            {
              id: 'm1',
              title: 'Paint',
              status: 'notStarted',
              importance: 'high',
              createdDateTime: '2027-04-01T10:00:00Z',
              body: { content: '<p>North</p>', contentType: 'html' },
              categories: ['walls'],
              dueDateTime: { dateTime: '2027-05-20T00:00:00.0000000', timeZone: 'UTC' },
              recurrence: { pattern: { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'friday'] } },
              checklistItems: [{ displayName: 'Tape', isChecked: true }],
            },
            {
              id: 'm2',
              title: 'Sow',
              status: 'completed',
              importance: 'normal',
              createdDateTime: '2027-04-02T10:00:00Z',
              completedDateTime: { dateTime: '2027-04-20T09:00:00.0000000', timeZone: 'UTC' },
            },
          ],
        },
        {
          displayName: 'Tasks',
          tasks: [{ id: 'm3', title: 'Loose', status: 'notStarted', importance: 'low' }],
        },
      ],
    }),
  },
  'google-tasks-json': {
    name: 'Tasks.json',
    text: JSON.stringify({
      kind: 'tasks#taskLists',
      items: [
        {
          kind: 'tasks#tasks',
          id: 'l',
          title: 'House',
          items: [
            {
              kind: 'tasks#task',
              id: 'g1',
              title: 'Paint',
              notes: 'North',
              status: 'needsAction',
              due: '2027-05-08T00:00:00Z',
              created: '2027-04-01T10:00:00Z',
              updated: '2027-04-01T10:00:00Z',
            },
            {
              kind: 'tasks#task',
              id: 'g2',
              title: 'Sow',
              parent: 'g1',
              status: 'completed',
              completed: '2027-04-20T09:00:00Z',
              created: '2027-04-02T10:00:00Z',
              updated: '2027-04-20T09:00:00Z',
            },
            { kind: 'tasks#task', id: 'g3', title: '', status: 'needsAction' },
          ],
        },
      ],
    }),
  },
  icalendar: {
    name: 'tasks.ics',
    text: `BEGIN:VCALENDAR
X-WR-CALNAME:House
BEGIN:VTODO
UID:v1
SUMMARY:Paint\\, twice
DESCRIPTION:North
DTSTART;TZID=Europe/Berlin:20270508T090000
DUE;VALUE=DATE:20270520
PRIORITY:1
CATEGORIES:walls,paint
CREATED:20270401T100000Z
RRULE:FREQ=WEEKLY
END:VTODO
BEGIN:VTODO
UID:v2
SUMMARY:Sow
STATUS:COMPLETED
COMPLETED:20270420T090000Z
CREATED:20270402T100000Z
END:VTODO
BEGIN:VTODO
UID:v3
SUMMARY:Odd
DUE:whenever
END:VTODO
BEGIN:VEVENT
UID:e1
SUMMARY:Fair
DTSTART;VALUE=DATE:20270510
END:VEVENT
BEGIN:VEVENT
UID:e2
SUMMARY:Club
DTSTART:20270510T100000Z
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
`,
  },
  org: {
    name: 'house.org',
    text: `#+TITLE: House
* House
** TODO [#A] Paint                                  :walls:paint:
   SCHEDULED: <2027-05-08 Sat 09:00> DEADLINE: <2027-05-20 Thu>
   :PROPERTIES:
   :Effort:   1:30
   :ID:       o1
   :END:
   North side
*** TODO Brushes
** DONE Sow
   CLOSED: [2027-04-20 Tue 11:00]
   :LOGBOOK:
   CLOCK: [2027-04-20 Tue 10:00]--[2027-04-20 Tue 10:45] =>  0:45
   :END:
** TODO Water
   SCHEDULED: <2027-05-09 Sun .+2d>
** CANCELLED Dig
* Plain heading
`,
  },
  markdown: {
    name: 'house.md',
    text: `# House
Some words.
- [ ] Paint #walls ⏫ ⏳ 2027-05-08 📅 2027-05-20 ➕ 2027-04-01 🆔 abc ⛔ def
  - [x] tape
  North side
- [x] Sow ✅ 2027-04-20
* [ ] Water [due:: 2027-05-09] 🔁 every 2 days when done
1. [-] Dig ❌ 2027-04-03
`,
  },
  csv: {
    name: 'list.csv',
    text: `Task;Notes;Project;Labels;Priority;Status;Due date;Estimate;Created;Colour
Paint;"North; side";House;walls, paint;high;open;20.05.2027;1h30;2027-04-01 10:00;red
Sow;;House;;;Done;2027-04-20;45;;
Call;;;;p3;;soon;;;
;;House;;;;;;;
`,
  },
};
