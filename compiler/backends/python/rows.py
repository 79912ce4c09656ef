"""Tables in generated code: columns opened once, rows gone through in comprehensions, aggregates as statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from rubricc.compiler.backends.python.expressions import OR, Writer
from rubricc.compiler.backends.python.layout import INDENT, WIDTH
from rubricc.compiler.backends.python.names import Names
from rubricc.compiler.ir import normal
from rubricc.compiler.ir import scaled as s
from rubricc.compiler.ir.scaled_program import (
    AT,
    Cell,
    Column,
    Grouped,
    Leader,
    Measure,
    Rows,
    ScaledPart,
    Streak,
    Together,
)

_ONE = {"int": "number_of", "bool": "yes_of", "str": "text_of", "date": "day_of"}
_COLUMN = {"int": "numbers", "bool": "yeses", "str": "texts", "date": "days"}


@frozen
class RowFunctions:
    """The functions of a part: the points of a row, and what every row is worked out from."""

    part: ScaledPart
    points: str
    rows: str


class Desk:
    """Opens each block and each column once."""

    def __init__(
        self, params: Mapping[str, str], names: Names, chinese: bool, parts: Mapping[str, RowFunctions]
    ) -> None:
        self.parts = parts
        self._points: dict[
            str, tuple[str, str]
        ] = {}  # of parts: the points of the rows, and why there are none
        self.params = params
        self.names = names
        self.chinese = chinese
        self.opened: list[str] = []
        self.own: list[str] = []  # the rows of the unit
        self._rows: dict[str, str] = {}
        self._at = ""
        self._blocks: dict[str, str] = {}
        self._columns: dict[Cell, str] = {}
        self._elements: dict[Cell | Streak, str] = {}
        self.worked_out: set[str] = set()
        self._group_elements: dict[Leader | Grouped, str] = {}
        self._grouped: dict[str, str] = {}  # columns of measures over groups
        self._streaks: dict[tuple[str, s.Expr], str] = {}  # the columns of streaks, by table and condition

    def ending(self, chinese: str, english: str) -> str:
        return chinese if self.chinese else english

    def block(self, name: str, *, table: bool) -> str:
        if name not in self._blocks:
            known = self.names.of((name or "inputs") + self.ending("_表", "_block"), "block")
            self.opened.append(f"{INDENT}{known} = values[{name!r}]{'' if table else '[0]'}")
            self._blocks[name] = known
        return self._blocks[name]

    def row(self, name: str) -> str:
        """The row of a table that the unit has."""
        if name not in self._rows:
            known = self.names.of(name + self.ending("_本单位", "_own"), "row")
            self.own.append(f"{INDENT}{known} = {self.block(name, table=True)}[unit.rows[{name!r}]]")
            self._rows[name] = known
        return self._rows[name]

    def column(self, cell: Cell) -> str:
        """The list of a column's values; of another row than the one in hand, moved by so many rows."""
        key = evolve(cell, name="", back=0)
        if key not in self._columns:
            known = self.names.of(self.element(key) + self.ending("_列", "_column"), "column")
            self.opened.append(f"{INDENT}{known} = {self._taken(cell)}")
            self._columns[key] = known
        return f"earlier({self._columns[key]}, {cell.back})" if cell.back else self._columns[key]

    def _taken(self, cell: Cell) -> str:
        """The list of a column's values, from the facts."""
        if cell.part == "known":
            return f"there(values, {cell.block!r}, {cell.field!r})"
        function = _COLUMN[cell.type] if cell.part == "value" else f"{cell.part}s"
        scale = f", {cell.scale}" if cell.scale != 1 else ""
        return f"{function}({self.block(cell.block, table=True)}, {cell.field!r}{scale})"

    def element(self, cell: Column) -> str:
        """What one cell of a column is called inside a comprehension."""
        if isinstance(cell, Leader | Grouped):
            return self._of_group(cell)
        key = cell if isinstance(cell, Streak) else evolve(cell, name="", block="", type="int", scale=1)
        if key not in self._elements:
            back = f"{self.ending('_前', '_back')}{cell.back}" if cell.back else ""
            if isinstance(cell, Streak):
                name = self.ending("连续", "streak")
            else:
                endings = {"denominator": ("_分母", "_below"), "known": ("_有", "_there")}
                name = cell.field + self.ending(*endings.get(cell.part, ("", "")))
            self._elements[key] = self.names.of(name + back, "cell")
        return self._elements[key]

    def _of_group(self, cell: Leader | Grouped) -> str:
        if cell not in self._group_elements:
            stem = self.element(cell.key)
            first, ending = self.ending("_组首", "_first"), self.ending("_组", "_group")
            self._group_elements[cell] = self.names.of(
                stem + (first if isinstance(cell, Leader) else ending), "cell"
            )
        return self._group_elements[cell]

    def of_groups(self, table: str, key: str, measure: Measure) -> tuple[str, list[str]]:
        """The column with the parameters of a measure over the rows of each row's key, and the statements before it."""
        name = f"{table}{measure.slot.name}"
        if name in self._grouped:
            return self._grouped[name], []
        source = measure.source
        assert isinstance(source, Rows)
        function = self.names.of(self.ending("一组", "of_group"), "of_group")
        column = self.names.of(self.ending("各组", "groups"), "groups")
        inner = Desk(self.params, self.names, self.chinese, self.parts)
        inner._blocks[source.block] = "rows"
        results = [
            self.names.of(function + ending, "group") for ending in ("_1", "_2")[: len(measure.params)]
        ]
        body = RowsDesk(inner, source, results, measure.second, len(measure.reasons)).lines()
        lines = [f"{INDENT}def {function}(rows: Sequence[Cells]) -> tuple[Any, ...]:"]
        lines += [INDENT + line for line in (*inner.opened, *body)]
        lines.append(f"{INDENT * 2}return ({', '.join(results)},)")
        lines.append(f"{INDENT}{column} = of_groups({table}, {key}, {function})")
        self._grouped[name] = column
        return column, lines

    @property
    def at(self) -> str:
        """What the number of the row is called."""
        if not self._at:
            self._at = self.names.of(self.ending("行号", "at"), "at")
        return self._at

    def streak_column(self, block: str, streak: Streak) -> str:
        key = block, streak.condition
        if key not in self._streaks:
            self._streaks[key] = self.names.of(self.ending("连续_列", "streak_column"), "column")
        return self._streaks[key]

    def fact(self, cell: Cell) -> str:
        """A fact of a single block or of the unit's row, read where it stands."""
        block = self.row(cell.block) if cell.own else self.block(cell.block, table=False)
        if cell.part != "value":
            return f"ratio_of({block}[{cell.field!r}])[{int(cell.part == 'denominator')}]"
        scale = f", {cell.scale}" if cell.scale != 1 else ""
        return f"{_ONE[cell.type]}({block}[{cell.field!r}]{scale})"

    def measure(self, measure: Measure) -> list[str]:
        first, *more = (self.params[p.name] for p in measure.params)
        source = measure.source
        if isinstance(source, Together):
            return self._together(measure, source, first, more)
        if isinstance(source, Rows):
            return RowsDesk(self, source, [first, *more], measure.second, len(measure.reasons)).lines()
        assert isinstance(source, Cell)
        if more:
            block = self.row(source.block) if source.own else self.block(source.block, table=False)
            return [f"{INDENT}{first}, {more[0]} = ratio_of({block}[{source.field!r}])"]
        return [f"{INDENT}{first} = {self.fact(source)}"]

    def _together(self, measure: Measure, source: Together, first: str, more: list[str]) -> list[str]:
        """The points of the rows once, then what they come to."""
        lines: list[str] = []
        if source.part not in self._points:
            row = self.parts[source.part]
            points = self.names.of(first + self.ending("_各行", "_rows"), "each")
            why = self.names.of(first + self.ending("_缺", "_why"), "why")
            rows, before = self.rows_of(row.part)
            lines += [*before, f"{INDENT}{points}, {why} = points_of_rows("]
            lines += [f"{INDENT * 2}{row.points},", f"{INDENT * 2}{rows},", f"{INDENT})"]
            self._points[source.part] = points, why
        points, why = self._points[source.part]
        value = f"put_together({points}, {source.how!r}, {source.k})"
        if not more:
            return [*lines, f"{INDENT}{first} = {value}"]
        reasons = f"({', '.join(map(repr, measure.reasons))},)"
        return [
            *lines,
            f"{INDENT}{first}, {more[0]} = {value}, not {why}",
            f"{INDENT}if {why}:",
            f"{INDENT * 2}{first} = {reasons}.index({why})",
        ]

    def rows_of(self, part: ScaledPart) -> tuple[str, list[str]]:
        """The list of what every row is worked out from, and the statements before it."""
        table = Rows("count", part.part.rows.block, part.cells, None, None, part.where, ())
        return RowsDesk(self, table, [], "", 0).tuples([s.Var(p.name) for p in part.args], part.where)


