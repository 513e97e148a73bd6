CREATE TYPE public.mood AS ENUM ('happy', 'sad');
CREATE TABLE public.dag (
    dag_id character varying(250) NOT NULL,
    is_paused boolean,
    last_parsed timestamp with time zone DEFAULT now(),
    "rootDagId" character varying(250),
    weight numeric,
    span interval,
    feeling public.mood DEFAULT 'happy'::public.mood,
    search tsvector,
    tags text[] DEFAULT '{}'::text[],
    payload json,
    CONSTRAINT dag_pkey PRIMARY KEY (dag_id)
);
CREATE TABLE public.dag_run (
    id integer NOT NULL,
    dag_id character varying(250) NOT NULL,
    run_id character varying NOT NULL,
    state character(10) DEFAULT 'new'::bpchar,
    started timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    score double precision DEFAULT '-1.5'::numeric,
    token uuid DEFAULT gen_random_uuid(),
    CONSTRAINT known CHECK ((state <> 'a::bpchar'::bpchar))
);
CREATE SEQUENCE public.dag_run_id_seq AS integer START WITH 1;
ALTER TABLE ONLY public.dag_run ALTER COLUMN id SET DEFAULT nextval('public.dag_run_id_seq'::regclass);
ALTER TABLE ONLY public.dag_run ADD CONSTRAINT dag_run_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dag_run ADD CONSTRAINT dag_run_dag_id_run_id_key UNIQUE (dag_id, run_id);
ALTER TABLE ONLY public.dag_run ADD CONSTRAINT fk_dag FOREIGN KEY (dag_id) REFERENCES public.dag(dag_id) ON DELETE CASCADE;
CREATE INDEX idx_started ON public.dag_run USING btree (started DESC NULLS LAST) WHERE (state IS NOT NULL);
CREATE INDEX idx_tags ON public.dag USING gin (tags);
CREATE INDEX idx_words ON public.dag USING gin (search);
CREATE INDEX idx_search ON public.dag USING btree (lower((dag_id)::text) varchar_pattern_ops);
CREATE TABLE public.log (message text, at timestamp with time zone, CONSTRAINT known CHECK ((message <> ''::text)));
CREATE INDEX log_at ON public.log USING btree (at);
CREATE VIEW public.paused AS SELECT dag.dag_id FROM public.dag WHERE dag.is_paused;
COMMENT ON TABLE public.dag IS 'What runs.';
CREATE TABLE public.note (
    id integer NOT NULL PRIMARY KEY,
    dag_id character varying(250) NOT NULL,
    other character varying(250),
    usual character varying(250) DEFAULT 'a'::character varying,
    CONSTRAINT of_dag FOREIGN KEY (dag_id) REFERENCES public.dag(dag_id) ON UPDATE SET DEFAULT ON DELETE SET NULL,
    CONSTRAINT of_other FOREIGN KEY (other) REFERENCES public.dag(dag_id) ON UPDATE SET DEFAULT ON DELETE SET NULL,
    CONSTRAINT of_usual FOREIGN KEY (usual) REFERENCES public.dag(dag_id) ON DELETE SET DEFAULT
);
