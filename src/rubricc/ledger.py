"""A ledger, as programs use it: scores are appended, checked, signed, proved, scored again and adjusted.

    key = rubricc.SigningKey.new()
    ledger = rubricc.Ledger.create("台账", "甲单位/2026", key, actor="张三", clock=clock)
    ledger.append(rubric, facts, actor="张三", clock=clock)
    ledger.verify().holds

A clock is a function that answers with the time, with its zone; who appends is told too, nothing is looked up.
What goes wrong raises `LedgerProblem`. The form of a ledger is docs/ledger-format.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from rubricc import __version__
from rubricc.adjusting import adjustment, readjusted
from rubricc.compiler.audit import notes, records, tree, verifier
from rubricc.compiler.audit.problem import problem
from rubricc.compiler.audit.records import Draft, Entry, Kept
from rubricc.compiler.audit.store.folders import laid_out
from rubricc.compiler.audit.store.ledger import Clock, Published, Store
from rubricc.dsl.diagnostics.model import Diagnostic, diagnose
from rubricc.dsl.diagnostics.prose.system import reason_of
from rubricc.dsl.diagnostics.wording import visible
from rubricc.recording import Call, as_recorded, compiled_from, differences, evaluated, of_facts
from rubricc.replay import Replay, differs, replayed, republished
from rubricc.rubric import Rubric
from rubricc.scored import Scored

if TYPE_CHECKING:
    from rubricc.compiler.audit.keys import SigningKey
    from rubricc.compiler.derivation.document import LedgerData

ENGINE = "interpreter"


class Ledger:
    """The ledger in a folder."""

    def __init__(self, folder: str | Path, store: Store | None = None) -> None:
        self.store = store or Store(folder)
        self.folder = self.store.folder
        self._compiled: tuple[object, Rubric] | None = None  # by the digests of its sources

    @classmethod
    def create(
        cls, folder: str | Path, identity: str, key: SigningKey, *, actor: str, clock: Clock
    ) -> Ledger:
        """A new ledger; its checkpoints will be signed with this key."""
        if not notes.NAME.fullmatch(identity) or visible(identity) != identity:
            raise problem("RB8044", what=identity, reason="<no name for a ledger>")
        body = records.genesis(identity, notes.written_key(identity, key.public), __version__)
        ledger = cls(folder)
        ledger.store.create(actor, clock, body)
        return ledger

    @staticmethod
    def require_room(folder: str | Path) -> None:
        """A LedgerProblem where a ledger cannot start, because something is there."""
        Store(folder).require_room()

    # ── reading ──

    @property
    def identity(self) -> str:
        """The name of the ledger: the origin of its checkpoints."""
        return str(self.store.first().body["identity"])

    @property
    def key(self) -> str:
        """The public key that is in force now."""
        newest = [entry for entry in self.store.entries() if entry.kind in ("genesis", "key")][-1]
        try:
            return verifier.Key(str(newest.body["key"])).text
        except ValueError:
            about = {"folder": str(self.folder), "where": "records", "number": newest.number}
            raise problem("RB8035", **about) from None

    def entries(self) -> list[Entry]:
        return list(self.store.entries())

    def verify(
        self,
        key: str | None = None,
        identity: str | None = None,
        checkpoints: Sequence[tuple[str, bytes]] = (),
    ) -> verifier.Report:
        """What the verifier finds, which shares no code with what writes here."""
        try:
            return verifier.verify(
                str(self.folder), key=key, identity=identity, checkpoints=list(checkpoints)
            )
        except OSError as error:
            raise problem("RB8031", folder=str(self.folder), reason=reason_of(error)) from None

    # ── appending ──

    def append(
        self,
        rubric: Rubric,
        facts: Mapping[str, object],
        *,
        actor: str,
        clock: Clock,
        lang: str | None = None,
        unit: str | None = None,
    ) -> Entry:
        """The score of facts, recorded; `entry.body["result"]` is what it yielded. Raises FactsError."""
        call, files = of_facts(rubric, facts, lang or rubric.lang, unit)
        return self.record(call, files, actor=actor, clock=clock, digest=rubric.digest)

    def append_all(
        self,
        rubric: Rubric,
        every: Iterable[Mapping[str, object]],
        *,
        actor: str,
        clock: Clock,
        lang: str | None = None,
    ) -> list[Entry]:
        """The scores of many facts, a record each, synced together: faster than one by one, and none of them is
        acknowledged before all are durable. Where one is refused, none is recorded.
        """
        drafts = [
            self._scored(*of_facts(rubric, facts, lang or rubric.lang, None), digest=rubric.digest)
            for facts in every
        ]
        with self.store.appending(actor, clock) as pen:
            return pen.write_all(drafts)

    def record(
        self,
        call: Call,
        files: Sequence[Kept],
        *,
        actor: str,
        clock: Clock,
        expected: Scored | None = None,
        digest: str | None = None,
    ) -> Entry:
        """The evaluation of files: they are scored as they will be kept, and that is what is recorded.

        Where a result is `expected`, because somebody was shown it, another one is refused; so is a rubric of another
        `digest`.
        """
        draft = self._scored(call, files, expected, digest)
        with self.store.appending(actor, clock) as pen:
            return pen.write_all([draft])[0]

    def _scored(
        self, call: Call, files: Sequence[Kept], expected: Scored | None = None, digest: str | None = None
    ) -> Draft:
        sources = (
            call["rubric"],
            call["shown"],
            *((each.name, each.digest) for each in files if each.role == "rubric"),
        )
        with laid_out((each.name, each.data) for each in files) as folder:
            if self._compiled is None or self._compiled[0] != sources:
                self._compiled = (sources, compiled_from(folder, call))
            scored = evaluated(folder, call, self._compiled[1])
        found = as_recorded(scored)
        for place, _, _ in differences(list(as_recorded(expected)), list(found)) if expected else ():
            raise problem("RB8038", part=place)
        if digest is not None and digest != scored.rubric.digest:
            raise problem("RB8038", part="/rubric/digest")
        result, rows = found
        kept = [*files, Kept(records.DERIVATION, "derivation", scored.told.encode())]
        summary = None
        if scored.is_run:
            file, summary = records.rows_of(rows, [os.urandom(32) for _ in rows])
            kept.append(file)
        return Draft("score", records.score(call, ENGINE, result, kept, summary), kept)

    def newest_checkpoint(self) -> str | None:
        """The short form of the newest checkpoint; a LedgerProblem where it does not have its form."""
        for size, note in self.store.checkpoints()[-1:]:
            point = _checkpoint(size, note)
            return notes.short_form(point.identity, point.size, point.root)
        return None

    def place(self, entry: Entry) -> LedgerData:
        """Where a record stands, for the foot of a report."""
        return {
            "identity": self.identity,
            "number": entry.number,
            "hash": entry.leaf.hex(),
            "checkpoint": self.newest_checkpoint(),
        }

    def publish(self, rubric: Rubric, files: Sequence[Kept], *, actor: str, clock: Clock) -> Entry:
        """A version of a rubric is in force from now on, with its scorer; asked again, it is the same record."""
        spec = rubric.checked.program
        kept = [*files, Kept("scorer.py", "scorer", rubric.compile().encode())]
        named = {
            "name": rubric.name,
            "version": rubric.version,
            "digest": rubric.digest,
            "convention": spec.convention.name,
            "compiler": __version__,
        }
        with self.store.appending(actor, clock) as pen:
            entry = self.store.published().get((rubric.name, rubric.version))
            if entry is not None:
                if entry.body["rubric"]["digest"] != rubric.digest:
                    raise problem("RB8042", name=rubric.name, version=rubric.version)
                return entry
            return pen.write("publish", {"rubric": named, "files": [each.written() for each in kept]}, kept)

    def unpublished(self, entry: Entry, published: Published | None = None) -> Diagnostic | None:
        """What speaks against the rubric of a score: another one was published under its name and version, or only
        other versions were. None where it is the published one, or where nothing of its name was published.
        """
        if entry.kind != "score":
            return None
        rubric = entry.body["result"]["rubric"]
        name, version = rubric["name"], rubric["version"]
        every = self.store.published() if published is None else published
        if known := every.get((name, version)):
            if known.body["rubric"]["digest"] == rubric["digest"]:
                return None
            return diagnose(
                "RB8050",
                None,
                name=name,
                version=version,
                number=known.number,
                published=known.body["rubric"]["digest"],
                scored=rubric["digest"],
            )
        others = [each or "<no version>" for named, each in every if named == name]
        if not others:
            return None
        return diagnose("RB8051", None, name=name, version=version, names="\n".join(others))

    def score_entry(self, number: int) -> Entry:
        entry = self.store.entry(number)
        if entry.kind != "score":
            raise problem("RB8043", number=number)
        return entry

    def adjust(
        self,
        number: int,
        item: str,
        points: str,
        *,
        reason: str,
        by: str,
        approved: str,
        actor: str,
        clock: Clock,
        evidence: Sequence[Kept] = (),
    ) -> Entry:
        """Points that two people change after an evaluation; the evaluation itself stays as it is."""
        again = replayed(self.store, self.score_entry(number))
        if again.verdict == "differs" and again.first is not None:
            raise differs(again)
        with self.store.appending(actor, clock) as pen:
            body = adjustment(again, self.store.entries(), item, points, reason, by, approved)
            return pen.write("adjust", {**body, "files": [each.written() for each in evidence]}, evidence)

    def replay(self, number: int) -> Replay:
        """A score, what an adjustment made of one, or the digest of a publication, worked out again today."""
        entry = self.store.entry(number)
        if entry.kind == "publish":
            return republished(self.store, entry)
        if entry.kind != "adjust":
            return replayed(self.store, self.score_entry(number))
        again = replayed(self.store, self.score_entry(int(entry.body["of"])))
        return readjusted(again, entry, islice(self.store.entries(), number))

    # ── signing ──

    def checkpoint(self, key: SigningKey) -> tuple[str, Path]:
        """A signed checkpoint of the ledger as it is, kept in the folder; nothing is signed that does not hold."""
        report = self.require_whole()
        self.require_key(key)
        text = notes.checkpoint_text(report.identity, report.tree.size, report.root)
        note = notes.signed(text, [(report.identity, key.public, key.sign)])
        return note, self.store.add_checkpoint(report.tree.size, note)

    def change_key(self, old: SigningKey, new: SigningKey, *, actor: str, clock: Clock) -> Entry:
        """The key changes; old and new one sign for it."""
        self.require_key(old)
        identity = self.identity
        written = notes.written_key(identity, new.public)
        with self.store.appending(actor, clock) as pen:
            text = notes.key_change_text(identity, pen.number, pen.previous, self.key, written)
            signers = [(identity, each.public, each.sign) for each in (old, new)]
            return pen.write("key", {"key": written, "note": notes.signed(text, signers)})

    def require_key(self, key: SigningKey, file: str | Path | None = None) -> None:
        """A LedgerProblem unless this key is in force; it names the file that the key is from, if it is from one."""
        if notes.written_key(self.identity, key.public) != self.key:
            raise problem("RB8037", file=str(file or self.folder), reason="<not the key in force>")

    def require_whole(self) -> verifier.Report:
        """What the verifier finds, if that is nothing; else the first fault."""
        report = self.verify()
        for fault in report.faults.values():
            raise problem(fault.code, **fault.about)
        return report

    # ── proving ──

    def prove(self, number: int) -> str:
        """A `.tlog-proof` that a record is in the ledger, under the newest checkpoint that covers it."""
        size, note = self.checkpoint_above(number)
        path = tree.inclusion(self._leaves(size, note), number)
        return notes.inclusion_proof(self.store.entry(number).line, number, path, note)

    def prove_row(self, number: int, unit: str) -> str:
        """A proof of what one unit got in a run, which shows nothing of the others."""
        entry = self.score_entry(number)
        digests = [str(each["digest"]) for each in entry.files if each["role"] == "rows"]
        lines = self.store.content(digests[0]).splitlines() if digests else []
        units = [str(json.loads(line)["row"].get("unit")) for line in lines]
        for index, line in enumerate(lines):
            if units[index] == unit:
                path = tree.inclusion([tree.leaf_hash(each) for each in lines], index)
                return notes.row_proof(line, index, path, self.prove(number))
        raise problem("RB8047", number=number, unit=unit, near="".join(get_close_matches(unit, units, 1)))

    def prove_growth(self, old: int) -> str:
        """A proof that the newest checkpoint holds all that one of an earlier size held."""
        size, note = self.checkpoint_above(0)
        if not 0 < old <= size:
            raise problem("RB8049", size=old, newest=size)
        leaves = self._leaves(size, note)
        return notes.consistency_proof(old, tree.root(leaves[:old]), tree.consistency(leaves, old), note)

    def _leaves(self, size: int, note: str) -> list[bytes]:
        """The hashes of the records under a checkpoint; where they do not have its root nothing is proved."""
        leaves = [entry.leaf for entry in islice(self.store.entries(), size)]
        if _checkpoint(size, note).root != tree.root(leaves):
            raise problem("RB8016", name=_file_name(size))
        return leaves

    def checkpoint_above(self, number: int) -> tuple[int, str]:
        """The newest checkpoint, which must cover a record."""
        self.store.entry(number)
        size, note = ([(0, ""), *self.store.checkpoints()])[-1]
        if size <= number:
            raise problem("RB8046", number=number)
        return size, note


def _checkpoint(size: int, note: str) -> verifier.Checkpoint:
    """A checkpoint of the folder; a LedgerProblem where it does not have its form."""
    try:
        return verifier.Checkpoint(note.encode(), _file_name(size))
    except verifier.Fault as fault:
        raise problem(fault.code, **fault.about) from None


def _file_name(size: int) -> str:
    return f"{size:012d}.txt"