class RowsDesk:
    """The statements of one aggregate."""

    def __init__(self, desk: Desk, rows: Rows, targets: list[str], second: str, reasons: int) -> None:
        self.desk = desk
        self.rows = rows
        self.targets = targets
        self.second = second
        self.reasons = reasons
        cells = {c.name: desk.element(c) for c in rows.cells}
        self.writer = Writer({**desk.params, **cells, AT: desk.at})
        self.table = desk.block(rows.block, table=True)
        self.before: list[str] = []  # statements for the columns that are worked out

    def lines(self) -> list[str]:
        one = self.rows.below is None or self.rows.operation == "distinct"
        lines = self._plain() if not self.reasons and one else self._with_reasons()
        return [*self.before, *lines]

    def which(self, where: s.Expr) -> str:
        """Whether the condition holds, row by row."""
        return self._over(self.writer.text(where, OR), [where])

    def tuples(self, args: Sequence[s.Var], where: s.Expr | None) -> tuple[str, list[str]]:
        """A tuple for every row, None for one that does not count."""
        text = f"({', '.join(self.writer.names[a.name] for a in args)}{',' if len(args) == 1 else ''})"
        if where is not None:
            text += f" if {self.writer.text(where, OR)} else None"
        return f"[{self._over(text, [*args, *([where] if where is not None else [])])}]", self.before

    def _column(self, cell: Column) -> str:
        if isinstance(cell, Cell):
            return self.desk.column(cell)
        if isinstance(cell, Leader):
            counts = f"[True] * len({self.table})"
            if cell.condition is not None:
                counts = f"[{self._over(self.writer.text(cell.condition, OR), [cell.condition])}]"
            return f"leaders({self.desk.column(cell.key)}, {counts})"
        if isinstance(cell, Grouped):
            column, before = self.desk.of_groups(self.table, self.desk.column(cell.key), cell.measure)
            self.before += before
            return f"[one[{cell.at}] for one in {column}]"
        known = self.desk.streak_column(self.rows.block, cell)
        if known not in self.desk.worked_out:
            self.desk.worked_out.add(known)
            holds = self._over(self.writer.text(cell.condition, OR), [cell.condition])
            self.before.append(f"{INDENT}{known} = streaks([{holds}])")
        return f"earlier({known}, {cell.back})" if cell.back else known

    def _over(self, text: str, reads: Sequence[s.Expr], where: s.Expr | None = None) -> str:
        """A comprehension over the rows: `text`, which reads some cells, of those where the condition holds."""
        variables = {
            v for expr in (*reads, *([where] if where is not None else [])) for v in s.variables(expr)
        }
        columns = {self.writer.names[c.name]: self._column(c) for c in self.rows.cells if c.name in variables}
        if AT in variables:
            columns[self.desk.at] = f"range(len({self.table}))"
        condition = "" if where is None else f" if {self.writer.text(where, OR)}"
        if not columns:
            return f"{text} for _ in {self.table}{condition}"
        if len(columns) == 1:
            return f"{text} for {''.join(columns)} in {''.join(columns.values())}{condition}"
        return (
            f"{text} for {', '.join(columns)} in zip({', '.join(columns.values())}, strict=True){condition}"
        )

    def _each(self) -> str:
        """The list of the values of all rows that count."""
        rows = self.rows
        assert rows.number is not None
        if rows.below is None and rows.where is None and isinstance(rows.number, s.Var):
            cell = next((c for c in rows.cells if c.name == rows.number.name), None)
            if cell is not None:
                return self._column(cell)
        text, reads = self.writer.text(rows.number, OR), [rows.number]
        if rows.below is not None:
            text, reads = f"Fraction({text}, {self.writer.text(rows.below)})", [rows.number, rows.below]
        return f"[{self._over(text, reads, rows.where)}]"

    def _plain(self) -> list[str]:
        """Where there is always a value, with one denominator for all rows."""
        rows, target = self.rows, self.targets[0]
        if rows.operation == "count":
            value = self._counted()
        else:
            each = self._each()
            loose = each[1:-1] if each.startswith("[") and rows.operation == "sum" else each
            if rows.operation == "distinct":
                value = f"len({_set_of(each)})"
            else:
                value = self._function(loose)
        line = f"{INDENT}{target} = {value}"
        if len(line) <= WIDTH:
            return [line]
        opening, inside = value.split("(", 1)
        return [f"{INDENT}{target} = {opening}(", f"{INDENT * 2}{inside[:-1]}", f"{INDENT})"]

    def _with_reasons(self) -> list[str]:
        """Where there may be no value: the second is 0 or no, the first says why."""
        rows = self.rows
        first, second = self.targets
        none = "False" if self.second == "present" else "0"
        each = self.desk.names.of(first + self.desk.ending("_各行", "_rows"), "each")
        why = self.desk.names.of(first + self.desk.ending("_缺", "_why"), "why")
        lines: list[str] = []
        word = "if"
        indent = INDENT
        if rows.empty:
            reasons: list[tuple[s.Expr, s.Expr]] = [(e, s.Int(at)) for at, e in enumerate(rows.empty)]
            reason = self.writer.text(
                s.If(tuple(reasons[:-1]), reasons[-1][1]) if len(reasons) > 1 else s.ZERO
            )
            found = self._over(reason, [], normal.logic("or", rows.empty))
            lines += [f"{INDENT}{why} = next(({found}), -1)", f"{INDENT}if {why} >= 0:"]
            lines.append(f"{INDENT * 2}{first}, {second} = {why}, {none}")
            word, indent = "elif", INDENT
        needs_rows = self.reasons > len(rows.empty)
        value = self._counted() if rows.operation == "count" else self._each()
        if rows.operation == "count":
            good = f"({value}, True)"
        else:
            if word == "elif":  # only now may rows be divided
                lines.append(f"{INDENT}else:")
                indent, word = INDENT * 2, "if"
            lines.append(f"{indent}{each} = {value}")
            good = self._good(each)
        if rows.operation == "count" and rows.empty:
            return [*lines, f"{INDENT}else:", f"{INDENT * 2}{first}, {second} = {good}"]
        if needs_rows:
            some = f"len({each}) > {2 * rows.trim}" if rows.trim else each
            lines.append(f"{indent}{first}, {second} = {good} if {some} else ({len(rows.empty)}, {none})")
        else:
            lines.append(f"{indent}{first}, {second} = {good}")
        return lines

    def _counted(self) -> str:
        if self.rows.where is None:
            return f"len({self.table})"
        return f"sum({self._over(self.writer.text(self.rows.where), [self.rows.where])})"

    def _good(self, each: str) -> str:
        """Both parameters where there is a value."""
        operation = self.rows.operation
        if operation == "distinct":
            return f"(len(set({each})), True)"
        if self.rows.below is None:
            return f"({self._function(each)}, True)"
        total = f"sum({each}, Fraction(0))"
        fraction = {"sum": total, "median": f"median_of({each})"}
        return f"ratio_of({fraction.get(operation, self._function(each))})"

    def _function(self, each: str) -> str:
        """What is made of whole numbers."""
        match self.rows.operation:
            case "median":
                return f"twice_median({each})"
            case "trimmed":
                return f"middle_sum({each}, {self.rows.trim})"
        return f"{self.rows.operation}({each})"


def _set_of(each: str) -> str:
    """The values of a list, each once."""
    return f"{{{each[1:-1]}}}" if each.startswith("[") else f"set({each})"
