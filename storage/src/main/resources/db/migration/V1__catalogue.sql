-- The catalogue: who there is, which meetings there are, and what is known about each.
--
-- Times: timestamptz for what people plan or the web server does; *_epoch_micros (microseconds
-- since 1970) for what the log says; *_micros on the meeting clock.
-- Everything below meeting goes with it (on delete cascade).

create table account (
  id            text primary key,
  email         text not null,
  display_name  text not null,
  password_hash text not null,
  admin         boolean not null,
  created_at    timestamptz not null
);
create unique index account_email on account (lower(email));

create table meeting (
  id                    text primary key,
  subject               text not null,
  host_id               text not null references account (id),
  starts_at             timestamptz,
  ends_at               timestamptz,
  invite_code           text not null unique,
  guests_allowed        boolean not null,
  recording             boolean not null,
  visibility            text not null check (visibility in ('PARTICIPANTS', 'HOST', 'LINK')),
  -- 0 scheduled, 1 live, 2 processing, 3 ready; only ever grows
  state                 smallint not null default 0 check (state between 0 and 3),
  started_epoch_micros  bigint,
  ended_epoch_micros    bigint,
  activity_epoch_micros bigint not null default 0,
  created_at            timestamptz not null
);
create index meeting_host on meeting (host_id, created_at desc);
create index meeting_live on meeting (id) where state = 1;

-- Meetings that were deleted: what the log still says about them is ignored.
create table deleted_meeting (
  id         text primary key,
  deleted_at timestamptz not null
);

-- The web server let this person in and gave out this participant id.
create table admission (
  meeting_id     text not null references meeting (id) on delete cascade,
  participant_id text not null,
  user_id        text references account (id) on delete cascade,
  display_name   text not null,
  consent        boolean not null,
  admitted_at    timestamptz not null,
  primary key (meeting_id, participant_id)
);
create index admission_user on admission (user_id, meeting_id);

-- From here on: what the log says. Written by upserts that bear repetition in any order.
create table participant (
  meeting_id            text not null references meeting (id) on delete cascade,
  participant_id        text not null,
  display_name          text not null,
  user_id               text,
  host                  boolean not null,
  colour                integer not null,
  joined_epoch_micros   bigint not null,
  rejoined_epoch_micros bigint not null,
  left_epoch_micros     bigint,
  primary key (meeting_id, participant_id)
);
create index participant_user on participant (user_id, meeting_id);

create table chat_message (
  meeting_id     text not null references meeting (id) on delete cascade,
  message_id     text not null,
  participant_id text not null,
  display_name   text not null,
  at_epoch_micros bigint not null,
  text           text not null,
  primary key (meeting_id, message_id)
);

create table recording (
  meeting_id      text primary key references meeting (id) on delete cascade,
  -- 1 live, 2 processing, 3 ready; only ever grows
  state           smallint not null check (state between 1 and 3),
  playable_micros bigint not null,
  duration_micros bigint not null,
  manifest_key    text
);

create table recording_segment (
  meeting_id      text not null references meeting (id) on delete cascade,
  number          bigint not null,
  object_key      text not null,
  start_micros    bigint not null,
  duration_micros bigint not null,
  bytes           bigint not null,
  primary key (meeting_id, number)
);

create table utterance (
  meeting_id     text not null references meeting (id) on delete cascade,
  utterance_id   text not null,
  track_id       text not null,
  participant_id text not null,
  speaker        text not null,
  start_micros   bigint not null,
  end_micros     bigint not null,
  text           text not null,
  words          jsonb not null,
  language       text not null,
  model          text not null,
  synthetic_voices_only boolean not null,
  primary key (meeting_id, utterance_id)
);
create index utterance_order on utterance (meeting_id, start_micros, utterance_id);

create table transcript (
  meeting_id text primary key references meeting (id) on delete cascade,
  language   text not null,
  utterances integer not null
);

create table minutes_version (
  meeting_id text not null references meeting (id) on delete cascade,
  version    integer not null check (version >= 1),
  object_key text not null,
  edited_by  text,
  stored_at  timestamptz not null,
  primary key (meeting_id, version)
);

-- A browser: signed in to an account, or a guest of one meeting. Only the hash of its token is kept.
create table login_session (
  token_hash           bytea primary key,
  user_id              text references account (id) on delete cascade,
  guest_meeting_id     text references meeting (id) on delete cascade,
  guest_participant_id text,
  guest_display_name   text,
  created_at           timestamptz not null,
  seen_at              timestamptz not null,
  expires_at           timestamptz not null,
  check ((user_id is null) <> (guest_meeting_id is null)),
  check ((guest_meeting_id is null) = (guest_participant_id is null)),
  check ((guest_meeting_id is null) = (guest_display_name is null))
);
create index login_session_expiry on login_session (expires_at);

-- Failed logins, for throttling; subject is 'account:<email>' or 'address:<ip>'.
create table login_failure (
  subject text not null,
  at      timestamptz not null
);
create index login_failure_subject on login_failure (subject, at);

-- Who did what. Outlives what it speaks of, so it references nothing.
create table audit_entry (
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  actor      text not null,
  action     text not null,
  meeting_id text,
  address    text not null,
  detail     text not null
);
create index audit_entry_meeting on audit_entry (meeting_id, id);
