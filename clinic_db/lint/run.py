"""Lint: style in processes of its own, the server asked meanwhile, the rules, the allowances."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from clinic_db.errors import SandboxError, UsageError
from clinic_db.findings.model import Finding, Severity
from clinic_db.lint import allow, asked, pool, reading, released, rules, sources, style
from clinic_db.lint.cache import Cache
from clinic_db.lint.model import Altered, Kind, Report, Source
from clinic_db.lint.pool import Running
from clinic_db.lint.reading import Reading
from clinic_db.lint.released import Release
from clinic_db.lint.rules.base import Context
from clinic_db.lint.scratch import Scratch
from clinic_db.lint.style import Job, Outcome
from clinic_db.project import Project
from clinic_db.target import Target


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to lint and how.

    Attributes:
        paths: files and folders; none means all of the project's.
        also: further folders of the project that belong to "all".
        rules: names as `rules.chosen` gives them.
        asks: whether a server may be asked.
        processes: how many for style; 0 for one per processor.
        server: a throwaway server to ask; a sandbox is started where none is given.
        sizes: table → (rows, bytes) where the migrations are to go, empty where nobody asked.
    """

    paths: tuple[Path, ...] = ()
    also: tuple[str, ...] = ()
    rules: tuple[str, ...] = (rules.STYLE, *rules.RULES)
    asks: bool = True
    processes: int = 0
    server: Target | None = None
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Files:
    """What was read before anything was looked at."""

    reading: Reading
    unreadable: tuple[Finding, ...]
    release: Release | None
    release_problem: str


def lint(project: Project, wanted: Wanted, cache: Cache) -> Report:
    """Look at the files and tell what is wrong with them; changes nothing.

    Raises:
        UsageError: a path, a rule or a setting that cannot be.
        MissingExtraError: sqlfluff is not installed.
        SandboxError: no server to be had.
    """
    files = _read(project, wanted)
    styled = [s for s in files.reading.sources if not style.is_ignored(s.path, project.root)]
    # What the server is to parse has its placeholders filled in by sqlfluff.
    is_read = {rules.STYLE, "syntax"} & set(wanted.rules)
    jobs = _jobs(styled, project) if is_read else []
    with pool.run(jobs, cache, wanted.processes) as running, Scratch(wanted.server) as scratch:
        context, outcomes = _looked_at(files, wanted, running, styled, scratch, cache)
    cache.sweep()
    return _report(files, wanted, context, dict(zip(styled, outcomes, strict=False)))


def fix(project: Project, wanted: Wanted, cache: Cache) -> Report:
    """Correct the style of what can be corrected, then lint.

    Released files stay as they are: the runner refuses one whose statements changed.

    Raises:
        As `lint`; UsageError also where style is not among the rules.
    """
    if rules.STYLE not in wanted.rules:
        raise UsageError("it corrects style, which is left out", where="--fix", hint="add style")
    files = _read(project, wanted)
    styled = [s for s in files.reading.sources if not style.is_ignored(s.path, project.root)]
    release, _ = released.last(project)
    ours = [source for source in styled if not _is_released(source, release, project)]
    with pool.run(_jobs(ours, project), cache, wanted.processes) as running:
        outcomes = running.outcomes()
    wrong = [source for source, outcome in zip(ours, outcomes, strict=True) if outcome.spots]
    jobs = [replace(job, fix=True) for job in _jobs(wrong, project)]
    with pool.run(jobs, cache, wanted.processes) as running:
        outcomes = running.outcomes()
    fixed = []
    for source, outcome in zip(wrong, outcomes, strict=True):
        if outcome.fixed is not None:
            sources.write(source.path, outcome.fixed)
            fixed.append(source.shown)
    return replace(lint(project, wanted, cache), fixed=tuple(fixed))


def _read(project: Project, wanted: Wanted) -> _Files:
    paths = sources.with_pairs(sources.find(project, wanted.paths, wanted.also))
    linted, unreadable = sources.read(project, paths)
    there = {source.path for source in linted}
    others = [path for path in sources.needed(project) if path not in there]
    context, _ = sources.read(project, others)
    release, problem = None, ""
    if "edited-after-release" in wanted.rules:
        release, problem = released.last(project)
    found = reading.read(project, linted, [*linted, *context])
    return _Files(found, tuple(unreadable), release, problem)


def _jobs(files: Sequence[Source], project: Project) -> list[Job]:
    return [Job(str(s.path), s.text, s.kind.value, str(project.root)) for s in files]


def _is_released(source: Source, release: Release | None, project: Project) -> bool:
    if release is None or not source.path.is_relative_to(project.root):
        return False
    return source.path.relative_to(project.root).as_posix() in release.files


def _looked_at(
    files: _Files,
    wanted: Wanted,
    running: Running,
    styled: Sequence[Source],
    scratch: Scratch,
    cache: Cache,
) -> tuple[Context, list[Outcome]]:
    """Ask the server while style runs, and for syntax what style has filled in."""
    context = Context(files.reading, release=files.release)
    try:
        if wanted.asks and asked.wants_trials(wanted.rules):
            context = replace(context, trials=asked.trials(files.reading, scratch, cache))
        outcomes = running.outcomes()
        if wanted.asks and "syntax" in wanted.rules:
            rendered = dict(zip([s.shown for s in styled], outcomes, strict=False))
            context = replace(
                context, syntax=asked.syntax(files.reading, styled, rendered, scratch, cache)
            )
    except SandboxError as error:
        hint = f"lint what needs no server with --no-sandbox, or {error.hint}"
        raise SandboxError(error.message, detail=error.detail, hint=hint) from error
    return context, outcomes


def _report(
    files: _Files, wanted: Wanted, context: Context, outcomes: Mapping[Source, Outcome]
) -> Report:
    named = {name: rules.load(name) for name in wanted.rules if name != rules.STYLE}
    ran = {name for name, rule in named.items() if wanted.asks or not rule.ASKS}
    ran |= {rules.STYLE} & set(wanted.rules)
    found = [*files.unreadable, *(_style_findings(outcomes) if rules.STYLE in ran else ())]
    found += [finding for name in ran & named.keys() for finding in named[name].check(context)]
    pieces = files.reading.pieces
    allowed = allow.apply(
        found,
        [(s, [p.statement for p in pieces[s.shown]]) for s in files.reading.sources],
        known=rules.RULES,
        ran=ran,
    )
    if allow.RULE not in wanted.rules:
        allowed = [finding for finding in allowed if finding.rule != allow.RULE]
    with_findings = {finding.path for finding in allowed}
    described = {name: rule.DESCRIPTION for name, rule in named.items()}
    described |= {spot.code: spot.name for o in outcomes.values() for spot in o.spots}
    return Report(
        findings=tuple(sorted(allowed)),
        notes=tuple(_notes(files, wanted, context, outcomes, ran)),
        altered=tuple(_altered(context, wanted)),
        files=len(files.reading.sources) + len(files.unreadable),
        lines={
            source.shown: tuple(source.text.split("\n"))
            for source in files.reading.sources
            if source.shown in with_findings
        },
        rules={f.rule: described.get(f.rule, rules.STYLE_DESCRIPTION) for f in allowed},
    )


def _style_findings(outcomes: Mapping[Source, Outcome]) -> Iterator[Finding]:
    for source, outcome in outcomes.items():
        if outcome.failure:
            message = f"sqlfluff failed on this file, so its style is unknown: {outcome.failure}"
            yield Finding(source.shown, 1, 1, rules.STYLE, message)
        for spot in outcome.spots:
            if spot.code not in style.JUDGED_BY_SERVER:
                at = (source.shown, spot.line, spot.column)
                yield Finding(*at, spot.code, spot.text, Severity.WARNING)


def _altered(context: Context, wanted: Wanted) -> Iterator[Altered]:
    for source, trial in context.trials_of(Kind.MIGRATION):
        for line, answer in trial.answers:
            rows, size = wanted.sizes.get(answer.table.lower(), (None, None))
            yield Altered(
                source.shown,
                line,
                answer.table,
                answer.algorithm,
                answer.lock,
                answer.rebuilds,
                context.piece_at(source, line).is_new(answer.table),
                rows,
                size,
            )


def _notes(
    files: _Files,
    wanted: Wanted,
    context: Context,
    outcomes: Mapping[Source, Outcome],
    ran: Collection[str],
) -> Iterator[str]:
    unparsed = [
        f"{source.shown}:{spot.line}"
        for source, outcome in outcomes.items()
        for spot in outcome.spots
        if spot.code in style.JUDGED_BY_SERVER and not (context.syntax or {}).get(source.shown)
    ]
    if unparsed:
        places = ", ".join(unparsed[:5]) + (", …" if len(unparsed) > 5 else "")
        what = f"sqlfluff cannot parse {len(unparsed)} place(s) ({places})"
        judged = "the server can, so they are no findings"
        yield f"{what}; {judged if context.syntax is not None else 'no server was asked'}"
    if not wanted.asks and (left := sorted(set(wanted.rules) - {*ran, rules.STYLE})):
        yield f"no server was asked, so these rules were left out: {', '.join(left)}"
    if files.release_problem:
        yield files.release_problem
    trials = context.trials
    missing = [s.name for s in files.reading.of(Kind.MIGRATION) if s.name not in (trials or {})]
    if trials is not None and missing:
        yield f"not tried on a server, because one before failed: {', '.join(missing[:5])}"
